"""The totals of a round are the sums of its legs."""

from __future__ import annotations

from collections.abc import Iterator

from routing.planning.check.case import TOLERANCE, Case
from routing.planning.check.violation import Violation
from routing.planning.check.wording import clock, metres, span
from routing.planning.plans import Round
from routing.sentence import say


def round_totals(case: Case) -> Iterator[Violation]:
    """Require stops, a return after the last, and sums of metres and seconds.

    The plan does not tell the length of the way back: it is taken from the roads.
    """
    for round_ in case.plan.rounds:
        if not round_.stops:
            message = say("La tournée {round} ne tient aucune permanence.", round=round_.id)
            yield Violation("EMPTY_ROUND", round_.id, message)
            continue
        yield from _driving(round_)
        itinerary = case.itinerary(round_)
        if itinerary is not None:
            yield from _back(case, round_, itinerary)


def _driving(round_: Round) -> Iterator[Violation]:
    back_s = round_.return_s - round_.stops[-1].depart_s
    driving_s = sum(stop.travel_s for stop in round_.stops) + back_s
    if round_.driving_s != driving_s:
        yield Violation(
            "ROUND_DRIVING",
            round_.id,
            say(
                "La tournée {round} annonce {driving} de conduite, ses trajets en font {total}.",
                round=round_.id,
                driving=span(round_.driving_s),
                total=span(driving_s),
            ),
        )


def _back(case: Case, round_: Round, itinerary: tuple[str, ...]) -> Iterator[Violation]:
    leg = case.leg(*itinerary[-2:])
    if not leg.exists:
        return
    return_s = round_.stops[-1].depart_s + leg.seconds
    if abs(round_.return_s - return_s) > TOLERANCE:
        yield Violation(
            "RETURN_TIME",
            round_.id,
            say(
                "La tournée {round} rentre à {back} au lieu de {right}.",
                round=round_.id,
                back=clock(round_.return_s),
                right=clock(return_s),
            ),
        )
    distance_m = sum(stop.distance_m for stop in round_.stops) + leg.metres
    if abs(round_.distance_m - distance_m) > TOLERANCE:
        yield Violation(
            "ROUND_DISTANCE",
            round_.id,
            say(
                "La tournée {round} annonce {distance}, ses trajets en font {total}.",
                round=round_.id,
                distance=metres(round_.distance_m),
                total=metres(distance_m),
            ),
        )
