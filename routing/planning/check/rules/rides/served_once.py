"""Every request is served once, or the plan says that it is not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from routing.planning.check.case import Case
from routing.planning.check.violation import Violation
from routing.planning.plans import Leg, RideStopKind
from routing.sentence import say

_STOPS = {
    (Leg.OUTBOUND, RideStopKind.PICKUP): say("prise en charge à l’aller"),
    (Leg.OUTBOUND, RideStopKind.DROPOFF): say("déposée à l’aller"),
    (Leg.RETURN, RideStopKind.PICKUP): say("prise en charge au retour"),
    (Leg.RETURN, RideStopKind.DROPOFF): say("déposée au retour"),
}


def served_once(case: Case) -> Iterator[Violation]:
    """Nobody gets in or out twice on a leg; a request has either rides or an unserved record.

    A request whose date lies outside the horizon needs an unserved record as well.
    """
    stops = [stop for ride in case.plan.rides for stop in ride.stops]
    for (name, leg, kind), count in Counter((s.request, s.leg, s.kind) for s in stops).items():
        if count > 1:
            message = say(
                "La demande {name} est {stop} {count} fois.",
                name=name,
                stop=_STOPS[leg, kind],
                count=count,
            )
            yield Violation("REQUEST_SERVED_TWICE", name, message)
    served = {stop.request for stop in stops}
    unserved = Counter(record.request for record in case.plan.unserved)
    for name in case.rides.requests:
        if name in served and unserved[name]:
            message = say(
                "La demande {name} a un transport et figure parmi les non servies.", name=name
            )
            yield Violation("REQUEST_SERVED_AND_NOT", name, message)
        elif name not in served and not unserved[name]:
            message = say(
                "La demande {name} n’a ni transport ni raison de ne pas en avoir.", name=name
            )
            yield Violation("REQUEST_FORGOTTEN", name, message)
        if unserved[name] > 1:
            message = say(
                "La demande {name} figure {count}\N{NO-BREAK SPACE}fois parmi les non servies.",
                name=name,
                count=unserved[name],
            )
            yield Violation("UNSERVED_TWICE", name, message)
