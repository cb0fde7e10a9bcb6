"""When a request has to be where: one visit for each date on which it could be served."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from routing.planning.dates import DAY_S, Horizon
from routing.planning.plans import Leg, Round
from routing.planning.programme import Permanence, Programme
from routing.planning.ride_requests import (
    RideRequest,
    ToAppointment,
    ToPermanence,
)
from routing.planning.rides.places import destination_key

ARRIVALS_S = 60 * 60
"""People arrive at a permanence within this time from its start, as far as their stay allows."""
COLLECTED_S = 30 * 60
"""Most time that somebody waits for the car after their appointment or session, as a rule."""
AT_THE_TIME_S = 15 * 60
"""Most time after the hour asked for at which a return “at” begins, as a rule."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A session that is held, or could be."""

    permanence: str
    date: date
    start_s: int
    end_s: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """A request on a date.

    Parameters
    ----------
    arrive_s
        Earliest and latest moment at the door.
    collect_s
        Earliest and latest moment at which the way back begins; ``None``: no way back.
    session
        Permanence visited, if any.
    leave_from_s, over_by_s
        Where the same person has other requests on that date: earliest moment at which they get
        in at their door, and latest at which they have got out for the last time.
    """

    request: RideRequest
    date: date
    place: str
    arrive_s: tuple[int, int]
    collect_s: tuple[int, int] | None
    session: str | None = None
    leave_from_s: int | None = None
    over_by_s: int | None = None

    def window(self, leg: Leg, *, pickup: bool, alighting_s: int) -> tuple[int, int] | None:
        """Return earliest and latest start of getting in, or out, on a leg; ``None``: any time."""
        outbound = leg is Leg.OUTBOUND
        last = not pickup and outbound is (self.collect_s is None)
        early, late = 0, DAY_S
        if outbound and pickup:
            early = self.leave_from_s or 0
        elif outbound:
            early, late = self.arrive_s
        elif pickup and self.collect_s is not None:
            early, late = self.collect_s
        if last and self.over_by_s is not None:
            late = min(late, self.over_by_s - alighting_s)
        return None if (early, late) == (0, DAY_S) else (early, late)


def sessions_held(rounds: Iterable[Round]) -> tuple[Held, ...]:
    """Return the sessions of a plan's rounds, by date."""
    found = [
        Held(permanence=s.permanence, date=r.date, start_s=s.start_s, end_s=s.end_s)
        for r in rounds
        for s in r.stops
    ]
    return tuple(sorted(found, key=lambda held: (held.date, held.start_s, held.permanence)))


def visits(
    request: RideRequest, programme: Programme, horizon: Horizon, held: Sequence[Held]
) -> tuple[Visit, ...]:
    """Return the dates on which the request could be served, the earliest first.

    None where its date lies outside the horizon, none of the sessions it asks for is held, or the
    way back is asked for before anybody has arrived.
    """
    wanted = request.destination
    place = destination_key(request, programme)
    if isinstance(wanted, ToPermanence):
        permanence = programme.permanence(wanted.permanence)
        return tuple(
            visit
            for session in _accepted(wanted, held)
            if (visit := _to_session(request, wanted, place, permanence, session)) is not None
        )
    if isinstance(wanted, ToAppointment):
        day, start_s, end_s = wanted.date, wanted.at_s, wanted.at_s + wanted.length_s
    else:
        event = programme.event(wanted.event)
        day, start_s, end_s = event.date, event.start_s, event.end_s
    if day not in horizon:
        return ()
    least, most = request.arrive_early_s
    arrive = (max(0, start_s - most), max(0, start_s - least))
    visit = _visit(request, day, place, arrive, end_s, collected_s(request))
    return () if visit is None else (visit,)


def collected_s(request: RideRequest) -> int:
    """Return the most time that somebody waits for the car once it is over."""
    return COLLECTED_S if request.max_wait_s is None else request.max_wait_s


def _accepted(wanted: ToPermanence, held: Sequence[Held]) -> Iterator[Held]:
    mine = [session for session in held if session.permanence == wanted.permanence]
    if wanted.only_next:
        first = min(wanted.dates, default=date.min)
        yield from [session for session in mine if session.date >= first][:1]
        return
    yield from (s for s in mine if not wanted.dates or s.date in wanted.dates)


def _to_session(
    request: RideRequest, wanted: ToPermanence, place: str, permanence: Permanence, held: Held
) -> Visit | None:
    latest = min(held.start_s + ARRIVALS_S, held.end_s - wanted.stay_s)
    if latest < held.start_s - request.arrive_early_s[1]:
        return None
    earliest = min(held.start_s - request.arrive_early_s[0], latest)
    slack = held.end_s + permanence.packing_s - (latest + wanted.stay_s)
    return _visit(
        request, held.date, place, (earliest, latest), latest + wanted.stay_s,
        max(collected_s(request), slack), session=permanence.id,
    )  # fmt: skip


def _visit(
    request: RideRequest,
    day: date,
    place: str,
    arrive: tuple[int, int],
    over_s: int,
    wait_s: int,
    session: str | None = None,
) -> Visit | None:
    """Return the visit; the way back begins once the latest arrival has got out.

    ``None`` where it would have to begin before.
    """
    late_s = AT_THE_TIME_S if request.max_wait_s is None else request.max_wait_s
    collect = request.back.between(over_s, wait_s, late_s)
    if collect is not None:
        collect = max(collect[0], arrive[1] + request.boarding_s // 2 + 1), collect[1]
        if collect[0] > collect[1]:
            return None
    return Visit(
        request=request,
        date=day,
        place=place,
        arrive_s=arrive,
        collect_s=collect,
        session=session,
    )
