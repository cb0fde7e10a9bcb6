"""An erased person is gone: from the vault, from planning data, from the bytes of the files."""

from __future__ import annotations

import json
import secrets
from typing import Any

import pytest
from sqlalchemy import select, text

from api.people.audit import Caller
from api.people.errors import UnknownPersonError
from api.people.planning import coarsen
from api.store.answers import Answer, Answers, Begun
from api.store.operation_tables import AnswerRow
from api.store.order_records import Outcome, Standing, Status
from api.store.programmes import Programmes
from api.wire.json_text import read_document
from api.wire.programme_json import (
    dump_programme,
    load_programme,
    programme_digest,
    programme_text,
)

ME = Caller(actor="key:tests", via="tests")
DOOR = [b"6.01234", b"43.55678", b"6.06123", b"43.40567", b"Grelot", b"Frumious"]
OTHERS = [b"6.00777", b"43.45888", b"6.0701", b"43.41234", b"Volets bleus"]


def stored_plan(house: Any, plan_id: str) -> dict[str, Any]:
    return dict(read_document(house.orders.document(plan_id, "plan.json"), "plan"))


def stored_programme(house: Any, plan_id: str) -> dict[str, Any]:
    with house.database.read() as session:
        row = session.execute(text("select document from orders where id = :id"), {"id": plan_id})
        programme: dict[str, Any] = json.loads(row.scalar_one())["programme"]
    return programme


def test_an_erased_person_is_gone_to_the_last_byte(house, people) -> None:
    plan_id = house.finished(**{"carte.html": b"drawn at 6.01234,43.55678", "feuille.html": b"x"})
    number = house.orders.publish(plan_id)
    before = stored_plan(house, plan_id)
    kept = house.raw()
    assert all(secret in kept for secret in [*DOOR, *OTHERS])
    sealed = sealed_bytes(house, "p-1")

    done = house.office.erasure.erase(["p-1"], ME)

    assert (done.people, done.doors, done.plans) == (("p-1",), ("p-1",), (plan_id,))
    left = house.raw()
    assert not [secret for secret in DOOR if secret in left]
    assert [secret for secret in OTHERS if secret in left] == OTHERS
    assert sealed not in left
    assert house.orders.document(plan_id, "carte.html") is None
    assert house.orders.document(plan_id, "feuille.html") is None
    assert house.office.vault.entry("p-1") is None
    # the published plan keeps its number and every figure
    after = stored_plan(house, plan_id)
    assert after.pop("programme_digest") != before.pop("programme_digest")
    assert after == before
    assert house.orders.state(plan_id).number == number


def test_what_is_left_is_a_programme_of_that_plan(house, people) -> None:
    plan_id = house.finished()
    house.office.erasure.erase(["p-1", "c-1"], ME)
    left = load_programme(stored_programme(house, plan_id), house.ground.territory)
    assert programme_digest(left) == stored_plan(house, plan_id)["programme_digest"]
    pickup, goal = left.requests[0].pickup, left.requests[0].destination.place
    barjols = house.ground.territory.commune("83012")
    assert (pickup.lon, pickup.lat, pickup.label) == (barjols.lon, barjols.lat, "")
    assert goal.commune == "83023"  # the nearest mairie: nobody had said which
    assert left.drivers[0].label == "c-1"
    assert left.drivers[0].home.label == ""
    assert left.requests[1].pickup == house.programme.requests[1].pickup


def test_kept_programmes_lose_the_door_under_a_new_version(house, people) -> None:
    kept = Programmes(house.database)
    entry = kept.add(house.programme)
    done = house.office.erasure.erase(["p-1"], ME)
    assert done.programmes == (entry.id,)
    changed, text_ = kept.find(entry.id)
    assert changed.version == 2
    assert "43.55678" not in text_
    assert text_ == programme_text(load_programme(text_.encode(), house.ground.territory))
    assert kept.change(entry.id, house.programme, 1) is None  # an old copy does not come back


