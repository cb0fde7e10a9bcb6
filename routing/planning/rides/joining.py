"""Puts people into routes that others know already, where that moves the fewest of those."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from heapq import nsmallest
from itertools import chain, product

from routing.planning.dates import MINUTE_S
from routing.planning.plans import Leg
from routing.planning.rides.day import DayAnswer, driven
from routing.planning.rides.question import DayQuestion, request_of, shipment_id
from routing.vrp import Instance, Route
from routing.vrp.search.engine import Order
from routing.vrp.timing import cost_as_timed, timetable

FIRST = 12
"""Places for the way there that are tried with every place for the way back on the same route."""
TRIALS = 40
"""Whole dates that are timed for each newcomer, those first that move fewest."""
MOST_NEWCOMERS = 6
"""Whatever changes more than this is a search's business."""


def joined(
    question: DayQuestion, routes: Sequence[Order], newcomers: Iterable[str], most: float
) -> DayAnswer | None:
    """Return routes with newcomers put in one after the other.

    Nobody else changes cars, and as few as can be are fetched at another minute.

    Parameters
    ----------
    routes
        What people know.
    newcomers
        Ids of requests of the question that are not in the routes.
    most
        What all routes together may cost.

    Returns
    -------
    ``None`` where nobody is to be put in, one finds no place at that cost, or they are too many.
    """
    names, answer = set(newcomers), None
    coming = [visit.request for visit in question.visits if visit.request.id in names]
    if len(coming) > MOST_NEWCOMERS:
        return None
    codes = {shipment.id: 2 * row for row, shipment in enumerate(question.instance.shipments)}
    for request in coming:
        legs = [codes[name] for leg in Leg if (name := shipment_id(request.id, leg)) in codes]
        for orders in _ways_in(question.instance, routes, legs):
            changed = {order.vehicle for order in orders}
            trial = [*(order for order in routes if order.vehicle not in changed), *orders]
            answer = driven(question, trial)
            if answer is not None and answer.solution.cost.total <= most:
                routes = trial
                break
        else:
            return None
    return answer


@dataclass(frozen=True, slots=True)
class _Place:
    """A route that somebody joins, whom of those on board that moves, and the cost it adds."""

    order: Order
    moves: int
    cost: int


@dataclass(frozen=True, slots=True)
class _Known:
    """A route as it is known, and its price; an idle driver's has no timetable."""

    order: Order
    route: Route | None
    cost: int

    def joined_by(self, leg: int, instance: Instance, begun: Order | None = None) -> list[_Place]:
        """Return the route with a leg put in wherever it can go; ``begun``: after another leg."""
        places = []
        for order in _with(begun or self.order, leg):
            route = timetable(instance, order)
            if route is not None:
                cost = cost_as_timed(instance.vehicles[order.vehicle], route) - self.cost
                places.append(_Place(order, _moves(self.route, route), cost))
        return places


def _ways_in(
    instance: Instance, routes: Sequence[Order], legs: Sequence[int]
) -> Iterator[tuple[Order, ...]]:
    """Yield the routes to change for somebody's leg or two, those first that move fewest."""
    used = {order.vehicle for order in routes}
    idle = [Order(at, 0, ()) for at in range(len(instance.vehicles)) if at not in used]
    known = [_known(instance, order) for order in (*routes, *idle)]
    there = [route.joined_by(legs[0], instance) for route in known]
    pairs: list[tuple[_Place, ...]] = [(place,) for places in there for place in places]
    if len(legs) > 1:
        back = [route.joined_by(legs[1], instance) for route in known]
        apart = product(chain.from_iterable(there), chain.from_iterable(back))
        pairs = [(a, b) for a, b in apart if a.order.vehicle != b.order.vehicle]
        for route, places in zip(known, there, strict=True):
            for place in nsmallest(FIRST, places, key=lambda p: (p.moves, p.cost)):
                pairs += [(p,) for p in route.joined_by(legs[1], instance, place.order)]
    ranked = nsmallest(TRIALS, pairs, key=_rank)
    return (tuple(place.order for place in pair) for pair in ranked)


def _rank(pair: Sequence[_Place]) -> tuple[int, int]:
    return sum(place.moves for place in pair), sum(place.cost for place in pair)


def _known(instance: Instance, order: Order) -> _Known:
    route = timetable(instance, order) if order.stops else None
    cost = 0 if route is None else cost_as_timed(instance.vehicles[order.vehicle], route)
    return _Known(order, route, cost)


def _with(order: Order, leg: int) -> Iterator[Order]:
    """Yield an order with a pickup and its drop-off at all places."""
    stops = order.stops
    for at in range(len(stops) + 1):
        for to in range(at, len(stops) + 1):
            yield Order(
                order.vehicle, order.day, (*stops[:at], leg, *stops[at:to], leg + 1, *stops[to:])
            )


def _moves(before: Route | None, after: Route) -> int:
    """Count whoever is fetched at another minute than before."""
    if before is None:
        return 0
    at = {stop.task: stop.start_s // MINUTE_S for stop in after.stops if stop.kind == "pickup"}
    return len(
        {
            request_of(stop.task)
            for stop in before.stops
            if stop.kind == "pickup" and at[stop.task] != stop.start_s // MINUTE_S
        }
    )
