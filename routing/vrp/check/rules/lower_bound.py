"""A lower bound lies below."""

from __future__ import annotations

from collections.abc import Iterator

from routing.vrp.check.case import Case
from routing.vrp.check.violation import Violation


def lower_bound(case: Case) -> Iterator[Violation]:
    """Require at most the total, and the total itself where that is called optimal."""
    bound, total = case.solution.lower_bound, case.solution.cost.total
    if bound is not None and bound > total:
        message = f"The bound of {bound} lies above the total of {total}."
        yield Violation("LOWER_BOUND", "cost total", message)
    if case.solution.finished == "optimal" and (bound is None or bound < total):
        message = f"Called optimal at a total of {total}, with a bound of {bound}."
        yield Violation("NOT_OPTIMAL", "cost total", message)