def test_who_is_not_known_cannot_be_erased_and_that_is_noted(house, people) -> None:
    with pytest.raises(UnknownPersonError):
        house.office.erasure.erase(["p-9"], ME)
    assert [(row.pseudonym, row.outcome) for row in house.office.audit.latest(1)] == [
        ("p-9", "unknown")
    ]


def test_the_log_says_what_was_erased(house, people) -> None:
    house.finished()
    house.office.erasure.erase(["p-2"], ME)
    house.office.erasure.erase(["c-1", "p-1"], ME)
    said = [(row.action, row.pseudonym, row.fields) for row in house.office.audit.latest(3)]
    assert said == [
        ("erase", "p-1", "all places"),
        ("erase", "c-1", "all places"),
        ("erase", "p-2", "all places"),
    ]
    assert house.office.audit.verify().broken_at is None


def test_a_worker_that_has_the_door_in_hand_starts_again_without(house, people) -> None:
    plan_id = house.order()
    claim = house.orders.claim()
    house.office.erasure.erase(["p-1"], ME)
    assert not house.orders.push(claim, Standing(phase="roads"))
    again = house.orders.claim()
    assert again.id == plan_id
    assert "6.01234" not in again.order
    assert "6.00777" in again.order


def test_what_is_told_of_a_failed_order_keeps_no_point(house, people) -> None:
    plan_id = house.order()
    fault = {"path": "", "value": "6.01234,43.55678", "message": "loin de toute route"}
    problem = {"type": "urn:x", "title": "Lieux", "status": 422, "errors": [fault]}
    problem["translations"] = {"en": dict(problem)}
    claim = house.orders.claim()
    house.orders.finish(claim, Outcome(status=Status.FAILED, documents={}, problem=problem))
    house.office.erasure.erase(["p-1"], ME)
    assert b"6.01234" not in house.raw()
    assert house.orders.state(plan_id).problem["title"] == "Lieux"


def test_answers_kept_for_requests_sent_again_are_blanked(house, people) -> None:
    answers = Answers(house.database, b"secret" * 6, hours=24)
    ticket = answers.begin("caller", "key", "print")
    answers.end(ticket, Answer(422, {"location": "/p-1"}, secrets.token_bytes(500)))
    with house.database.read() as session:
        (row,) = session.scalars(select(AnswerRow))
    assert row.body in house.raw() or house.database.engine.dialect.name != "sqlite"
    house.office.erasure.erase(["p-1"], ME)
    assert row.body not in house.raw()
    assert answers.begin("caller", "key", "print") is Begun.ERASED


def test_erasing_takes_no_key(house, people) -> None:
    (house.folder / "people.key").unlink()
    assert house.office.erasure.erase(["p-1"], ME).people == ("p-1",)


def test_coarsening_twice_changes_nothing(house) -> None:
    document = dump_programme(house.programme)
    who = ["p-1", "p-2", "c-1", "c-2"]
    assert coarsen(document, who, house.ground.territory) == set(who)
    once = json.dumps(document)
    assert coarsen(document, who, house.ground.territory) == set()
    assert json.dumps(document) == once


def test_outside_the_territory_a_kilometre_is_left(house) -> None:
    document = dump_programme(house.programme)
    document["requests"][0]["pickup"] = {"lon": 5.36978, "lat": 43.29648, "commune": "13055"}
    coarsen(document, ["p-1"], house.ground.territory)
    assert document["requests"][0]["pickup"] == {"lon": 5.37, "lat": 43.3, "commune": "13055"}


def sealed_bytes(house: Any, pseudonym: str) -> bytes:
    asked = text("select sealed from people where pseudonym = :p")
    with house.database.read() as session:
        sealed = bytes(session.execute(asked, {"p": pseudonym}).scalar_one())
    if house.database.engine.dialect.name != "sqlite":
        return repr(sealed).encode()[2:-1]
    assert sealed in house.raw()
    return sealed
