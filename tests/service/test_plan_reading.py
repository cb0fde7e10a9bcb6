"""A plan is read in parts, cheaply, and judged and compared."""

from __future__ import annotations

import copy
import json
from dataclasses import replace
from typing import Any

import pytest

from api.store.keys import Role
from api.store.order_records import PLAN
from api.wire.plan_json import dump_plan, load_plan, plan_text
from routing.planning.plans import Remark, RideChange, RideReason, UnservedRide
from routing.sentence import say
from tests.english import french_left
from tests.service.test_languages import ENGLISH


@pytest.fixture(scope="module")
def address(planned: Any) -> str:
    found: str = planned[0]
    return found


@pytest.fixture(scope="module")
def document(shelf: Any, address: str) -> dict[str, Any]:
    found: dict[str, Any] = shelf.client.get(address).json()["plan"]
    return found


def test_rounds_and_rides_are_narrowed_by_every_filter(
    shelf: Any, address: str, document: dict[str, Any]
) -> None:
    rounds = shelf.client.get(f"{address}/rounds").json()["rounds"]
    rides = shelf.client.get(f"{address}/rides").json()["rides"]
    assert (rounds, rides) == (document["rounds"], document["rides"])
    assert len(rounds) > 1 < len(rides)
    first, ride = rounds[0], rides[0]
    for query, expected in {
        f"rounds?date={first['date']}": [r for r in rounds if r["date"] == first["date"]],
        f"rounds?unit={first['unit']}": rounds,
        "rounds?unit=other": [],
        f"rounds?permanence={first['stops'][0]['permanence']}": [first],
        f"rounds?staff={first['team'][0]['staff']}": [
            r for r in rounds if any(d["staff"] == first["team"][0]["staff"] for d in r["team"])
        ],
        f"rounds?driver={ride['driver']}": [],
        f"rides?date={ride['date']}&driver={ride['driver']}": [ride],
        "rides?request=r3": [r for r in rides if any(s["request"] == "r3" for s in r["stops"])],
        "rides?date=2027-01-04": [],
        f"rides?unit={first['unit']}": [],
    }.items():
        found = shelf.client.get(f"{address}/{query}").json()
        assert next(iter(found.values())) == expected, query


def test_a_date_that_is_none_is_a_problem(shelf: Any, address: str) -> None:
    answer = shelf.client.get(f"{address}/rounds?date=demain")
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["path"] == "/query/date"


def test_drivers_add_up(shelf: Any, address: str, document: dict[str, Any]) -> None:
    drivers = shelf.client.get(f"{address}/drivers").json()["drivers"]
    assert sum(driver["distance_m"] for driver in drivers) == sum(
        ride["distance_m"] for ride in document["rides"]
    )
    for driver in drivers:
        assert shelf.client.get(driver["links"]["sheet"]).status_code == 200


@pytest.mark.parametrize(
    "part", ["", "/rounds", "/rides", "/unserved", "/indicators", "/drivers", "/programme"]
)
def test_what_a_client_has_is_not_sent_again(shelf: Any, address: str, part: str) -> None:
    first = shelf.client.get(address + part)
    assert first.status_code == 200
    for known in (first.headers["etag"], f'W/"x", W/{first.headers["etag"]}', "*"):
        again = shelf.client.get(address + part, headers={"If-None-Match": known})
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["etag"] == first.headers["etag"]
    assert shelf.client.get(address + part, headers={"If-None-Match": '"x"'}).status_code == 200


def test_the_programme_is_for_coordinators(shelf: Any, address: str) -> None:
    reader = shelf.client_of(Role.READER)
    assert reader.get(f"{address}/rides").status_code == 200
    assert reader.get(f"{address}/programme").status_code == 403
    programme = shelf.client.get(f"{address}/programme").json()
    assert programme["horizon"]["from"] == "2027-01-04"


def test_publishing_is_seen_at_once_under_an_old_etag_too(shelf: Any, planned: Any) -> None:
    address = shelf.put(planned[1])
    before = shelf.client.get(address)
    number = shelf.client.post(f"{address}:publish").json()["number"]
    after = shelf.client.get(address, headers={"If-None-Match": before.headers["etag"]})
    assert after.json()["number"] == number
    by_number = shelf.client.get(f"/v1/plans/{number}")
    assert by_number.json() == after.json()
    assert shelf.client.get(f"/v1/plans/{number}/rounds").status_code == 200
    assert "event: end" in shelf.client.get(f"/v1/plans/{number}/events").text
    assert shelf.client.get(f"/v1/plans/{number + 1}").status_code == 404


