"""Every request is served once, or the plan says that it is not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from routing.planning.check.case import Case
from routing.planning.check.violation import Violation
from routing.planning.check.wording import plural
from routing.planning.plans import Leg, RideStopKind

_STOPS = {
    (Leg.OUTBOUND, RideStopKind.PICKUP): "prise en charge à l’aller",
    (Leg.OUTBOUND, RideStopKind.DROPOFF): "déposée à l’aller",
    (Leg.RETURN, RideStopKind.PICKUP): "prise en charge au retour",
    (Leg.RETURN, RideStopKind.DROPOFF): "déposée au retour",
}


def served_once(case: Case) -> Iterator[Violation]:
    """Nobody gets in or out twice on a leg; a request has either rides or an unserved record.

    A request whose date lies outside the horizon needs an unserved record as well.
    """
    stops = [stop for ride in case.plan.rides for stop in ride.stops]
    for (name, leg, kind), count in Counter((s.request, s.leg, s.kind) for s in stops).items():
        if count > 1:
            message = f"La demande {name} est {_STOPS[leg, kind]} {count} fois."
            yield Violation("REQUEST_SERVED_TWICE", name, message)
    served = {stop.request for stop in stops}
    unserved = Counter(record.request for record in case.plan.unserved)
    for name in case.rides.requests:
        if name in served and unserved[name]:
            message = f"La demande {name} a un transport et figure parmi les non servies."
            yield Violation("REQUEST_SERVED_AND_NOT", name, message)
        elif name not in served and not unserved[name]:
            message = f"La demande {name} n’a ni transport ni raison de ne pas en avoir."
            yield Violation("REQUEST_FORGOTTEN", name, message)
        if unserved[name] > 1:
            times = plural(unserved[name], "fois", "fois")
            message = f"La demande {name} figure {times} parmi les non servies."
            yield Violation("UNSERVED_TWICE", name, message)
