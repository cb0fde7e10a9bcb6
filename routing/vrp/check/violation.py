"""What the checker says about an answer: one violation a fault."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Violation:
    """A rule that an answer breaks.

    Parameters
    ----------
    code
        Stable name of the rule, UPPER_SNAKE.
    where
        What is at fault: ``vehicle v0, day 1``, ``vehicle v0, day 1, stop 3``, ``task c7`` or a
        part of the cost.
    message
        One sentence with the figures.
    """

    code: str
    where: str
    message: str
