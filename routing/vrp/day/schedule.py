"""Timing of a given visiting order, with pauses only where the rules ask for them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from routing.vrp.day.question import DayClient, DayInstance
from routing.vrp.day.route import DayRoute, DayStop, Pause


def schedule(instance: DayInstance, order: Sequence[int]) -> DayRoute | None:
    """Time the visits of ``order``, or return ``None`` when no such timing keeps all rules.

    Every visit starts as early as its window and the way allow, the vehicle leaves as late
    as the first start allows, and pauses are taken on arrival, before set-up. The fewest
    extra pauses win; among equals, the later ones.

    Parameters
    ----------
    order
        DayClient indices, at least one.
    """
    for paused in _choices(len(order)):
        trip = _timed(instance, order, paused)
        route = None if trip is None else _closed(instance, trip)
        if route is not None:
            return route
    return None


def extendable(instance: DayInstance, order: Sequence[int]) -> bool:
    """Whether the visits can be made in time, the way home left aside.

    A last visit too far from home for an unbroken way back may become possible once a pause
    at a further visit lies between.
    """
    return any(_timed(instance, order, paused) is not None for paused in _choices(len(order)))


def _choices(stops: int) -> Iterator[frozenset[int]]:
    """Yield the positions at which a pause is forced, the fewest and latest first."""
    for count in range(stops + 1):
        yield from map(frozenset, combinations(reversed(range(stops)), count))


@dataclass(frozen=True, slots=True)
class _Trip:
    """Visits made, before the way home: ``worked`` seconds since departure or last pause."""

    stops: tuple[DayStop, ...]
    pauses: tuple[Pause, ...]
    here: int
    worked: int


def _timed(instance: DayInstance, order: Sequence[int], paused: frozenset[int]) -> _Trip | None:
    """Time ``order`` with a forced break on arrival at the positions in ``paused``."""
    vehicle, matrix = instance.vehicle, instance.matrix
    stops: list[DayStop] = []
    pauses: list[Pause] = []
    here, clock, period = vehicle.start, vehicle.earliest_s, None
    worked = 0
    for position, index in enumerate(order):
        client = instance.clients[index]
        if not matrix.reachable(here, client.location):
            return None
        travel = int(matrix.durations_s[here, client.location])
        free = _least_pause(instance, client, period, position in paused)
        start = max(client.window.earliest_s, clock + travel + free + client.setup_s)
        if start > client.window.latest_s:
            return None
        begin = start - client.setup_s
        if not stops:  # leave as late as the first start allows
            clock = begin - free - travel
        arrive = clock + travel
        wait, risen = begin - arrive, period is not None and client.period > period
        if wait > vehicle.longest_wait_s:
            return None
        if wait > 0 and (wait >= vehicle.break_s or risen):
            pauses.append(Pause(arrive, begin))
        if wait > 0 and wait >= vehicle.break_s:
            if worked + travel > vehicle.break_after_s:
                return None
            worked = 0
        else:
            worked += begin - clock
        end = start + client.service_s
        depart = end + client.packing_s
        worked += depart - begin
        if worked > vehicle.break_after_s:
            return None
        metres = int(matrix.distances_m[here, client.location])
        stops.append(
            DayStop(
                client=index,
                arrive_s=arrive,
                start_s=start,
                end_s=end,
                depart_s=depart,
                distance_m=metres,
                travel_s=travel,
            )
        )
        here, clock, period = client.location, depart, client.period
    return _Trip(tuple(stops), tuple(pauses), here, worked)


def _least_pause(instance: DayInstance, client: DayClient, period: int | None, paused: bool) -> int:
    pause = instance.vehicle.break_s if paused else 0
    if period is not None and client.period > period:
        return max(pause, instance.vehicle.period_break_s)
    return pause


def _closed(instance: DayInstance, trip: _Trip) -> DayRoute | None:
    """Add the way home and test the limits of the whole day."""
    vehicle, matrix, stops, here = instance.vehicle, instance.matrix, trip.stops, trip.here
    if not matrix.reachable(here, vehicle.end):
        return None
    home_s = int(matrix.durations_s[here, vehicle.end])
    depart_s = stops[0].arrive_s - stops[0].travel_s
    route = DayRoute(
        stops=stops,
        depart_s=depart_s,
        return_s=stops[-1].depart_s + home_s,
        distance_m=sum(s.distance_m for s in stops) + int(matrix.distances_m[here, vehicle.end]),
        driving_s=sum(s.travel_s for s in stops) + home_s,
        pauses=trip.pauses,
    )
    too_long = trip.worked + home_s > vehicle.break_after_s or route.work_s > vehicle.max_work_s
    outside = depart_s < vehicle.earliest_s or route.return_s > vehicle.latest_s
    return None if too_long or outside else route
