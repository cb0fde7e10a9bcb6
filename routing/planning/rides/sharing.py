"""Who drives which trip, shared out fairly over the months, for hardly a kilometre more.

The routes of each date are kept; CP-SAT hands them to drivers. A route goes to whoever can drive
it whole: free at those hours, welcome to its passengers, with a car that holds them. The
distance of the whole month grows by :data:`MORE` at most.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from ortools.sat.python import cp_model

from routing.planning.drivers import EVENING_S, Driver
from routing.planning.plans import Ride
from routing.planning.rides.day import DayAnswer
from routing.planning.rides.published import Told, drivers_of
from routing.planning.rides.question import DayQuestion
from routing.planning.rides.shifts import DriverShift
from routing.planning.rides.trips import trips
from routing.vrp import Route
from routing.vrp.hand_over import handed_over

MORE = 0.02
"""Share of the month's kilometres that fair shares may cost."""
EVENING_WEIGHT_S = 3600
"""A return in the evening counts as an hour more."""
LIMIT = 3.0
"""Deterministic seconds."""
UNIT_S = 15 * 60
SHARE_M = 100_000
"""Metres that a unit of unfairness is worth, squares of quarters of an hour summed."""
TOLD_M = 300 * SHARE_M
"""What it counts that somebody who knows who fetches them is fetched by another."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """A route in a driver's hands; ``timed``: as that driver would drive it."""

    answer: int
    route: int
    timed: Route
    shift: DriverShift
    rides: tuple[Ride, ...]

    def broken(self, told: Told) -> int:
        """Count the ways on which somebody is driven by another than they were told."""
        now = drivers_of(self.rides)
        return sum(told.get(leg, driver) != driver for leg, driver in now.items())

    @property
    def metres(self) -> int:
        """Metres of its trips, the way home in between counted."""
        return sum(ride.distance_m for ride in self.rides)

    @property
    def out_s(self) -> int:
        """Seconds from leaving home to being back, of each trip."""
        return sum(ride.return_s - ride.depart_s for ride in self.rides)

    @property
    def load(self) -> int:
        """What it adds to a driver's share, in quarters of an hour."""
        evening = EVENING_WEIGHT_S if self.rides[-1].return_s > EVENING_S else 0
        return -(-(self.out_s + evening) // UNIT_S)


def shared(
    answers: Sequence[DayAnswer], drivers: Sequence[Driver], told: Told, seed: int
) -> list[DayAnswer] | None:
    """Return the answers with their routes handed out.

    Loads of the months before count; so a volunteer who has helped more is asked for less.
    Drivers people were ``told`` of stay theirs unless shares get clearly fairer; for certain on
    dates on which nothing else has changed.
    ``None`` where these routes cannot be handed out within everybody's limits.
    """
    options = [
        option for number, answer in enumerate(answers) for option in _options(number, answer, told)
    ]
    found = _Model(answers, options, drivers, told).solve(seed)
    if found is None:
        return None
    taken: dict[int, list[Option]] = defaultdict(list)
    for option in found:
        taken[option.answer].append(option)
    return [_handed_out(answer, taken[number]) for number, answer in enumerate(answers)]


def _handed_out(answer: DayAnswer, taken: Sequence[Option]) -> DayAnswer:
    rides = [ride for option in taken for ride in option.rides]
    rides.sort(key=lambda ride: (ride.depart_s, ride.driver))
    return replace(answer, routes=tuple(option.timed for option in taken), rides=tuple(rides))


def _options(number: int, answer: DayAnswer, told: Told) -> list[Option]:
    """Return every way of handing out the routes of a date, one route at a time."""
    question, found = answer.question, []
    settled = _settled(answer, told)
    for at, route in enumerate(answer.solution.routes):
        stays = settled or _tied(question, route)
        for shift in question.shifts:
            timed: Route | None = route
            if shift.id != route.vehicle:
                timed = None if stays else handed_over(question.instance, route, shift.id)
            if timed is not None:
                rides = tuple(trips(question, timed, shift))
                found.append(Option(answer=number, route=at, timed=timed, shift=shift, rides=rides))
    return found


def _settled(answer: DayAnswer, told: Told) -> bool:
    """Whether on a date everybody who was told of a driver has that one, and nobody is new."""
    known = {leg: driver for leg, driver in told.items() if leg[0] == answer.question.date}
    return drivers_of(answer.rides) == known


def _tied(question: DayQuestion, route: Route) -> bool:
    """Whether handing the route over would part somebody from the driver of the other way."""
    tasks = {stop.task for stop in route.stops}
    return any((link.first in tasks) != (link.second in tasks) for link in question.instance.links)


class _Model:
    """Each route to one shift, each shift one route at most."""

    def __init__(
        self,
        answers: Sequence[DayAnswer],
        options: Sequence[Option],
        drivers: Sequence[Driver],
        told: Told,
    ) -> None:
        self.model, self.options = cp_model.CpModel(), options
        self.takes = [self.model.new_bool_var("") for _ in options]
        routes: dict[tuple[int, int], list[cp_model.IntVar]] = defaultdict(list)
        shifts: dict[tuple[int, str], list[cp_model.IntVar]] = defaultdict(list)
        for option, take in zip(options, self.takes, strict=True):
            routes[option.answer, option.route].append(take)
            shifts[option.answer, option.shift.id].append(take)
            if option.shift.id == answers[option.answer].solution.routes[option.route].vehicle:
                self.model.add_hint(take, 1)
        for takes in routes.values():
            self.model.add_exactly_one(takes)
        for takes in shifts.values():
            self.model.add_at_most_one(takes)
        metres = sum(
            option.metres
            for option in options
            if option.shift.id == answers[option.answer].solution.routes[option.route].vehicle
        )
        driven = cp_model.LinearExpr.weighted_sum(self.takes, [option.metres for option in options])
        self.model.add(driven <= round((1 + MORE) * metres))
        self._limits(answers, drivers)
        shares = cp_model.LinearExpr.sum(self._squares(drivers))
        broken = [option.broken(told) for option in options]
        changed = cp_model.LinearExpr.weighted_sum(self.takes, broken)
        self.model.minimize(SHARE_M * shares + TOLD_M * changed + driven)

    def _limits(self, answers: Sequence[DayAnswer], drivers: Sequence[Driver]) -> None:
        for driver in drivers:
            days: dict[date, list[tuple[Option, cp_model.IntVar]]] = defaultdict(list)
            months: dict[tuple[int, int], list[tuple[Option, cp_model.IntVar]]] = defaultdict(list)
            for option, take in self._of(driver):
                day = answers[option.answer].question.date
                days[day].append((option, take))
                months[day.year, day.month].append((option, take))
            for mine in days.values():
                self._within(mine, driver.max_m_per_day, driver.max_s_per_day)
            for mine in months.values():
                self._within(mine, driver.max_m_per_month, driver.max_s_per_month)

    def _within(
        self,
        mine: Sequence[tuple[Option, cp_model.IntVar]],
        max_m: int | None,
        max_s: int | None,
    ) -> None:
        if max_m is not None:
            self.model.add(_total(mine, [option.metres for option, _ in mine]) <= max_m)
        if max_s is not None:
            self.model.add(_total(mine, [option.out_s for option, _ in mine]) <= max_s)

    def _of(self, driver: Driver) -> list[tuple[Option, cp_model.IntVar]]:
        return [
            (option, take)
            for option, take in zip(self.options, self.takes, strict=True)
            if option.shift.driver.id == driver.id
        ]

    def _squares(self, drivers: Sequence[Driver]) -> list[cp_model.IntVar]:
        """Return the square of every driver's share, past months included."""
        squares: list[cp_model.IntVar] = []
        for driver in drivers:
            mine = self._of(driver)
            if not mine:
                continue
            past = driver.given.seconds + EVENING_WEIGHT_S * driver.given.evenings
            most = past // UNIT_S + sum(option.load for option, _ in mine)
            share = self.model.new_int_var(0, most, f"share:{driver.id}")
            given = _total(mine, [option.load for option, _ in mine])
            self.model.add(share == past // UNIT_S + given)
            square = self.model.new_int_var(0, most * most, f"square:{driver.id}")
            self.model.add_multiplication_equality(square, [share, share])
            squares.append(square)
        return squares

    def solve(self, seed: int) -> list[Option] | None:
        """Return the options taken, ``None`` when nothing keeps the limits."""
        solver = cp_model.CpSolver()
        solver.parameters.max_deterministic_time = LIMIT
        solver.parameters.num_workers = 1
        solver.parameters.random_seed = seed
        status = solver.solve(self.model)
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return None
        return [
            option
            for option, take in zip(self.options, self.takes, strict=True)
            if solver.boolean_value(take)
        ]


def _total(
    mine: Sequence[tuple[Option, cp_model.IntVar]], each: Sequence[int]
) -> cp_model.LinearExpr:
    return cp_model.LinearExpr.weighted_sum([take for _, take in mine], each)
