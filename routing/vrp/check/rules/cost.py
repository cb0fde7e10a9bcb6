"""The cost is what the routes cost."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields

from routing.vrp.check.case import Case
from routing.vrp.check.costs import cost_of
from routing.vrp.check.violation import Violation


def cost(case: Case) -> Iterator[Violation]:
    """Compute every part anew and compare."""
    right, told = cost_of(case.instance, case.solution.routes), case.solution.cost
    for part in (field.name for field in fields(right)):
        if getattr(right, part) != getattr(told, part):
            message = f"Told are {getattr(told, part)}, it is {getattr(right, part)}."
            yield Violation("WRONG_COST", f"cost {part}", message)
