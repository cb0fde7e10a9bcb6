"""The search for single time windows against recheck, brute force and itself."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from itertools import permutations

import numpy as np
import pytest
from numba import njit

from routing.vrp import Break, Client, Instance, Shift, Shipment, TimeWindow, Vehicle, VisitPattern
from routing.vrp.search.engine import Order
from routing.vrp.search.windows import WindowsEngine, express
from routing.vrp.search.windows.places import task_on_slot
from routing.vrp.search.windows.state import FIRST, LAST, NEVER
from routing.vrp.timing.boxed import boxed

from .cases import random_instance, route_cost, solution_cost, task_of


def engine_of(instance: Instance, seed: int = 1, character: int = 0) -> WindowsEngine:
    tables = express(instance)
    assert tables is not None
    return WindowsEngine(tables, seed, character)


@njit
def cheapest(world, task, slot, bound, exact):
    return task_on_slot(boxed(world), task, slot, bound, exact)


def insertions(instance: Instance, order: Order, codes: tuple[int, ...]) -> dict[object, int]:
    """Cost of the route after each feasible insertion of a client or of a shipment."""
    found = {}
    stops = order.stops
    for i in range(len(stops) + 1):
        for j in range(i, len(stops) + 1) if len(codes) == 2 else (i,):
            new = (*stops[:i], codes[0], *stops[i:j], *codes[1:], *stops[j:])
            cost = route_cost(instance, replace(order, stops=new))
            if cost is not None:
                before = stops[i - 1] if i else -1
                found[before, stops[j - 1] if j else -1] = cost
    return found


@pytest.mark.parametrize("seed", range(12))
def test_cheapest_insertion_is_the_cheapest_by_recheck(seed: int) -> None:
    """Every position, for every task out of the routes, in every route of many solutions."""
    instance = random_instance(seed, 10, 8, 3, unlike=bool(seed % 2), optional=True)
    engine = engine_of(instance, seed)
    world, dice = engine._world, np.random.default_rng(seed)
    stops, tested = world.beside.shape[1], 0
    for _ in range(6):
        engine.run(20, 0.0, 0.1)
        full = engine.best()
        engine.adopt([replace(o, stops=thinned(instance, o, dice)) for o in full])
        current = {(o.vehicle, o.day): o.stops for o in orders_now(engine)}
        out = [t for t in range(len(world.task)) if world.chain[world.task[t, FIRST], 2] < 0]
        for slot, (vehicle, day) in enumerate(engine._tables.slots):
            order = Order(vehicle, day, current.get((vehicle, day), ()))
            now = route_cost(instance, order) if order.stops else 0
            for t in out:
                codes = tuple(sorted({int(world.task[t, FIRST]), int(world.task[t, LAST])}))
                expected = insertions(instance, order, codes)
                for exact in (0, 1):
                    bound = NEVER if exact else np.int64(600)
                    cost, p, d = cheapest(
                        world, np.int64(t), np.int64(slot), bound, np.int64(exact)
                    )
                    tested += 1
                    least = min(expected.values(), default=None)
                    if p < 0:
                        assert least is None or (not exact and least - now >= bound)
                        continue
                    assert least is not None
                    assert now + cost == least
                    key = tuple(-1 if x >= stops else x for x in (p, d))
                    assert expected[key] == least
    assert tested > 100


def thinned(instance: Instance, order: Order, dice: np.random.Generator) -> tuple[int, ...]:
    ids = sorted({task_of(instance, code).id for code in order.stops})
    gone = {name for name in ids if dice.random() < 0.4}
    return tuple(code for code in order.stops if task_of(instance, code).id not in gone)


def orders_now(engine: WindowsEngine) -> list[Order]:
    """The current solution, read along the chains."""
    stops, found = engine._world.beside.shape[1], []
    for slot, (vehicle, day) in enumerate(engine._tables.slots):
        x, route = int(engine._world.chain[stops + slot, 0]), []
        while x < stops:
            route.append(x)
            x = int(engine._world.chain[x, 0])
        found.append(Order(vehicle, day, tuple(route)))
    return found


def brute_force(instance: Instance) -> tuple[int, int]:
    """Least (missed, total) over all assignments of tasks to vehicles and all orders."""
    c = len(instance.clients)
    codes = [(x,) for x in range(c)]
    codes += [(c + 2 * s, c + 2 * s + 1) for s in range(len(instance.shipments))]
    tasks = [task_of(instance, code[0]) for code in codes]

    @cache
    def route(vehicle: int, chosen: frozenset[int]) -> int | None:
        if not chosen:
            return 0
        stops = [code for t in chosen for code in codes[t]]
        costs = [route_cost(instance, Order(vehicle, 0, order)) for order in permutations(stops)]
        return min((cost for cost in costs if cost is not None), default=None)

    def best(
        t: int, parts: tuple[frozenset[int], ...], missed: int, prizes: int
    ) -> tuple[int, int]:
        costs = [route(v, part) for v, part in enumerate(parts)]
        if None in costs:
            return (10**9, 0)
        if t == len(tasks):
            return missed, prizes + sum(cost for cost in costs if cost is not None)
        task = tasks[t]
        weight = 1 + task.priority if task.prize is None else 0
        found = [best(t + 1, parts, missed + weight, prizes + (task.prize or 0))]
        for v, part in enumerate(parts):
            grown = (*parts[:v], part | {t}, *parts[v + 1 :])
            found.append(best(t + 1, grown, missed, prizes))
        return min(found)

    return best(0, (frozenset(),) * len(instance.vehicles), 0, 0)


@pytest.mark.parametrize(
    ("clients", "shipments", "use"), [(5, 0, 0), (0, 3, 0), (2, 2, 0), (0, 3, 10**9), (4, 0, 10**9)]
)
def test_brute_force_finds_nothing_cheaper(clients: int, shipments: int, use: int) -> None:
    for seed in range(8):
        instance = random_instance(
            seed, clients, shipments, use=use, unlike=bool(seed % 2), optional=seed % 4 > 1
        )
        engine = engine_of(instance, seed)
        engine.run(3000, 0.0, 1.0)
        assert solution_cost(instance, engine.best()) == engine.best_cost
        assert engine.best_cost == brute_force(instance)


@pytest.mark.parametrize(("clients", "shipments"), [(40, 0), (0, 25), (20, 12)])
@pytest.mark.parametrize("use", [0, 10**9])
def test_answers_are_feasible_and_costs_true(clients: int, shipments: int, use: int) -> None:
    instance = random_instance(7, clients, shipments, 12, use=use, unlike=True, optional=True)
    engine = engine_of(instance)
    last = (10**9, 10**18)
    for part in range(4):
        engine.run(500, part / 4, (part + 1) / 4)
        assert solution_cost(instance, engine.best()) == engine.best_cost
        assert engine.best_cost <= last
        last = engine.best_cost


def test_same_seed_and_calls_same_answer() -> None:
    instance = random_instance(3, 15, 10, 6)

    def answer(seed: int, character: int) -> list[Order]:
        engine = engine_of(instance, seed, character)
        engine.run(300, 0.0, 0.5)
        engine.run(300, 0.5, 1.0)
        assert engine.best_cost == solution_cost(instance, engine.best())
        return [*engine.best(), Order(0, 0, tuple(engine._world.dice.view(np.int64).tolist()))]

    assert answer(5, 0) == answer(5, 0)
    assert answer(5, 0) != answer(6, 0)
    assert answer(5, 0) != answer(5, 1)


def test_adopts_the_solution_of_another() -> None:
    instance = random_instance(4, 20, 10, 8)
    strong, weak = engine_of(instance, 1), engine_of(instance, 2)
    strong.run(3000, 0.0, 1.0)
    weak.run(1, 0.0, 0.001)
    assert strong.best_cost < weak.best_cost
    weak.adopt(strong.best())
    assert weak.best_cost == strong.best_cost
    assert weak.best() == strong.best()
    weak.run(500, 0.6, 1.0)
    assert weak.best_cost <= strong.best_cost
    assert solution_cost(instance, weak.best()) == weak.best_cost
    strong_cost = strong.best_cost
    strong.adopt([])
    assert strong.best_cost == strong_cost


def test_pool_holds_feasible_routes_at_their_cost() -> None:
    instance = random_instance(5, 20, 10, 8, unlike=True)
    engine = engine_of(instance)
    engine.run(2000, 0.0, 1.0)
    pool = engine.pool()
    assert len(pool) > 50
    assert len({(r.kind, frozenset(r.stops)) for r in pool}) == len(pool)
    for entry in pool:
        for vehicle, day in engine.kinds[entry.kind]:
            assert route_cost(instance, Order(vehicle, day, entry.stops)) == entry.cost


def test_fleet_comes_first_where_vehicles_are_dear() -> None:
    """Never more vehicles than the shortest answer has, and on some instances fewer."""
    saved = []
    for seed in range(6):
        short = engine_of(random_instance(seed, 20, 0, 12))
        few = engine_of(random_instance(seed, 20, 0, 12, use=10**9))
        for engine in (short, few):
            engine.run(3000, 0.0, 1.0)
            assert engine.best_cost[0] == 0
        saved.append(len(short.best()) - len(few.best()))
    assert min(saved) >= 0
    assert max(saved) > 0


def test_says_when_it_cannot_express_a_rule() -> None:
    instance = random_instance(1, 3, 2)
    assert express(instance) is not None
    client, shipment, vehicle = instance.clients[0], instance.shipments[0], instance.vehicles[0]
    two = (TimeWindow(earliest_s=0, latest_s=1), TimeWindow(earliest_s=5, latest_s=9))
    pause = Break(windows=(two[0],), duration_s=1)

    def clients(new: Client) -> Instance:
        return replace(instance, clients=(new, *instance.clients[1:]))

    def vehicles(new: Vehicle) -> Instance:
        return replace(instance, vehicles=(new, *instance.vehicles[1:]))

    def shipments(new: Shipment) -> Instance:
        return replace(instance, shipments=(new, *instance.shipments[1:]))

    twice = replace(instance, days=2)
    for refused in (
        clients(replace(client, windows=two)),
        shipments(replace(shipment, max_ride_s=1)),
        vehicles(replace(vehicle, max_duration_s=5000)),
        vehicles(replace(vehicle, shifts=(Shift(breaks=(pause,)),))),
        vehicles(replace(vehicle, capacities=((1, 2), (2, 1)))),
        replace(twice, clients=(replace(client, pattern=VisitPattern(day_sets=((0, 1),))),)),
    ):
        assert express(refused) is None
    assert express(shipments(replace(shipment, max_ride_s=20_000))) is not None
