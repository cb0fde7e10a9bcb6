"""An instance with every feature, a right answer to it, and the means to spoil one of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

import numpy as np
import pytest

from routing.matrix import UNREACHABLE, Matrix
from routing.vrp import (
    Break,
    Client,
    Incompatibility,
    Instance,
    Link,
    Pin,
    Prefix,
    PrefixStop,
    Reload,
    Shift,
    Shipment,
    ShipmentStop,
    SkillRule,
    Solution,
    TimeWindow,
    Vehicle,
    VisitPattern,
)
from routing.vrp.check import check
from routing.vrp.check.assembly import answer, timed_route
from routing.vrp.check.costs import cost_of
from routing.vrp.check.itinerary import OrderStop

Orders = dict[tuple[str, int], tuple[OrderStop, ...]]


def window(earliest_s: int, latest_s: int) -> TimeWindow:
    return TimeWindow(earliest_s=earliest_s, latest_s=latest_s)


def line(size: int, step: int = 10) -> Matrix:
    """Places on a line, ``step`` metres and seconds apart; the last one is an island."""
    rows = np.abs(np.arange(size)[:, None] - np.arange(size)[None, :]).astype(np.int32) * step
    rows[-1, :-1] = rows[:-1, -1] = UNREACHABLE
    return Matrix(durations_s=rows, distances_m=rows)


def everything() -> Instance:
    """One of each: two vehicles and three days are enough."""
    lunch = Break(windows=(window(40, 45), window(70, 100)), duration_s=30)
    car = Vehicle(
        id="v0",
        start=0,
        end=0,
        shifts=(Shift(latest_s=1000, breaks=(lunch,)), Shift(day=1, latest_s=1000)),
        capacities=((5, 0), (3, 1)),
        skills=frozenset({"lift"}),
        max_distance_m=400,
        max_duration_s=600,
        max_stops=8,
        max_trips=2,
        reloads=(Reload(location=0, duration_s=5, windows=(window(0, 800),)),),
        cost_per_s=2,
        cost_per_use=100,
    )
    both = VisitPattern(day_sets=((0, 1), (0, 2)), same="vehicle")
    lift, early = SkillRule(all_of=frozenset({"lift"})), (window(20, 60), window(900, 940))
    return Instance(
        matrices=(line(8),),
        days=3,
        dimensions=2,
        vehicles=(car, replace(car, id="v1")),
        clients=(
            Client(id="c0", location=1, service_s=10, setup_s=5, delivery=(1, 0), pattern=both),
            Client(id="c1", location=2, windows=early, delivery=(3, 0), pickup=(1, 0), skills=lift),
            Client(id="c2", location=3, delivery=(2, 0), prize=50),
            Client(id="c3", location=6, prize=7),
        ),
        shipments=(
            _carried("s0", 2, 4, load=(0, 1), max_ride_s=100, priority=1),
            _carried("s1", 4, 1, load=(1, 0)),
            _carried("s2", 3, 5, load=(1, 0), days=(0,)),
        ),
        links=(Link(first="s0", second="s1", penalty=9),),
        incompatibilities=(Incompatibility(shipments=frozenset({"s0", "s2"})),),
        pins=(Pin(task="c1", vehicles=frozenset({"v0"}), day=0),),
        prefixes=(Prefix(vehicle="v0", day=0, stops=(PrefixStop(kind="visit", task="c0"),)),),
    )


def _carried(name: str, origin: int, destination: int, **more: Any) -> Shipment:
    pickup, delivery = ShipmentStop(location=origin), ShipmentStop(location=destination)
    return Shipment(id=name, pickup=pickup, delivery=delivery, **more)


RIGHT: MappingProxyType[tuple[str, int], tuple[OrderStop, ...]] = MappingProxyType(
    {
        ("v0", 0): (
            ("visit", "c0"),
            ("visit", "c1"),
            ("reload", "0"),
            ("visit", "c2"),
            ("pickup", "s2"),
            ("delivery", "s2"),
        ),
        ("v0", 1): (("visit", "c0"),),
        ("v1", 0): (
            ("pickup", "s0"),
            ("delivery", "s0"),
            ("pickup", "s1"),
            ("delivery", "s1"),
        ),
    }
)


@dataclass(frozen=True)
class Sample:
    """An instance with an answer. Every method returns another sample."""

    instance: Instance
    solution: Solution

    @property
    def codes(self) -> list[str]:
        """What the checker finds."""
        return [violation.code for violation in check(self.instance, self.solution)]

    def ordered(self, orders: Orders) -> Sample:
        """Answer with these orders instead, timed anew."""
        routes = []
        for (vehicle, day), stops in orders.items():
            route = timed_route(self.instance, vehicle, day, stops)
            assert route is not None, (vehicle, day, stops)
            routes.append(route)
        return replace(self, solution=answer(self.instance, routes))

    def moved(self, **changes: Sequence[OrderStop]) -> Sample:
        """Change the orders of some routes, named like ``v0_1``; an empty one goes away."""
        orders: dict[tuple[str, int], tuple[OrderStop, ...]] = dict(RIGHT)
        for name, stops in changes.items():
            vehicle, _, day = name.partition("_")
            orders[vehicle, int(day)] = tuple(stops)
        return self.ordered({slot: stops for slot, stops in orders.items() if stops})

    def asked(self, **changes: Any) -> Sample:
        """Ask otherwise, and leave the answer as it is."""
        return replace(self, instance=replace(self.instance, **changes))

    def with_vehicle(self, name: str, **changes: Any) -> Sample:
        vehicles = self.instance.vehicles
        new = tuple(replace(v, **changes) if v.id == name else v for v in vehicles)
        return self.asked(vehicles=new)

    def with_client(self, name: str, **changes: Any) -> Sample:
        clients = self.instance.clients
        return self.asked(
            clients=tuple(replace(c, **changes) if c.id == name else c for c in clients)
        )

    def with_shipment(self, name: str, **changes: Any) -> Sample:
        shipments = self.instance.shipments
        return self.asked(
            shipments=tuple(replace(s, **changes) if s.id == name else s for s in shipments)
        )

    def told(self, **changes: Any) -> Sample:
        """Change the answer's own fields."""
        return replace(self, solution=replace(self.solution, **changes))

    def with_route(self, slot: tuple[str, int], **changes: Any) -> Sample:
        routes = tuple(
            replace(route, **changes) if (route.vehicle, route.day) == slot else route
            for route in self.solution.routes
        )
        return self.told(routes=routes)

    def with_stop(self, slot: tuple[str, int], index: int, **changes: Any) -> Sample:
        (route,) = (r for r in self.solution.routes if (r.vehicle, r.day) == slot)
        stops = list(route.stops)
        stops[index] = replace(stops[index], **changes)
        return self.with_route(slot, stops=tuple(stops))

    def recosted(self) -> Sample:
        """Tell the cost that the routes now have."""
        return self.told(cost=cost_of(self.instance, self.solution.routes))


@pytest.fixture
def sample() -> Sample:
    instance = everything()
    return Sample(instance, answer(instance, ())).ordered(dict(RIGHT))


@pytest.fixture
def right() -> MappingProxyType[tuple[str, int], tuple[OrderStop, ...]]:
    return RIGHT
