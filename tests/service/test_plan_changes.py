"""A plan that is there is corrected: what is changed changes, the rest stays."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from api.jobs.order import Order
from routing.planning.programme import OnDates

NEW = {
    "id": "r9",
    "passenger": "p-9",
    "pickup": {"commune": "Barjols"},
    "destination": {"kind": "permanence", "permanence": "RIANS"},
}


@pytest.fixture(scope="module")
def base(planned: Any) -> str:
    found: str = planned[0].rpartition("/")[2]
    return found


@pytest.fixture(scope="module")
def sessions(shelf: Any, base: str) -> dict[str, date]:
    """When each permanence is held."""
    rounds = shelf.client.get(f"/v1/plans/{base}/rounds").json()["rounds"]
    return {r["stops"][0]["permanence"]: date.fromisoformat(r["date"]) for r in rounds}


def asked(shelf: Any, base: str, *changes: object, **more: object) -> Any:
    """Order a correction; return what the worker is asked."""
    answer = shelf.post("/v1/plans", {"base": base, "changes": changes, **more})
    assert answer.status_code == 202, answer.json()
    address = answer.headers["location"]
    order = Order.read(shelf.service.desk.order(answer.json()["id"]), shelf.service.territory)
    shelf.client.delete(address)
    assert "corrigé" in answer.json()["title"]
    return order


def dates(programme: Any, permanence: str) -> tuple[date, ...]:
    frequency = programme.permanence(permanence).frequency
    assert isinstance(frequency, OnDates)
    return frequency.dates


def test_nothing_changed_asks_for_the_same_dates(
    shelf: Any, base: str, sessions: dict[str, date]
) -> None:
    order = asked(shelf, base)
    assert (order.base, order.published) == (base, base)
    assert {p.id: dates(order.programme, p.id) for p in order.programme.permanences} == {
        name: (day,) for name, day in sessions.items()
    }
    assert order.programme.requests == shelf.programme.requests


def test_a_session_is_cancelled_and_the_plan_will_say_so(
    shelf: Any, base: str, sessions: dict[str, date]
) -> None:
    day = sessions["RIANS"]
    change = {"cancel": {"permanence": "RIANS", "date": day.isoformat()}}
    rians = asked(shelf, base, change).programme.permanence("RIANS")
    assert (rians.cancelled, rians.closed) == ((day,), shelf.programme.permanence("RIANS").closed)


def test_a_session_is_moved_also_to_a_weekday_without_openings(
    shelf: Any, base: str, sessions: dict[str, date]
) -> None:
    saturday = date(2027, 1, 16)
    change = {
        "move": {
            "permanence": "RIANS",
            "date": sessions["RIANS"].isoformat(),
            "to": saturday.isoformat(),
        }
    }
    programme = asked(shelf, base, change).programme
    assert dates(programme, "RIANS") == (saturday,)
    opening = next(o for o in programme.permanence("RIANS").openings if o.weekday == 5)
    usual = next(
        o
        for o in shelf.programme.permanence("RIANS").openings
        if o.weekday == sessions["RIANS"].weekday()
    )
    assert (opening.half_day, opening.start_s) == (usual.half_day, usual.start_s)
    assert dates(programme, "BARJOLS") == (sessions["BARJOLS"],)


def test_without_keeping_dates_others_may_move(
    shelf: Any, base: str, sessions: dict[str, date]
) -> None:
    change = {"cancel": {"permanence": "RIANS", "date": sessions["RIANS"].isoformat()}}
    programme = asked(shelf, base, change, keep_dates=False).programme
    assert dates(programme, "RIANS") == (sessions["RIANS"],)
    barjols = programme.permanence("BARJOLS")
    assert barjols == shelf.programme.permanence("BARJOLS")


def test_a_driver_is_pinned_to_a_request_or_to_all_of_a_ride(shelf: Any, base: str) -> None:
    rides = shelf.client.get(f"/v1/plans/{base}/rides?request=r1").json()["rides"]
    for pin, names in (
        ({"request": "r3"}, {"r3"}),
        ({"ride": rides[0]["id"]}, {stop["request"] for stop in rides[0]["stops"]}),
    ):
        programme = asked(shelf, base, {"pin": {"driver": "d2", **pin}}).programme
        wished = {r.id for r in programme.requests if r.wished_drivers == {"d2"}}
        assert wished == names


def test_rides_are_added_and_dropped(shelf: Any, base: str) -> None:
    programme = asked(shelf, base, {"add_ride": NEW}, {"drop_ride": {"request": "r2"}}).programme
    assert [request.id for request in programme.requests] == ["r1", "r3", "r9"]


def test_the_changed_programme_can_be_read_again(shelf: Any, base: str) -> None:
    answer = shelf.post("/v1/plans", {"base": base, "changes": [{"add_ride": NEW}]})
    programme = shelf.client.get(f"{answer.headers['location']}/programme").json()
    assert programme["requests"][-1]["id"] == "r9"
    shelf.client.delete(answer.headers["location"])


def test_a_corrected_plan_is_corrected_again(
    shelf: Any, planned: Any, sessions: dict[str, date]
) -> None:
    """Dates that were set already are moved on, a cancelled session stays cancelled."""
    day = sessions["RIANS"].isoformat()
    cancel = {"cancel": {"permanence": "RIANS", "date": day}}
    answer = shelf.post("/v1/plans", {"base": planned[0].rpartition("/")[2], "changes": [cancel]})
    plan = json.loads(planned[1].documents["plan.json"])
    plan["rounds"] = [r for r in plan["rounds"] if r["stops"][0]["permanence"] != "RIANS"]
    outcome = type(planned[1])(
        status=planned[1].status, documents={"plan.json": json.dumps(plan).encode()}
    )
    assert shelf.orders.finish(shelf.taken(), outcome)
    barjols = {
        "permanence": "BARJOLS", "date": sessions["BARJOLS"].isoformat(), "to": "2027-01-13",
    }  # fmt: skip
    programme = asked(shelf, answer.json()["id"], {"move": barjols}).programme
    assert dates(programme, "BARJOLS") == (date(2027, 1, 13),)
    assert programme.permanence("RIANS").cancelled == (sessions["RIANS"],)
    other = {"permanence": "RIANS", "date": day, "to": "2027-01-14"}
    back = {"permanence": "RIANS", "date": "2027-01-14", "to": day}
    programme = asked(shelf, answer.json()["id"], {"move": other}, {"move": back}).programme
    assert dates(programme, "RIANS") == (sessions["RIANS"],)
    assert programme.permanence("RIANS").cancelled == ()


@pytest.mark.parametrize(
    ("change", "path", "code"),
    [
        ({}, "", "ONE_OF"),
        ({"pin": {"driver": "d1"}}, "/pin", "ONE_OF"),
        ({"cancel": {"permanence": "RIAN", "date": "DAY"}}, "/cancel/permanence",
         "UNKNOWN_PERMANENCE"),
        ({"cancel": {"permanence": "RIANS", "date": "2027-01-09"}}, "/cancel/date", "NO_SESSION"),
        ({"move": {"permanence": "RIANS", "date": "DAY", "to": "2027-02-01"}}, "/move/to",
         "OUTSIDE_HORIZON"),
        ({"pin": {"driver": "d3", "request": "r1"}}, "/pin/driver", "UNKNOWN_DRIVER"),
        ({"pin": {"driver": "d1", "request": "r8"}}, "/pin/request", "UNKNOWN_REQUEST"),
        ({"pin": {"driver": "d1", "ride": "r8"}}, "/pin/ride", "UNKNOWN_RIDE"),
        ({"drop_ride": {"request": "r8"}}, "/drop_ride/request", "UNKNOWN_REQUEST"),
        ({"add_ride": NEW | {"id": "r1"}}, "/add_ride/id", "DUPLICATE_ID"),
        ({"add_ride": NEW | {"pickup": {"commune": "Barjol"}}}, "/add_ride/pickup/commune",
         "UNKNOWN_COMMUNE"),
        ({"add_ride": {"id": "r9"}}, "/add_ride/passenger", "MISSING"),
    ],
)  # fmt: skip
def test_what_cannot_be_changed_is_told_by_pointer(
    shelf: Any, base: str, sessions: dict[str, date], change: object, path: str, code: str
) -> None:
    text = json.dumps(change).replace("DAY", sessions["RIANS"].isoformat())
    changes = [{"pin": {"driver": "d1", "request": "r1"}}, json.loads(text)]
    answer = shelf.post("/v1/plans", {"base": base, "changes": changes})
    assert answer.status_code == 422
    found = [(error["path"], error["code"]) for error in answer.json()["errors"]]
    assert (f"/changes/1{path}", code) in found


@pytest.mark.parametrize(
    ("body", "path"),
    [
        ({"changes": [{}], "programme": "promo-soins"}, "/base"),
        ({"base": "nothing"}, "/base"),
        ({"base": True}, "/base"),
        ({"base": "BASE", "programme": "promo-soins"}, "/programme"),
        ({"base": "BASE", "month": "2027-01"}, "/month"),
        ({"base": "BASE", "published": 999}, "/published"),
        ({}, "/programme"),
        ({"programme": "promo-soins", "previous": "nothing"}, "/previous"),
        ({"programme": "promo-soins", "previous": "BASE", "month": "2026-12"}, "/previous"),
    ],
)
def test_what_does_not_go_together_is_told(
    shelf: Any, base: str, body: dict[str, Any], path: str
) -> None:
    asked = {key: base if value == "BASE" else value for key, value in body.items()}
    answer = shelf.post("/v1/plans", asked)
    assert answer.status_code == 422
    assert path in [error["path"] for error in answer.json()["errors"]]


def test_the_month_after_counts_on_the_plan_before(shelf: Any, base: str) -> None:
    body = {"programme": "promo-soins", "month": "2027-02", "previous": base}
    answer = shelf.post("/v1/plans", body)
    order = Order.read(shelf.service.desk.order(answer.json()["id"]), shelf.service.territory)
    shelf.client.delete(answer.headers["location"])
    assert order.previous == base
    held = {(session.permanence, session.date) for session in order.programme.past}
    assert any(day.year == 2027 for _, day in held)
