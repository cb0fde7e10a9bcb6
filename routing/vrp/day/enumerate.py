"""Every feasible route of a day, for exact set partitioning."""

from __future__ import annotations

from collections.abc import Iterable

from routing.vrp.day.question import DayInstance
from routing.vrp.day.route import DayRoute
from routing.vrp.day.schedule import extendable, schedule


def enumerate_routes(
    instance: DayInstance, *, limit: int = 200_000
) -> tuple[tuple[DayRoute, ...], bool]:
    """List the cheapest feasible route for every set of clients that one route can visit.

    Routes are grown visit by visit, periods never falling. Of the orders of one set the
    one with the least driving is kept (then the earliest return). The triangle inequality
    is taken for granted, as fastest ways have it.

    Parameters
    ----------
    limit
        Most orders kept at each number of stops; the least driving survive.

    Returns
    -------
    routes, complete
        Routes by rising number of stops; ``complete`` is false when ``limit`` cut some off.
    """
    best: dict[frozenset[int], DayRoute] = {}
    complete = True
    layer: list[tuple[int, ...]] = [(index,) for index in range(len(instance.clients))]
    for _ in range(instance.vehicle.max_stops):
        timed, begun = _tried(instance, layer)
        if len(timed) > limit or len(begun) > limit:
            timed, begun, complete = timed[:limit], begun[:limit], False
        for route in timed:
            best.setdefault(frozenset(route.clients), route)
        layer = [
            (*order, nxt)
            for order in [*(route.clients for route in timed), *begun]
            for nxt in range(len(instance.clients))
            if _may_follow(instance, order, nxt)
        ]
        if not layer:
            break
    return tuple(best.values()), complete


def _tried(
    instance: DayInstance, orders: Iterable[tuple[int, ...]]
) -> tuple[list[DayRoute], list[tuple[int, ...]]]:
    """Return the routes by driving, and the orders that only a further visit may complete."""
    timed: list[DayRoute] = []
    begun: list[tuple[int, ...]] = []
    for order in orders:
        route = schedule(instance, order)
        if route is not None:
            timed.append(route)
        elif extendable(instance, order):
            begun.append(order)
    timed.sort(key=lambda route: (route.driving_s, route.return_s, route.clients))
    return timed, begun


def _may_follow(instance: DayInstance, order: tuple[int, ...], nxt: int) -> bool:
    client, last = instance.clients[nxt], instance.clients[order[-1]]
    if nxt in order or client.period < last.period:
        return False
    # a window that closes before the last visit is over can never follow it
    if client.window.latest_s < last.window.earliest_s + last.service_s + last.packing_s:
        return False
    return client.group < 0 or all(instance.clients[i].group != client.group for i in order)
