"""Who drives which trip, shared out fairly over the months, for hardly a kilometre more.

The routes of each date are kept; CP-SAT hands them to drivers. A route goes to whoever can drive
it whole: free at those hours, welcome to its passengers, with a car that holds them. The
distance of the whole month grows by :data:`MORE` at most.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ortools.sat.python import cp_model

from routing.planning.drivers import Driver
from routing.planning.rides.day import DayAnswer
from routing.planning.rides.question import DayQuestion
from routing.planning.rides.shifts import DriverShift
from routing.vrp import Route
from routing.vrp.hand_over import handed_over

MORE = 0.02
"""Share of the month's kilometres that fair shares may cost."""
EVENING_S = 19 * 3600
EVENING_WEIGHT_S = 3600
"""A return after 19:00 counts as an hour more."""
LIMIT = 3.0
"""Deterministic seconds."""
UNIT_S = 15 * 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """A route in a driver's hands."""

    answer: int
    route: int
    shift: DriverShift
    timed: Route

    @property
    def out_s(self) -> int:
        """Seconds from leaving home to being back."""
        return self.timed.return_s - self.timed.depart_s

    @property
    def load(self) -> int:
        """What it adds to a driver's share, in quarters of an hour."""
        evening = EVENING_WEIGHT_S if self.timed.return_s > EVENING_S else 0
        return -(-(self.out_s + evening) // UNIT_S)


def shared(
    answers: Sequence[DayAnswer], drivers: Sequence[Driver], seed: int
) -> dict[tuple[date, str], Route]:
    """Return the routes of all dates as they are handed out, by date and shift.

    Loads of the months before count; so a volunteer who has helped more is asked for less. Month
    limits are kept where the given routes can be handed out so, else passed over.
    """
    options = [
        option for number, answer in enumerate(answers) for option in _options(number, answer)
    ]
    for limited in (True, False):
        model = _Model(answers, options, drivers, limited=limited)
        found = model.solve(seed)
        if found is not None:
            return {(answers[o.answer].question.date, o.shift.id): o.timed for o in found}
    return {
        (answer.question.date, route.vehicle): route
        for answer in answers
        for route in answer.solution.routes
    }


def _options(number: int, answer: DayAnswer) -> list[Option]:
    """Return every way of handing out the routes of a date, one route at a time."""
    question, found = answer.question, []
    for at, route in enumerate(answer.solution.routes):
        tied = _tied(question, route)
        for shift in question.shifts:
            own = shift.id == route.vehicle
            timed = route
            if not own:
                other = None if tied else handed_over(question.instance, route, shift.id)
                if other is None:
                    continue
                timed = other
            found.append(Option(answer=number, route=at, shift=shift, timed=timed))
    return found


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
        *,
        limited: bool,
    ) -> None:
        self.model, self.options = cp_model.CpModel(), options
        self.takes = [self.model.new_bool_var("") for _ in options]
        routes: dict[tuple[int, int], list[cp_model.IntVar]] = defaultdict(list)
        shifts: dict[tuple[int, str], list[cp_model.IntVar]] = defaultdict(list)
        for option, take in zip(options, self.takes, strict=True):
            routes[option.answer, option.route].append(take)
            shifts[option.answer, option.shift.id].append(take)
            if option.timed is answers[option.answer].solution.routes[option.route]:
                self.model.add_hint(take, 1)
        for takes in routes.values():
            self.model.add_exactly_one(takes)
        for takes in shifts.values():
            self.model.add_at_most_one(takes)
        metres = sum(r.distance_m for answer in answers for r in answer.solution.routes)
        driven = cp_model.LinearExpr.weighted_sum(
            self.takes, [option.timed.distance_m for option in options]
        )
        self.model.add(driven <= round((1 + MORE) * metres))
        if limited:
            self._limits(answers, drivers)
        shares = cp_model.LinearExpr.sum(self._squares(drivers))
        self.model.minimize(100_000 * shares + driven)

    def _limits(self, answers: Sequence[DayAnswer], drivers: Sequence[Driver]) -> None:
        for driver in drivers:
            months: dict[tuple[int, int], list[tuple[Option, cp_model.IntVar]]] = defaultdict(list)
            for option, take in self._of(driver):
                day = answers[option.answer].question.date
                months[day.year, day.month].append((option, take))
            for mine in months.values():
                if driver.max_m_per_month is not None:
                    metres = [option.timed.distance_m for option, _ in mine]
                    self.model.add(_total(mine, metres) <= driver.max_m_per_month)
                if driver.max_s_per_month is not None:
                    seconds = [option.out_s for option, _ in mine]
                    self.model.add(_total(mine, seconds) <= driver.max_s_per_month)

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
