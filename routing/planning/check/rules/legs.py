"""The legs of a round are those of the roads."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from routing.planning.check.case import TOLERANCE, Case
from routing.planning.check.violation import Violation
from routing.planning.check.wording import metres, span
from routing.planning.plans import Round
from routing.sentence import say


def legs(case: Case) -> Iterator[Violation]:
    """Each leg lasts and measures what the road matrix says, to a second and a metre."""
    for round_ in case.plan.rounds:
        itinerary = case.itinerary(round_)
        if itinerary is None or not round_.stops:
            continue
        for (origin, destination), (seconds, length) in zip(
            pairwise(itinerary), _said(round_), strict=True
        ):
            yield from _leg(case, round_, (origin, destination), seconds, length)


def _said(round_: Round) -> list[tuple[int, int]]:
    """Seconds and metres of each leg as the round tells them, the way back included."""
    out = [(stop.travel_s, stop.distance_m) for stop in round_.stops]
    back_s = round_.return_s - round_.stops[-1].depart_s
    return [*out, (back_s, round_.distance_m - sum(length for _, length in out))]


def _leg(
    case: Case, round_: Round, ends: tuple[str, str], seconds: int, length: int
) -> Iterator[Violation]:
    leg = case.leg(*ends)
    where = say(
        "Tournée {round}, de {origin} à {destination}",
        round=round_.id,
        origin=ends[0],
        destination=ends[1],
    )
    if not leg.exists:
        yield Violation("NO_ROAD", round_.id, say("{where} : aucune route n’y mène.", where=where))
        return
    if abs(seconds - leg.seconds) > TOLERANCE:
        yield Violation(
            "LEG_DURATION",
            round_.id,
            say(
                "{where} : {seconds} de trajet, la route en demande {needed}.",
                where=where,
                seconds=span(seconds),
                needed=span(leg.seconds),
            ),
        )
    if abs(length - leg.metres) > TOLERANCE:
        yield Violation(
            "LEG_DISTANCE",
            round_.id,
            say(
                "{where} : {length}, la route en compte {metres}.",
                where=where,
                length=metres(length),
                metres=metres(leg.metres),
            ),
        )
