"""Plans dates again, one after the other, so that no driver passes a limit of a day or month."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from routing.planning.drivers import Driver
from routing.planning.plans import Ride
from routing.planning.rides.day import DayAnswer
from routing.planning.rides.question import DayQuestion
from routing.planning.rides.shifts import DriverShift
from routing.planning.rides.trips import trips

ATTEMPTS = 6
"""Times that a date is planned with tighter bounds before a driver is given up for it."""

Replan = Callable[[DayAnswer, DayQuestion], DayAnswer]


@dataclass(slots=True)
class Spent:
    """Metres and seconds of a driver, of trips as they are driven."""

    metres: int = 0
    seconds: int = 0

    def add(self, rides: Sequence[Ride]) -> None:
        """Count trips."""
        self.metres += sum(ride.distance_m for ride in rides)
        self.seconds += sum(ride.return_s - ride.depart_s for ride in rides)


def kept(answers: Sequence[DayAnswer], replan: Replan) -> list[DayAnswer]:
    """Return answers of the same dates in which every driver keeps all limits."""
    months: dict[tuple[str, int, int], Spent] = defaultdict(Spent)
    found = []
    for answer in sorted(answers, key=lambda answer: answer.question.date):
        made = _day(answer, months, replan)
        for shift, rides in _driven(made):
            months[_month(shift.driver, made.question.date)].add(rides)
        found.append(made)
    return found


def within(drivers: Sequence[Driver], today: Sequence[Ride], elsewhere: Sequence[Ride]) -> bool:
    """Whether nobody passes a limit with the trips of a date, those of other dates being kept."""
    return all(_within(driver, today, elsewhere) for driver in drivers)


def _within(driver: Driver, today: Sequence[Ride], elsewhere: Sequence[Ride]) -> bool:
    now, month = Spent(), Spent()
    now.add(mine := [ride for ride in today if ride.driver == driver.id])
    if not mine:
        return True
    when = _month(driver, mine[0].date)
    month.add([r for r in elsewhere if r.driver == driver.id and _month(driver, r.date) == when])
    metres = _left(driver.max_m_per_day, driver.max_m_per_month, month.metres)
    seconds = _left(driver.max_s_per_day, driver.max_s_per_month, month.seconds)
    return now.metres <= metres and now.seconds <= seconds


def _month(driver: Driver, day: date) -> tuple[str, int, int]:
    return driver.id, day.year, day.month


def _driven(answer: DayAnswer) -> list[tuple[DriverShift, list[Ride]]]:
    shifts = {shift.id: shift for shift in answer.question.shifts}
    return [
        (shifts[route.vehicle], trips(answer.question, route, shifts[route.vehicle]))
        for route in answer.solution.routes
    ]


def _day(
    answer: DayAnswer, months: Mapping[tuple[str, int, int], Spent], replan: Replan
) -> DayAnswer:
    """Plan a date until nobody passes a limit; bounds only ever get tighter."""
    shifts = answer.question.shifts
    for attempt in range(ATTEMPTS + len(shifts)):
        tight = _tightened(answer, shifts, months, drop=attempt >= ATTEMPTS)
        if tight == shifts:
            return answer
        shifts = tight
        answer = replan(answer, replace(answer.question, shifts=shifts))
    return answer


def _tightened(
    answer: DayAnswer,
    shifts: tuple[DriverShift, ...],
    months: Mapping[tuple[str, int, int], Spent],
    *,
    drop: bool,
) -> tuple[DriverShift, ...]:
    """Bound the shifts of drivers who pass a limit by what is left; or leave those out."""
    spent: dict[str, Spent] = defaultdict(Spent)
    bounds: dict[str, DriverShift | None] = {}
    for shift, rides in _driven(answer):
        driver, now = shift.driver, Spent()
        now.add(rides)
        past = months.get(_month(driver, answer.question.date), Spent())
        today = spent[driver.id]
        over_m = (
            today.metres
            + now.metres
            - _left(driver.max_m_per_day, driver.max_m_per_month, past.metres)
        )
        over_s = (
            today.seconds
            + now.seconds
            - _left(driver.max_s_per_day, driver.max_s_per_month, past.seconds)
        )
        today.add(rides)
        if over_m > 0 or over_s > 0:
            tighter = replace(
                shift,
                max_m=_less(shift.max_m, now.metres, over_m),
                max_s=_less(shift.max_s, now.seconds, over_s),
            )
            useless = tighter.max_m == 0 or tighter.max_s == 0
            bounds[shift.id] = None if drop or useless else tighter
    found = (bounds.get(shift.id, shift) for shift in shifts)
    return tuple(shift for shift in found if shift is not None)


def _left(per_day: int | None, per_month: int | None, past: int) -> int:
    limits = [per_day] if per_day is not None else []
    limits += [per_month - past] if per_month is not None else []
    return min(limits, default=2**60)


def _less(bound: int | None, used: int, over: int) -> int | None:
    """Return a bound that takes off what is over; the core counts less than what is driven."""
    if over <= 0:
        return bound
    least = max(0, used - over)
    return least if bound is None else max(0, min(bound - 1, least))
