"""When people are on their way: aboard a unit, or by their own car from home to the village."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ortools.sat.python import cp_model

from routing.planning.dates import DAY_S
from routing.planning.model.rounds import Column, Rounds, Slot
from routing.planning.model.team import Presence, Teams
from routing.planning.pool import Template
from routing.planning.programme import HalfDay, Programme, StaffKind, StaffMember, WorkingTimeRules
from routing.planning.rides.places import site_key
from routing.planning.travel import Travel, home_key
from routing.vrp.day import Pause


@dataclass(slots=True, kw_only=True)
class Trips:
    """Of a slot: work seconds, departure and return, and the extremes these may take."""

    work: dict[Slot, cp_model.LinearExprT] = field(default_factory=dict)
    leave: dict[Slot, cp_model.IntVar] = field(default_factory=dict)
    back: dict[Slot, cp_model.IntVar] = field(default_factory=dict)
    earliest: dict[Slot, int] = field(default_factory=dict)
    latest: dict[Slot, int] = field(default_factory=dict)


def bound(programme: Programme, member: StaffMember) -> bool:
    """Whether the working-time rules hold for this person."""
    return member.kind is StaffKind.EMPLOYEE or programme.rules.bind_volunteers


def unit_trips(rounds: Rounds) -> Trips:
    """Trips of the units; the work of a trip is counted in the half-day in which it begins."""
    trips = Trips()
    for slot in rounds.slots():
        covering = rounds.covering(*slot)
        times = [(c.template.route.depart_s, c.template.route.return_s) for c in covering]
        _add_times(rounds.model, trips, slot, "", covering, times)
        starting = rounds.starting(*slot)
        if starting:
            longest = max(c.template.route.work_s for c in starting)
            length = rounds.model.new_int_var(0, longest, f"length:{':'.join(map(str, slot))}")
            rounds.model.add(sum(c.template.route.work_s * c.chosen for c in starting) == length)
            trips.work[slot] = length
    return trips


def own_trips(
    rounds: Rounds, teams: Teams, programme: Programme, travel: Travel, member: StaffMember
) -> Trips:
    """Trips of somebody who joins at the village, from home to the stops they serve and home.

    What they cannot do is forbidden here: a stop without a road from home, a half-day left
    out between two others, and for those whom the rules bind a day or a stretch too long.
    """
    trips = Trips()
    ways = _OwnWay(programme, travel, member)
    for key in [key for key in teams.present if key[0] == member.id]:
        slot, columns = key[1:], rounds.covering(*key[1:])
        for column in columns:
            _forbid(rounds, teams, ways, key, column)
        shifts = [ways.shift(column.template, (slot[2],)) for column in columns]
        times = [(shift.depart_s, shift.return_s) for shift in shifts]
        _add_times(rounds.model, trips, slot, member.id, columns, times)
        lengths = [ways.length(column.template, slot[2]) for column in columns]
        trips.work[slot] = sum(n * c.chosen for n, c in zip(lengths, columns, strict=True))
    return trips


def _add_times(
    model: cp_model.CpModel,
    trips: Trips,
    slot: Slot,
    who: str,
    columns: Sequence[Column],
    times: Sequence[tuple[int, int]],
) -> None:
    """Departure and return in a slot, both 0 when nothing is driven in it."""
    name = ":".join(map(str, (*slot, who)))
    leaves = [max(0, depart_s) for depart_s, _ in times]
    backs = [min(DAY_S, return_s) for _, return_s in times]
    trips.leave[slot] = model.new_int_var(0, DAY_S, f"leave:{name}")
    trips.back[slot] = model.new_int_var(0, DAY_S, f"back:{name}")
    for moments, variable in ((leaves, trips.leave[slot]), (backs, trips.back[slot])):
        chosen = [moment * c.chosen for moment, c in zip(moments, columns, strict=True)]
        model.add(sum(chosen) == variable)
    trips.earliest[slot], trips.latest[slot] = min(leaves), max(backs)


def _forbid(rounds: Rounds, teams: Teams, ways: _OwnWay, key: Presence, column: Column) -> None:
    """Rule out every set of half-days, this one the first of them, that cannot be served."""
    staff, unit, day, half_day = key
    for halves in _subsets(column.template, half_day):
        if ways.possible(column.template, halves):
            continue
        clause = [~column.chosen]
        for half in column.template.half_days:
            present = teams.present.get((staff, unit, day, half))
            if present is not None:
                clause.append(~present if half in halves else present)
            elif half in halves:
                break  # they cannot come then anyway
        else:
            rounds.model.add_bool_or(clause)


def _subsets(template: Template, first: HalfDay) -> Iterator[tuple[HalfDay, ...]]:
    """Yield the sets of a route's half-days that begin with ``first``."""
    later = template.half_days[template.half_days.index(first) + 1 :]
    for pattern in range(1 << len(later)):
        yield (first, *(half for n, half in enumerate(later) if pattern >> n & 1))


