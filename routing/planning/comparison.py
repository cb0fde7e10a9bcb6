"""What changed between two plans of the same dates, in sentences for whoever must tell people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from routing.planning.plans import Leg, Plan, RideStopKind
from routing.planning.programme import Programme
from routing.planning.wording import DAYS, clock


@dataclass(frozen=True, slots=True)
class Journey:
    """One way of a request: the date, when they get in, and with whom."""

    date: date
    start_s: int
    driver: str


def differences(before: Plan, after: Plan, programme: Programme) -> list[str]:
    """Return a sentence for each session and each request that is not as it was."""
    return [*_sessions(before, after, programme), *_rides(before, after, programme)]


def _sessions(before: Plan, after: Plan, programme: Programme) -> Iterator[str]:
    names = {permanence.id: permanence.name for permanence in programme.permanences}
    old, new = _held(before), _held(after)
    for permanence in sorted({name for name, *_ in (*old, *new)}):
        gone = sorted((old - new).elements())
        come = sorted((new - old).elements())
        was = [f"{_day(day)} à {clock(at)}" for name, day, at in gone if name == permanence]
        now = [f"{_day(day)} à {clock(at)}" for name, day, at in come if name == permanence]
        label = names.get(permanence, permanence)
        if was and now:
            yield f"Permanence {label} : {', '.join(now)} au lieu de {', '.join(was)}"
        elif was:
            yield f"Permanence {label} : plus tenue {', '.join(was)}"
        elif now:
            yield f"Permanence {label} : tenue aussi {', '.join(now)}"


def _rides(before: Plan, after: Plan, programme: Programme) -> Iterator[str]:
    labels = {driver.id: driver.label for driver in programme.drivers}
    people = {request.id: request.passenger for request in programme.requests}
    old, new = _journeys(before), _journeys(after)
    for name in sorted({request for request, _ in (*old, *new)}):
        who = f"{people.get(name, '?')} (demande {name})"
        was, now = _ways(old, name), _ways(new, name)
        if was == now:
            continue
        if not now:
            yield f"{who} : plus de trajet, {_told(was, labels)} avant"
        elif not was:
            yield f"{who} : trajet nouveau, {_told(now, labels)}"
        else:
            yield f"{who} : {_told(now, labels)} au lieu de {_told(was, labels)}"


def _held(plan: Plan) -> Counter[tuple[str, date, int]]:
    return Counter((s.permanence, r.date, s.start_s) for r in plan.rounds for s in r.stops)


def _journeys(plan: Plan) -> dict[tuple[str, Leg], Journey]:
    return {
        (stop.request, stop.leg): Journey(ride.date, stop.start_s, ride.driver)
        for ride in plan.rides
        for stop in ride.stops
        if stop.kind is RideStopKind.PICKUP
    }


def _ways(journeys: Mapping[tuple[str, Leg], Journey], name: str) -> tuple[Journey, ...]:
    return tuple(journeys[name, leg] for leg in Leg if (name, leg) in journeys)


def _told(ways: tuple[Journey, ...], labels: Mapping[str, str]) -> str:
    hours = " et ".join(
        f"{clock(way.start_s)} avec {labels.get(way.driver, way.driver)}" for way in ways
    )
    return f"{_day(ways[0].date)}, {hours}"


def _day(day: date) -> str:
    return f"{DAYS[day.weekday()]} {day:%d/%m}"
