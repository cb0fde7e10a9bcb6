"""Figures that tell what the rides are worth, for whom and at whose expense."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from routing.planning.plans import Leg, Ride, RideStopKind
from routing.planning.programme import Programme
from routing.planning.travel import Travel


def ride_indicators(
    rides: Sequence[Ride], programme: Programme, travel: Travel
) -> dict[str, float]:
    """Compute the indicators of a plan's rides; none where nobody asked for one.

    A person counts once a request, their companions too. A trip is shared when two parties or
    more are aboard at once. ``ride_time_ratio`` sets all time on board against the direct ways.
    The busiest and the least busy of all volunteers are told by their hours away from home.
    """
    if not programme.requests:
        return {}
    people = {request.id: request.party.people for request in programme.requests}
    served = {stop.request for ride in rides for stop in ride.stops}
    with_people = sum(loaded_m(ride) for ride in rides)
    in_all = sum(ride.distance_m for ride in rides)
    found: dict[str, float] = {
        "ride_requests": len(people),
        "ride_requests_served": len(served),
        "ride_people": sum(people.values()),
        "ride_people_served": sum(people[name] for name in served),
        "rides": len(rides),
        "rides_km": round(in_all / 1000, 1),
        "rides_with_people_km": round(with_people / 1000, 1),
        "rides_empty_km": round((in_all - with_people) / 1000, 1),
        "rides_h": round(sum(ride.return_s - ride.depart_s for ride in rides) / 3600, 2),
    }
    if rides:
        shared = sum(_parties(ride) > 1 for ride in rides)
        found["rides_shared_percent"] = round(100 * shared / len(rides), 1)
        aboard, direct = _aboard_and_direct(rides, programme, travel)
        if direct:
            found["ride_time_ratio"] = round(aboard / direct, 2)
    return found | _spread(rides, programme)


def loaded_m(ride: Ride) -> int:
    """Metres with somebody aboard."""
    before: Iterable[tuple[int, ...]] = ((0,), *(stop.load for stop in ride.stops))
    return sum(stop.distance_m for load, stop in zip(before, ride.stops, strict=False) if any(load))


def _parties(ride: Ride) -> int:
    """Most parties aboard at once."""
    aboard = most = 0
    for stop in ride.stops:
        aboard += 1 if stop.kind is RideStopKind.PICKUP else -1
        most = max(most, aboard)
    return most


def _aboard_and_direct(
    rides: Sequence[Ride], programme: Programme, travel: Travel
) -> tuple[int, int]:
    boarding = {request.id: request.boarding_s for request in programme.requests}
    aboard = direct = 0
    for ride in rides:
        for name, (get_in, get_out, origin, destination) in _carried(ride):
            aboard += get_out - get_in - boarding[name]
            direct += travel.seconds(origin, destination)
    return aboard, direct


def _carried(ride: Ride) -> Iterator[tuple[str, tuple[int, int, str, str]]]:
    """Yield each party's request, when getting in and out begins, and where."""
    inside: dict[tuple[str, Leg], tuple[int, str]] = {}
    for stop in ride.stops:
        if stop.kind is RideStopKind.PICKUP:
            inside[stop.request, stop.leg] = (stop.start_s, stop.place)
        else:
            get_in, origin = inside[stop.request, stop.leg]
            yield stop.request, (get_in, stop.start_s, origin, stop.place)


def _spread(rides: Sequence[Ride], programme: Programme) -> dict[str, float]:
    """Return how many volunteers are out, and what the busiest and the least busy give."""
    given = {driver.id: (0, 0) for driver in programme.drivers}
    for ride in rides:
        seconds, metres = given[ride.driver]
        given[ride.driver] = (seconds + ride.return_s - ride.depart_s, metres + ride.distance_m)
    if not given:
        return {}
    most, least = max(given.values()), min(given.values())
    return {
        "drivers": len(given),
        "drivers_out": sum(seconds > 0 for seconds, _ in given.values()),
        "busiest_driver_h": round(most[0] / 3600, 2),
        "busiest_driver_km": round(most[1] / 1000, 1),
        "least_busy_driver_h": round(least[0] / 3600, 2),
        "least_busy_driver_km": round(least[1] / 1000, 1),
    }
