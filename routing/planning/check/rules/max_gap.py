"""Sessions too far apart are said to be."""

from __future__ import annotations

from collections.abc import Iterator

from routing.planning.check.case import Case
from routing.planning.check.gaps import gaps
from routing.planning.check.violation import Violation
from routing.planning.check.wording import day, days
from routing.sentence import say


def max_gap(case: Case) -> Iterator[Violation]:
    """Require a remark ``MAX_GAP`` for a permanence with a gap above ``max_gap_days``."""
    remarked = {remark.id for remark in case.plan.remarks if remark.code == "MAX_GAP"}
    for permanence in case.permanences.values():
        most = permanence.max_gap_days
        if most is None or permanence.id in remarked:
            continue
        for before, after in gaps(case, permanence):
            found = (after - before).days
            if found > most:
                yield Violation(
                    "MAX_GAP_NOT_REMARKED",
                    permanence.id,
                    say(
                        "Permanence {permanence} : {found} entre le {before} et le {after} (au "
                        "plus {most}), sans remarque MAX_GAP.",
                        permanence=permanence.id,
                        found=days(found),
                        before=day(before),
                        after=day(after),
                        most=most,
                    ),
                )
