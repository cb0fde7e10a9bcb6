"""A plan on the wire: its shape, its hours, its bytes, and what a hand may break."""

from __future__ import annotations

import copy
import json
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from api.wire.faults import Fault, InputFaults
from api.wire.plan_json import dump_plan, load_plan, plan_text
from api.wire.plan_times import seconds_of
from routing.planning.dates import DateRange, moment_of
from routing.planning.plans import (
    AimReport,
    Duty,
    Leg,
    Pause,
    Plan,
    Reason,
    Remark,
    Ride,
    RideChange,
    RideReason,
    RideStop,
    RideStopKind,
    Round,
    RoundStop,
    SolverReport,
    Unassigned,
    UnservedRide,
)
from routing.planning.programme import HalfDay, Joins
from routing.planning.territory_folder import load_territory

PARIS = ZoneInfo("Europe/Paris")
HOUR = 3600
STOP = RoundStop(
    permanence="RIANS",
    site="PERM-RIANS",
    half_day=HalfDay.MORNING,
    arrive_s=8 * HOUR + 2400,
    start_s=9 * HOUR,
    end_s=12 * HOUR,
    depart_s=12 * HOUR + 1200,
    distance_m=38_000,
    travel_s=2700,
)
PLAN = Plan(
    programme="promo-soins",
    title="Promo Soins",
    programme_digest="ab" * 32,
    territory="communes",
    horizon=DateRange(date(2027, 1, 1), date(2027, 1, 31)),
    rounds=(
        Round(
            id="2027-01-05-UM1",
            date=date(2027, 1, 5),
            unit="UM1",
            depart_s=7 * HOUR + 2700,
            return_s=13 * HOUR + 300,
            distance_m=76_000,
            driving_s=5400,
            stops=(STOP,),
            team=(
                Duty(
                    staff="infirmier-1",
                    role="infirmier",
                    joins=Joins.DEPOT,
                    permanences=("RIANS",),
                    depart_s=7 * HOUR + 2700,
                    return_s=13 * HOUR + 300,
                ),
            ),
        ),
    ),
    unassigned=(
        Unassigned(
            kind="permanence",
            id="CARCES",
            due=DateRange(date(2027, 1, 4), date(2027, 1, 17)),
            reasons=(Reason(code="NO_STAFF", message="Personne n’est libre."),),
        ),
    ),
    remarks=(Remark(code="GAP", id="RIANS", message="28 jours."),),
    indicators={"km": 76.0, "held": 1},
    solver=SolverReport(
        seed=1,
        iterations=10,
        cost=5400,
        bound=5400,
        gap=0.0,
        wall_s=None,
        aims=(AimReport(aim="travel", cost=5400, bound=5400, gap=0.0),),
        versions={"ortools": "9.15"},
        stopped_by="optimal",
    ),
    generated_at=datetime(2026, 12, 20, 9, 0, tzinfo=UTC),
    options={"seed": 1, "strict": True, "limit": None},
)
PICKUP = RideStop(
    kind=RideStopKind.PICKUP,
    request="r12/1",
    leg=Leg.OUTBOUND,
    place="pickup:r12/1",
    arrive_s=8 * HOUR,
    start_s=8 * HOUR,
    depart_s=8 * HOUR + 120,
    load=(1, 0, 1, 0),
    distance_m=12_000,
    travel_s=900,
)
WITH_RIDES = replace(
    PLAN,
    rides=(
        Ride(
            id="2027-01-05-conducteur-4",
            date=date(2027, 1, 5),
            driver="conducteur-4",
            depart_s=7 * HOUR + 2700,
            return_s=10 * HOUR,
            distance_m=40_000,
            driving_s=3000,
            stops=(
                PICKUP,
                replace(
                    PICKUP,
                    kind=RideStopKind.DROPOFF,
                    place="site:PERM-RIANS",
                    arrive_s=8 * HOUR + 1800,
                    start_s=8 * HOUR + 1800,
                    depart_s=8 * HOUR + 1860,
                    load=(0, 0, 0, 0),
                ),
            ),
            pauses=(Pause(start_s=8 * HOUR + 1860, end_s=9 * HOUR),),
        ),
    ),
    unserved=(
        UnservedRide(
            request="r17",
            reasons=(
                RideReason(code="NO_DRIVER", message="Personne n’est libre."),
                RideReason(code="TOO_LATE", driver="conducteur-4", message="12 min de retard."),
            ),
            changes=(RideChange(kind="later", amount=720, message="12 min plus tard."),),
        ),
    ),
)


