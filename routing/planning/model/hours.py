"""Working time: the day, the week, the daily rest, the contract (see WorkingTimeRules)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import combinations

from ortools.sat.python import cp_model

from routing.planning.model.rounds import Rounds, Slot
from routing.planning.model.team import Presence, Teams
from routing.planning.programme import (
    DAY_S,
    Joins,
    Permanence,
    Programme,
    StaffKind,
    StaffMember,
)
from routing.planning.travel import Travel, home_key, site_key


@dataclass(slots=True, kw_only=True)
class _Trips:
    """Of the trip that begins in a slot: work seconds; of the one that covers it: its ends."""

    work: dict[Slot, cp_model.IntVar] = field(default_factory=dict)
    leave: dict[Slot, cp_model.IntVar] = field(default_factory=dict)
    back: dict[Slot, cp_model.IntVar] = field(default_factory=dict)
    earliest: dict[Slot, int] = field(default_factory=dict)
    latest: dict[Slot, int] = field(default_factory=dict)


@dataclass(slots=True, kw_only=True)
class Hours:
    """Seconds of work by presence, at least those really worked."""

    work: dict[Presence, cp_model.IntVar] = field(default_factory=dict)


def add_hours(rounds: Rounds, teams: Teams, programme: Programme, travel: Travel) -> Hours:
    """Keep everybody within the law, the contract and what they offered."""
    trips = _trip_lengths(rounds)
    hours = Hours()
    for key, present in teams.present.items():
        member = programme.member(key[0])
        if member.joins is Joins.DEPOT:
            length: cp_model.LinearExprT = trips.work.get(key[1:], 0)
        else:
            length = _own_way(rounds, programme, travel, member, key)
        work = rounds.model.new_int_var(0, DAY_S, f"work:{':'.join(map(str, key))}")
        rounds.model.add(work >= length).only_enforce_if(present)
        hours.work[key] = work
    for member in programme.staff:
        keys = [key for key in teams.present if key[0] == member.id]
        if keys:
            _limit_half_days(rounds.model, teams, programme, member, keys)
            _limit_time(rounds.model, teams, hours, programme, member, keys)
            _keep_rest(rounds.model, teams, trips, _night(programme, travel, member), member, keys)
    return hours


def bound(programme: Programme, member: StaffMember) -> bool:
    """Whether the working-time rules hold for this person."""
    return member.kind is StaffKind.EMPLOYEE or programme.rules.bind_volunteers


def _trip_lengths(rounds: Rounds) -> _Trips:
    trips, model = _Trips(), rounds.model
    for slot in rounds.slots():
        name = ":".join(map(str, slot))
        starting, covering = rounds.starting(*slot), rounds.covering(*slot)
        if starting:
            longest = max(c.template.route.work_s for c in starting)
            trips.work[slot] = model.new_int_var(0, longest, f"length:{name}")
            model.add(sum(c.template.route.work_s * c.chosen for c in starting) == trips.work[slot])
        trips.leave[slot] = model.new_int_var(0, DAY_S, f"leave:{name}")
        trips.back[slot] = model.new_int_var(0, DAY_S, f"back:{name}")
        model.add(sum(c.template.route.depart_s * c.chosen for c in covering) == trips.leave[slot])
        model.add(sum(c.template.route.return_s * c.chosen for c in covering) == trips.back[slot])
        trips.earliest[slot] = min(c.template.route.depart_s for c in covering)
        trips.latest[slot] = max(c.template.route.return_s for c in covering)
    return trips


def _own_way(
    rounds: Rounds, programme: Programme, travel: Travel, member: StaffMember, key: Presence
) -> cp_model.LinearExprT:
    """Seconds from home to home of somebody who joins at the village.

    An upper bound for rounds with several stops, where they drive on with the unit; the
    length of a pause is added because waits shorter than one count as work.
    """
    _, unit, day, half_day = key
    terms = []
    for permanence in programme.permanences:
        visit = rounds.visits.get((unit, day, permanence.id, half_day))
        if visit is not None:
            terms.append(_visit_s(permanence, member, travel, programme.rules.break_s) * visit)
    return sum(terms)


def _visit_s(permanence: Permanence, member: StaffMember, travel: Travel, slack_s: int) -> int:
    home, site = home_key(member.id), site_key(permanence.site)
    there = min(travel.seconds(home, site), DAY_S)
    back = min(travel.seconds(site, home), DAY_S)
    at_site = permanence.setup_s + permanence.duration_s + permanence.packing_s
    return min(there + at_site + back + slack_s, DAY_S)


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


def _night(programme: Programme, travel: Travel, member: StaffMember) -> int:
    """Least seconds between a unit's return and its next departure with this person.

    Whoever goes home from the village by their own car may be later home, or leave
    earlier, than the unit: the longest way home is added at both ends.
    """
    if not bound(programme, member):
        return 0
    rest = programme.rules.daily_rest_s
    if member.joins is Joins.DEPOT:
        return rest
    home = home_key(member.id)
    ways = [travel.seconds(home, site_key(p.site)) for p in programme.permanences]
    return rest + 2 * max((way for way in ways if way < DAY_S), default=0)


def _keep_rest(
    model: cp_model.CpModel,
    teams: Teams,
    trips: _Trips,
    night_s: int,
    member: StaffMember,
    keys: list[Presence],
) -> None:
    """Nobody is in two trips at once, and nights are long enough (L3131-1)."""
    for one, two in combinations(sorted(keys, key=lambda k: (k[2], k[3].rank)), 2):
        nights = (two[2] - one[2]).days
        if nights > 1 or (nights == 0 and (one[1] == two[1] or one[3] is two[3])):
            continue
        if nights == 0 and member.joins is Joins.SITE:
            continue  # they come once a day
        early, late = one[1:], two[1:]
        margin = night_s if nights else 0
        if trips.earliest[late] + nights * DAY_S - trips.latest[early] >= margin:
            continue
        model.add(trips.leave[late] + nights * DAY_S - trips.back[early] >= margin).only_enforce_if(
            teams.present[one], teams.present[two]
        )
