"""A finished plan's pages: its month, its days, what is left open, changes, publishing, links."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any

import pytest

from api.http.page import month
from api.store.drafts import Drafts
from api.store.keys import Role
from api.store.order_records import PLAN
from api.wire.plan_json import dump_plan, load_plan
from routing.planning.plans import Remark, RideChange, RideReason, UnservedRide
from routing.sentence import say
from tests.english import french_left

PAGES = ("", "/open", "/map", "/volunteers", "/figures", "/documents", "/changes", "/publish")
RIDE = {
    "do": "add_ride",
    "passenger": "p-9",
    "pickup": "Varages",
    "back_kind": "after",
    "passengers": "1",
    "companions": "0",
    "wheelchair": "none",
}


@pytest.fixture
def plan(shelf: Any, planned: Any) -> str:
    """The page of a plan nobody has changed or published."""
    address = shelf.put(planned[1])
    return f"/plans/{address.rpartition('/')[2]}"


@pytest.fixture
def drafts(shelf: Any) -> Drafts:
    return Drafts(shelf.service.database)


def sessions(shelf: Any, plan: str) -> list[tuple[str, str]]:
    rounds = shelf.client.get(f"/v1{plan}/rounds").json()["rounds"]
    return [(stop["permanence"], found["date"]) for found in rounds for stop in found["stops"]]


def note(shelf: Any, plan: str, **form: str) -> Any:
    return shelf.client.post(f"{plan}/changes", data=form, follow_redirects=False)


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("page", PAGES)
def test_each_page_is_there_in_both_languages(shelf: Any, plan: str, page: str, lang: str) -> None:
    answer = shelf.client.get(f"{plan}{page}?lang={lang}")
    shelf.client.cookies.clear()
    assert (answer.status_code, answer.headers["content-language"]) == (200, lang)
    assert answer.text.count("<h1") == 1


def test_what_is_left_open_is_said_in_english(shelf: Any, planned: Any) -> None:
    """An old plan, which does not tell what its sentences are made of, says so to browsers."""
    made = load_plan(planned[1].documents[PLAN])
    day = say("{weekday} {day}/{month}", weekday=say("mardi"), day="05", month="01")
    reason = RideReason(code="NOT_FREE", message=say("pas disponible le {day}", day=day))
    change = RideChange(kind="date", amount=0, message=say("à la séance du {day}", day=day))
    missed = UnservedRide(request="r1", reasons=(replace(reason, driver="d1"),), changes=(change,))
    remark = Remark(code="X", id="RIANS", message=say("{name}, {day} : sans {role}", name="Rians",
                    day="05/01/2027", role="médecin"))  # fmt: skip
    document = dump_plan(replace(made, unserved=(missed,), remarks=(remark,)))
    pages: list[str] = []
    for _ in range(2):
        text = json.dumps(document).encode()
        documents = planned[1].documents | {PLAN: text}
        address = shelf.put(replace(planned[1], documents=documents))
        plan = f"/plans/{address.rpartition('/')[2]}"
        pages += [shelf.client.get(f"{plan}{part}?lang=en").text for part in ("", "/open")]
        shelf.client.cookies.clear()
        document.pop("sentences", None)
    calendar, left_open, old_calendar, old_left_open = pages
    assert "<li>Rians, 05/01/2027: nobody in the role of médecin</li>" in calendar
    assert "Conductrice 1: not available on Tuesday 05/01" in left_open
    assert "<span>At the session on Tuesday 05/01</span>" in left_open
    assert french_left(left_open) == french_left(calendar) == []
    assert '<li lang="fr">Rians, 05/01/2027 : sans médecin</li>' in old_calendar
    assert '<span lang="fr">À la séance du mardi 05/01</span>' in old_left_open


def test_the_month_shows_each_session_and_leads_to_its_day(shelf: Any, plan: str) -> None:
    calendar = shelf.client.get(plan).text
    for permanence, day in sessions(shelf, plan):
        assert f'href="{plan}/days/{day}"' in calendar
        name = shelf.programme.permanence(permanence).name
        assert name in calendar
        assert name in shelf.client.get(f"{plan}/days/{day}").text


@pytest.mark.parametrize(("lang", "name"), [("fr", "Jour de l’an"), ("en", "New Year")])
def test_a_holiday_is_called_alike_in_the_month_and_on_its_day(
    shelf: Any, plan: str, lang: str, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = {"fr": "Jour de l’an", "en_US": "New Year"}
    monkeypatch.setattr(month, "public_holiday", lambda _where, _day, language: names[language])
    _, day = sessions(shelf, plan)[0]
    pages = [shelf.client.get(f"{plan}{page}?lang={lang}").text for page in ("", f"/days/{day}")]
    shelf.client.cookies.clear()
    assert all(f'<span class="holiday">{name}</span>' in page for page in pages)


def test_a_day_outside_of_the_plan_is_none(shelf: Any, plan: str) -> None:
    assert shelf.client.get(f"{plan}/days/2030-01-01").status_code == 404
    assert shelf.client.get(f"{plan}/days/someday").status_code == 422


def test_changes_are_noted_told_in_words_and_dropped(shelf: Any, plan: str, drafts: Drafts) -> None:
    (permanence, day), *_ = sessions(shelf, plan)
    back = f"{plan}/days/{day}"
    answer = note(shelf, plan, do="cancel", permanence=permanence, date=day, back=back)
    assert answer.headers["location"] == f"{back}?said=noted"
    again = note(shelf, plan, do="cancel", permanence=permanence, date=day)
    assert again.headers["location"].endswith("/changes?said=noted_already")
    assert drafts.of(plan.rpartition("/")[2]) == [
        {"cancel": {"permanence": permanence, "date": day}}
    ]
    page = shelf.client.get(f"{plan}/changes").text
    assert f"Annuler la permanence {shelf.programme.permanence(permanence).name}" in page
    shelf.client.post(f"{plan}/changes/drop", data={"at": "0"})
    assert drafts.of(plan.rpartition("/")[2]) == []


@pytest.mark.parametrize("back", ["https://evil.example", "//evil.example", "/login", "/plans/x"])
def test_one_goes_back_to_a_page_of_this_plan_only(shelf: Any, plan: str, back: str) -> None:
    answer = note(shelf, plan, do="pin", driver="d2", request="r1", back=back)
    assert answer.headers["location"] == f"{plan}/changes?said=noted"


def test_an_impossible_change_is_refused_with_its_field_and_nothing_typed_is_lost(
    shelf: Any, plan: str, drafts: Drafts
) -> None:
    form = RIDE | {"goal": "appointment", "place": "Rians", "date": "2030-01-05", "at": "9:77",
                   "length": "30"}  # fmt: skip
    answer = note(shelf, plan, **form)
    assert answer.status_code == 422
    assert "<b>Où la conduire – heure</b>" in answer.text
    for typed in ("p-9", "Varages", "9:77", "2030-01-05"):
        assert f'value="{typed}"' in answer.text
    assert drafts.of(plan.rpartition("/")[2]) == []


@pytest.mark.parametrize("do", ["", "explode", "cancel", "move", "pin", "remedy", "add_ride"])
def test_a_garbled_form_is_a_fault(shelf: Any, plan: str, do: str) -> None:
    assert note(shelf, plan, do=do).status_code == 422


def test_noted_changes_are_planned_once_and_then_gone(
    shelf: Any, plan: str, drafts: Drafts
) -> None:
    (permanence, day), *_ = sessions(shelf, plan)
    note(shelf, plan, **RIDE, goal=f"session|{permanence}|{day}")
    note(shelf, plan, do="pin", driver="d2", request="r1")
    page = shelf.client.get(f"{plan}/changes").text
    once = re.findall(r'name="once" value="([^"]+)"', page)[0]
    form = {"once": once, "keep_dates": "1"}
    sent = [
        shelf.client.post(f"{plan}/changes/plan", data=form, follow_redirects=False)
        for _ in range(2)
    ]
    assert sent[0].headers["location"] == sent[1].headers["location"]
    made = sent[0].headers["location"].rpartition("/")[2]
    order = json.loads(shelf.service.desk.order(made))
    asked = {request["id"]: request for request in order["programme"]["requests"]}
    assert asked["ajout-1"]["passenger"] == "p-9"
    assert asked["r1"]["wished_drivers"] == ["d2"]
    assert order["base"] == order["published"] == plan.rpartition("/")[2]
    assert drafts.of(plan.rpartition("/")[2]) == []
    shelf.client.post(f"/plans/{made}/cancel")


def test_publishing_twice_is_publishing_once(shelf: Any, plan: str) -> None:
    first, again = (
        shelf.client.post(f"{plan}/publish", follow_redirects=False).headers["location"]
        for _ in range(2)
    )
    assert (first, again) == (f"{plan}?said=published", f"{plan}?said=published_already")
    assert "Publié, n°" in shelf.client.get(plan).text
    stale = shelf.client.get(f"{plan}/publish", follow_redirects=False)
    assert stale.headers["location"].endswith("published_already")


def test_a_volunteer_gets_a_link_and_it_can_be_closed(shelf: Any, plan: str) -> None:
    driver = shelf.client.get(f"/v1{plan}/rides").json()["rides"][0]["driver"]
    address = f"{plan}/drivers/{driver}/link"
    draft = shelf.client.post(address, data={"do": "make"})
    assert draft.status_code == 409
    assert "Publiez d’abord" in draft.text
    shelf.client.post(f"{plan}/publish")
    page = shelf.client.post(address, data={"do": "make"}).text
    links = re.findall(r'value="http://[^"/]+(/d/[^"]+)"', page)
    assert len(links) == 1
    assert shelf.client_of(Role.READER).get(links[0]).status_code == 200
    closed = shelf.client.post(address, data={"do": "close"}).text
    assert "/d/" not in closed
    assert shelf.client.get(links[0]).status_code == 410


def test_all_volunteers_get_their_links_at_once(shelf: Any, plan: str) -> None:
    everybody = f"{plan}/links"
    refused = shelf.client.post(everybody)
    assert refused.status_code == 409
    assert "Publiez d’abord ce plan" in refused.text
    shelf.client.post(f"{plan}/publish")
    made = shelf.client.post(everybody, follow_redirects=False)
    assert made.headers["location"] == f"{plan}/volunteers?said=links_made"
    page = shelf.client.get(f"{plan}/volunteers").text
    links = re.findall(r'value="http://[^"/]+(/d/[^"]+)"', page)
    drivers = shelf.client.get(f"/v1{plan}/drivers").json()["drivers"]
    assert len(links) == len(drivers) > 0
    assert shelf.client_of(Role.READER).post(everybody).status_code == 403
    shelf.client.post(everybody)
    again = shelf.client.get(f"{plan}/volunteers").text
    assert re.findall(r'value="http://[^"/]+(/d/[^"]+)"', again) == links


@pytest.mark.parametrize(
    "path", ["/changes", "/changes/drop", "/changes/plan", "/publish", "/drivers/d1/link", "/links"]
)
def test_a_reader_sees_no_button_and_moves_nothing(shelf: Any, plan: str, path: str) -> None:
    reader = shelf.client_of(Role.READER)
    for page in PAGES:
        text = reader.get(f"{plan}{page}").text
        assert re.findall(r'<form[^>]*action="([^"]*)"', text) == ["/logout"]
    answer = reader.post(f"{plan}{path}", headers={"Accept": "text/html"})
    assert answer.status_code == 403


def test_a_map_fetched_again_keeps_the_policy_it_came_with(shelf: Any, plan: str) -> None:
    first = shelf.client.get(f"/v1{plan}/documents/map")
    assert "frame-ancestors 'self'" in first.headers["content-security-policy"]
    known = {"If-None-Match": first.headers["etag"]}
    again = shelf.client.get(f"/v1{plan}/documents/map", headers=known)
    assert again.status_code == 304
    assert "content-security-policy" not in again.headers


def test_a_session_that_somebody_cancelled_is_nothing_to_settle(shelf: Any, planned: Any) -> None:
    document = json.loads(planned[1].documents["plan.json"])
    gone = document["rounds"].pop()["stops"][0]["permanence"]
    day = {"from": "2027-01-05", "to": "2027-01-05"}
    for code in ("SESSION_CANCELLED", "SITE_CLOSED"):
        document["unassigned"] = [
            {
                "kind": "permanence",
                "id": gone,
                "due": day,
                "reasons": [{"code": code, "message": "séance annulée : 05/01"}],
            }
        ]
        content = json.dumps(document).encode()
        outcome = replace(planned[1], documents=planned[1].documents | {"plan.json": content})
        page = shelf.client.get(f"/plans/{shelf.put(outcome).rpartition('/')[2]}/open").text
        assert ("Permanences que vous avez annulées" in page) is (code == "SESSION_CANCELLED")
        assert ("1 permanence non tenue" in page) is (code == "SITE_CLOSED")