def changed(plan: Plan = PLAN, **values: object) -> dict[str, Any]:
    document: Any = json.loads(plan_text(plan))
    for path, value in values.items():
        *parents, last = (int(key) if key.isdigit() else key for key in path.split("__"))
        here: Any = document
        for key in parents:
            here = here[key]
        if value is ...:
            del here[last]
        else:
            here[last] = value
    return copy.deepcopy(document)


def faults_of(document: dict[str, Any]) -> tuple[Fault, ...]:
    with pytest.raises(InputFaults) as caught:
        load_plan(document)
    return caught.value.faults


def test_the_document_holds_what_clients_read() -> None:
    document = dump_plan(PLAN, load_territory())
    assert list(document) == [
        "format_version", "programme", "title", "programme_digest", "territory", "timezone",
        "horizon", "generated_at", "options", "rounds", "unassigned", "warnings", "indicators",
        "solver",
    ]  # fmt: skip
    assert document["horizon"] == {"from": "2027-01-01", "to": "2027-01-31"}
    assert document["generated_at"] == "2026-12-20T10:00:00+01:00"
    (tour,) = document["rounds"]  # type: ignore[misc]
    assert tour["duration_s"] == 5 * HOUR + 1200  # type: ignore[index]
    assert tour["depart"] == "2027-01-05T07:45:00+01:00"  # type: ignore[index]
    assert tour["stops"][0]["start"] == "2027-01-05T09:00:00+01:00"  # type: ignore[index]
    assert load_plan(document) == PLAN


def test_equal_plans_are_equal_bytes() -> None:
    other = replace(
        PLAN, indicators={"held": 1, "km": 76.0}, options=dict(reversed(PLAN.options.items()))
    )
    assert other == PLAN
    assert plan_text(other) == plan_text(PLAN)
    assert plan_text(PLAN).endswith("}\n")
    assert "n’est" in plan_text(PLAN)


def test_a_plan_file_is_read_from_its_path(tmp_path: Path) -> None:
    path = tmp_path / "plan.json"
    path.write_text(plan_text(PLAN), encoding="utf-8")
    assert load_plan(path) == PLAN


@pytest.mark.parametrize("day", [date(2027, 3, 28), date(2027, 10, 31), date(2027, 6, 1)])
def test_nine_o_clock_is_nine_o_clock_on_days_of_23_and_25_hours(day: date) -> None:
    for seconds in (0, 2 * HOUR + 1800, 9 * HOUR, 24 * HOUR, 30 * HOUR):
        moment = moment_of(day, seconds, PARIS)
        assert seconds_of(day, moment, PARIS) == seconds
        assert seconds_of(day, datetime.fromisoformat(moment.isoformat()), PARIS) == seconds
    assert f"{moment_of(day, 9 * HOUR, PARIS):%H:%M}" == "09:00"
    offset = "+01:00" if day.month == 10 else "+02:00"
    assert moment_of(day, 9 * HOUR, PARIS).isoformat().endswith(offset)


def test_an_hour_in_another_offset_is_converted() -> None:
    document = changed(rounds__0__stops__0__start="2027-01-05T08:00:00Z")
    assert load_plan(document) == PLAN


def test_the_repeated_hour_may_be_written_either_way() -> None:
    day = date(2027, 10, 31)
    for text in ("2027-10-31T02:30:00+02:00", "2027-10-31T02:30:00+01:00"):
        assert seconds_of(day, datetime.fromisoformat(text), PARIS) == 2 * HOUR + 1800


def test_a_duration_may_be_left_out() -> None:
    assert load_plan(changed(rounds__0__duration_s=...)) == PLAN


def test_numbers_of_other_libraries_are_written() -> None:
    import numpy as np

    plan = replace(PLAN, indicators={"km": np.float64(76.0), "held": np.int64(1)})  # type: ignore[dict-item]
    assert plan_text(plan) == plan_text(PLAN)


def test_a_moment_without_zone_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError, match="time zone"):
        plan_text(replace(PLAN, generated_at=datetime(2026, 12, 20)))


