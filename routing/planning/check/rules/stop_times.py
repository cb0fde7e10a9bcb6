"""The times of a stop follow from the leg that leads to it and from the permanence."""

from __future__ import annotations

from collections.abc import Iterator

from routing.planning.check.case import Case, Session
from routing.planning.check.violation import Violation
from routing.planning.check.wording import clock, span
from routing.planning.plans import Round


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
                f"La tournée {round_.id} arrive à {stop.permanence} à {clock(stop.arrive_s)}, "
                f"avant d’être partie de l’étape précédente à {clock(left_s)}.",
            )
        elif stop.arrive_s != left_s + stop.travel_s:
            yield Violation(
                "ARRIVAL_TIME",
                round_.id,
                f"La tournée {round_.id} arrive à {stop.permanence} à {clock(stop.arrive_s)} ; "
                f"partie à {clock(left_s)}, elle y serait à {clock(left_s + stop.travel_s)}.",
            )
        left_s = stop.depart_s


def _session(session: Session) -> Iterator[Violation]:
    stop, permanence, name = session.stop, session.permanence, session.round.id
    where = f"Tournée {name}, permanence {permanence.id}"
    if stop.arrive_s > session.ready_s:
        yield Violation(
            "SETUP_TOO_SHORT",
            name,
            f"{where} : arrivée à {clock(stop.arrive_s)} pour ouvrir à {clock(stop.start_s)}, "
            f"alors que l’installation prend {span(permanence.setup_s)}.",
        )
    if stop.end_s != stop.start_s + permanence.duration_s:
        yield Violation(
            "SESSION_DURATION",
            name,
            f"{where} : de {clock(stop.start_s)} à {clock(stop.end_s)}, "
            f"la séance dure {span(permanence.duration_s)}.",
        )
    if stop.depart_s != stop.end_s + permanence.packing_s:
        yield Violation(
            "PACKING_TIME",
            name,
            f"{where} : fin à {clock(stop.end_s)} et départ à {clock(stop.depart_s)}, "
            f"le rangement prend {span(permanence.packing_s)}.",
        )