def test_nothing_changes_or_deletes_what_is_published(shelf: Any, planned: Any) -> None:
    address = shelf.put(planned[1])
    shelf.client.post(f"{address}:publish")
    published = shelf.client.get(address).content
    for tried in (
        shelf.client.delete(address),
        shelf.post(f"{address}:cancel", None),
        shelf.post(f"{address}:publish", None),
        shelf.client.put(address, json={}),
        shelf.client.patch(address, json={}),
    ):
        assert tried.status_code in (200, 405)
    assert shelf.client.get(address).content == published


def test_plans_are_listed_page_by_page(shelf: Any, planned: Any) -> None:
    _, outcome = planned
    names = [shelf.put(outcome).rpartition("/")[2] for _ in range(3)]
    shelf.client.post(f"/v1/plans/{names[1]}:publish")
    seen, address = [], "/v1/plans?limit=1"
    while address:
        page = shelf.client.get(address)
        seen += [each["id"] for each in page.json()["plans"]]
        address = page.json()["next"]
        assert ("link" in page.headers) == (address is not None)
    assert seen[:3] == names[::-1]
    assert len(seen) == len(set(seen))
    published = shelf.client.get("/v1/plans?published=true").json()["plans"]
    assert published[0]["id"] == names[1]
    assert all(each["number"] for each in published)
    rest = shelf.client.get("/v1/plans?published=false&limit=100").json()["plans"]
    assert {each["id"] for each in published + rest} == set(seen)
    for status in ("completed", "failed"):
        told = shelf.client.get(f"/v1/plans?status={status}&limit=100").json()["plans"]
        wanted = {each["id"] for each in published + rest if each["status"] == status}
        assert {each["id"] for each in told} == wanted
        assert status == "failed" or wanted
    assert shelf.client.get("/v1/plans?status=lost").status_code == 422


def test_a_plan_as_it_was_made_is_valid(shelf: Any, address: str) -> None:
    verdict = {"valid": True, "programme_changed": False, "violations": []}
    assert shelf.post(f"{address}:check", {}).json() == verdict
    assert shelf.client.post(f"{address}:check").json() == verdict  # nothing to say: no body
    assert shelf.client.post(f"{address}:check", content="{}").status_code == 415


def test_a_plan_changed_by_hand_is_told_its_violations(
    shelf: Any, address: str, document: dict[str, Any]
) -> None:
    changed = copy.deepcopy(document)
    changed["rounds"][0]["team"] = [
        duty for duty in changed["rounds"][0]["team"] if duty["role"] != "infirmier"
    ]
    verdict = shelf.post(f"{address}:check", {"plan": changed}).json()
    assert not verdict["valid"]
    missing = next(each for each in verdict["violations"] if each["code"] == "ROLE_MISSING")
    assert missing["record"] == changed["rounds"][0]["id"]
    assert "infirmier" in missing["message"]
    programme = shelf.client.get(f"{address}/programme").json()
    both = {"programme": programme, "plan": changed}
    assert shelf.post("/v1/plans:check", both).json() == verdict
    answer = shelf.client.post("/v1/plans:check", json=both, headers=ENGLISH)
    assert answer.headers["content-language"] == "en"
    english = answer.json()
    said = next(each for each in english["violations"] if each["code"] == "ROLE_MISSING")
    assert said["record"] == missing["record"]
    assert said["message"].startswith("Missing: 1\N{NO-BREAK SPACE}person in the role infirmier")
    assert not any(french_left(each["message"]) for each in english["violations"])


def test_another_programme_is_said_to_be_another(
    shelf: Any, address: str, document: dict[str, Any]
) -> None:
    asked = {"programme": "promo-soins", "plan": document}
    verdict = shelf.post("/v1/plans:check", asked).json()
    assert verdict["programme_changed"]
    assert any(each["code"].startswith("UNKNOWN") for each in verdict["violations"])


