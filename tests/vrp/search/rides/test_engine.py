"""The whole search: as good as trying everything, repeatable, and honest in what it hands on."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

import pytest

from routing.vrp.codes import task_of
from routing.vrp.demand import Client
from routing.vrp.fleet import Break, Shift
from routing.vrp.search.rides import Engine, express
from routing.vrp.time_window import TimeWindow


def _orders(visits, tasks):
    """Every order of the stops of these tasks, pickups first."""
    ends = [(t,) if t < visits else (2 * t - visits, 2 * t - visits + 1) for t in tasks]
    for stops in permutations([code for pair in ends for code in pair]):
        if all(stops.index(pair[0]) <= stops.index(pair[-1]) for pair in ends):
            yield stops


def _tasks(instance):
    return [*instance.clients, *instance.shipments]


def _best_by_trying(instance, judge):
    """Least (missed, total) over every way to share out the riders, by their sets as bits."""
    everyone, visits = range(len(_tasks(instance))), len(instance.clients)
    left = [{0: 0}]  # of the sets that the slots so far can serve: the least cost
    for index, vehicle in enumerate(instance.vehicles):
        for shift in vehicle.shifts:
            cheapest = {0: 0}
            for bits in range(1, 2 ** len(everyone)):
                riders = [r for r in everyone if bits >> r & 1]
                costs = [
                    judge(instance, index, shift.day, stops) for stops in _orders(visits, riders)
                ]
                feasible = [cost for cost in costs if cost is not None]
                if feasible:
                    cheapest[bits] = min(feasible)
            now: dict[int, int] = {}
            for done, paid in left[-1].items():
                for bits, cost in cheapest.items():
                    if not done & bits:
                        both = done | bits
                        now[both] = min(now.get(both, 10**12), paid + cost)
            left.append(now)
    answers = []
    for done, paid in left[-1].items():
        out = [s for r, s in enumerate(_tasks(instance)) if not done >> r & 1]
        missed = sum(1 + s.priority for s in out if s.prize is None)
        answers.append((missed, paid + sum(s.prize or 0 for s in out)))
    return min(answers)


def _cost_by_judge(instance, judge, orders):
    total = 0
    for order in orders:
        cost = judge(instance, order.vehicle, order.day, order.stops)
        assert cost is not None, order
        total += cost
    served = [code for order in orders for code in order.stops]
    assert len(served) == len(set(served))
    out = {*range(len(_tasks(instance)))} - {task_of(instance, code) for code in served}
    left = [_tasks(instance)[task] for task in out]
    missed = sum(1 + task.priority for task in left if task.prize is None)
    return missed, total + sum(task.prize or 0 for task in left)


@pytest.mark.parametrize("seed", range(30))
def test_a_tiny_instance_is_solved_to_the_end(draw, judge, seed):
    days = 1 + seed % 2
    visits = seed % 3 // 2
    instance = draw(1000 + seed, requests=3 - visits, vehicles=2, days=days, visits=2 * visits)
    tables = express(instance)
    assert tables is not None
    engine = Engine(tables, seed, seed % 2)
    engine.run(400, 0.0, 1.0)
    assert engine.best_cost == _best_by_trying(instance, judge)
    assert _cost_by_judge(instance, judge, engine.best()) == engine.best_cost


@pytest.mark.parametrize("seed", range(4))
def test_what_it_hands_on_is_feasible_and_costs_what_it_says(draw, judge, seed):
    instance = draw(50 + seed, requests=12, vehicles=4, setup=True, visits=3 * (seed % 2))
    tables = express(instance)
    assert tables is not None
    engine = Engine(tables, seed, 0)
    for part in range(4):
        engine.run(200, part / 4, part / 4 + 0.25)
        assert _cost_by_judge(instance, judge, engine.best()) == engine.best_cost
    pool = engine.pool()
    assert pool
    for route in pool:
        for vehicle, day in engine.kinds[route.kind]:
            assert judge(instance, vehicle, day, route.stops) == route.cost
    assert len(pool) == len(set(pool))


@pytest.mark.parametrize("seed", range(6))
def test_a_route_with_a_stop_less_may_be_too_long(draw, judge, seed):
    """Roads are chosen by time: a direct way may be longer than one with a detour."""
    instance = draw(70 + seed, requests=12, vehicles=3)
    short = tuple(replace(vehicle, max_distance_m=160) for vehicle in instance.vehicles)
    instance = replace(instance, vehicles=short)
    tables = express(instance)
    assert tables is not None
    engine = Engine(tables, seed, 0)
    for part in range(10):
        engine.run(150, part / 10, part / 10 + 0.1)
        assert _cost_by_judge(instance, judge, engine.best()) == engine.best_cost


def test_of_many_routes_the_promising_ones_are_handed_on(draw, monkeypatch):
    tables = express(draw(9, requests=15, vehicles=4))
    assert tables is not None
    engine = Engine(tables, 1, 0)
    engine.run(500, 0.0, 1.0)
    whole = engine.pool()
    monkeypatch.setattr("routing.vrp.search.rides.engine._MOST_POOL", len(whole) // 2)
    half = engine.pool()
    assert len(whole) // 2 <= len(half) <= len(whole) // 2 + len(engine.best())
    best = {frozenset(order.stops) for order in engine.best()}
    assert best <= {frozenset(route.stops) for route in half}


def test_same_seed_same_calls_same_answer(draw):
    tables = express(draw(7, requests=15, vehicles=4))
    assert tables is not None
    answers = []
    for _ in range(2):
        engine = Engine(tables, 3, 1)
        engine.run(150, 0.0, 0.4)
        engine.run(150, 0.4, 1.0)
        answers.append((engine.best_cost, engine.best(), engine.pool()))
    assert answers[0] == answers[1]


def test_a_search_takes_over_what_another_found(draw):
    tables = express(draw(8, requests=15, vehicles=4))
    assert tables is not None
    good, fresh = Engine(tables, 1, 0), Engine(tables, 2, 1)
    good.run(500, 0.0, 1.0)
    fresh.adopt(good.best())
    assert fresh.best_cost == good.best_cost
    assert sorted(map(repr, fresh.best())) == sorted(map(repr, good.best()))
    fresh.run(100, 0.9, 1.0)
    assert fresh.best_cost <= good.best_cost


def test_before_the_first_iteration_nothing_is_served(draw):
    instance = draw(8, requests=4, vehicles=1)
    tables = express(instance)
    assert tables is not None
    engine = Engine(tables, 1, 0)
    assert engine.best() == []
    must = [s for s in instance.shipments if s.prize is None]
    assert engine.best_cost[0] == sum(1 + s.priority for s in must)


def test_what_it_does_not_know_is_left_to_others(draw):
    instance = draw(1)
    boxes = Client(id="c", location=0, pickup=(1, 0))
    assert express(replace(instance, clients=(boxes,))) is None
    pause = Break(windows=(TimeWindow(earliest_s=1, latest_s=2),), duration_s=1)
    tired = replace(instance.vehicles[0], shifts=(Shift(breaks=(pause,)),))
    assert express(replace(instance, vehicles=(tired,))) is None
    assert express(replace(instance, shipments=(), pins=())) is None
