"""A plan answers the programme and the territory it is checked against."""

from __future__ import annotations

from collections.abc import Iterator

from routing.planning.check.case import Case
from routing.planning.check.violation import Violation
from routing.planning.check.wording import quoted
from routing.sentence import say


def belonging(case: Case) -> Iterator[Violation]:
    """Require that the plan bears the names of this programme and this territory."""
    plan = case.plan
    if plan.programme != case.programme.name:
        asked, found = quoted(case.programme.name), quoted(plan.programme)
        yield Violation(
            "OTHER_PROGRAMME",
            plan.programme,
            say("Le plan répond au programme {found}, non à {asked}.", found=found, asked=asked),
        )
    if plan.territory != case.territory.name:
        asked, found = quoted(case.territory.name), quoted(plan.territory)
        yield Violation(
            "OTHER_TERRITORY",
            plan.territory,
            say("Le plan porte sur le territoire {found}, non {asked}.", found=found, asked=asked),
        )
