"""A stop lies where its task lies."""

from __future__ import annotations

from collections.abc import Iterator

from routing.vrp.check.case import Case
from routing.vrp.check.violation import Violation


def places(case: Case) -> Iterator[Violation]:
    """Compare the row of the matrix that a stop names with the one its task asks for."""
    for run in case.runs:
        for index, halt in enumerate(run.halts):
            if halt.stop.location != halt.asked.location:
                message = f"At row {halt.stop.location}, though asked at {halt.asked.location}."
                yield Violation("WRONG_PLACE", run.at(index), message)
