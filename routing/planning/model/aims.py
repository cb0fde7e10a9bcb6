"""The aims in their order; a later one never costs anything of an earlier one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from ortools.sat.python import cp_model

from routing.planning.model.frequency import WORTH, Sessions
from routing.planning.model.habits import add_habits
from routing.planning.model.people import Reach
from routing.planning.model.rounds import Column, Held, Rounds
from routing.planning.model.team import Teams
from routing.planning.programme import Programme, StaffMember
from routing.vrp.day import DayRoute

METRES_PER_SECOND = 1000 / 60
"""A kilometre weighs as much as a minute at the wheel."""


class Aim(StrEnum):
    """What a plan tries to do, first things first."""

    HELD = "permanences_held"
    PEOPLE = "people_reached"
    REGULARITY = "regularity"
    ROLES = "optional_roles"
    TRAVEL = "kilometres_and_minutes"
    FAIRNESS = "fair_shares"
    PREFERENCE = "preferences"
    STABILITY = "stability"
    """Only where a plan was published before."""


@dataclass(frozen=True, slots=True)
class Objective:
    """An aim as a sum to minimise; ``most`` bounds it from above, 0 from below."""

    aim: Aim
    cost: cp_model.LinearExprT
    most: int


def travel_cost_s(route: DayRoute) -> int:
    """Cost of a route in seconds: its driving, plus a minute for each kilometre."""
    return route.driving_s + round(route.distance_m / METRES_PER_SECOND)


def held_objective(sessions: Sessions) -> Objective:
    """Sessions missing, ten times as bad as gaps too long, by the priority of each."""
    terms: list[cp_model.LinearExprT] = []
    most = 0
    for need, missing in sessions.missing:
        terms.append(WORTH * need.permanence.priority * missing)
        most += WORTH * need.permanence.priority * need.count
    for permanence, late in sessions.late:
        terms.append(permanence.priority * late)
        most += permanence.priority
    return Objective(Aim.HELD, sum(terms), most)


def people_objective(
    model: cp_model.CpModel, held: Held, columns: Iterable[Column], reach: Reach
) -> Objective:
    """People not reached because a session is held when few drivers are free, or off their date.

    And those who can be taken on some dates only, where no session is held on any of them.
    """
    missed = []
    for slots, people in reach.choosy.items():
        nobody = model.new_bool_var("")
        model.add(sum(chosen for slot in slots for chosen in held.get(slot, ())) + nobody >= 1)
        missed.append((people, nobody))
    found = [(reach.lost_by(c.template.slots, c.date), c.chosen) for c in columns]
    losing = [*missed, *((lost, chosen) for lost, chosen in found if lost)]
    return Objective(
        Aim.PEOPLE, sum(lost * chosen for lost, chosen in losing), sum(lost for lost, _ in losing)
    )


def regularity_objective(
    model: cp_model.CpModel, held: Held, sessions: Sessions, programme: Programme
) -> Objective:
    """Sessions off their habit."""
    most = 2 * sum(need.count for need, _ in sessions.missing)
    return Objective(Aim.REGULARITY, sum(add_habits(model, held, programme)), most)


def travel_objective(columns: Iterable[Column]) -> Objective:
    """Driving of all rounds, in seconds (see :func:`travel_cost_s`)."""
    costs = [(travel_cost_s(column.template.route), column) for column in columns]
    most = sum(cost for cost, _ in costs)
    return Objective(Aim.TRAVEL, sum(cost * column.chosen for cost, column in costs), most)


def team_objectives(
    rounds: Rounds, teams: Teams, programme: Programme
) -> tuple[Objective, Objective, Objective]:
    """Build the aims about people: empty places, unfair shares, half-days less liked."""
    fairness, most_unfair = _fairness(rounds.model, teams, programme)
    preferences, most_disliked = _preferences(rounds, teams)
    return (
        Objective(Aim.ROLES, sum(teams.empty), teams.most_empty),
        Objective(Aim.FAIRNESS, fairness, most_unfair),
        Objective(Aim.PREFERENCE, preferences, most_disliked),
    )


def _fairness(
    model: cp_model.CpModel, teams: Teams, programme: Programme
) -> tuple[cp_model.LinearExprT, int]:
    """Sum over roles of the gap between the busiest and the least busy, past included.

    Employees count by their contract, volunteers all alike; a half-day weighs 35.
    """
    groups: dict[tuple[str, str], list[StaffMember]] = defaultdict(list)
    for member in programme.staff:
        for role in member.roles:
            groups[role, member.kind].append(member)
    gaps, most = [], 0
    for (role, kind), members in groups.items():
        found = [_load(teams, programme, member, role) for member in members]
        loads = [load for load in found if load is not None]
        if len(loads) < 2:
            continue
        top = max(most_load for _, most_load in loads)
        busiest = model.new_int_var(0, top, f"busiest:{role}:{kind}")
        idlest = model.new_int_var(0, top, f"idlest:{role}:{kind}")
        for half_days, _ in loads:
            model.add(busiest >= half_days)
            model.add(idlest <= half_days)
        gaps.append(busiest - idlest)
        most += top
    return sum(gaps), most


def _load(
    teams: Teams, programme: Programme, member: StaffMember, role: str
) -> tuple[cp_model.LinearExprT, int] | None:
    """Weighted half-days of a person in a role, and the most they can be, if they can come."""
    literals = [
        roles[role] for key, roles in teams.roles.items() if key[0] == member.id and role in roles
    ]
    if not literals:
        return None
    hours = (member.contract_s_per_week or 35 * 3600) / 3600
    weight = max(1, round(35 * 35 / hours)) if member.contract_s_per_week else 35
    past = sum(
        duty.staff == member.id and duty.role == role for p in programme.past for duty in p.team
    )
    return weight * (past + sum(literals)), weight * (past + len(literals))


def _preferences(rounds: Rounds, teams: Teams) -> tuple[cp_model.LinearExprT, int]:
    """Half-days less liked, and people who come along only to drive."""
    terms: list[cp_model.LinearExprT] = list(teams.extra_drivers)
    most = len(teams.extra_drivers)
    for group in rounds.columns.values():
        for column in group:
            dislike = sum(visit.opening.preference for visit in column.template.visits)
            if dislike:
                terms.append(dislike * column.chosen)
                most += dislike
    return sum(terms), most


def combine(parts: Sequence[Objective]) -> tuple[cp_model.LinearExprT, list[int]]:
    """One sum that keeps the order of ``parts``, and the weight of each."""
    weights = [1] * len(parts)
    for index in range(len(parts) - 2, -1, -1):
        weights[index] = weights[index + 1] * (parts[index + 1].most + 1)
    return sum(w * part.cost for w, part in zip(weights, parts, strict=True)), weights
