"""Exact timing of a given visiting order, with pauses only where the rules ask for them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from routing.vrp.instance import Client, Instance
from routing.vrp.solution import Pause, Route, Stop


def schedule(instance: Instance, order: Sequence[int]) -> Route | None:
    """Time the visits of ``order``, or return ``None`` when no timing keeps all rules.

    Every visit starts as early as its window and the way allow, the vehicle leaves as late
    as the first start allows, and pauses are taken on arrival, before set-up. The fewest
    extra pauses win; among equals, the later ones.

    Parameters
    ----------
    order
        Client indices, at least one.
    """
    places = range(len(order))
    for count in range(len(order) + 1):
        for paused in combinations(reversed(places), count):
            route = _timed(instance, order, frozenset(paused))
            if route is not None:
                return route
    return None


def _timed(instance: Instance, order: Sequence[int], paused: frozenset[int]) -> Route | None:
    """Time ``order`` with a forced break on arrival at the positions in ``paused``."""
    vehicle, matrix = instance.vehicle, instance.matrix
    stops: list[Stop] = []
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
        if begin - arrive >= vehicle.break_s and begin > arrive:
            pauses.append(Pause(arrive, begin))
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
            Stop(
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
    return _closed(instance, stops, pauses, here, worked)


def _least_pause(instance: Instance, client: Client, period: int | None, paused: bool) -> int:
    if period is not None and client.period > period:
        return instance.vehicle.period_break_s
    return instance.vehicle.break_s if paused else 0


def _closed(
    instance: Instance, stops: list[Stop], pauses: list[Pause], here: int, worked: int
) -> Route | None:
    """Add the way home and test the limits of the whole day."""
    vehicle, matrix = instance.vehicle, instance.matrix
    if not matrix.reachable(here, vehicle.end):
        return None
    home_s = int(matrix.durations_s[here, vehicle.end])
    depart_s = stops[0].arrive_s - stops[0].travel_s
    route = Route(
        stops=tuple(stops),
        depart_s=depart_s,
        return_s=stops[-1].depart_s + home_s,
        distance_m=sum(s.distance_m for s in stops) + int(matrix.distances_m[here, vehicle.end]),
        driving_s=sum(s.travel_s for s in stops) + home_s,
        pauses=tuple(pauses),
    )
    too_long = worked + home_s > vehicle.break_after_s or route.work_s > vehicle.max_work_s
    outside = depart_s < vehicle.earliest_s or route.return_s > vehicle.latest_s
    return None if too_long or outside else route
