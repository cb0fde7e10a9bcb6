"""The start page: what a new month follows, and programmes that are deleted."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from html import unescape
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.http.page import start
from api.http.page.already import already_told
from api.jobs.order import Order
from api.store.keys import Role
from api.store.order_records import Outcome, Status
from api.wire.programme_xlsx import programme_xlsx
from routing.planning import PlanOptions
from routing.planning.dates import Horizon
from routing.planning.programme import Programme
from routing.planning.ride_requests import ToPermanence

TITLE = "Classeur à supprimer"


@pytest.fixture
def kept(shelf: Any) -> Any:
    """A programme that somebody sent."""
    return shelf.service.shelf.stored.add(replace(shelf.programme, title=TITLE))


def version_in(page: str) -> str:
    found = re.search(r'name="version" value="(\d+)"', page)
    assert found is not None
    return found[1]


def test_a_programme_is_deleted_after_a_word_on_what_stays(shelf: Any, kept: Any) -> None:
    address = f"/programmes/{kept.id}/delete"
    assert f'href="{address}"' in shelf.client.get("/").text
    page = shelf.client.get(address).text
    for said in (TITLE, "restent entiers", f"/v1/programmes/{kept.id}.xlsx"):
        assert said in page
    assert shelf.service.shelf.stored.find(kept.id) is not None
    done = shelf.client.post(address, data={"version": version_in(page)}, follow_redirects=False)
    assert (done.status_code, done.headers["location"]) == (303, "/?said=programme_deleted")
    assert TITLE not in shelf.client.get("/?said=programme_deleted").text
    assert shelf.client.get(address).status_code == 404


def test_plans_of_a_deleted_programme_can_still_be_corrected(shelf: Any, planned: Any) -> None:
    kept = shelf.service.shelf.stored.add(shelf.programme)
    plan = f"/plans/{shelf.put(planned[1]).rpartition('/')[2]}"
    shelf.client.post(f"/programmes/{kept.id}/delete", data={"version": "1"})
    assert shelf.client.get(plan).status_code == 200
    noted = {"do": "drop_ride", "request": "r1"}
    assert shelf.client.post(f"{plan}/changes", data=noted).status_code == 200
    again = shelf.client.post(f"{plan}/changes/plan", follow_redirects=False)
    assert again.headers["location"] != plan
    shelf.client.post(f"{again.headers['location']}/cancel")


@pytest.mark.parametrize("version", ["", "0", "2", "x"])
def test_what_somebody_changed_meanwhile_is_not_deleted(
    shelf: Any, kept: Any, version: str
) -> None:
    answer = shelf.client.post(f"/programmes/{kept.id}/delete", data={"version": version})
    assert answer.status_code == 412
    assert "rien n’a été supprimé" in answer.text
    assert shelf.service.shelf.stored.find(kept.id) is not None
    assert shelf.service.shelf.stored.remove(kept.id)


def test_what_ships_with_the_territory_stays(shelf: Any) -> None:
    for ask in (shelf.client.get, shelf.client.post):
        answer = ask("/programmes/promo-soins/delete", headers={"Accept": "text/html"})
        assert answer.status_code == 409
        assert "livré avec le territoire" in answer.text


def test_a_reader_deletes_nothing(shelf: Any, kept: Any) -> None:
    reader: TestClient = shelf.client_of(Role.READER)
    assert (
        '<form method="post" action="/programmes'
        not in reader.get(f"/programmes/{kept.id}/delete").text
    )
    answer = reader.post(f"/programmes/{kept.id}/delete", data={"version": "1"})
    assert answer.status_code == 403
    assert shelf.service.shelf.stored.remove(kept.id)


# -- what a new month follows -----------------------------------------------------------------


@pytest.fixture
def published(shelf: Any, planned: Any, monkeypatch: pytest.MonkeyPatch) -> tuple[str, ...]:
    """Two published versions of the fortnight, whose programme can be asked for by name."""
    programmes: dict[str, Programme] = {"quinzaine": shelf.programme}
    monkeypatch.setattr(shelf.service.shelf, "programme", programmes.__getitem__)
    monkeypatch.setattr("api.http.page.already.MOST_LOOKED_AT", 3)
    ids = []
    asked = Order(programme=shelf.programme, options=PlanOptions(iterations=1))
    for _ in range(2):
        order = shelf.service.desk.submit(asked, title=f"{shelf.programme.title} – quinzaine")
        assert shelf.orders.finish(shelf.taken(), planned[1])
        shelf.service.desk.publish(order.id)
        ids.append(order.id)
    return tuple(ids)


def asked(first: date, last: date) -> dict[str, Any]:
    dates = {"from": first.isoformat(), "to": last.isoformat()}
    return {"programme": "quinzaine", "horizon": dates}


def test_a_month_follows_the_last_version_of_the_one_before(
    shelf: Any, published: tuple[str, ...]
) -> None:
    wanted = asked(date(2027, 1, 18), date(2027, 1, 31))
    assert already_told(shelf.service, wanted) == {"previous": published[-1]}


def test_the_form_asks_for_it_unless_told_otherwise(
    shelf: Any, planned: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = planned[0].rpartition("/")[2]
    monkeypatch.setattr(start, "already_told", lambda *_: {"previous": before})
    assert 'name="follow" value="1" checked' in shelf.client.get("/").text
    kept = shelf.service.shelf.stored.add(shelf.programme)
    form = {"programme": kept.id, "month": "2027-02"}
    for sent, follows in ((form, None), (form | {"follow": "1"}, before)):
        answer = shelf.client.post("/", data=sent, follow_redirects=False)
        plan_id = answer.headers["location"].rpartition("/")[2]
        assert shelf.service.library.order(plan_id).previous == follows
        assert shelf.orders.finish(shelf.taken(), planned[1])
        said = "À la suite de" in shelf.client.get(f"/plans/{plan_id}").text
        assert said == (follows is not None)


def test_the_same_dates_keep_to_what_was_announced(shelf: Any, published: tuple[str, ...]) -> None:
    same: Horizon = shelf.programme.horizon
    assert already_told(shelf.service, asked(same.first, same.last)) == {"published": published[-1]}


@pytest.mark.parametrize("first", [date(2027, 1, 19), date(2026, 12, 20)])
def test_other_dates_follow_nothing(shelf: Any, published: tuple[str, ...], first: date) -> None:
    assert published
    assert already_told(shelf.service, asked(first, date(2027, 2, 10))) == {}


@pytest.mark.parametrize("horizon", [True, False])
def test_a_workbook_chooses_the_month_that_it_is_about(shelf: Any, horizon: bool) -> None:
    programme = shelf.programme
    dated = ToPermanence(permanence="RIANS", dates=(date(2027, 3, 9),))
    requests = tuple(replace(each, destination=dated) for each in programme.requests)
    sent = replace(programme if horizon else replace(programme, horizon=None), requests=requests)
    files = {"workbook": ("mars.xlsx", programme_xlsx(sent, shelf.service.territory))}
    answer = shelf.client.post("/programmes", data={"month": "2026-12"}, files=files)
    chosen = re.search(r'<option value="(\S+)" selected>(?:janvier|mars)', answer.text)
    assert chosen is not None
    assert chosen[1] == ("2027-01" if horizon else "2027-03")


def test_after_a_failure_the_form_is_filled_in_as_before(shelf: Any) -> None:
    kept = shelf.service.shelf.stored.add(replace(shelf.programme, title=TITLE))
    form = {"programme": kept.id, "month": "2027-02"}
    plan = shelf.client.post("/", data=form, follow_redirects=False).headers["location"]
    failed = Outcome(status=Status.FAILED, documents={}, problem={"title": "!"})
    assert shelf.orders.finish(shelf.taken(), failed)
    again = re.search(r'href="(/\?[^"]*)">Planifier de nouveau', shelf.client.get(plan).text)
    assert again is not None
    page = shelf.client.get(unescape(again[1])).text
    assert re.findall(r'value="(\S+)" selected', page) == [kept.id, "2027-02"]
    assert shelf.service.shelf.stored.remove(kept.id)
