"""Drivers' links: one driver's own sheets, for a while, names only where that was chosen."""

from __future__ import annotations

import dataclasses
import io
import logging
import re
from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from pypdf import PdfReader
from sqlalchemy import text

from api.http import Settings, create_app
from api.people.settings import PeopleSettings
from api.store.database import sqlite_at
from api.store.keys import Role

CONTACT = "04 94 00 00 00"
SECRETS = ("Zyprax", "99 88 77", "Qwertz", "Wombatus", "Vexley", "55 44 33")


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    """One kind of database will do: what is stored is tested elsewhere."""
    return sqlite_at(tmp_path / "tournees.sqlite3")


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory, ground: Any) -> Iterator[Any]:
    """A service without workers: plans are put there."""
    people = PeopleSettings(names_on_sheets=True, contact=CONTACT)
    settings = Settings.from_environment(data=tmp_path_factory.mktemp("shop"), people=people)
    app = create_app(settings)
    yield app.state.service, app
    app.state.service.database.close()


@pytest.fixture
def web(shop: Any) -> TestClient:
    service, app = shop
    _, key = service.keys.add(Role.COORDINATOR, "tests")
    headers = {"Authorization": f"Bearer {key}"}
    return TestClient(app, base_url="http://127.0.0.1:8000", headers=headers)


@pytest.fixture
def anybody(shop: Any) -> TestClient:
    return TestClient(shop[1], base_url="http://127.0.0.1:8000")


@pytest.fixture
def plan_id(house: Any, shop: Any) -> str:
    """A published plan of that service, with its people."""
    service, _ = shop
    inside = dataclasses.replace(
        house, database=service.database, office=service.people, orders=service.orders
    )
    service.people.vault.put(house.known, house.me)
    found: str = inside.finished()
    service.orders.publish(found)
    return found


def link(web: TestClient, plan_id: str, **body: Any) -> str:
    answer = web.post(f"/v1/plans/{plan_id}/drivers/c-1/link", json=body)
    assert answer.status_code in (200, 201), answer.text
    address: str = answer.json()["url"]
    return address.removeprefix("http://127.0.0.1:8000")


def test_without_names_a_link_tells_initials(web, anybody, plan_id, house) -> None:
    answer = anybody.get(link(web, plan_id))
    assert answer.status_code == 200
    assert "J. Z." in answer.text
    assert "Portail Grelot" in answer.text  # the landmark of the door where she drives
    assert not [secret for secret in SECRETS if secret in answer.text]
    assert CONTACT in answer.text
    headers = answer.headers
    assert headers["cache-control"] == "no-store"
    assert headers["referrer-policy"] == "no-referrer"
    assert "noindex" in headers["x-robots-tag"]
    assert "set-cookie" not in headers


def test_with_names_each_look_is_on_record(web, anybody, plan_id, shop) -> None:
    answer = anybody.get(link(web, plan_id, names=True))
    said = _text(answer)
    assert not [secret for secret in SECRETS if secret not in said]
    assert "tel:0699887766" in answer.text
    rows = shop[0].people.audit.latest(2)
    assert [(row.action, row.pseudonym, row.fields) for row in rows] == [
        ("show", "p-2", "name phone"),
        ("show", "p-1", "name phone address notes"),
    ]
    assert all(row.actor.startswith("link:") for row in rows)


def test_for_roads_without_a_network_the_same_sheets_are_a_file(
    web, anybody, plan_id, shop
) -> None:
    for names in (False, True):
        address = link(web, plan_id, names=names)
        page = anybody.get(address).text
        assert f'href="{address}/pdf"' in page
        kept = anybody.get(f"{address}/pdf")
        assert (kept.status_code, kept.headers["content-type"]) == (200, "application/pdf")
        assert kept.headers["cache-control"] == "no-store"
        assert "Z" not in kept.headers["content-disposition"]
        said = _text(kept)
        assert "J. Z." in said or names
        assert [secret in said for secret in SECRETS] == [names] * len(SECRETS)
    assert shop[0].people.audit.latest(1)[0].via == "GET /d/{token}/pdf"
    web.delete(f"/v1/plans/{plan_id}/drivers/c-1/link")
    assert anybody.get(f"{address}/pdf").status_code == 410
    assert anybody.get("/d/x.y/pdf").status_code == 404


def test_what_a_link_opens_fetches_and_runs_nothing(web, anybody, plan_id) -> None:
    answer = anybody.get(link(web, plan_id, names=True))
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert "<script" not in answer.text
    loaded = re.findall(r'(?:src|<link[^>]* href)="([^"]{0,30})', answer.text)
    assert [address for address in loaded if not address.startswith("data:")] == []


