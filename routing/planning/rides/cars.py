"""A car of the association's that several volunteers could take on a date: who has it, and when."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from routing.planning.drivers import Driver
from routing.planning.programme import Programme
from routing.planning.rides.day import DayAnswer
from routing.planning.rides.insertion import replanned
from routing.planning.rides.shifts import DriverShift, Span, shift_of, shifts_on, without


def shared_out(
    answer: DayAnswer, programme: Programme, seed: int, cancelled: Callable[[], bool]
) -> DayAnswer:
    """Return the answer with each such car in the hands in which it serves most.

    Each of its drivers is tried as the first to have it; then whoever else is free has it before
    and after the trips for which it is needed.
    """
    day = answer.question.date

    def tried(best: DayAnswer, shifts: tuple[DriverShift, ...]) -> DayAnswer:
        other = replanned(best, replace(best.question, shifts=shifts), seed, cancelled)
        return min(best, other, key=_cost)

    for drivers in _rivals(programme, day):
        for driver in drivers[1:]:
            answer = tried(answer, shifts_on(programme, day, {driver.id}))
        answer = tried(answer, tuple(_handed_on(answer, programme, drivers)))
    return answer


def _cost(answer: DayAnswer) -> tuple[int, int]:
    return answer.solution.cost.missed, answer.solution.cost.total


def _rivals(programme: Programme, day: date) -> list[tuple[Driver, ...]]:
    """Return, for each car that several are free to drive at some hour of a date, who they are."""
    mine: dict[str, list[Driver]] = defaultdict(list)
    for driver in programme.drivers:
        if driver.association_car is not None and driver.free(day):
            mine[driver.association_car].append(driver)
    return [tuple(drivers) for drivers in mine.values() if _meet(drivers, day)]


def _meet(drivers: Sequence[Driver], day: date) -> bool:
    """Whether hours of two of them meet."""
    seen: list[Span] = []
    for driver in drivers:
        spans = driver.free(day)
        if without(spans, seen) != spans:
            return True
        seen.extend(spans)
    return False


def _handed_on(
    answer: DayAnswer, programme: Programme, drivers: Sequence[Driver]
) -> Iterator[DriverShift]:
    """Yield the shifts where the car is theirs for their trips, and the others' around these."""
    names = {driver.id for driver in drivers}
    needed: list[Span] = []
    for shift in answer.question.shifts:
        if shift.driver.id not in names:
            yield shift
            continue
        trips = [
            (ride.depart_s, ride.return_s)
            for ride in answer.rides
            if ride.driver == shift.driver.id and shift.earliest_s <= ride.depart_s < shift.latest_s
        ]
        if trips:
            begin, end = min(trips)[0], max(end for _, end in trips)
            needed.append((begin, end))
            yield replace(shift, earliest_s=begin, latest_s=end)
    cars = {car.id: car for car in programme.cars}
    held = {ride.driver for ride in answer.rides}
    for driver in drivers:
        if driver.id not in held:
            spans = without(driver.free(answer.question.date), needed)
            needed.extend(spans)
            yield from (shift_of(driver, at, span, cars) for at, span in enumerate(spans))