CASES: list[tuple[dict[str, Any], str, str, str, str]] = [
    ({"rounds__0__unit": ...}, "MISSING", "/rounds/0/unit", "tournée 2027-01-05-UM1",
     "obligatoire"),
    ({"rounds__0__stop": []}, "UNKNOWN_FIELD", "/rounds/0/stop", "tournée 2027-01-05-UM1",
     "« stops »"),
    ({"rounds__0__date": "5 janvier"}, "BAD_DATE", "/rounds/0/date", "tournée 2027-01-05-UM1",
     "AAAA-MM-JJ"),
    ({"rounds__0__depart": "2027-01-05T07:45:00"}, "BAD_MOMENT", "/rounds/0/depart",
     "tournée 2027-01-05-UM1", "décalage"),
    ({"rounds__0__stops__0__start": "09:00"}, "BAD_MOMENT", "/rounds/0/stops/0/start",
     "tournée 2027-01-05-UM1", "décalage"),
    ({"rounds__0__stops__0__start": "2027-01-05T09:00:00.5+01:00"}, "BAD_MOMENT",
     "/rounds/0/stops/0/start", "tournée 2027-01-05-UM1", "fraction"),
    ({"rounds__0__stops__0__end": "2027-01-05T08:50:00+01:00"}, "TIMES_REVERSED",
     "/rounds/0/stops/0/end", "tournée 2027-01-05-UM1", "« start »"),
    ({"rounds__0__team__0__depart": "2027-01-04T07:45:00+01:00"}, "WRONG_DAY",
     "/rounds/0/team/0/depart", "tournée 2027-01-05-UM1", "05/01/2027"),
    ({"rounds__0__team__0__joins": "maison"}, "BAD_CHOICE", "/rounds/0/team/0/joins",
     "tournée 2027-01-05-UM1", "depot ou site"),
    ({"rounds__0__duration_s": 3}, "INCONSISTENT", "/rounds/0/duration_s",
     "tournée 2027-01-05-UM1", "19200"),
    ({"rounds__0__distance_m": -1}, "OUT_OF_RANGE", "/rounds/0/distance_m",
     "tournée 2027-01-05-UM1", "au moins 0"),
    ({"rounds__0__distance_m": 1.5}, "WRONG_TYPE", "/rounds/0/distance_m",
     "tournée 2027-01-05-UM1", "entier"),
    ({"unassigned__0__reasons": []}, "EMPTY", "/unassigned/0/reasons", "non planifié CARCES",
     "au moins 1"),
    ({"unassigned__0__due__to": "2026-01-01"}, "RANGE_REVERSED", "/unassigned/0/due/to",
     "non planifié CARCES", "04/01/2027"),
    ({"horizon__to": "2026-12-31"}, "RANGE_REVERSED", "/horizon/to", "", "01/01/2027"),
    ({"timezone": "Europe/Brignoles"}, "BAD_TIMEZONE", "/timezone", "", "Europe/Paris"),
    ({"timezone": "../etc/passwd"}, "BAD_TIMEZONE", "/timezone", "", "Europe/Paris"),
    ({"generated_at": "hier"}, "BAD_MOMENT", "/generated_at", "", "décalage"),
    ({"indicators": {"km": "76"}}, "WRONG_TYPE", "/indicators/km", "", "nombre"),
    ({"solver__gap": -0.1}, "OUT_OF_RANGE", "/solver/gap", "", "au moins 0"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "code", "place", "record", "remedy"), CASES)
def test_a_plan_broken_by_hand_names_record_and_field(
    change: dict[str, Any], code: str, place: str, record: str, remedy: str
) -> None:
    (fault,) = faults_of(changed(**change))
    assert (fault.code, fault.path, fault.record) == (code, place, record)
    assert remedy in str(fault).replace("\N{NO-BREAK SPACE}", " ")


