"""No ride without its session."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from routing.planning.check.case import Case
from routing.planning.check.rides import Carriage
from routing.planning.check.violation import Violation
from routing.planning.check.wording import day
from routing.planning.ride_requests import ToPermanence
from routing.sentence import say


def sessions(case: Case) -> Iterator[Violation]:
    """Rides to a permanence, and back, take place on a date on which the rounds hold it.

    The session is one of those that the request accepts: on one of its dates, on any where it
    names none; with ``only_next``, the first one held from the first of its dates (or of the
    horizon) on.
    """
    for carriage in case.rides.carriages:
        wanted = carriage.request.destination
        if isinstance(wanted, ToPermanence) and wanted.permanence in case.permanences:
            yield from _session(case, carriage, wanted)


def _session(case: Case, carriage: Carriage, wanted: ToPermanence) -> Iterator[Violation]:
    ride, held = carriage.ride, _held(case, wanted)
    who = say(
        "Le transport {ride} de la demande {request}", ride=ride.id, request=carriage.request.id
    )
    if ride.date not in held:
        yield Violation(
            "RIDE_WITHOUT_SESSION",
            ride.id,
            say(
                "{who} a lieu le {date}, où aucune tournée ne tient la permanence {permanence}.",
                who=who,
                date=day(ride.date),
                permanence=wanted.permanence,
            ),
        )
    elif wanted.only_next:
        first = min(wanted.dates, default=case.plan.horizon.first)
        following = min((value for value in held if value >= first), default=None)
        if ride.date != following:
            yield Violation(
                "NOT_THE_NEXT_SESSION",
                ride.id,
                say(
                    "{who} va à la séance du {date}, alors que seule convient la première à "
                    "partir du {first}.",
                    who=who,
                    date=day(ride.date),
                    first=day(first),
                ),
            )
    elif wanted.dates and ride.date not in wanted.dates:
        yield Violation(
            "SESSION_NOT_ACCEPTED",
            ride.id,
            say(
                "{who} va à la séance du {date}, que la demande n’accepte pas.",
                who=who,
                date=day(ride.date),
            ),
        )


def _held(case: Case, wanted: ToPermanence) -> set[date]:
    sessions = case.sessions_by_permanence[wanted.permanence]
    return {session.round.date for session in sessions}
