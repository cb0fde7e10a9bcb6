"""What a plan says its rides are worth, and that the checker reckons the same by itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from routing.planning.check.case import Case
from routing.planning.check.rules.indicators import indicators
from routing.planning.dates import DateRange
from routing.planning.drivers import Car, Driver
from routing.planning.plans import Leg, Plan, Ride, RideStop, RideStopKind, SolverReport
from routing.planning.programme import Programme
from routing.planning.ride_requests import Party, RideRequest, Spot, ToAppointment
from routing.planning.rides.indicators import ride_indicators
from routing.planning.territory import Commune, Territory

MINUTE, HOUR = 60, 3600
DAY = date(2027, 1, 5)
KM = {"driver:d1": 0, "driver:d2": 0, "pickup:a": 10, "pickup:b": 12, "pickup:c": 8, "goal:a": 30,
      "goal:b": 30, "goal:c": 20}  # fmt: skip
"""Where everything lies along one straight road."""
IN, OUT = RideStopKind.PICKUP, RideStopKind.DROPOFF
THERE, BACK = Leg.OUTBOUND, Leg.RETURN


class Straight:
    def seconds(self, a: str, b: str) -> int:
        return abs(KM[a] - KM[b]) * MINUTE

    def metres(self, a: str, b: str) -> int:
        return abs(KM[a] - KM[b]) * 1000


def spot(key: str) -> Spot:
    return Spot(lon=6 + KM[key] / 100, lat=43.5)


def asks(name: str, **changes) -> RideRequest:
    there = ToAppointment(place=spot(f"goal:{name}"), date=DAY, at_s=9 * HOUR, length_s=HOUR)
    return RideRequest(
        id=name, passenger=f"p-{name}", pickup=spot(f"pickup:{name}"), destination=there, **changes
    )


def programme() -> Programme:
    return Programme(
        name="essai", title="Essai", headquarters="", roles=(), permanences=(), staff=(), units=(),
        requests=(asks("a"), asks("b", party=Party(companions=1)), asks("c"), asks("z_")),
        drivers=tuple(
            Driver(id=name, label=name, home=spot("driver:d1"), car=Car())
            for name in ("d1", "d2", "idle")
        ),
    )  # fmt: skip


KM["pickup:z_"] = KM["goal:z_"] = KM["driver:idle"] = 0


def ride(name: str, driver: str, calls) -> Ride:
    """Drive at 60 km/h from 8 o'clock on without ever waiting; boarding takes two minutes."""
    people = {request.id: request.party.people for request in programme().requests}
    here, now, aboard, stops = f"driver:{driver}", 8 * HOUR, 0, []
    for request, leg, kind in calls:
        place = f"{'pickup' if (kind is IN) == (leg is THERE) else 'goal'}:{request}"
        km = abs(KM[place] - KM[here])
        now, here = now + km * MINUTE, place
        aboard += people[request] if kind is IN else -people[request]
        leave = now + (2 if kind is IN else 1) * MINUTE
        stops.append(
            RideStop(
                kind=kind, request=request, leg=leg, place=place, arrive_s=now, start_s=now,
                depart_s=leave, load=(aboard, 0, 0, 0), distance_m=1000 * km, travel_s=60 * km,
            )
        )  # fmt: skip
        now = leave
    home = KM[here]
    return Ride(
        id=name, date=DAY, driver=driver, depart_s=8 * HOUR, return_s=now + home * MINUTE,
        distance_m=sum(stop.distance_m for stop in stops) + 1000 * home,
        driving_s=sum(stop.travel_s for stop in stops) + 60 * home, stops=tuple(stops),
    )  # fmt: skip


def rides() -> tuple[Ride, ...]:
    shared = [("a", THERE, IN), ("b", THERE, IN), ("a", THERE, OUT), ("b", THERE, OUT)]
    one_by_one = [("c", THERE, IN), ("c", THERE, OUT), ("c", BACK, IN), ("c", BACK, OUT)]
    return ride("1", "d1", shared), ride("2", "d2", one_by_one)


def plan(found: dict[str, float]) -> Plan:
    solver = SolverReport(
        seed=1, iterations=1, cost=0, bound=0, gap=0.0, wall_s=None, aims=(), versions={},
        stopped_by="proof",
    )  # fmt: skip
    return Plan(
        programme="essai", title="Essai", programme_digest="", territory="essai",
        horizon=DateRange(DAY, DAY), rounds=(), unassigned=(), remarks=(), indicators=found,
        solver=solver, rides=rides(),
    )  # fmt: skip


def violations(made: Plan) -> set[str]:
    commune = Commune(
        insee="83001", name="Bourg", epci="", epci_name="", postal_code="83000", population=1,
        population_year=2023, lon=6.0, lat=43.5, area_km2=1.0, urban_unit="", urban_unit_name="",
        social_transport_by_residence=True,
    )  # fmt: skip
    territory = Territory(
        folder=Path(), name="essai", title="Essai", timezone=ZoneInfo("Europe/Paris"),
        school_zone="B", holiday_country="FR", holiday_subdivision=None, communes=(commune,),
        sites=(),
    )  # fmt: skip
    case = Case(programme=programme(), plan=made, territory=territory, travel=Straight())
    return {violation.record for violation in indicators(case)}


def test_every_figure():
    # A: 10 → 30 with two minutes at B's door; B: 12 → 30 and a minute while A gets out.
    aboard = (20 + 2) + (18 + 1) + 12 + 12
    assert ride_indicators(rides(), programme(), Straight()) == {
        "ride_requests": 4, "ride_requests_served": 3, "ride_people": 5, "ride_people_served": 4,
        "rides": 2, "rides_km": 100.0, "rides_with_people_km": 44.0, "rides_empty_km": 56.0,
        "rides_h": 1.87, "rides_shared_percent": 50.0,
        "ride_time_ratio": round(aboard / (20 + 18 + 12 + 12), 2), "drivers": 3, "drivers_out": 2,
        "busiest_driver_h": 1.1, "busiest_driver_km": 60.0, "least_busy_driver_h": 0.0,
        "least_busy_driver_km": 0.0,
    }  # fmt: skip


def test_nobody_asks_and_nothing_is_said():
    assert ride_indicators((), replace(programme(), requests=()), Straight()) == {}


def test_nobody_is_served():
    found = ride_indicators((), programme(), Straight())
    assert (found["ride_people"], found["ride_people_served"], found["rides"]) == (5, 0, 0)
    assert "ride_time_ratio" not in found
    assert "rides_shared_percent" not in found


def test_the_checker_reckons_the_same():
    assert violations(plan(ride_indicators(rides(), programme(), Straight()))) == set()


@pytest.mark.parametrize("name", sorted(ride_indicators(rides(), programme(), Straight())))
def test_the_checker_finds_a_wrong_figure(name):
    found = ride_indicators(rides(), programme(), Straight())
    assert violations(plan({**found, name: found[name] + 0.2})) == {name}
