"""Working time: the day, the week, the daily rest, the contract (see WorkingTimeRules)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import combinations

from ortools.sat.python import cp_model

from routing.planning.dates import DAY_S
from routing.planning.model.rounds import TURNAROUND_S, Rounds
from routing.planning.model.team import Presence, Teams
from routing.planning.model.trips import Trips, bound, own_trips, unit_trips
from routing.planning.programme import Joins, Programme, StaffMember
from routing.planning.travel import Travel


@dataclass(slots=True, kw_only=True)
class Hours:
    """Seconds of work by presence, at least those really worked."""

    work: dict[Presence, cp_model.IntVar] = field(default_factory=dict)


def add_hours(rounds: Rounds, teams: Teams, programme: Programme, travel: Travel) -> Hours:
    """Keep everybody within the law, the contract and what they offered."""
    aboard, hours = unit_trips(rounds), Hours()
    for member in programme.staff:
        keys = [key for key in teams.present if key[0] == member.id]
        if not keys:
            continue
        trips = aboard
        if member.joins is Joins.SITE:
            trips = own_trips(rounds, teams, programme, travel, member)
        for key in keys:
            work = rounds.model.new_int_var(0, DAY_S, f"work:{':'.join(map(str, key))}")
            length = trips.work.get(key[1:], 0)
            rounds.model.add(work >= length).only_enforce_if(teams.present[key])
            hours.work[key] = work
        _limit_half_days(rounds.model, teams, programme, member, keys)
        _limit_time(rounds.model, teams, hours, programme, member, keys)
        _keep_rest(rounds.model, teams, trips, programme, member, keys)
    return hours


def week_of(day: date) -> date:
    """Return the Monday of the day's week."""
    return day - timedelta(days=day.weekday())


def _limit_half_days(
    model: cp_model.CpModel,
    teams: Teams,
    programme: Programme,
    member: StaffMember,
    keys: list[Presence],
) -> None:
    past = {
        (p.date, p.half_day)
        for p in programme.past
        if any(duty.staff == member.id for duty in p.team)
    }
    for limit, period_of in (
        (member.max_half_days_per_week, week_of),
        (member.max_half_days_per_month, lambda day: day.replace(day=1)),
    ):
        if limit is None:
            continue
        groups: dict[date, list[cp_model.IntVar]] = defaultdict(list)
        for key in keys:
            groups[period_of(key[2])].append(teams.present[key])
        for period, literals in groups.items():
            done = sum(period_of(day) == period for day, _ in past)
            model.add(sum(literals) <= max(0, limit - done))


def _limit_time(
    model: cp_model.CpModel,
    teams: Teams,
    hours: Hours,
    programme: Programme,
    member: StaffMember,
    keys: list[Presence],
) -> None:
    rules, tied = programme.rules, bound(programme, member)
    limits = [rules.max_week_s] if tied else []
    if member.contract_s_per_week is not None:
        limits.append(member.contract_s_per_week)
    by_week: dict[date, list[Presence]] = defaultdict(list)
    by_day: dict[date, list[Presence]] = defaultdict(list)
    for key in keys:
        by_week[week_of(key[2])].append(key)
        by_day[key[2]].append(key)
    for week, group in by_week.items():
        if limits:
            done = sum(
                duty.work_s
                for p in programme.past
                if week_of(p.date) == week
                for duty in p.team
                if duty.staff == member.id
            )
            model.add(sum(hours.work[key] for key in group) <= max(0, min(limits) - done))
    if not tied:
        return
    for day, group in by_day.items():
        model.add(sum(hours.work[key] for key in group) <= rules.max_day_s)
        if day.weekday() == 6 and not rules.sunday_work:
            model.add(sum(teams.present[key] for key in group) == 0)
    _limit_days(model, teams, programme, member, by_day)


def _limit_days(
    model: cp_model.CpModel,
    teams: Teams,
    programme: Programme,
    member: StaffMember,
    by_day: dict[date, list[Presence]],
) -> None:
    """At most so many worked days in a week (L3132-1)."""
    weeks: dict[date, list[cp_model.IntVar]] = defaultdict(list)
    for day, group in by_day.items():
        worked = model.new_bool_var(f"worked:{member.id}:{day}")
        model.add_max_equality(worked, [teams.present[key] for key in group])
        weeks[week_of(day)].append(worked)
    for week, literals in weeks.items():
        before = {
            p.date
            for p in programme.past
            if week_of(p.date) == week and any(duty.staff == member.id for duty in p.team)
        }
        limit = programme.rules.max_days_per_week - len(before)
        if len(literals) > limit:
            model.add(sum(literals) <= max(0, limit))


def _keep_rest(
    model: cp_model.CpModel,
    teams: Teams,
    trips: Trips,
    programme: Programme,
    member: StaffMember,
    keys: list[Presence],
) -> None:
    """Nobody is in two trips at once, and nights are long enough (L3131-1)."""
    night_s = programme.rules.daily_rest_s if bound(programme, member) else 0
    for one, two in combinations(sorted(keys, key=lambda k: (k[2], k[3].rank)), 2):
        nights = (two[2] - one[2]).days
        if nights > 1 or (nights == 0 and (one[1] == two[1] or one[3] is two[3])):
            continue
        if nights == 0 and member.joins is Joins.SITE:
            continue  # they come once a day
        early, late = one[1:], two[1:]
        margin = night_s if nights else TURNAROUND_S
        if trips.earliest[late] + nights * DAY_S - trips.latest[early] >= margin:
            continue
        model.add(trips.leave[late] + nights * DAY_S - trips.back[early] >= margin).only_enforce_if(
            teams.present[one], teams.present[two]
        )
