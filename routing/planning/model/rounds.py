"""Which unit drives which route on which date."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import combinations

from ortools.sat.python import cp_model

from routing.planning.dates import DAY_S
from routing.planning.pool import Template
from routing.planning.programme import HalfDay, Programme, Unit

TURNAROUND_S = 20 * 60
"""Least time at the depot between two trips, for the unit and for everybody aboard."""

UnitDay = tuple[str, date]
Slot = tuple[str, date, HalfDay]
Held = dict[tuple[str, date, HalfDay], list[cp_model.IntVar]]
"""Literals, of which at most one is true, by permanence, date and half-day."""
Offer = Callable[[Unit, date], Sequence[Template]]
"""The routes among which a unit may choose on a date."""


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """A route offered to a unit on a date, and whether it is driven."""

    unit: str
    date: date
    template: Template
    chosen: cp_model.IntVar


@dataclass(slots=True, kw_only=True)
class Rounds:
    """Decision variables of the rounds and what follows from them.

    ``columns`` by unit and date; ``visits`` by unit, date, permanence and half-day;
    ``busy`` by unit, date and half-day.
    """

    model: cp_model.CpModel
    columns: dict[UnitDay, list[Column]] = field(default_factory=dict)
    visits: dict[tuple[str, date, str, HalfDay], cp_model.IntVar] = field(default_factory=dict)
    busy: dict[Slot, cp_model.IntVar] = field(default_factory=dict)

    def covering(self, unit: str, day: date, half_day: HalfDay) -> list[Column]:
        """Columns of a unit's day whose route covers ``half_day``."""
        return [c for c in self.columns[unit, day] if half_day in c.template.half_days]

    def starting(self, unit: str, day: date, half_day: HalfDay) -> list[Column]:
        """Columns of a unit's day whose route begins in ``half_day``."""
        return [c for c in self.columns[unit, day] if c.template.half_days[0] is half_day]

    def slots(self) -> Iterable[Slot]:
        """Every unit, date and half-day on which something may be driven."""
        return self.busy.keys()

    def held(self) -> Held:
        """Literals, one a unit, that say a permanence is held on a date and half-day."""
        found: Held = defaultdict(list)
        for (_, day, permanence, half_day), literal in self.visits.items():
            found[permanence, day, half_day].append(literal)
        return found


def add_rounds(
    model: cp_model.CpModel, programme: Programme, days: Iterable[date], offer: Offer
) -> Rounds:
    """Let every unit choose, on every date, among the routes it is offered."""
    rounds = Rounds(model=model)
    for day in days:
        for unit in programme.units:
            templates = offer(unit, day)
            if templates:
                _add_unit_day(rounds, unit, day, templates)
    _break_symmetry(rounds, programme)
    return rounds


def _add_unit_day(rounds: Rounds, unit: Unit, day: date, templates: Sequence[Template]) -> None:
    model = rounds.model
    columns = [
        Column(unit.id, day, template, model.new_bool_var(column_name(unit.id, day, template)))
        for template in templates
    ]
    rounds.columns[unit.id, day] = columns
    by_slot: dict[tuple[str, HalfDay], list[cp_model.IntVar]] = defaultdict(list)
    by_half: dict[HalfDay, list[cp_model.IntVar]] = defaultdict(list)
    for column in columns:
        for slot in column.template.slots:
            by_slot[slot].append(column.chosen)
        for half_day in column.template.half_days:
            by_half[half_day].append(column.chosen)
    for (permanence, half_day), literals in by_slot.items():
        visit = model.new_bool_var(f"x:{unit.id}:{day}:{permanence}:{half_day}")
        model.add(sum(literals) == visit)
        rounds.visits[unit.id, day, permanence, half_day] = visit
    for half_day, literals in sorted(by_half.items(), key=lambda item: item[0].rank):
        busy = model.new_bool_var(f"busy:{unit.id}:{day}:{half_day}")
        model.add(sum(literals) == busy)
        rounds.busy[unit.id, day, half_day] = busy
    _keep_trips_apart(rounds, unit.id, day, sorted(by_half, key=lambda half: half.rank))
    _keep_trips_whole(rounds, unit.id, day)


def _keep_trips_apart(rounds: Rounds, unit: str, day: date, halves: list[HalfDay]) -> None:
    """Let a later trip of the same unit leave only when the earlier one is back and ready."""
    for first, second in combinations(halves, 2):
        early = [c for c in rounds.columns[unit, day] if c.template.half_days[-1] is first]
        late = rounds.starting(unit, day, second)
        if not early or not late:
            continue
        back = TURNAROUND_S + max(c.template.route.return_s for c in early)
        if back <= min(c.template.route.depart_s for c in late):
            continue
        returns = sum((c.template.route.return_s + TURNAROUND_S) * c.chosen for c in early)
        leaves = sum((DAY_S - c.template.route.depart_s) * c.chosen for c in late)
        rounds.model.add(
            returns + leaves <= DAY_S + TURNAROUND_S * (1 - sum(c.chosen for c in late))
        )


def _keep_trips_whole(rounds: Rounds, unit: str, day: date) -> None:
    """Leave no room for an afternoon trip within one of morning and evening."""
    columns = rounds.columns[unit, day]
    for half_day in HalfDay:
        over = [c for c in columns if _passes_over(c.template, half_day)]
        if over:
            within = rounds.covering(unit, day, half_day)
            rounds.model.add_at_most_one(c.chosen for c in (*over, *within))


def _passes_over(template: Template, half_day: HalfDay) -> bool:
    """Whether a route is under way in a half-day without a visit."""
    halves = template.half_days
    return half_day not in halves and halves[0].rank < half_day.rank < halves[-1].rank


def _break_symmetry(rounds: Rounds, programme: Programme) -> None:
    """Of units alike, an earlier one has the day's earlier and longer trips.

    Days are compared as a whole: a morning trip that is late home and an afternoon trip that
    leaves early need two units, so half-days cannot be ordered one by one.
    """
    for one, other in combinations(programme.units, 2):
        if alike(one) != alike(other) or one.maintenance != other.maintenance:
            continue
        for unit, day in rounds.columns:
            if unit == other.id and (one.id, day) in rounds.columns:
                rounds.model.add(_outings(rounds, one.id, day) >= _outings(rounds, unit, day))


def _outings(rounds: Rounds, unit: str, day: date) -> cp_model.LinearExprT:
    """Which half-days a unit is out on, as a number: the earliest half-day weighs most."""
    return sum(
        (1 << (len(HalfDay) - half_day.rank)) * rounds.busy[unit, day, half_day]
        for half_day in HalfDay
        if (unit, day, half_day) in rounds.busy
    )


def column_name(unit: str, day: date, template: Template) -> str:
    """Name of a column's literal, the same in every model that offers it."""
    return f"y:{unit}:{day}:{template.slots}"


def alike(unit: Unit) -> tuple[object, ...]:
    """Return what two units share that can stand in for each other when both run."""
    return unit.depot, unit.seats, unit.leave_s, unit.return_s, unit.is_car
