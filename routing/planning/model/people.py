"""Which dates of a permanence reach how many people: who asks to be fetched, and who could do it.

Before any trip is planned, a session counts as reaching whoever asks for its date, and its share
of those to whom any session will do, but no more than free drivers have seats at that hour. Nobody
counts for a date on which no free driver could take them. Whoever can be taken on some dates
only, for want of a wheelchair place on the others say, needs one session on one of these.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from routing.planning.programme import HalfDay, Permanence, Programme
from routing.planning.ride_requests import ToPermanence
from routing.planning.rides.choice import TURNS, seats_on
from routing.planning.rides.takers import Takers
from routing.planning.series import Need

Slot = tuple[str, date, HalfDay]


@dataclass(frozen=True, slots=True)
class Reach:
    """People reached by a permanence on a date and half-day, and those not reached for it.

    ``lost`` counts against the best date on which the same session could be held; ``choosy``:
    how many people need a session in one of some slots. Only dates of permanences that somebody
    asks to be taken to are there.
    """

    people: Mapping[Slot, int]
    lost: Mapping[Slot, int]
    choosy: Mapping[frozenset[Slot], int] = field(default_factory=dict)

    def lost_by(self, slots: Iterable[tuple[str, HalfDay]], day: date) -> int:
        """Sum what a route with these sessions loses on a date."""
        return sum(self.lost.get((name, day, half), 0) for name, half in slots)


def reach(programme: Programme, due: Sequence[Need]) -> Reach:
    """Count people and seats, date by date."""
    if not programme.requests or not programme.drivers:
        return Reach({}, {})
    people: dict[Slot, int] = {}
    lost: dict[Slot, int] = {}
    rooms = _rooms(programme, due)
    asked = _Asked(programme, rooms)
    sessions: dict[str, int] = defaultdict(int)
    for need in due:
        sessions[need.permanence.id] += need.count
    for need in due:
        name = need.permanence.id
        share = -(-asked.anyhow[name] // sessions[name])
        mine = {
            slot: min(asked.named[slot] + share, rooms[slot])
            for day in need.dates
            for slot in _slots(need.permanence, day)
            if asked.named[slot] + share or asked.choosy_at(slot)
        }
        for slot, reached in mine.items():
            people[slot] = min(reached + asked.choosy_at(slot), rooms[slot])
            least = max(mine.values()) - reached
            lost[slot] = min(least, lost.get(slot, least))
    return Reach(people, lost, dict(asked.choosy))


class _Asked:
    """How many people ask for a slot, for any of a permanence's, and for one of a few."""

    def __init__(self, programme: Programme, rooms: Mapping[Slot, int]) -> None:
        self.named: dict[Slot, int] = defaultdict(int)
        self.anyhow: dict[str, int] = defaultdict(int)
        self.choosy: dict[frozenset[Slot], int] = defaultdict(int)
        takers = Takers(programme)
        could: dict[str, list[Slot]] = defaultdict(list)
        for slot, room in rooms.items():
            if room:
                could[slot[0]].append(slot)
        for request in programme.requests:
            wanted = request.destination
            if not isinstance(wanted, ToPermanence):
                continue
            many, slots = request.party.people, could[wanted.permanence]
            open_ = [
                slot
                for slot in slots
                if takers.take(request, slot[1], afternoon=slot[2] is not HalfDay.MORNING)
            ]
            if wanted.dates and not wanted.only_next:
                for slot in open_:
                    self.named[slot] += many if slot[1] in wanted.dates else 0
            elif wanted.only_next or len(open_) == len(slots):
                self.anyhow[wanted.permanence] += many if open_ else 0
            elif open_:
                self.choosy[frozenset(open_)] += many

    def choosy_at(self, slot: Slot) -> int:
        """Count those who can be taken on some dates only, this one among them."""
        return sum(many for slots, many in self.choosy.items() if slot in slots)


def _rooms(programme: Programme, due: Sequence[Need]) -> Mapping[Slot, int]:
    """Return the seats of free drivers for every slot in which a session may be held."""
    return {
        slot: TURNS * seats_on(programme, day, int(slot[2] is not HalfDay.MORNING))
        for need in due
        for day in need.dates
        for slot in _slots(need.permanence, day)
    }


def _slots(permanence: Permanence, day: date) -> list[Slot]:
    return [
        (permanence.id, day, opening.half_day)
        for opening in permanence.openings
        if opening.weekday == day.weekday()
    ]
