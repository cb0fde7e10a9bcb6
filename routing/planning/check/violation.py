"""What the checker says about a plan: one violation a fault."""

from __future__ import annotations

from dataclasses import dataclass

from routing.planning.check.wording import typeset
from routing.sentence import Sentence


@dataclass(frozen=True, slots=True)
class Violation:
    """A rule that a plan breaks.

    Parameters
    ----------
    code
        Stable name of the rule, UPPER_SNAKE.
    record
        The record at fault: a round, a permanence, a staff member, a unit, a ride, a request, a
        driver or a car.
    message
        One sentence in French, to be said in other languages too. People are named by their id
        only, never by their label, so that the message may be logged.
    """

    code: str
    record: str
    message: Sentence

    def __post_init__(self) -> None:
        object.__setattr__(self, "message", typeset(self.message))
