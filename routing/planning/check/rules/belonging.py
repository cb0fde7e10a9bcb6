"""A plan answers the programme and the territory it is checked against."""

from __future__ import annotations

from collections.abc import Iterator

from routing.planning.check.case import Case
from routing.planning.check.violation import Violation
from routing.planning.check.wording import quoted


def belonging(case: Case) -> Iterator[Violation]:
    """Require that the plan bears the names of this programme and this territory."""
    plan = case.plan
    if plan.programme != case.programme.name:
        asked, found = quoted(case.programme.name), quoted(plan.programme)
        yield Violation(
            "OTHER_PROGRAMME",
            plan.programme,
            f"Le plan répond au programme {found}, non à {asked}.",
        )
    if plan.territory != case.territory.name:
        asked, found = quoted(case.territory.name), quoted(plan.territory)
        yield Violation(
            "OTHER_TERRITORY",
            plan.territory,
            f"Le plan porte sur le territoire {found}, non {asked}.",
        )
