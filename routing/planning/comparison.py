"""What changed between two plans of the same dates, in sentences for whoever must tell people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from routing.planning.dates import MINUTE_S
from routing.planning.plans import Leg, Plan, Ride, RideStopKind, Round, RoundStop
from routing.planning.programme import Programme
from routing.planning.wording import clock, day
from routing.sentence import Sentence, conjoined, joined, say


class ChangeKind(StrEnum):
    """What is not as it was."""

    SESSION_ADDED = "session_added"
    SESSION_DROPPED = "session_dropped"
    SESSION_MOVED = "session_moved"
    TEAM = "team"
    RIDE_ADDED = "ride_added"
    RIDE_DROPPED = "ride_dropped"
    RIDE_CHANGED = "ride_changed"


@dataclass(frozen=True, slots=True)
class Moment:
    """When a session opens or a passenger gets in, and who goes: a driver, or a team."""

    date: date
    start_s: int
    who: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One thing that is not as it was.

    ``record`` is a permanence or a request; ``before`` and ``after`` hold what is no longer so
    and what is so now, ids only; ``message`` is a sentence with people's labels.
    """

    kind: ChangeKind
    record: str
    before: tuple[Moment, ...]
    after: tuple[Moment, ...]
    message: Sentence


def differences(before: Plan, after: Plan, programme: Programme) -> list[Sentence]:
    """Return a sentence for each session and each request that is not as it was."""
    return [found.message for found in compared(before, after, programme)]


def compared(before: Plan, after: Plan, programme: Programme) -> list[Difference]:
    """Return each session, each team and each request that is not as it was.

    ``programme`` names permanences and people; that of the later plan knows both.
    """
    sessions = _sessions(before, after, programme)
    teams = _teams(before, after, programme)
    return [*sessions, *teams, *_rides(before, after, programme)]


def _sessions(before: Plan, after: Plan, programme: Programme) -> Iterator[Difference]:
    names = {permanence.id: permanence.name for permanence in programme.permanences}
    old, new = _held(before), _held(after)
    for permanence in sorted({name for name, *_ in (*old, *new)}):
        gone = _moments(permanence, old - new)
        come = _moments(permanence, new - old)
        was, now = (joined(", ", map(_at, some)) for some in (gone, come))
        label = names.get(permanence, permanence)
        if gone and come:
            kind = ChangeKind.SESSION_MOVED
            text = say("{now} au lieu de {was}", now=now, was=was)
        elif gone:
            kind, text = ChangeKind.SESSION_DROPPED, say("plus tenue {was}", was=was)
        elif come:
            kind, text = ChangeKind.SESSION_ADDED, say("tenue aussi {now}", now=now)
        else:
            continue
        yield Difference(
            kind=kind,
            record=permanence,
            before=gone,
            after=come,
            message=say("Permanence {label} : {text}", label=label, text=text),
        )


def _teams(before: Plan, after: Plan, programme: Programme) -> Iterator[Difference]:
    """Compare who serves each session that is held when it was."""
    names = {permanence.id: permanence.name for permanence in programme.permanences}
    labels = {member.id: member.label for member in programme.staff}
    old, new = _served(before), _served(after)
    for key in sorted(old.keys() & new.keys()):
        if old[key] == new[key]:
            continue
        permanence, on, start_s = key
        was, now = (_people(team, labels) for team in (old[key], new[key]))
        yield Difference(
            kind=ChangeKind.TEAM,
            record=permanence,
            before=(Moment(on, start_s, old[key]),),
            after=(Moment(on, start_s, new[key]),),
            message=say(
                "Équipe de {label}, {at} : {now} au lieu de {was}",
                label=names.get(permanence, permanence),
                at=_at(Moment(on, start_s)),
                now=now,
                was=was,
            ),
        )


def _rides(before: Plan, after: Plan, programme: Programme) -> Iterator[Difference]:
    labels = {driver.id: driver.label for driver in programme.drivers}
    people = {request.id: request.passenger for request in programme.requests}
    old, new = journeys(before.rides), journeys(after.rides)
    for name in sorted({request for request, _ in (*old, *new)}):
        who = say("Demande {request}", request=name)
        if name in people:
            who = say("{passenger} (demande {request})", passenger=people[name], request=name)
        was, now = _ways(old, name), _ways(new, name)
        if was == now:
            continue
        if not now:
            kind = ChangeKind.RIDE_DROPPED
            text = say("plus de trajet, {was} avant", was=_told(was, labels))
        elif not was:
            kind = ChangeKind.RIDE_ADDED
            text = say("trajet nouveau, {now}", now=_told(now, labels))
        else:
            kind = ChangeKind.RIDE_CHANGED
            text = say("{now} au lieu de {was}", now=_told(now, labels), was=_told(was, labels))
        message = say("{who} : {text}", who=who, text=text)
        yield Difference(kind=kind, record=name, before=was, after=now, message=message)


def _held(plan: Plan) -> Counter[tuple[str, date, int]]:
    return Counter((s.permanence, r.date, s.start_s) for r in plan.rounds for s in r.stops)


def _moments(permanence: str, held: Counter[tuple[str, date, int]]) -> tuple[Moment, ...]:
    return tuple(Moment(on, at) for name, on, at in sorted(held.elements()) if name == permanence)


def _served(plan: Plan) -> dict[tuple[str, date, int], tuple[str, ...]]:
    return {
        (stop.permanence, round_.date, stop.start_s): _team(round_, stop)
        for round_ in plan.rounds
        for stop in round_.stops
    }


def _team(round_: Round, stop: RoundStop) -> tuple[str, ...]:
    return tuple(sorted({d.staff for d in round_.team if stop.permanence in d.permanences}))


def journeys(rides: Iterable[Ride]) -> dict[tuple[str, Leg], Moment]:
    """Return when people are told to be ready, to the minute as sheets tell it, and who drives."""
    return {
        (stop.request, stop.leg): Moment(
            ride.date, stop.start_s - stop.start_s % MINUTE_S, (ride.driver,)
        )
        for ride in rides
        for stop in ride.stops
        if stop.kind is RideStopKind.PICKUP
    }


def _ways(journeys: Mapping[tuple[str, Leg], Moment], name: str) -> tuple[Moment, ...]:
    return tuple(journeys[name, leg] for leg in Leg if (name, leg) in journeys)


def _people(team: Sequence[str], labels: Mapping[str, str]) -> str:
    return ", ".join(labels.get(staff, staff) for staff in team) or say("aucune personne")


def _told(ways: Sequence[Moment], labels: Mapping[str, str]) -> Sentence:
    hours = [
        say("{at} avec {who}", at=clock(way.start_s), who=_people(way.who, labels)) for way in ways
    ]
    return say("{day}, {hours}", day=day(ways[0].date), hours=conjoined(hours))


def _at(moment: Moment) -> Sentence:
    return say("{day} à {at}", day=day(moment.date), at=clock(moment.start_s))
