"""Who goes with which unit on which half-day."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from itertools import combinations

from ortools.sat.python import cp_model

from routing.planning.model.rounds import Column, Rounds, Slot
from routing.planning.programme import (
    HalfDay,
    Joins,
    Permanence,
    Programme,
    StaffMember,
)

Presence = tuple[str, str, date, HalfDay]
"""Staff, unit, date, half-day."""


@dataclass(slots=True, kw_only=True)
class Teams:
    """``roles[staff, unit, date, half-day]`` maps role to literal; ``present`` is their sum."""

    roles: dict[Presence, dict[str, cp_model.IntVar]] = field(default_factory=dict)
    present: dict[Presence, cp_model.IntVar] = field(default_factory=dict)
    empty: list[cp_model.IntVar] = field(default_factory=list)
    most_empty: int = 0
    extra_drivers: list[cp_model.IntVar] = field(default_factory=list)


def available(member: StaffMember, day: date, half_day: HalfDay) -> bool:
    """Whether the person can come on that date and half-day."""
    if any(day in absence for absence in member.absences):
        return False
    return day in member.extra_days or (day.weekday(), half_day) in member.availability


def may_serve(programme: Programme, member: StaffMember, role: str, permanence: Permanence) -> bool:
    """Whether the person may work at the permanence's site in that role (CSP R4127-74)."""
    site = permanence.site
    if site in member.sites_refused:
        return False
    if member.sites_allowed is not None and site not in member.sites_allowed:
        return False
    return not programme.role(role).authorised_sites_only or site in member.authorised_sites


def add_teams(rounds: Rounds, programme: Programme) -> Teams:
    """Fill required roles, seats and the driver's seat of every round."""
    teams = Teams()
    needed = {need.role for p in programme.permanences for need in p.roles}
    by_slot: dict[Slot, list[Presence]] = defaultdict(list)
    for slot in rounds.slots():
        for member in programme.staff:
            key = (member.id, *slot)
            if available(member, slot[1], slot[2]) and _add_presence(
                rounds, teams, key, member, needed
            ):
                by_slot[slot].append(key)
    for slot in rounds.slots():
        _fill_slot(rounds, teams, programme, slot, by_slot[slot], needed)
    _one_place_at_a_time(rounds, teams)
    _stay_aboard(rounds, teams, programme)
    _come_once(rounds, teams, programme)
    return teams


def _add_presence(
    rounds: Rounds, teams: Teams, key: Presence, member: StaffMember, needed: set[str]
) -> bool:
    drives = member.may_drive_unit and member.joins is Joins.DEPOT
    useful = [role for role in member.roles if role in needed]
    if not useful and drives:
        useful = [member.roles[0]]
    if not useful:
        return False
    name = ":".join(map(str, key))
    model = rounds.model
    present = model.new_bool_var(f"in:{name}")
    literals = {role: model.new_bool_var(f"w:{role}:{name}") for role in useful}
    model.add(sum(literals.values()) == present)
    model.add_implication(present, rounds.busy[key[1:]])
    teams.roles[key], teams.present[key] = literals, present
    return True


def _fill_slot(
    rounds: Rounds,
    teams: Teams,
    programme: Programme,
    slot: Slot,
    presences: list[Presence],
    needed: set[str],
) -> None:
    model, unit = rounds.model, programme.unit(slot[0])
    members = {key: programme.member(key[0]) for key in presences}
    columns = rounds.covering(*slot)
    by_role: dict[str, list[cp_model.IntVar]] = defaultdict(list)
    for key in presences:
        for role, literal in teams.roles[key].items():
            by_role[role].append(literal)
    aboard = [k for k, m in members.items() if m.joins is Joins.DEPOT]
    model.add(sum(teams.present[key] for key in aboard) <= unit.seats)
    drivers = [key for key in aboard if members[key].may_drive_unit]
    model.add(sum(teams.present[key] for key in drivers) >= rounds.busy[slot])
    for role in sorted(needed | set(by_role)):
        if role in needed:
            _fill_role(rounds, teams, programme, slot, role, by_role[role])
        wished = [_most(column, role) * column.chosen for column in columns]
        extra = _extra_driver(rounds, teams, slot, role, drivers)
        model.add(sum(by_role[role]) <= sum([*wished, *extra]))
    for key, member in members.items():
        _respect_sites(rounds, teams, programme, key, member)


