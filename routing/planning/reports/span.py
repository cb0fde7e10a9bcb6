"""Several plans, each with its programme, as one stretch of time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from routing.planning.plans import Plan
from routing.planning.programme import Programme
from routing.sentence import say


class ReportError(ValueError):
    """Plans that cannot be reported on together; the message says which and what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A plan and the programme that it answers."""

    plan: Plan
    programme: Programme


def in_order(parts: Iterable[Part]) -> Sequence[Part]:
    """Return the parts by date.

    Raises
    ------
    ReportError
        When there is none, or two tell of the same date: nothing may be counted twice.
    """
    found = sorted(parts, key=lambda part: part.plan.horizon)
    if not found:
        raise ReportError(say("donnez au moins un plan."))
    for one, next_one in pairwise(found):
        if next_one.plan.horizon.first <= one.plan.horizon.last:
            first, last = next_one.plan.horizon.first, one.plan.horizon.last
            raise ReportError(
                say(
                    "deux plans couvrent le {first} (l’un va jusqu’au {last}) : donnez un seul "
                    "plan par date, le dernier qui a été annoncé.",
                    first=first,
                    last=last,
                )
            )
    return found
