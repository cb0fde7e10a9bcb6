"""Consecutive sessions of a permanence."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

from routing.planning.check.case import Case
from routing.planning.programme import Permanence


def gaps(case: Case, permanence: Permanence) -> list[tuple[date, date]]:
    """Return the pairs of consecutive dates of which at least one is planned here.

    Past sessions count, so that spacing holds across the edge of the horizon; two sessions
    of one date count once (:mod:`~routing.planning.check.rules.once_a_day` forbids them).
    """
    planned = {session.round.date for session in case.sessions_by_permanence[permanence.id]}
    every = sorted(planned.union(case.past_dates[permanence.id]))
    return [pair for pair in pairwise(every) if not planned.isdisjoint(pair)]
