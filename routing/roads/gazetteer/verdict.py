"""Whether the first candidate can be taken without asking."""

from __future__ import annotations

from collections.abc import Sequence
from math import cos, hypot, radians

from routing.roads.gazetteer.types import Candidate, Certainty, Kind
from routing.roads.gazetteer.words import fold

LEAST_SCORE = 0.4
"""Below this a candidate has nothing to do with the query."""
GOOD_SCORE = 0.6
"""Below this nothing found is good enough."""
CERTAIN_SCORE = 0.85
"""From this score on the first candidate may be certain.

``python -m benchmarks.addresses`` measures both sides: how often a street that is there is
certain, and how often one that is not there seems to be.
"""
CERTAIN_COMMUNE = 0.9
"""The same for a commune by itself: it answers to part of many queries."""
MARGIN = 0.05
"""A candidate elsewhere that is less than this behind makes the first ambiguous."""
EXACT_SCORE = 0.999
"""The name letter by letter: only another such name is a rival, not « Route de Brignoles »."""
SAME_PLACE_M = 300.0
"""Candidates nearer to each other than this are one place for a driver."""

_M_PER_DEGREE = 111_320.0


def judge(candidates: Sequence[Candidate]) -> Certainty:
    """Judge candidates, the best first."""
    if not candidates or candidates[0].score < GOOD_SCORE:
        return Certainty.UNKNOWN
    first = candidates[0]
    least = EXACT_SCORE if first.score >= EXACT_SCORE else first.score - MARGIN
    rivals = (c for c in candidates[1:] if c.score >= least and not _leads_to(c, first))
    enough = CERTAIN_COMMUNE if first.kind is Kind.COMMUNE else CERTAIN_SCORE
    if first.score < enough or any(apart_m(first, c) > SAME_PLACE_M for c in rivals):
        return Certainty.AMBIGUOUS
    return Certainty.CERTAIN


def _leads_to(street: Candidate, commune: Candidate) -> bool:
    """Whether a street answers to a misspelt commune only because it bears the commune's name."""
    if commune.kind is not Kind.COMMUNE or street.kind is not Kind.STREET:
        return False
    own = f" {fold(commune.name)} "
    return own in f" {fold(street.name)} "


def apart_m(one: Candidate, other: Candidate) -> float:
    """Metres between two candidates, near enough to tell neighbours."""
    east = (one.lon - other.lon) * cos(radians(one.lat))
    return hypot(east, one.lat - other.lat) * _M_PER_DEGREE
