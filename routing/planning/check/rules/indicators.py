"""The indicators say what the rounds and the rides say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeAlias

from routing.planning.check.case import Case
from routing.planning.check.periods import dues
from routing.planning.check.rides import Carriage, loads_of
from routing.planning.check.violation import Violation
from routing.planning.check.wording import decimal
from routing.planning.plans import Ride, RideStopKind
from routing.sentence import say

_ONE_DECIMAL = 0.05 + 1e-6
_TWO_DECIMALS = 0.005 + 1e-6

Expected: TypeAlias = dict[str, tuple[float, float]]
"""Value and tolerance by name."""


def indicators(case: Case) -> Iterator[Violation]:
    """Sessions, people, kilometres and hours are right wherever the plan tells them.

    ``distance_km`` and ``duration_h`` are sums over the rounds with one decimal. Other
    indicators are not looked at.
    """
    rounds = case.plan.rounds
    expected: Expected = {
        "permanences_held": (float(sum(len(round_.stops) for round_ in rounds)), 0.0),
        "permanences_due": (float(_due(case)), 0.0),
        "distance_km": (sum(round_.distance_m for round_ in rounds) / 1000, _ONE_DECIMAL),
        "duration_h": (sum(round_.duration_s for round_ in rounds) / 3600, _ONE_DECIMAL),
    }
    expected |= _of_people(case) | _of_trips(case) | _of_time_aboard(case) | _of_drivers(case)
    for name, (value, tolerance) in expected.items():
        said = case.plan.indicators.get(name)
        if said is not None and not abs(said - value) <= tolerance:
            yield Violation(
                "INDICATOR",
                name,
                say(
                    "L’indicateur {name} vaut {said} au lieu de {right}.",
                    name=name,
                    said=_number(said),
                    right=_number(value),
                ),
            )


def _due(case: Case) -> int:
    return sum(
        period.due for permanence in case.permanences.values() for period in dues(case, permanence)
    )


def _of_people(case: Case) -> Expected:
    """Count requests, and people once a request, who ask and who are taken at least one way."""
    people = {
        name: request.party.passengers + request.party.companions
        for name, request in case.rides.requests.items()
    }
    taken = {carriage.request.id for carriage in case.rides.carriages}
    return {
        "ride_requests": (float(len(people)), 0.0),
        "ride_requests_served": (float(len(taken)), 0.0),
        "ride_people": (float(sum(people.values())), 0.0),
        "ride_people_served": (float(sum(people[name] for name in taken)), 0.0),
    }


def _of_trips(case: Case) -> Expected:
    rides = case.plan.rides
    every = sum(ride.distance_m for ride in rides) / 1000
    carrying = sum(_carrying_m(case, ride) for ride in rides) / 1000
    found = {
        "rides": (float(len(rides)), 0.0),
        "rides_km": (every, _ONE_DECIMAL),
        "rides_with_people_km": (carrying, _ONE_DECIMAL),
        "rides_empty_km": (every - carrying, _ONE_DECIMAL),
        "rides_h": (sum(r.return_s - r.depart_s for r in rides) / 3600, _ONE_DECIMAL),
    }
    if rides:
        together = sum(_together(tuple(case.rides.aboard(ride))) for ride in rides)
        found["rides_shared_percent"] = (100 * together / len(rides), _ONE_DECIMAL)
    return found


def _carrying_m(case: Case, ride: Ride) -> int:
    """Metres that end at a stop before which somebody is aboard."""
    calls = case.rides.calls(ride)
    loads = loads_of(calls)
    return sum(
        call.stop.distance_m for call, load in zip(calls[1:], loads, strict=False) if any(load)
    )


def _together(carriages: tuple[Carriage, ...]) -> bool:
    """Whether somebody gets in between another's getting in and out, by the order of stops."""
    spans = [[id(stop) for stop in carriage.stops] for carriage in carriages]
    return any(
        one is not other and id(carriage.pickup) in other[1:]
        for one, carriage in zip(spans, carriages, strict=True)
        for other in spans
    )


def _of_time_aboard(case: Case) -> Expected:
    aboard_s = direct_s = 0
    for carriage in case.rides.carriages:
        ends = _ends(case, carriage)
        leg = None if ends is None else case.leg(*ends)
        if leg is not None and leg.exists:
            aboard_s += carriage.aboard_s
            direct_s += leg.seconds
    return {"ride_time_ratio": (aboard_s / direct_s, _TWO_DECIMALS)} if direct_s else {}


def _ends(case: Case, carriage: Carriage) -> tuple[str, str] | None:
    """Names for the roads of where somebody gets in and out."""
    calls = [c for c in case.rides.calls(carriage.ride) if c.request.id == carriage.request.id]
    ends = {c.stop.kind: case.rides.place(c) for c in calls if c.stop.leg is carriage.leg}
    start, end = ends.get(RideStopKind.PICKUP), ends.get(RideStopKind.DROPOFF)
    return None if start is None or end is None else (start.road_name, end.road_name)


def _of_drivers(case: Case) -> Expected:
    """Tell what the busiest and the least busy volunteers give, by hours, then kilometres."""
    if not case.rides.drivers:
        return {}
    given = sorted(_given(case).values())
    (least_s, least_m), (most_s, most_m) = given[0], given[-1]
    return {
        "drivers": (float(len(given)), 0.0),
        "drivers_out": (float(len(case.rides.outings_by_driver)), 0.0),
        "busiest_driver_h": (most_s / 3600, _ONE_DECIMAL),
        "busiest_driver_km": (most_m / 1000, _ONE_DECIMAL),
        "least_busy_driver_h": (least_s / 3600, _ONE_DECIMAL),
        "least_busy_driver_km": (least_m / 1000, _ONE_DECIMAL),
    }


def _given(case: Case) -> Mapping[str, tuple[int, int]]:
    """Return seconds away from home and metres of every volunteer."""
    outings = case.rides.outings_by_driver
    return {
        name: (
            sum(outing.out_s for outing in outings.get(name, ())),
            sum(outing.ride.distance_m for outing in outings.get(name, ())),
        )
        for name in case.rides.drivers
    }


def _number(value: float) -> str:
    return decimal(f"{value:.2f}".rstrip("0").removesuffix("."))