def test_a_link_is_given_again_while_it_opens(web, plan_id) -> None:
    first = link(web, plan_id)
    assert link(web, plan_id) == first
    assert link(web, plan_id, names=True) != first
    shown = web.get(f"/v1/plans/{plan_id}/links").json()["links"]
    assert [found["names"] for found in shown] == [True, False]


def test_it_closes_the_day_after_the_last_drive(web, plan_id, house) -> None:
    link(web, plan_id)
    (shown,) = web.get(f"/v1/plans/{plan_id}/links").json()["links"]
    zone = house.ground.territory.timezone
    closes = datetime.combine(house.day + timedelta(days=2), time(), zone)
    assert datetime.fromisoformat(shown["expires_at"]) == closes


def test_expired_revoked_and_wrong_links_open_nothing(web, anybody, plan_id, shop) -> None:
    address = link(web, plan_id)
    wrong = [address[:-1], address + "0", "/d/x", "/d/" + "a" * 16 + "." + "0" * 32, "/d/é.%00"]
    pages = {anybody.get(path).text for path in wrong}
    assert {anybody.get(path).status_code for path in wrong} == {404}
    assert len(pages) == 1  # nothing tells one wrong link from another
    assert "Ce lien n’ouvre rien" in pages.pop()

    with shop[0].database.begin() as session:
        past = datetime.now(UTC) - timedelta(seconds=1)
        ended = text("update driver_links set expires_at = :at")
        session.execute(ended, {"at": past.replace(tzinfo=None).isoformat(" ")})
    expired = anybody.get(address)
    fresh = link(web, plan_id)
    assert fresh != address
    assert web.delete(f"/v1/plans/{plan_id}/drivers/c-1/link").json()["revoked"] >= 1
    revoked = anybody.get(fresh)
    assert (expired.status_code, revoked.status_code) == (410, 410)
    assert expired.text == revoked.text
    assert CONTACT in expired.text
    assert not [secret for secret in (*SECRETS, "J. Z.", "Grelot") if secret in expired.text]


def test_a_newer_plan_is_said(web, anybody, plan_id, house, shop) -> None:
    address = link(web, plan_id)
    assert "Un plan plus récent" not in anybody.get(address).text
    service, _ = shop
    inside = dataclasses.replace(house, database=service.database, orders=service.orders)
    number = service.orders.publish(inside.finished())
    said = anybody.get(address).text.replace("\N{NO-BREAK SPACE}", " ")
    assert f"Un plan plus récent a été publié (n° {number})" in said


def test_whoever_reads_english_is_told_in_english(web, anybody, plan_id) -> None:
    english = {"Accept-Language": "en-GB"}
    answer = anybody.get(link(web, plan_id, names=True), headers=english)
    assert answer.headers["content-language"] == "en"
    assert "accept-language" in answer.headers["vary"].lower()
    assert "This link opens until" in answer.text
    assert '<html lang="en"' in answer.text
    assert "This link opens nothing" in anybody.get("/d/x", headers=english).text


def test_a_link_opens_nothing_of_another_plan_or_driver(web, anybody, plan_id) -> None:
    address = link(web, plan_id)
    other = link(web, plan_id, names=True)
    mixed = address.partition(".")[0] + "." + other.partition(".")[2]
    for path in (mixed, address.swapcase(), f"{address}/", f"{address}/../x", f"/d/{plan_id}.c-1"):
        assert anybody.get(path, follow_redirects=False).status_code in (307, 404)
    asked = {"driver": "c-2", "plan": "x", "names": "true"}
    assert anybody.get(address, params=asked).text == anybody.get(address).text
    beside = anybody.get(f"/v1/plans/{plan_id}", headers={"Cookie": f"tournees={address[3:]}"})
    assert beside.status_code == 401


def test_messengers_that_peek_see_nothing(web, anybody, plan_id) -> None:
    address = link(web, plan_id, names=True)
    for agent in ("WhatsApp/2.23", "facebookexternalhit/1.1", "TelegramBot (like TwitterBot)"):
        answer = anybody.get(address, headers={"User-Agent": agent})
        assert answer.status_code == 200
        assert not [secret for secret in (*SECRETS, "Grelot", "Barjols") if secret in answer.text]


