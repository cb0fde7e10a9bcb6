"""What the plan says of its search adds up, and its kilometres cost what it says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from routing.planning.check.case import Case
from routing.planning.check.violation import Violation
from routing.planning.check.wording import decimal
from routing.planning.plans import AimReport
from routing.sentence import Sentence, say

TRAVEL = "kilometres_and_minutes"
LEADING = ("permanences_held", "people_reached", "regularity", "optional_roles", TRAVEL)
"""Aims of which the plan's own gap is the largest."""
MINUTE_S = 60
KILOMETRE_M = 1000
_ROUNDING = 1e-6


def solver_figures(case: Case) -> Iterator[Violation]:
    """Require bound ≤ cost, gap = (cost − bound) / cost, and the cost of the rounds driven.

    A kilometre costs as much as a minute at the wheel. The plan's cost and bound are those
    of its aim « kilometres_and_minutes », its gap the largest of the aims up to that one. A
    plan that tells no aims, one made by hand, claims no proof.
    """
    solver = case.plan.solver
    if not solver.aims:
        return
    for aim in solver.aims:
        yield from _figures(aim.aim, aim.cost, aim.bound, aim.gap)
    travel = next((aim for aim in solver.aims if aim.aim == TRAVEL), None)
    if travel is None:
        yield _wrong(
            "solver", say("Le but {aim} n’est pas parmi ceux de la recherche.", aim=TRAVEL)
        )
        return
    if (solver.cost, solver.bound) != (travel.cost, travel.bound):
        yield _wrong(
            "solver",
            say(
                "Le plan annonce un coût de {cost} et une borne de {bound}, son but "
                "{aim} {aim_cost} et {aim_bound}.",
                cost=solver.cost,
                bound=solver.bound,
                aim=TRAVEL,
                aim_cost=travel.cost,
                aim_bound=travel.bound,
            ),
        )
    yield from _largest_gap(solver.aims, solver.gap)
    yield from _travel_cost(case, travel.cost)


def _figures(name: str, cost: int, bound: int, gap: float) -> Iterator[Violation]:
    if cost < 0 or not 0 <= bound <= cost:
        yield _wrong(
            name,
            say(
                "La borne {bound} du but {name} dépasse son coût {cost}.",
                bound=bound,
                name=name,
                cost=cost,
            ),
        )
        return
    expected = float(Fraction(cost - bound, cost)) if cost else 0.0
    if not abs(gap - expected) <= _ROUNDING:
        yield _wrong(
            name,
            say(
                "Le but {name} annonce un écart de {gap} au lieu de {expected} (coût "
                "{cost}, borne {bound}).",
                name=name,
                gap=_percent(gap),
                expected=_percent(expected),
                cost=cost,
                bound=bound,
            ),
        )


def _largest_gap(aims: Sequence[AimReport], gap: float) -> Iterator[Violation]:
    expected = max(aim.gap for aim in aims if aim.aim in LEADING)
    if not abs(gap - expected) <= _ROUNDING:
        yield _wrong(
            "solver",
            say(
                "Le plan annonce un écart de {gap}, le plus grand de ses buts est de {expected}.",
                gap=_percent(gap),
                expected=_percent(expected),
            ),
        )


def _travel_cost(case: Case, cost: int) -> Iterator[Violation]:
    """Allow a second a round for rounding."""
    rounds = case.plan.rounds
    driven_s = sum(round_.driving_s for round_ in rounds)
    driven_m = sum(round_.distance_m for round_ in rounds)
    driven = driven_s + driven_m * MINUTE_S / KILOMETRE_M
    if abs(cost - driven) > len(rounds):
        yield _wrong(
            TRAVEL,
            say(
                "Les trajets annoncent un coût de {cost}, leurs minutes et leurs "
                "kilomètres en font {driven}.",
                cost=cost,
                driven=round(driven),
            ),
        )


def _percent(share: float) -> Sentence:
    return say("{number} %", number=decimal(f"{100 * share:.4f}"))


def _wrong(record: str, message: Sentence) -> Violation:
    return Violation("SOLVER_FIGURES", record, message)
