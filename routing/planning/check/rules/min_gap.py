"""Sessions keep their least spacing."""

from __future__ import annotations

from collections.abc import Iterator

from routing.planning.check.case import Case
from routing.planning.check.gaps import gaps
from routing.planning.check.violation import Violation
from routing.planning.check.wording import day, days
from routing.sentence import say


def min_gap(case: Case) -> Iterator[Violation]:
    """No two consecutive sessions closer than ``min_gap_days``, the last past one included."""
    for permanence in case.permanences.values():
        least = permanence.min_gap_days
        for before, after in () if least is None else gaps(case, permanence):
            found = (after - before).days
            if least is not None and found < least:
                yield Violation(
                    "MIN_GAP",
                    permanence.id,
                    say(
                        "Permanence {permanence} : {found} entre le {before} et le {after}, il "
                        "en faut au moins {least}.",
                        permanence=permanence.id,
                        found=days(found),
                        before=day(before),
                        after=day(after),
                        least=least,
                    ),
                )
