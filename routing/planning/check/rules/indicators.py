"""The indicators say what the rounds say."""

from __future__ import annotations

from collections.abc import Iterator

from routing.planning.check.case import Case
from routing.planning.check.periods import dues
from routing.planning.check.violation import Violation

_ONE_DECIMAL = 0.05 + 1e-6


def indicators(case: Case) -> Iterator[Violation]:
    """Sessions held and due, kilometres and hours are right wherever the plan tells them.

    ``distance_km`` and ``duration_h`` are sums over the rounds with one decimal. Other
    indicators are not looked at.
    """
    rounds = case.plan.rounds
    expected = {
        "permanences_held": (float(sum(len(round_.stops) for round_ in rounds)), 0.0),
        "permanences_due": (float(_due(case)), 0.0),
        "distance_km": (sum(round_.distance_m for round_ in rounds) / 1000, _ONE_DECIMAL),
        "duration_h": (sum(round_.duration_s for round_ in rounds) / 3600, _ONE_DECIMAL),
    }
    for name, (value, tolerance) in expected.items():
        said = case.plan.indicators.get(name)
        if said is not None and not abs(said - value) <= tolerance:
            yield Violation(
                "INDICATOR",
                name,
                f"L’indicateur {name} vaut {_number(said)} au lieu de {_number(value)}.",
            )


def _due(case: Case) -> int:
    return sum(
        period.due for permanence in case.permanences.values() for period in dues(case, permanence)
    )


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0").replace(".", ",")
