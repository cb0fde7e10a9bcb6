"""Which dates of a permanence reach how many people: who asks to be fetched, and seats to do it.

Before any trip is planned, a session counts as reaching whoever asks for its date, and its share
of those to whom any session will do, but no more than free drivers have seats at that hour.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from routing.planning.programme import HalfDay, Permanence, Programme
from routing.planning.ride_requests import ToPermanence
from routing.planning.rides.choice import TURNS, seats_on
from routing.planning.series import Need

Slot = tuple[str, date, HalfDay]


@dataclass(frozen=True, slots=True)
class Reach:
    """People reached by a permanence on a date and half-day, and those not reached for it.

    ``lost`` counts against the best date on which the same session could be held. Only dates of
    permanences that somebody asks to be taken to are there.
    """

    people: Mapping[Slot, int]
    lost: Mapping[Slot, int]

    def lost_by(self, slots: Iterable[tuple[str, HalfDay]], day: date) -> int:
        """Sum what a route with these sessions loses on a date."""
        return sum(self.lost.get((name, day, half), 0) for name, half in slots)


def reach(programme: Programme, due: Sequence[Need]) -> Reach:
    """Count people and seats, date by date."""
    people: dict[Slot, int] = {}
    lost: dict[Slot, int] = {}
    if not programme.requests or not programme.drivers:
        return Reach(people, lost)
    named, anyhow = _asked(programme)
    sessions: dict[str, int] = defaultdict(int)
    for need in due:
        sessions[need.permanence.id] += need.count
    for need in due:
        name = need.permanence.id
        share = -(-anyhow[name] // sessions[name])
        mine = {
            (name, day, half): min(named[name, day] + share, room)
            for day in need.dates
            for half, room in _rooms(programme, need.permanence, day)
            if named[name, day] + share
        }
        people |= mine
        for slot, reached in mine.items():
            least = max(mine.values()) - reached
            lost[slot] = min(least, lost.get(slot, least))
    return Reach(people, lost)


def _asked(programme: Programme) -> tuple[Mapping[tuple[str, date], int], Mapping[str, int]]:
    """Return how many name a date of a permanence, and how many none."""
    named: dict[tuple[str, date], int] = defaultdict(int)
    anyhow: dict[str, int] = defaultdict(int)
    for request in programme.requests:
        wanted = request.destination
        if not isinstance(wanted, ToPermanence):
            continue
        for day in () if wanted.only_next else wanted.dates:
            named[wanted.permanence, day] += request.party.people
        if wanted.only_next or not wanted.dates:
            anyhow[wanted.permanence] += request.party.people
    return named, anyhow


def _rooms(
    programme: Programme, permanence: Permanence, day: date
) -> Iterable[tuple[HalfDay, int]]:
    for opening in permanence.openings:
        if opening.weekday == day.weekday():
            afternoon = int(opening.start_s >= 12 * 3600)
            yield opening.half_day, TURNS * seats_on(programme, day, afternoon)
