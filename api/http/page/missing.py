"""What a plan leaves open: sessions not held, people not fetched, why, and what would help."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from api.http.page.sight import Sight
from api.http.page.words import Words
from maps.ride_places import RidePlace
from routing.planning.plans import RideChange, Unassigned, UnservedRide
from routing.planning.ride_requests import RideRequest, ToAppointment, ToEvent
from routing.planning.rides.changes import Kind

LAW = frozenset({"membership", "low_income", "prescription"})
"""Facts about a person that make a ride lawful; their coordinator knows them."""
APPLICABLE = frozenset(kind.value for kind in Kind) | LAW - {"prescription"}

_BUTTONS = dict.fromkeys(LAW, "open.so_it_is") | {Kind.DRIVER.value: "open.volunteer"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Why:
    """A sentence, and the volunteers it is about; nobody: it holds for all."""

    message: str
    drivers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Remedy:
    """What would help; ``value`` names it in a form, empty where only people can do it.

    ``button`` names the words of its button.
    """

    message: str
    value: str = ""
    button: str = "open.apply"


@dataclass(frozen=True, slots=True, kw_only=True)
class MissedRide:
    """Somebody whom no ride serves."""

    id: str
    passenger: str
    when: str
    door: str
    goal: str
    reasons: tuple[Why, ...]
    remedies: tuple[Remedy, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MissedSession:
    """A session that is not held."""

    id: str
    name: str
    due: str
    reasons: tuple[Why, ...]


def missed_sessions(
    records: Iterable[Unassigned], sight: Sight, words: Words
) -> list[MissedSession]:
    """Return sessions that are due and not held, as people read them."""
    names = {permanence.id: permanence.name for permanence in sight.programme.permanences}

    def told(record: Unassigned) -> MissedSession:
        return MissedSession(
            id=record.id,
            name=names.get(record.id, record.id),
            due=words.wording.days(record.due),
            reasons=tuple(Why(message=reason.message) for reason in record.reasons),
        )

    return [told(record) for record in records]


def missed_rides(sight: Sight, words: Words) -> list[MissedRide]:
    """Return the requests that no ride serves."""
    requests = {request.id: request for request in sight.programme.requests}
    labels = {driver.id: driver.label for driver in sight.programme.drivers}
    found = (
        _missed(record, requests.get(record.request), sight, labels, words)
        for record in sight.plan.unserved
    )
    return list(found)


def _missed(
    record: UnservedRide,
    request: RideRequest | None,
    sight: Sight,
    labels: Mapping[str, str],
    words: Words,
) -> MissedRide:
    remedies = tuple(
        Remedy(
            message=change.message,
            value=remedy_value(record.request, change) if change.kind in APPLICABLE else "",
            button=_BUTTONS.get(change.kind, "open.apply"),
        )
        for change in record.changes
    )
    return MissedRide(
        id=record.request,
        passenger=request.passenger if request else "",
        when=when_of(request, sight, words) if request else "",
        door=_place(sight.places.door(request), words) if request else "",
        goal=goal_of(request, sight, words) if request else "",
        reasons=_whys(record, labels),
        remedies=remedies,
    )


def remedy_value(request: str, change: RideChange) -> str:
    """Return a change as a form's button sends it: request, kind, amount, date."""
    day = change.on.isoformat() if change.on else ""
    return "|".join((request, change.kind, str(change.amount), day))


def when_of(request: RideRequest, sight: Sight, words: Words) -> str:
    """Return when somebody wants to be somewhere, where it is known."""
    wanted, wording = request.destination, words.wording
    if isinstance(wanted, ToAppointment):
        return words("missing.at", day=wording.weekday(wanted.date), hour=wording.hour(wanted.at_s))
    if isinstance(wanted, ToEvent):
        event = sight.programme.event(wanted.event)
        return words(
            "missing.at", day=wording.weekday(event.date), hour=wording.hour(event.start_s)
        )
    return ", ".join(wording.weekday(day) for day in wanted.dates)


def goal_of(request: RideRequest, sight: Sight, words: Words) -> str:
    """Return where somebody wants to go."""
    place = sight.places.goal(request)
    name = place.purpose or place.name
    where = _place(place, words)
    return name if not where or where in name else f"{name} ({where})" if name else where


def _place(place: RidePlace, words: Words) -> str:
    return place.commune or words("missing.outside")


def _whys(record: UnservedRide, labels: Mapping[str, str]) -> tuple[Why, ...]:
    whom: dict[str, list[str]] = {}
    for reason in record.reasons:
        named = whom.setdefault(reason.message, [])
        if reason.driver is not None:
            named.append(labels.get(reason.driver, reason.driver))
    return tuple(Why(message=m, drivers=_all(drivers)) for m, drivers in whom.items())


def _all(drivers: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(drivers))
