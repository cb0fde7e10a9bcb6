"""When a passenger has to be where, by what they are taken to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from routing.planning.check.case import Case, Session
from routing.planning.dates import DAY_S
from routing.planning.ride_requests import Back, RideRequest, ToAppointment, ToPermanence

ARRIVALS_S = 60 * 60
"""People arrive at a permanence within this time from its start, as far as their stay allows."""
COLLECTED_S = 30 * 60
"""Most time that who says nothing else waits for the car after an appointment or session."""
AT_THE_TIME_S = 15 * 60
"""Most time after an hour asked for at which the way back of who says nothing else begins."""

Window: TypeAlias = tuple[int, int]
"""Earliest and latest moment, seconds of the day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Awaited:
    """What awaits somebody on a date.

    Parameters
    ----------
    arrive
        When they must be at the door.
    over_s, until_s
        When it is over for who arrives as late as they may, and how long they may wait then.
    stay_s
        What they need from their arrival on; ``None`` where it is over for all at ``over_s``.
    """

    arrive: Window
    over_s: int
    until_s: int
    stay_s: int | None = None

    def collect(self, request: RideRequest, arrived_s: int | None) -> Window | None:
        """Return when the way back must begin; ``None`` when none is asked for.

        As soon as it is over for who was at the door at ``arrived_s`` (``None``: unknown), at an
        hour asked for and within the wait that they accept, or likewise after the hour by which
        they have finished.
        """
        back = request.back
        if back.kind is Back.NONE:
            return None
        if back.from_s is None:
            stayed = self.stay_s is not None and arrived_s is not None
            earliest_s = (arrived_s or 0) + (self.stay_s or 0) if stayed else self.over_s
            return earliest_s, min(DAY_S, self.until_s)
        begin_s = back.from_s if back.until_s is None else back.until_s
        return begin_s, min(DAY_S, begin_s + _accepted(request, AT_THE_TIME_S))


def awaited(case: Case, request: RideRequest, day: date) -> Awaited | None:
    """Return what awaits somebody on a date; ``None`` when nothing does.

    At the door of an appointment or event they are between the most and the least time before
    it that they ask for, and fetched within the wait that they accept from its end on.
    """
    wanted = request.destination
    if isinstance(wanted, ToPermanence):
        session = session_on(case, wanted.permanence, day)
        return None if session is None else _at_session(request, wanted, session)
    asked = asked_for(case, request)
    if asked is None or asked[0] != day:
        return None
    _, start_s, end_s = asked
    least, most = request.arrive_early_s
    arrive = max(0, start_s - most), max(0, start_s - least)
    until_s = end_s + _accepted(request, COLLECTED_S)
    return Awaited(arrive=arrive, over_s=end_s, until_s=until_s)


def _accepted(request: RideRequest, otherwise_s: int) -> int:
    """Return the wait for the car that somebody accepts."""
    return otherwise_s if request.max_wait_s is None else request.max_wait_s


def session_on(case: Case, permanence: str, day: date) -> Session | None:
    """Return the session that the plan's rounds hold on a date, the earliest if several."""
    sessions = case.sessions_by_permanence.get(permanence, ())
    held = [session for session in sessions if session.round.date == day]
    return min(held, key=lambda session: session.stop.start_s, default=None)


def asked_for(case: Case, request: RideRequest) -> tuple[date, int, int] | None:
    """Return date, start and end of an appointment or known event; ``None`` otherwise."""
    wanted = request.destination
    if isinstance(wanted, ToAppointment):
        return wanted.date, wanted.at_s, wanted.at_s + wanted.length_s
    event = None if isinstance(wanted, ToPermanence) else case.rides.events.get(wanted.event)
    return None if event is None else (event.date, event.start_s, event.end_s)


def _at_session(request: RideRequest, wanted: ToPermanence, session: Session) -> Awaited:
    """Return what a session lets its visitors do.

    They come from the least time before its start until :data:`ARRIVALS_S` after it, but early
    enough to stay as long as they need: for that even before the start, by the most time that
    they ask for. Where that would not do either, the window ends before it begins. They are
    fetched before the team has packed or, if that is later, within the wait that they accept
    from the end of the stay of who came as late as they may.
    """
    stop, (least, most) = session.stop, request.arrive_early_s
    latest_s = min(stop.start_s + ARRIVALS_S, stop.end_s - wanted.stay_s)
    over_s = latest_s + wanted.stay_s
    packed_s = stop.end_s + session.permanence.packing_s
    return Awaited(
        arrive=(max(stop.start_s - most, min(stop.start_s - least, latest_s)), latest_s),
        over_s=over_s,
        until_s=max(over_s + _accepted(request, COLLECTED_S), packed_s),
        stay_s=wanted.stay_s,
    )
