"""Nearness to a plan that people know: its sessions on their dates, its people in their places."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date

from ortools.sat.python import cp_model

from routing.planning.model.aims import Aim, Objective
from routing.planning.model.rounds import Held
from routing.planning.model.team import Teams
from routing.planning.plans import Round
from routing.planning.programme import HalfDay

Group = Sequence[cp_model.IntVar]
"""Literals of which one says that something is as people were told."""


def session_changes(held: Held, told: Sequence[Round]) -> Objective:
    """Count sessions that are not held on the date and half-day that people were told."""
    return _missed(_sessions(held, told))


def all_changes(held: Held, teams: Teams, told: Sequence[Round]) -> Objective:
    """Count those sessions, and half-days on which somebody told to come does not, or otherwise."""
    return _missed([*_sessions(held, told), *_presences(teams, told)])


def _sessions(held: Held, told: Sequence[Round]) -> list[Group]:
    known = [(s.permanence, r.date, s.half_day) for r in told for s in r.stops]
    return [held[slot] for slot in known if slot in held]


def _presences(teams: Teams, told: Sequence[Round]) -> Iterator[Group]:
    """Yield the literals of each half-day of somebody's duty, one a unit.

    Which of several units they go with is no change to them.
    """
    literals: dict[tuple[str, str, date, HalfDay], list[cp_model.IntVar]] = defaultdict(list)
    for (staff, _, day, half_day), roles in teams.roles.items():
        for role, literal in roles.items():
            literals[staff, role, day, half_day].append(literal)
    for round_ in told:
        for duty in round_.team:
            served = (s.half_day for s in round_.stops if s.permanence in duty.permanences)
            for half_day in dict.fromkeys(served):
                key = (duty.staff, duty.role, round_.date, half_day)
                if key in literals:
                    yield literals[key]


def _missed(groups: Sequence[Group]) -> Objective:
    kept: list[cp_model.LinearExprT] = [literal for group in groups for literal in group]
    return Objective(Aim.STABILITY, len(groups) - cp_model.LinearExpr.sum(kept), len(groups))
