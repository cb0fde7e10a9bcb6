"""An independent check of any plan against its programme.

Nothing here is shared with the planner: the rules are written a second time, from the
programme's definitions, so that a mistake on one side shows on the other. ``rules`` holds
one small file a rule.
"""

from __future__ import annotations

from routing.planning.check.case import Case
from routing.planning.check.rules import RULES
from routing.planning.check.travel import (
    MatrixTravel,
    Travel,
    home_id,
    places_of,
    travel_of,
)
from routing.planning.check.violation import Violation
from routing.planning.plans import Plan
from routing.planning.programme import Programme
from routing.planning.territory import Territory

__all__ = ["MatrixTravel", "Travel", "Violation", "check", "home_id", "places_of", "travel_of"]


def check(
    programme: Programme, plan: Plan, territory: Territory, travel: Travel
) -> tuple[Violation, ...]:
    """Verify a plan and return everything that is wrong with it, each fault once.

    Parameters
    ----------
    travel
        Seconds and metres between the places of :func:`places_of`, usually a
        :class:`MatrixTravel` of :func:`travel_of`.

    Returns
    -------
    tuple of Violation
        Sorted by code and record, then as the plan goes; empty when the plan keeps to its
        programme.

    Raises
    ------
    KeyError
        When ``travel`` does not know one of the places of :func:`places_of`.
    """
    case = Case(programme=programme, plan=plan, territory=territory, travel=travel)
    found = dict.fromkeys(violation for rule in RULES for violation in rule(case))
    return tuple(sorted(found, key=lambda violation: (violation.code, violation.record)))
