"""Nobody is left behind."""

from __future__ import annotations

from collections.abc import Iterator

from routing.planning.check.case import Case
from routing.planning.check.rides import Carriage
from routing.planning.check.violation import Violation
from routing.planning.check.wording import clock, day
from routing.planning.plans import Leg
from routing.planning.ride_requests import Back
from routing.sentence import say


def both_ways(case: Case) -> Iterator[Violation]:
    """Whoever asks to be brought back has a way there and, later on that date, one back.

    By the same driver where that is required; who asks for no way back has none.
    """
    served = case.rides.carriages_by_request
    for name, request in case.rides.requests.items():
        out, back = served.get((name, Leg.OUTBOUND), ()), served.get((name, Leg.RETURN), ())
        wanted = request.back.kind is not Back.NONE
        if back and not wanted:
            message = say("La demande {name} a un retour qu’elle ne demande pas.", name=name)
            yield Violation("RETURN_NOT_ASKED", name, message)
        elif out and wanted and not back:
            message = say("La demande {name} est emmenée et n’est pas ramenée.", name=name)
            yield Violation("LEFT_BEHIND", name, message)
        if back and not out:
            message = say("La demande {name} est ramenée sans avoir été emmenée.", name=name)
            yield Violation("RETURN_ONLY", name, message)
        for there in out:
            for home in back:
                yield from _pair(there, home)


def _pair(there: Carriage, home: Carriage) -> Iterator[Violation]:
    name = there.request.id
    out_s = there.dropoff.start_s + there.request.boarding_s // 2
    if there.ride.date != home.ride.date:
        yield Violation(
            "RETURN_OTHER_DATE",
            name,
            say(
                "La demande {name} est emmenée le {date} et ramenée le {back}.",
                name=name,
                date=day(there.ride.date),
                back=day(home.ride.date),
            ),
        )
    elif home.pickup.start_s < out_s:
        yield Violation(
            "RETURN_BEFORE_OUTBOUND",
            name,
            say(
                "La demande {name} repart à {start}, avant d’être descendue à {out}.",
                name=name,
                start=clock(home.pickup.start_s),
                out=clock(out_s),
            ),
        )
    if there.request.back.same_driver_required and there.ride.driver != home.ride.driver:
        yield Violation(
            "OTHER_DRIVER_BACK",
            name,
            say(
                "La demande {name} exige le même conducteur aux deux trajets : {driver} "
                "l’emmène et {other} la ramène.",
                name=name,
                driver=there.ride.driver,
                other=home.ride.driver,
            ),
        )