def _extra_driver(
    rounds: Rounds, teams: Teams, slot: Slot, role: str, drivers: list[Presence]
) -> list[cp_model.IntVar]:
    """Let somebody come along, in a role filled without them, as the only one who drives."""
    able = [teams.roles[key][role] for key in drivers if role in teams.roles[key]]
    if not able:
        return []
    extra = rounds.model.new_bool_var(f"extra:{role}:{':'.join(map(str, slot))}")
    rounds.model.add(sum(able) >= extra)
    rounds.model.add(sum(teams.present[key] for key in drivers) <= 1).only_enforce_if(extra)
    teams.extra_drivers.append(extra)
    return [extra]


def _fill_role(
    rounds: Rounds,
    teams: Teams,
    programme: Programme,
    slot: Slot,
    role: str,
    literals: list[cp_model.IntVar],
) -> None:
    unit, day, half_day = slot
    for permanence in programme.permanences:
        visit = rounds.visits.get((unit, day, permanence.id, half_day))
        required, wished = counts(permanence, role)
        if visit is None or wished == 0:
            continue
        rounds.model.add(sum(literals) >= required * visit)
        if wished > required:
            empty = rounds.model.new_int_var(
                0, wished - required, f"empty:{role}:{permanence.id}:{unit}:{day}:{half_day}"
            )
            rounds.model.add(sum(literals) + empty >= wished * visit)
            teams.empty.append(empty)
            teams.most_empty += wished - required


def counts(permanence: Permanence, role: str) -> tuple[int, int]:
    """How many people of ``role`` must come, and how many are wished for in all."""
    required = sum(n.count for n in permanence.roles if n.role == role and not n.optional)
    return required, sum(n.count for n in permanence.roles if n.role == role)


def _most(column: Column, role: str) -> int:
    return max(counts(visit.permanence, role)[1] for visit in column.template.visits)


def _respect_sites(
    rounds: Rounds, teams: Teams, programme: Programme, key: Presence, member: StaffMember
) -> None:
    _, unit, day, half_day = key
    for permanence in programme.permanences:
        visit = rounds.visits.get((unit, day, permanence.id, half_day))
        if visit is None:
            continue
        for role, literal in teams.roles[key].items():
            if not may_serve(programme, member, role, permanence):
                rounds.model.add_at_most_one(visit, literal)


def _one_place_at_a_time(rounds: Rounds, teams: Teams) -> None:
    by_time: dict[tuple[str, date, HalfDay], list[cp_model.IntVar]] = defaultdict(list)
    for (staff, _, day, half_day), literal in teams.present.items():
        by_time[staff, day, half_day].append(literal)
    for literals in by_time.values():
        if len(literals) > 1:
            rounds.model.add_at_most_one(literals)


def _stay_aboard(rounds: Rounds, teams: Teams, programme: Programme) -> None:
    """People aboard serve every half-day of a round; everybody keeps one role in it."""
    for unit, day in rounds.columns:
        halves = [half for half in HalfDay if (unit, day, half) in rounds.busy]
        for first, second in combinations(halves, 2):
            joint = sum(
                column.chosen
                for column in rounds.covering(unit, day, first)
                if second in column.template.half_days
            )
            for member in programme.staff:
                one = teams.roles.get((member.id, unit, day, first), {})
                two = teams.roles.get((member.id, unit, day, second), {})
                if member.joins is Joins.DEPOT:
                    _tie(rounds.model, one, two, joint)
                else:
                    _same_role(rounds.model, one, two)


def _tie(
    model: cp_model.CpModel,
    one: dict[str, cp_model.IntVar],
    two: dict[str, cp_model.IntVar],
    joint: cp_model.LinearExprT,
) -> None:
    for role in sorted(one.keys() | two.keys()):
        difference = one.get(role, 0) - two.get(role, 0)
        model.add(difference <= 1 - joint)
        model.add(difference >= joint - 1)


def _same_role(
    model: cp_model.CpModel, one: dict[str, cp_model.IntVar], two: dict[str, cp_model.IntVar]
) -> None:
    for role, literal in one.items():
        for other, second in two.items():
            if role != other:
                model.add_at_most_one(literal, second)


def _come_once(rounds: Rounds, teams: Teams, programme: Programme) -> None:
    """Whoever drives to the village themselves is asked to come for one round a day."""
    for member in programme.staff:
        if member.joins is not Joins.SITE:
            continue
        keys = [key for key in teams.present if key[0] == member.id]
        for one, two in combinations(keys, 2):
            if one[2] != two[2] or one[3] is two[3]:
                continue
            joint: cp_model.LinearExprT = 0
            if one[1] == two[1]:
                joint = sum(
                    column.chosen
                    for column in rounds.covering(one[1], one[2], one[3])
                    if two[3] in column.template.half_days
                )
            rounds.model.add(teams.present[one] + teams.present[two] <= 1 + joint)
