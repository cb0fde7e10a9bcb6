"""All rules, applied."""

from __future__ import annotations

from collections.abc import Iterable

from routing.vrp.check.case import Case
from routing.vrp.check.rules import RULES
from routing.vrp.check.violation import Violation
from routing.vrp.instance import Instance
from routing.vrp.solution import Solution


def check(instance: Instance, solution: Solution) -> list[Violation]:
    """Verify an answer and return everything that is wrong with it, each fault once.

    Returns
    -------
    list of Violation
        Sorted by code and place; empty when the answer keeps to its instance.
    """
    case = Case(instance=instance, solution=solution)
    return in_order(violation for rule in RULES for violation in rule(case))


def in_order(violations: Iterable[Violation]) -> list[Violation]:
    """Sort by code and place, each once."""
    found = dict.fromkeys(violations)
    return sorted(found, key=lambda violation: (violation.code, violation.where))
