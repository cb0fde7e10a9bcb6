"""The times of a stop follow from the leg that leads to it and from the permanence."""

from __future__ import annotations

from collections.abc import Iterator

from routing.planning.check.case import Case, Session
from routing.planning.check.violation import Violation
from routing.planning.check.wording import clock, span
from routing.planning.plans import Round
from routing.sentence import say


def stop_times(case: Case) -> Iterator[Violation]:
    """Arrive after the leg, set up, start, end after the duration, depart once packed.

    Nobody waits before leaving a stop: all waiting lies between arrival and setting up.
    """
    for round_ in case.plan.rounds:
        yield from _arrivals(round_)
    for session in case.sessions:
        yield from _session(session)


def _arrivals(round_: Round) -> Iterator[Violation]:
    left_s = round_.depart_s
    for stop in round_.stops:
        if stop.arrive_s < left_s:
            yield Violation(
                "STOP_ORDER",
                round_.id,
                say(
                    "La tournée {round} arrive à {permanence} à {arrive}, avant d’être "
                    "partie de l’étape précédente à {left}.",
                    round=round_.id,
                    permanence=stop.permanence,
                    arrive=clock(stop.arrive_s),
                    left=clock(left_s),
                ),
            )
        elif stop.arrive_s != left_s + stop.travel_s:
            yield Violation(
                "ARRIVAL_TIME",
                round_.id,
                say(
                    "La tournée {round} arrive à {permanence} à {arrive} ; partie à {left}, "
                    "elle y serait à {right}.",
                    round=round_.id,
                    permanence=stop.permanence,
                    arrive=clock(stop.arrive_s),
                    left=clock(left_s),
                    right=clock(left_s + stop.travel_s),
                ),
            )
        left_s = stop.depart_s


def _session(session: Session) -> Iterator[Violation]:
    stop, permanence, name = session.stop, session.permanence, session.round.id
    where = say("Tournée {name}, permanence {permanence}", name=name, permanence=permanence.id)
    if stop.arrive_s > session.ready_s:
        yield Violation(
            "SETUP_TOO_SHORT",
            name,
            say(
                "{where} : arrivée à {arrive} pour ouvrir à {start}, alors que "
                "l’installation prend {setup}.",
                where=where,
                arrive=clock(stop.arrive_s),
                start=clock(stop.start_s),
                setup=span(permanence.setup_s),
            ),
        )
    if stop.end_s != stop.start_s + permanence.duration_s:
        yield Violation(
            "SESSION_DURATION",
            name,
            say(
                "{where} : de {start} à {end}, la séance dure {duration}.",
                where=where,
                start=clock(stop.start_s),
                end=clock(stop.end_s),
                duration=span(permanence.duration_s),
            ),
        )
    if stop.depart_s != stop.end_s + permanence.packing_s:
        yield Violation(
            "PACKING_TIME",
            name,
            say(
                "{where} : fin à {end} et départ à {depart}, le rangement prend {packing}.",
                where=where,
                end=clock(stop.end_s),
                depart=clock(stop.depart_s),
                packing=span(permanence.packing_s),
            ),
        )