@pytest.mark.parametrize(
    ("body", "path"),
    [
        ({"programme": "promo-soins", "plan": {"rounds": 3}}, "/plan/rounds"),
        ({"programme": "promo-soins", "plan": []}, "/plan"),
        ({"programme": "promo-soin", "plan": "DOCUMENT"}, "/programme"),
        ({"programme": {"title": 3}, "plan": "DOCUMENT"}, "/programme/title"),
        ({"programme": "promo-soins", "plan": "DOCUMENT", "previous": "none"}, "/previous"),
        ({"plan": "DOCUMENT"}, "/programme"),
    ],
)
def test_what_cannot_be_checked_is_told_by_pointer(
    shelf: Any, document: dict[str, Any], body: dict[str, Any], path: str
) -> None:
    asked = {key: document if value == "DOCUMENT" else value for key, value in body.items()}
    answer = shelf.post("/v1/plans:check", asked)
    assert answer.status_code == 422
    assert path in [error["path"] for error in answer.json()["errors"]]


def test_two_versions_are_compared_in_words_and_records(
    shelf: Any, planned: Any, address: str
) -> None:
    _, outcome = planned
    other = json.loads(outcome.documents["plan.json"])
    moved = other["rounds"][0]
    for stop in moved["stops"]:
        stop["start"] = stop["start"].replace("T09:00", "T09:15")
    other["rides"] = other["rides"][1:]
    changed = type(outcome)(
        status=outcome.status, documents={"plan.json": json.dumps(other).encode()}
    )
    second = shelf.put(changed)
    number = shelf.client.post(f"{second}:publish").json()["number"]
    assert shelf.client.get(f"{address}:compare?with={address[10:]}").json()["differences"] == []
    answer = shelf.client.get(f"{address}:compare?with={number}")
    found = {each["record"]: each for each in answer.json()["differences"]}
    session = found[moved["stops"][0]["permanence"]]
    assert session["kind"] == "session_moved"
    assert session["after"][0]["at"].endswith("T09:15:00+01:00")
    assert "9 h 15 au lieu de" in session["message"].replace("\N{NO-BREAK SPACE}", " ")
    assert found["r1"]["kind"] == "ride_dropped"
    assert found["r1"]["before"][0]["who"] == ["d1"]
    assert found["r1"]["after"] == []
    english = shelf.client.get(
        f"{address}:compare?with={number}",
        headers={"Accept-Language": "en", "If-None-Match": answer.headers["etag"]},
    )
    told = {each["record"]: each["message"] for each in english.json()["differences"]}
    assert "9:15 instead of" in told[moved["stops"][0]["permanence"]]
    assert told["r1"].startswith("p-1 (request r1): no ride any more, Thursday")
    same = shelf.client.get(
        f"{address}:compare?with={number}", headers={"If-None-Match": answer.headers["etag"]}
    )
    assert same.status_code == 304
    lost = shelf.client.get(f"{address}:compare?with=nothing")
    assert (lost.status_code, lost.json()["errors"][0]["path"]) == (422, "/with")


def test_reasons_are_said_in_the_language_asked_for(shelf: Any, planned: Any) -> None:
    """In the parts that people read; the document itself is what was kept."""
    plan = load_plan(planned[1].documents[PLAN])
    day = say("{weekday} {day}/{month}", weekday=say("mardi"), day="05", month="01")
    not_free = RideReason(code="NOT_FREE", message=say("pas disponible le {day}", day=day))
    change = RideChange(kind="date", amount=0, message=say("à la séance du {day}", day=day))
    missed = UnservedRide(request="r1", reasons=(not_free,), changes=(change,))
    remark = Remark(code="NOTE", id="RIANS", message="un mot de la coordinatrice")
    noted = replace(plan, unserved=(missed,), remarks=(remark,))
    documents = planned[1].documents | {PLAN: plan_text(noted).encode()}
    address = shelf.put(replace(planned[1], documents=documents))

    french = shelf.client.get(f"{address}/unserved")
    english = shelf.client.get(f"{address}/unserved", headers=ENGLISH)
    assert french.headers["etag"] != english.headers["etag"]
    assert "Accept-Language" in english.headers["vary"]
    assert french.json()["requests"] == dump_plan(noted)["unserved"]
    (said,) = english.json()["requests"]
    assert said["reasons"][0]["message"] == "not available on Tuesday 05/01"
    assert said["changes"][0]["message"] == "at the session on Tuesday 05/01"
    (warning,) = shelf.client.get(f"{address}/indicators", headers=ENGLISH).json()["warnings"]
    assert warning["message"] == "un mot de la coordinatrice"
    whole = shelf.client.get(address, headers=ENGLISH).json()["plan"]
    assert whole == shelf.client.get(address).json()["plan"]