RIDE = "trajet 2027-01-05-conducteur-4"
RIDE_CASES: list[tuple[dict[str, Any], str, str, str, str]] = [
    ({"rides__0__driver": ...}, "MISSING", "/rides/0/driver", RIDE, "obligatoire"),
    ({"rides__0__team": []}, "UNKNOWN_FIELD", "/rides/0/team", RIDE, "retirez"),
    ({"rides__0__return": "2027-01-05T06:00:00+01:00"}, "TIMES_REVERSED", "/rides/0/return", RIDE,
     "« depart »"),
    ({"rides__0__stops__0__kind": "wait"}, "BAD_CHOICE", "/rides/0/stops/0/kind", RIDE, "dropoff"),
    ({"rides__0__stops__0__leg": "back"}, "BAD_CHOICE", "/rides/0/stops/0/leg", RIDE, "return"),
    ({"rides__0__stops__0__load": [1, 0, 0, 0]}, "WRONG_TYPE", "/rides/0/stops/0/load", RIDE,
     "accolades"),
    ({"rides__0__stops__0__load__boot": -1}, "OUT_OF_RANGE", "/rides/0/stops/0/load/boot", RIDE,
     "au moins 0"),
    ({"rides__0__stops__1__depart": "2027-01-05T08:00:00+01:00"}, "TIMES_REVERSED",
     "/rides/0/stops/1/depart", RIDE, "« start »"),
    ({"rides__0__stops__1__arrive": "2027-01-04T08:00:00+01:00"}, "WRONG_DAY",
     "/rides/0/stops/1/arrive", RIDE, "05/01/2027"),
    ({"rides__0__pauses__0__end": "2027-01-05T08:00:00+01:00"}, "TIMES_REVERSED",
     "/rides/0/pauses/0/end", RIDE, "« start »"),
    ({"unserved__0__reasons": []}, "EMPTY", "/unserved/0/reasons", "demande non servie r17",
     "au moins 1"),
    ({"unserved__0__reasons__1__driver": 4}, "WRONG_TYPE", "/unserved/0/reasons/1/driver",
     "demande non servie r17", "guillemets"),
    ({"unserved__0__changes__0__amount": "720"}, "WRONG_TYPE", "/unserved/0/changes/0/amount",
     "demande non servie r17", "entier"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "code", "place", "record", "remedy"), RIDE_CASES)
def test_a_ride_broken_by_hand_names_record_and_field(
    change: dict[str, Any], code: str, place: str, record: str, remedy: str
) -> None:
    (fault,) = faults_of(changed(WITH_RIDES, **change))
    assert (fault.code, fault.path, fault.record) == (code, place, record)
    assert remedy in str(fault).replace("\N{NO-BREAK SPACE}", " ")


def test_rides_are_written_as_clients_read_them() -> None:
    document: Any = dump_plan(WITH_RIDES, load_territory())
    assert load_plan(document) == WITH_RIDES
    (ride,) = document["rides"]
    assert list(ride) == [
        "id", "date", "driver", "depart", "return", "distance_m", "driving_s", "stops", "pauses",
    ]  # fmt: skip
    assert ride["stops"][0] == {
        "kind": "pickup",
        "request": "r12/1",
        "leg": "outbound",
        "place": "pickup:r12/1",
        "arrive": "2027-01-05T08:00:00+01:00",
        "start": "2027-01-05T08:00:00+01:00",
        "depart": "2027-01-05T08:02:00+01:00",
        "load": {"seats": 1, "wheelchairs": 0, "boot": 1, "child_seats": 0},
        "distance_m": 12_000,
        "travel_s": 900,
    }
    assert document["unserved"] == [
        {
            "request": "r17",
            "reasons": [
                {"code": "NO_DRIVER", "driver": None, "message": "Personne n’est libre."},
                {"code": "TOO_LATE", "driver": "conducteur-4", "message": "12 min de retard."},
            ],
            "changes": [
                {"kind": "later", "amount": 720, "on": None, "message": "12 min plus tard."}
            ],
        }
    ]


def test_a_plan_without_requests_is_written_as_it_was_before_there_were_rides() -> None:
    assert not {"rides", "unserved"} & set(dump_plan(PLAN))
    assert {"rides", "unserved"} < set(dump_plan(replace(WITH_RIDES, rides=())))
    assert list(dump_plan(WITH_RIDES))[9:13] == ["rounds", "unassigned", "rides", "unserved"]


def test_two_rides_of_one_id() -> None:
    document = changed(WITH_RIDES)
    document["rides"].append(document["rides"][0])
    assert [(f.code, f.path) for f in faults_of(document)] == [("DUPLICATE_ID", "/rides/1/id")]


def test_two_rounds_of_one_id() -> None:
    document = changed()
    document["rounds"].append(document["rounds"][0])
    assert [(f.code, f.path) for f in faults_of(document)] == [("DUPLICATE_ID", "/rounds/1/id")]


def test_all_faults_of_a_plan_at_once() -> None:
    document = changed(
        rounds__0__unit=3, rounds__0__duration_s=3, unassigned__0__kind=..., solver__seed="un"
    )
    assert [fault.path for fault in faults_of(document)] == [
        "/rounds/0/unit",
        "/rounds/0/duration_s",
        "/unassigned/0/kind",
        "/solver/seed",
    ]


def test_a_programme_is_no_plan() -> None:
    (fault,) = faults_of({"name": "x", "permanences": []})
    assert fault.code == "NOT_A_PLAN"
