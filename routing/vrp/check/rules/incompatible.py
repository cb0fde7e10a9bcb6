"""Incompatible shipments keep apart."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from routing.vrp.check.case import Case
from routing.vrp.check.violation import Violation


def incompatible(case: Case) -> Iterator[Violation]:
    """No two share a route, or, where only that is asked, are aboard at once."""
    for rule in case.instance.incompatibilities:
        carried = sorted(rule.shipments & case.carriages.keys())
        for one, other in combinations(carried, 2):
            a, b = case.carriages[one], case.carriages[other]
            apart = rule.scope == "aboard" and (a.delivery < b.pickup or b.delivery < a.pickup)
            if a.run.where == b.run.where and not apart:
                message = f"{one} and {other} share the {rule.scope} of {a.run.where}."
                yield Violation("INCOMPATIBLE", f"task {one}", message)
