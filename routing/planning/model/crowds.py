"""Hall's condition for teams: who share few able people cannot all be served by them.

For every set of people that some rounds depend on, those rounds together ask no more than
these people can give: heads at a time, hours and half-days in a week or a month. The
conditions are necessary, so they never rule out a real plan.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from ortools.sat.python import cp_model

from routing.planning.model.hours import week_of
from routing.planning.model.rounds import Column
from routing.planning.model.staffing import Staffing
from routing.planning.model.trips import bound
from routing.planning.programme import HalfDay, Joins, Programme, StaffMember

MOST_CROWDS = 60

Crowd = frozenset[str]


@dataclass(frozen=True, slots=True)
class _Demand:
    """People of one role that a column asks for on a half-day, and who could come."""

    column: Column
    half_day: HalfDay
    people: int
    able: Crowd


def limit_crowds(
    model: cp_model.CpModel, programme: Programme, staffing: Staffing, columns: Iterable[Column]
) -> None:
    """Add the conditions for heads, hours and half-days, role by role."""
    demands: dict[str, list[_Demand]] = defaultdict(list)
    for column in columns:
        for half_day in column.template.half_days:
            for role, people in staffing.asked(column.template, half_day).items():
                able = staffing.able_round(column.template, column.date, half_day, role)
                demands[role].append(_Demand(column, half_day, people, able))
    for group in demands.values():
        _limit_heads(model, group, len(programme.units))
        _limit_periods(model, programme, group)


def _limit_heads(model: cp_model.CpModel, demands: Sequence[_Demand], units: int) -> None:
    for group in _grouped(demands, lambda d: (d.column.date, d.half_day)):
        most = units * max(demand.people for demand in group)
        for crowd, depending in _crowds(group):
            if len(crowd) < most:
                model.add(sum(d.people * d.column.chosen for d in depending) <= len(crowd))


def _limit_periods(
    model: cp_model.CpModel, programme: Programme, demands: Sequence[_Demand]
) -> None:
    members = {member.id: member for member in programme.staff}
    done = _done(programme)
    for week in _grouped(demands, lambda d: week_of(d.column.date)):
        monday = week_of(week[0].column.date)
        for crowd, depending in _crowds(week):
            people = [members[name] for name in sorted(crowd)]
            _limit_hours(model, programme, people, depending, done, monday)
            limits = [member.max_half_days_per_week for member in people]
            _limit_half_days(model, people, depending, limits)
    for month in _grouped(demands, lambda d: d.column.date.replace(day=1)):
        for crowd, depending in _crowds(month):
            people = [members[name] for name in sorted(crowd)]
            limits = [member.max_half_days_per_month for member in people]
            _limit_half_days(model, people, depending, limits)


def _limit_hours(
    model: cp_model.CpModel,
    programme: Programme,
    people: Sequence[StaffMember],
    demands: Sequence[_Demand],
    done: dict[tuple[str, date], int],
    monday: date,
) -> None:
    """No more work than the crowd's contracts allow, for people aboard all the way."""
    if any(member.joins is Joins.SITE for member in people):
        return  # their hours do not follow the unit's
    capacity = 0
    for member in people:
        limits = [member.contract_s_per_week, programme.rules.max_week_s]
        tied = limits if bound(programme, member) else limits[:1]
        known = [limit for limit in tied if limit is not None]
        if not known:
            return
        capacity += max(0, min(known) - done[member.id, monday])
    asked: dict[int, tuple[int, cp_model.IntVar]] = {}
    for demand in demands:
        work = demand.people * demand.column.template.route.work_s
        before = asked.get(demand.column.chosen.index, (0, demand.column.chosen))[0]
        asked[demand.column.chosen.index] = max(work, before), demand.column.chosen
    model.add(sum(work * chosen for work, chosen in asked.values()) <= capacity)


def _limit_half_days(
    model: cp_model.CpModel,
    people: Sequence[StaffMember],
    demands: Sequence[_Demand],
    limits: Sequence[int | None],
) -> None:
    known = [limit for limit in limits if limit is not None]
    if len(known) == len(people):
        model.add(sum(d.people * d.column.chosen for d in demands) <= sum(known))


def _done(programme: Programme) -> dict[tuple[str, date], int]:
    """Seconds that people have worked already, by week."""
    done: dict[tuple[str, date], int] = defaultdict(int)
    for session in programme.past:
        for duty in session.team:
            done[duty.staff, week_of(session.date)] += duty.work_s
    return done


def _grouped(
    demands: Sequence[_Demand], key: Callable[[_Demand], Hashable]
) -> Iterable[list[_Demand]]:
    groups: dict[Hashable, list[_Demand]] = defaultdict(list)
    for demand in demands:
        groups[key(demand)].append(demand)
    return groups.values()


def _crowds(demands: Sequence[_Demand]) -> Iterable[tuple[Crowd, list[_Demand]]]:
    """Yield sets of able people and their unions, each with the demands inside it."""
    by_able: dict[Crowd, list[_Demand]] = defaultdict(list)
    for demand in demands:
        by_able[demand.able].append(demand)
    sets = sorted(by_able, key=lambda crowd: (len(crowd), sorted(crowd)))
    unions = [one | other for one, other in combinations(sets[:MOST_CROWDS], 2)]
    for crowd in list(dict.fromkeys([*sets, *unions]))[:MOST_CROWDS]:
        inside = [d for able, group in by_able.items() if able <= crowd for d in group]
        yield crowd, inside
