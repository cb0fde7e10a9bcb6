"""Exact timing of a given order of stops, by systems of difference constraints.

The unknowns are the departure, the START at every stop and the start of every break taken;
arrivals and the return follow, as nobody gains by lingering after a service. Which window holds
a start, and where a break lies, are choices: each gives one system, and all are tried.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from routing.vrp.check.choices import Choice, choices
from routing.vrp.check.differences import Bound, farthest
from routing.vrp.check.itinerary import DEPART, ZERO, Itinerary, OrderStop, itinerary
from routing.vrp.instance import Instance
from routing.vrp.solution import TakenBreak


@dataclass(frozen=True, slots=True, kw_only=True)
class Timetable:
    """Times of a route, seconds of the day; arrivals follow from the way and the services."""

    depart_s: int
    starts: tuple[int, ...]
    return_s: int
    breaks: tuple[TakenBreak, ...]

    @property
    def duration_s(self) -> int:
        """Seconds from departure to return."""
        return self.return_s - self.depart_s


def schedule(
    instance: Instance, vehicle_id: str, day: int, stops: Sequence[OrderStop]
) -> tuple[int, ...] | None:
    """Return starts at the stops that keep every rule on time, or ``None`` if there are none.

    Parameters
    ----------
    stops
        Kind and task, in order; of a reload, its index among the vehicle's as text (empty: 0).

    Raises
    ------
    KeyError
        When the instance does not know the vehicle or a task.
    """
    road = itinerary(instance, vehicle_id, day, stops)
    timed = None if road is None else next(_timetables(road), None)
    return None if timed is None else timed.starts


def timetable(
    instance: Instance, vehicle_id: str, day: int, stops: Sequence[OrderStop]
) -> Timetable | None:
    """Return a timetable of least duration, or ``None``; see :func:`schedule`."""
    road = itinerary(instance, vehicle_id, day, stops)
    found = () if road is None else _timetables(road)
    return min(found, key=lambda timed: timed.duration_s, default=None)


def least_duration(
    instance: Instance, vehicle_id: str, day: int, stops: Sequence[OrderStop]
) -> int | None:
    """Return the least seconds from departure to return, or ``None``; see :func:`schedule`."""
    timed = timetable(instance, vehicle_id, day, stops)
    return None if timed is None else timed.duration_s


def _timetables(road: Itinerary) -> Iterator[Timetable]:
    """Yield the timetable of least duration for each choice that has one."""
    common = list(road.bounds())
    for choice in choices(road):
        found = _solved(road, choice, [*common, *choice.bounds])
        if found is not None:
            yield found


def _solved(road: Itinerary, choice: Choice, bounds: Sequence[Bound]) -> Timetable | None:
    """Seen from the last start, everything before lies as late as it can, the return is fixed."""
    last = road.start(len(road.asked) - 1)
    far = farthest(road.size + len(choice.breaks), bounds, last)
    if far is None:
        return None
    zero = far[ZERO] or 0
    times = [(value or 0) - zero for value in far]
    return Timetable(
        depart_s=times[DEPART],
        starts=tuple(times[road.start(index)] for index in range(len(road.asked))),
        return_s=times[last] + road.tail_s,
        breaks=tuple(
            TakenBreak(
                start_s=times[road.size + number],
                end_s=times[road.size + number] + laid.duration_s,
                before=laid.before,
            )
            for number, laid in enumerate(choice.breaks)
        ),
    )