@dataclass(frozen=True, slots=True)
class _Shift:
    depart_s: int
    return_s: int
    work_s: int
    stretch_s: int


@dataclass(slots=True)
class _OwnWay:
    """Somebody's days by their own car, by route and half-days served; looked up once."""

    programme: Programme
    travel: Travel
    member: StaffMember
    _shifts: dict[tuple[int, tuple[HalfDay, ...]], _Shift] = field(default_factory=dict)

    def possible(self, template: Template, halves: tuple[HalfDay, ...]) -> bool:
        """Whether the person may serve just these half-days of a route."""
        served = template.half_days.index(halves[0])
        if template.half_days[served : served + len(halves)] != halves:
            return False
        shift, rules = self.shift(template, halves), self.programme.rules
        if shift.depart_s < 0 or shift.return_s > DAY_S:
            return False
        fits = shift.work_s <= rules.max_day_s and shift.stretch_s <= rules.break_after_s
        return fits or not bound(self.programme, self.member)

    def length(self, template: Template, half_day: HalfDay) -> int:
        """Seconds of work that a half-day adds, at most, to those served before it."""
        last = template.half_days.index(half_day)
        most = 0
        for first in range(last + 1):
            halves = template.half_days[first : last + 1]
            before = self.shift(template, halves[:-1]).work_s if len(halves) > 1 else 0
            most = max(most, self.shift(template, halves).work_s - before)
        return min(most, DAY_S)

    def shift(self, template: Template, halves: tuple[HalfDay, ...]) -> _Shift:
        """Return the way from home to the stops of some half-days, one after another, and home."""
        key = id(template), halves
        if key not in self._shifts:
            self._shifts[key] = self._timed(template, halves)
        return self._shifts[key]

    def _timed(self, template: Template, halves: tuple[HalfDay, ...]) -> _Shift:
        served = [
            (visit.permanence, stop)
            for visit, stop in zip(template.visits, template.route.stops, strict=True)
            if visit.opening.half_day in halves
        ]
        home, (first, arrived), (last, left) = home_key(self.member.id), served[0], served[-1]
        out_s = self.travel.seconds(home, site_key(first.site))
        depart_s = arrived.start_s - first.setup_s - out_s
        return_s = left.depart_s + self.travel.seconds(site_key(last.site), home)
        pauses = [
            pause
            for pause in template.route.pauses
            if arrived.depart_s <= pause.start_s and pause.end_s <= left.start_s
        ]
        work_s = return_s - depart_s - sum(pause.end_s - pause.start_s for pause in pauses)
        stretch_s = _stretch(depart_s, return_s, pauses, self.programme.rules)
        return _Shift(depart_s, return_s, work_s, stretch_s)


def _stretch(depart_s: int, return_s: int, pauses: Sequence[Pause], rules: WorkingTimeRules) -> int:
    """Most seconds of work between two breaks, or between one and an end of the day."""
    since, longest = depart_s, 0
    for pause in pauses:
        if pause.end_s - pause.start_s >= rules.break_s:
            longest = max(longest, pause.start_s - since)
            since = pause.end_s
    return max(longest, return_s - since)
