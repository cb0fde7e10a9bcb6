"""Each passenger's date: the way there and the way back, by whichever drivers and trips."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from maps.ride_places import RidePlace
from maps.ride_views import CallView, DriverDayView
from routing.planning.drivers import Driver
from routing.planning.plans import Leg
from routing.planning.ride_requests import RideRequest


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """One way of a journey, in one trip of a driver."""

    trip: str
    driver: Driver
    gets_in: CallView
    gets_out: CallView


@dataclass(frozen=True, slots=True, kw_only=True)
class Journey:
    """A request on its date; ``back`` is ``None`` where no way back is asked for."""

    date: date
    request: RideRequest
    door: RidePlace
    goal: RidePlace
    there: Way | None
    back: Way | None

    @property
    def ways(self) -> tuple[Way, ...]:
        """What there is of the two."""
        return tuple(way for way in (self.there, self.back) if way is not None)

    @property
    def begins_s(self) -> int:
        """When they first get in."""
        return min(way.gets_in.stop.start_s for way in self.ways)


def journeys(days: Sequence[DriverDayView]) -> tuple[Journey, ...]:
    """Return every request served, in the order in which people get in."""
    calls: dict[tuple[date, str], list[_Call]] = defaultdict(list)
    for day, found in _calls(days):
        calls[day, found.call.request.id].append(found)
    made = [_journey(day, found) for (day, _), found in calls.items()]
    return tuple(sorted(made, key=lambda j: (j.date, j.begins_s, j.request.id)))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Call:
    trip: str
    driver: Driver
    place: RidePlace
    call: CallView


def _calls(days: Sequence[DriverDayView]) -> Iterator[tuple[date, _Call]]:
    for view in days:
        for trip in view.rides:
            for halt in trip.halts:
                for call in halt.calls:
                    yield (
                        view.date,
                        _Call(trip=trip.ride.id, driver=view.driver, place=halt.place, call=call),
                    )


def _journey(day: date, calls: Sequence[_Call]) -> Journey:
    at_door = {found.call.pickup == found.call.outbound: found.place for found in calls}
    return Journey(
        date=day,
        request=calls[0].call.request,
        door=at_door[True],
        goal=at_door[False],
        there=_way([found for found in calls if found.call.stop.leg is Leg.OUTBOUND]),
        back=_way([found for found in calls if found.call.stop.leg is Leg.RETURN]),
    )


def _way(calls: Sequence[_Call]) -> Way | None:
    gets_in = next((found for found in calls if found.call.pickup), None)
    gets_out = next((found for found in calls if not found.call.pickup), None)
    if gets_in is None or gets_out is None:
        return None
    return Way(
        trip=gets_in.trip, driver=gets_in.driver, gets_in=gets_in.call, gets_out=gets_out.call
    )
