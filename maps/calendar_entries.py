"""What goes into a calendar, each thing under a name that stays when the plan moves it.

A calendar program replaces the entry that has the same name. A session goes by its turn in the
series (the block of weeks, or its number in the plan), so that it takes its entry along to
another date; a round by its first session; a driver's trip by its date and number.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from maps.selection import Selection
from routing.planning.plans import Plan, Ride, Round, RoundStop
from routing.planning.programme import EveryWeeks, Programme
from routing.planning.series import block_start
from routing.planning.territory import Territory


class EntryKind(StrEnum):
    """What happens."""

    SESSION = "session"
    ROUND = "round"
    RIDE = "ride"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry; times are seconds after midnight on the wall clock.

    ``stop`` is the session's, of a round the first. ``record`` is what it comes from.
    """

    uid: str
    kind: EntryKind
    date: date
    start_s: int
    end_s: int
    record: Round | Ride
    stop: RoundStop | None = None


def entries(plan: Plan, programme: Programme) -> Iterator[Entry]:
    """Yield all sessions, rounds and trips of a plan, in the order of time.

    Programme and plan need not fit: an earlier plan may name what is no longer there.
    """
    rounds = sorted(plan.rounds, key=lambda held: (held.date, held.depart_s, held.id))
    turns = dict(_turns(plan, rounds, programme))
    once: Counter[str] = Counter()
    for held in rounds:
        first = held.stops[0] if held.stops else None
        name = f"round-{turns[held.id, 0]}" if first else f"round-{held.id}"
        yield _of_round(held, first, _unlike(name, once))
        for number, stop in enumerate(held.stops):
            yield Entry(
                uid=_unlike(f"session-{turns[held.id, number]}", once),
                kind=EntryKind.SESSION,
                date=held.date,
                start_s=stop.start_s,
                end_s=stop.end_s,
                record=held,
                stop=stop,
            )
    for ride in sorted(plan.rides, key=lambda ride: (ride.date, ride.depart_s, ride.id)):
        yield Entry(
            uid=_unlike(f"ride-{ride.driver}-{ride.date}", once),
            kind=EntryKind.RIDE,
            date=ride.date,
            start_s=ride.depart_s,
            end_s=ride.return_s,
            record=ride,
        )


def concerns(entry: Entry, selection: Selection, territory: Territory) -> bool:
    """Whether an entry belongs into the calendar of a selection.

    A village hears of its sessions, a unit and somebody aboard of their rounds, a driver of
    their trips; the calendar of all holds the rounds and the trips.
    """
    if not selection.takes(date=entry.date):
        return False
    people = (selection.driver, selection.unit, selection.member)
    if selection.village is not None:
        return entry.kind is EntryKind.SESSION and _in_village(entry, selection, territory)
    if isinstance(entry.record, Ride):
        return selection.unit is selection.member is None and (
            selection.takes(driver=entry.record.driver)
        )
    if entry.kind is EntryKind.SESSION or selection.driver is not None:
        return False
    aboard = {duty.staff for duty in entry.record.team}
    return people == (None, None, None) or (
        selection.takes(unit=entry.record.unit)
        and (selection.member is None or selection.member in aboard)
    )


def _in_village(entry: Entry, selection: Selection, territory: Territory) -> bool:
    sites = {site.id for site in territory.sites if site.insee == selection.village}
    unit = entry.record.unit if isinstance(entry.record, Round) else None
    return entry.stop is not None and entry.stop.site in sites and selection.takes(unit=unit)


def _of_round(held: Round, first: RoundStop | None, uid: str) -> Entry:
    return Entry(
        uid=uid,
        kind=EntryKind.ROUND,
        date=held.date,
        start_s=held.depart_s,
        end_s=held.return_s,
        record=held,
        stop=first,
    )


def _turns(
    plan: Plan, rounds: list[Round], programme: Programme
) -> Iterator[tuple[tuple[str, int], str]]:
    """Yield what names each session, by its round and its number there."""
    weeks = {
        permanence.id: permanence.frequency
        for permanence in programme.permanences
        if isinstance(permanence.frequency, EveryWeeks)
    }
    seen: Counter[str] = Counter()
    for held in rounds:
        for number, stop in enumerate(held.stops):
            frequency = weeks.get(stop.permanence)
            if frequency is None:
                seen[stop.permanence] += 1
                turn = f"{plan.horizon.first}-n{seen[stop.permanence]}"
            else:
                turn = f"{block_start(frequency, held.date)}"
            yield (held.id, number), f"{stop.permanence}-{turn}"


def _unlike(name: str, once: Counter[str]) -> str:
    """Return the name, numbered where it would be another’s."""
    once[name] += 1
    return name if once[name] == 1 else f"{name}-{once[name]}"
