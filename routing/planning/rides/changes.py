"""Changes to a programme that may let somebody be served, each by itself.

``later``, ``sooner``: the appointment, and the way back with it, so many seconds later or sooner.
``earlier``: at the door so many seconds earlier than asked for. ``time_on_board``: at most so many
seconds on board, each way. ``wait``: at most so many seconds of waiting for the way back.
``driver``: one more volunteer on a date, from next door, with a car that holds the party.
``any_driver``: nobody is wished for. ``date``: another session of the permanence.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from enum import Enum, StrEnum

from routing.planning.dates import DAY_S, NOON_S
from routing.planning.drivers import Car, Driver, ExtraHours
from routing.planning.plans import RideChange
from routing.planning.programme import Programme
from routing.planning.ride_requests import Back, Party, RideRequest, ToAppointment, ToPermanence
from routing.planning.wording import Counted, counted
from routing.sentence import conjoined, say


class Part(Enum):
    """Part of a date for which one more driver is asked, and their hours then."""

    MORNING = 6 * 3600, 14 * 3600
    AFTERNOON = 12 * 3600, 20 * 3600
    DAY = 6 * 3600, 20 * 3600


SAID = {
    Part.MORNING: say("matin"),
    Part.AFTERNOON: say("après-midi"),
    Part.DAY: say("toute la journée"),
}
"""Parts of a date in words."""
ORDINARY = Car()
"""What a volunteer's car holds as a rule."""
_PLACES: tuple[Counted, ...] = (
    (
        say("0\N{NO-BREAK SPACE}place"),
        say("1\N{NO-BREAK SPACE}place"),
        say("{n}\N{NO-BREAK SPACE}places"),
    ),
    (
        say("0\N{NO-BREAK SPACE}emplacement pour fauteuil"),
        say("1\N{NO-BREAK SPACE}emplacement pour fauteuil"),
        say("{n}\N{NO-BREAK SPACE}emplacements pour fauteuil"),
    ),
    (
        say("0\N{NO-BREAK SPACE}place au coffre"),
        say("1\N{NO-BREAK SPACE}place au coffre"),
        say("{n}\N{NO-BREAK SPACE}places au coffre"),
    ),
    (
        say("0\N{NO-BREAK SPACE}siège enfant"),
        say("1\N{NO-BREAK SPACE}siège enfant"),
        say("{n}\N{NO-BREAK SPACE}sièges enfant"),
    ),
)


class Kind(StrEnum):
    """What is changed."""

    LATER = "later"
    SOONER = "sooner"
    EARLIER = "earlier"
    TIME_ON_BOARD = "time_on_board"
    WAIT = "wait"
    DRIVER = "driver"
    ANY_DRIVER = "any_driver"
    DATE = "date"


def applied(programme: Programme, request: RideRequest, change: RideChange) -> Programme:
    """Return the programme with a change made for a request.

    Raises
    ------
    ValueError
        When the change cannot be made there: another kind, or a time outside the day.
    """
    if change.kind == Kind.DRIVER and change.on is not None:
        more = tuple(
            helper(request, change.on, part_of(programme, request), number)
            for number in range(change.amount)
        )
        return replace(programme, drivers=(*programme.drivers, *more))
    made = changed(request, Kind(change.kind), change.amount, change.on)
    if made is None:
        raise ValueError(f"{change.kind} cannot be applied to the request {request.id}")
    others = (made if other.id == request.id else other for other in programme.requests)
    return replace(programme, requests=tuple(others))


def changed(
    request: RideRequest, kind: Kind, amount: int, on: date | None = None
) -> RideRequest | None:
    """Return a request with a change made, ``None`` where it makes no sense."""
    if kind is Kind.LATER:
        return _moved(request, amount)
    if kind is Kind.SOONER:
        return _moved(request, -amount)
    if kind is Kind.EARLIER:
        return _earlier(request, amount)
    if kind is Kind.TIME_ON_BOARD:
        return replace(request, max_ride_s=amount)
    if kind is Kind.WAIT:
        return None if request.back.kind is Back.NONE else replace(request, max_wait_s=amount)
    if kind is Kind.ANY_DRIVER:
        return replace(request, wished_drivers=frozenset())
    if kind is Kind.DATE and on is not None and isinstance(request.destination, ToPermanence):
        moved = replace(request.destination, dates=(on,), only_next=False)
        return replace(request, destination=moved)
    return None


def _moved(request: RideRequest, amount: int) -> RideRequest | None:
    """Return a request whose appointment, and the way back, are so much later."""
    wanted, back = request.destination, request.back
    if not isinstance(wanted, ToAppointment):
        return None
    if wanted.at_s + amount < 0 or wanted.at_s + amount + wanted.length_s > DAY_S:
        return None
    if back.from_s is not None:
        until_s = None if back.until_s is None else back.until_s + amount
        if max(back.from_s + amount, until_s or 0) >= DAY_S:
            return None
        back = replace(back, from_s=back.from_s + amount, until_s=until_s)
    return replace(request, destination=replace(wanted, at_s=wanted.at_s + amount), back=back)


def _earlier(request: RideRequest, amount: int) -> RideRequest:
    """At a permanence the least time before its start grows: people may wait at the door."""
    least, most = request.arrive_early_s
    if isinstance(request.destination, ToPermanence):
        return replace(request, arrive_early_s=(least + amount, max(most, least + amount)))
    return replace(request, arrive_early_s=(least, most + amount))


def part_of(programme: Programme, request: RideRequest) -> Part:
    """Return the part of its date in which a request lies."""
    wanted = request.destination
    if isinstance(wanted, ToPermanence):
        permanence = programme.permanence(wanted.permanence)
        start_s = min(opening.start_s for opening in permanence.openings)
        latest_s = max(opening.latest_start_s for opening in permanence.openings)
        end_s = latest_s + permanence.duration_s
    elif isinstance(wanted, ToAppointment):
        start_s, end_s = wanted.at_s, wanted.at_s + wanted.length_s
    else:
        event = programme.event(wanted.event)
        start_s, end_s = event.start_s, event.end_s
    end_s = max(end_s, request.back.until_s or request.back.from_s or 0)
    if end_s <= NOON_S + 1800:
        return Part.MORNING
    return Part.AFTERNOON if start_s >= NOON_S + 3600 else Part.DAY


def car_needed(party: Party) -> str:
    """Say what the helper's car must have beyond an ordinary one; empty where nothing."""
    usual = (ORDINARY.seats, 0, ORDINARY.boot, ORDINARY.child_seats)
    found = [
        counted(part, words)
        for part, room, words in zip(party.load, usual, _PLACES, strict=True)
        if part > room
    ]
    if not found:
        return ""
    return say(", dont la voiture a {needs}", needs=conjoined(found))


def helper(request: RideRequest, day: date, part: Part, number: int = 0) -> Driver:
    """Return one more volunteer, free at these hours of a date, who lives at the request's door."""
    seats, chairs, boot, children = request.party.load
    start_s, end_s = part.value
    car = Car(
        configurations=((max(seats, ORDINARY.seats if not chairs else seats), chairs),),
        boot=max(boot, ORDINARY.boot),
        child_seats=children,
    )
    name = f"renfort-{day:%Y-%m-%d}-{number + 1}"
    return Driver(
        id=name,
        label=name,
        home=request.pickup,
        car=car,
        extra_hours=(ExtraHours(date=day, start_s=start_s, end_s=end_s),),
    )
