"""What a programme asks beyond the dates that it plans: no fault, but good to know."""

from __future__ import annotations

from routing.planning.dates import Horizon
from routing.planning.programme import Programme
from routing.planning.ride_requests import RideRequest, ToAppointment, ToPermanence
from routing.sentence import say

_SHOWN = 5


def beyond_horizon(programme: Programme) -> str:
    """Return a sentence about requests none of whose dates is planned, else an empty text.

    They are no faults: one programme may hold the requests of several months, and
    ``--month`` plans another one than it names.
    """
    horizon = programme.horizon
    if horizon is None:
        return ""
    beyond = [r.id for r in programme.requests if not _meets(r, programme, horizon)]
    if not beyond:
        return ""
    names = ", ".join(beyond[:_SHOWN]) + (" …" if len(beyond) > _SHOWN else "")
    told = {
        "count": len(beyond),
        "first": f"{horizon.first:%d/%m/%Y}",
        "last": f"{horizon.last:%d/%m/%Y}",
        "names": names,
    }
    if len(beyond) > 1:
        return say(
            "{count} demandes hors de la période du programme, du {first} au {last} ({names}) ; "
            "elles ne seront pas planifiées avec elle.",
            **told,
        )
    return say(
        "{count} demande hors de la période du programme, du {first} au {last} ({names}) ; "
        "elle ne sera pas planifiée avec elle.",
        **told,
    )


def _meets(request: RideRequest, programme: Programme, horizon: Horizon) -> bool:
    wanted = request.destination
    if isinstance(wanted, ToAppointment):
        return wanted.date in horizon
    if isinstance(wanted, ToPermanence):
        if wanted.only_next:
            return min(wanted.dates, default=horizon.first) <= horizon.last
        return not wanted.dates or any(day in horizon for day in wanted.dates)
    return programme.event(wanted.event).date in horizon