def test_what_cannot_be_is_refused(web, plan_id, house, shop, monkeypatch) -> None:
    draft = dataclasses.replace(house, database=shop[0].database, orders=shop[0].orders).finished()
    for asked, why in ((f"{draft}/drivers/c-1", "Publiez"), (f"{plan_id}/drivers/c-2", "conduit")):
        answer = web.post(f"/v1/plans/{asked}/link", json={})
        assert answer.status_code == 409
        assert why in answer.json()["detail"]
    closed = dataclasses.replace(shop[0].settings, people=PeopleSettings())
    address = link(web, plan_id, names=True)
    monkeypatch.setattr(shop[0], "settings", closed)
    answer = web.post(f"/v1/plans/{plan_id}/drivers/c-1/link", json={"names": True})
    assert answer.status_code == 409
    assert "TOURNEES_NAMES_ON_SHEETS" in answer.json()["detail"]
    assert "Zyprax" not in web.get(address).text  # links made before tell no names either


def test_no_other_key_makes_one(shop, plan_id) -> None:
    service, app = shop
    for role in (Role.READER, Role.PLANNER):
        _, key = service.keys.add(role, "autre")
        other = TestClient(app, base_url="http://127.0.0.1:8000", headers={"x-api-key": key})
        address = f"/v1/plans/{plan_id}/drivers/c-1/link"
        assert other.post(address, json={}).status_code == 403
        assert other.delete(address).status_code == 403
        assert other.get(f"/v1/plans/{plan_id}/links").status_code == 403
        assert other.get(f"/v1/plans/{plan_id}/named-sheets").status_code == 403


@pytest.mark.parametrize("accept", ["text/html", "application/pdf"])
def test_sheets_are_printed_with_initials_or_names(web, plan_id, shop, accept) -> None:
    address, headers = f"/v1/plans/{plan_id}/named-sheets", {"Accept": accept}
    initials, names = (
        web.get(address, params={"names": names}, headers=headers) for names in (False, True)
    )
    assert (initials.status_code, names.status_code) == (200, 200)
    assert names.headers["cache-control"] == "no-store"
    said, named = (_text(answer) for answer in (initials, names))
    assert "J. Z." in said
    assert not [secret for secret in SECRETS if secret in said]
    assert not [secret for secret in SECRETS if secret not in named]
    rows = shop[0].people.audit.latest(4)
    assert [row.fields for row in rows] == [
        "name phone",
        "name phone address notes",
        "name",
        "name",
    ]
    whole = web.get(f"/v1/plans/{plan_id}/documents/driver-sheets").text
    assert not [secret for secret in (*SECRETS, "J. Z.") if secret in whole]  # nothing was kept


def _text(answer: Any) -> str:
    if answer.headers["content-type"].startswith("text/html"):
        return str(answer.text).replace("\N{NO-BREAK SPACE}", " ")
    pages = PdfReader(io.BytesIO(answer.content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_who_was_erased_is_not_on_it_any_more(web, anybody, plan_id) -> None:
    address = link(web, plan_id, names=True)
    assert "Zyprax" in anybody.get(address).text
    assert plan_id in web.delete("/v1/people/p-1").json()["doors_removed_from"]["plans"]
    page = anybody.get(address).text
    assert not [gone for gone in ("Zyprax", "Grelot", "43.55678", "Frumious") if gone in page]
    assert "Vexley" in page
    assert web.delete("/v1/people/c-1").json()["links_revoked"] >= 1
    assert anybody.get(address).status_code == 410
    for path in ("map", "documents/driver-sheets", "documents/map", "programme"):
        drawn = web.get(f"/v1/plans/{plan_id}/{path}")
        assert drawn.status_code == 200, path
        assert not [gone for gone in ("Grelot", "43.55678", "Volets") if gone in drawn.text]


def test_a_token_is_in_no_log(web, anybody, plan_id, caplog) -> None:
    caplog.set_level(logging.DEBUG, logger="api")
    address = link(web, plan_id, names=True)
    anybody.get(address)
    anybody.get(address + "x")
    logged = "\n".join(
        record.getMessage() for record in caplog.records if record.name.startswith("api")
    )
    assert not re.search(r"/d/[\w-]", logged)
    assert not [secret for secret in (*SECRETS, address) if secret in logged]


def test_a_lost_key_leaves_the_sheet_without_names(web, anybody, plan_id, monkeypatch) -> None:
    address = link(web, plan_id, names=True)
    monkeypatch.setenv("TOURNEES_PEOPLE_KEY", "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWY=")
    page = anybody.get(address)
    assert page.status_code == 200
    assert "Les noms ne s’ouvrent pas en ce moment" in page.text
    assert "p-1" in page.text
