"""The loads that an answer tells are the ones that are aboard."""

from __future__ import annotations

from collections.abc import Iterator

from routing.vrp.check.aboard import by_stop
from routing.vrp.check.case import Case
from routing.vrp.check.violation import Violation


def loads(case: Case) -> Iterator[Violation]:
    """``Stop.load`` is what is aboard on leaving; an empty one is zero."""
    for run in case.runs:
        order = [(halt.stop.kind, halt.stop.task) for halt in run.halts]
        for index, aboard in enumerate(by_stop(case.instance, order)):
            told = run.halts[index].stop.load
            if (told or (0,) * len(aboard)) != aboard:
                message = f"Told are {told}, aboard on leaving are {aboard}."
                yield Violation("WRONG_LOAD", run.at(index), message)
