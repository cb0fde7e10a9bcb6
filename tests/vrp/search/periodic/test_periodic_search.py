from __future__ import annotations

from dataclasses import replace
from itertools import combinations, pairwise, permutations, product

import pytest

from routing.vrp import Instance, Vehicle
from routing.vrp.search.engine import Order
from routing.vrp.search.periodic import PeriodicSearch, express
from routing.vrp.search.periodic.routes import routes_of


def engine(instance: Instance, seed: int = 1, character: int = 0) -> PeriodicSearch:
    tables = express(instance)
    assert tables is not None
    return PeriodicSearch(tables, seed, character)


def longest(instance: Instance, vehicle: Vehicle) -> float:
    return float("inf") if vehicle.max_duration_s is None else vehicle.max_duration_s


def route_figures(instance: Instance, vehicle: Vehicle, stops: tuple[int, ...]):
    """Cost, duration and load of a route, from the instance alone."""
    matrix, people = instance.matrix_of(vehicle), [instance.clients[c] for c in stops]
    path = [vehicle.start, *(c.location for c in people), vehicle.end]
    legs = [(a, b) for a, b in pairwise(path) if None not in (a, b)]
    metres = sum(int(matrix.distances_m[leg]) for leg in legs)
    seconds = sum(int(matrix.durations_s[leg]) for leg in legs)
    seconds += sum(c.service_s for c in people)
    seconds += sum(
        c.setup_s for before, c in zip(path, people, strict=False) if before != c.location
    )
    cost = metres * vehicle.cost_per_m + seconds * vehicle.cost_per_s + vehicle.cost_per_use
    return cost, seconds, sum(sum(c.delivery) for c in people)


def keeps_limits(instance: Instance, vehicle: Vehicle, stops: tuple[int, ...]) -> bool:
    _, seconds, load = route_figures(instance, vehicle, stops)
    return (
        seconds <= longest(instance, vehicle)
        and load <= vehicle.capacities[0][0]
        and (vehicle.max_stops is None or len(stops) <= vehicle.max_stops)
        and all(instance.clients[c].skills.accepts(vehicle.skills) for c in stops)
    )


def total(instance: Instance, orders: list[Order]) -> tuple[int, int]:
    """``(missed, total)`` of complete orders, once every rule has been looked at."""
    visits: dict[int, list[tuple[int, int]]] = {}
    cost = 0
    assert len({(o.vehicle, o.day) for o in orders}) == len(orders)
    for order in orders:
        vehicle = instance.vehicles[order.vehicle]
        assert order.day in [shift.day for shift in vehicle.shifts]
        assert keeps_limits(instance, vehicle, order.stops)
        cost += route_figures(instance, vehicle, order.stops)[0]
        for c in order.stops:
            visits.setdefault(c, []).append((order.day, order.vehicle))
    missed = 0
    for c, client in enumerate(instance.clients):
        made = sorted(visits.get(c, []))
        if not made:
            missed += 1 + client.priority if client.prize is None else 0
            cost += client.prize or 0
            continue
        sets = client.pattern.day_sets if client.pattern else [(d,) for d in range(instance.days)]
        assert tuple(day for day, _ in made) in sets
        crew = {instance.vehicles[v].crew or instance.vehicles[v].id for _, v in made}
        same = client.pattern.same if client.pattern else "free"
        assert same != "vehicle" or len({v for _, v in made}) == 1
        assert same != "crew" or len(crew) == 1
    return missed, cost


def assert_sums(search: PeriodicSearch, instance: Instance) -> None:
    """What the search carries along equals what its lists say."""
    t, s = search.tables, search.state
    cost = late = over = 0.0
    seen = []
    for slot, stops in routes_of(t, s.succ):
        vehicle = instance.vehicles[t.slot_vehicle[slot]]
        money, seconds, load = route_figures(instance, vehicle, stops)
        cost += money
        late += max(0.0, seconds - longest(instance, vehicle))
        over += max(0.0, load - vehicle.capacities[0][0])
        assert s.load[slot, 0] == load
        assert s.visits[slot] == len(stops)
        seen += [(c, int(t.slot_day[slot])) for c in stops]
    wanted = []
    for c in range(t.n):
        if s.chosen[c] >= 0:
            first, last = t.set_days_of[s.chosen[c]], t.set_days_of[s.chosen[c] + 1]
            wanted += [(c, int(day)) for day in t.set_days[first:last]]
    assert sorted(seen) == sorted(wanted)
    assert s.sums[0] == cost
    assert s.sums[1] == late
    assert s.sums[2] == t.missed[s.chosen < 0].sum()
    assert s.sums[3] == over


@pytest.mark.parametrize("seed", range(4))
def test_what_is_carried_along_equals_a_full_count_after_every_iteration(plain, adorned, seed):
    for instance in (plain(seed), adorned(seed), plain(seed, days=1, depots=2)):
        search = engine(instance, seed, seed % 2)
        for k in range(150):
            search.run(1, k / 150, (k + 1) / 150)
            assert_sums(search, instance)


@pytest.mark.parametrize("seed", range(8))
def test_answer_keeps_every_rule_and_costs_what_it_says(plain, adorned, seed):
    for instance in (plain(seed), adorned(seed)):
        search = engine(instance, seed)
        search.run(3000, 0.0, 1.0)
        assert total(instance, search.best()) == search.best_cost
        for order in search.best():
            vehicle = instance.vehicles[order.vehicle]
            assert keeps_limits(instance, vehicle, order.stops)


def exact(instance: Instance) -> float:
    """Cheapest complete answer by trying everything; equal vehicles every day."""
    vehicle = instance.vehicles[0]
    everyone = range(len(instance.clients))
    tour: dict[frozenset[int], float] = {frozenset(): 0}
    for size in range(1, len(everyone) + 1):
        for group in combinations(everyone, size):
            tour[frozenset(group)] = min(
                (
                    route_figures(instance, vehicle, stops)[0]
                    for stops in permutations(group)
                    if keeps_limits(instance, vehicle, stops)
                ),
                default=float("inf"),
            )
    day = dict(tour)
    for _ in range(len(instance.vehicles) - 1):
        day = {
            group: min(
                day[frozenset(rest)] + tour[group - frozenset(rest)]
                for size in range(len(group) + 1)
                for rest in combinations(group, size)
            )
            for group in day
        }
    sets = [
        c.pattern.day_sets if c.pattern else [(d,) for d in range(instance.days)]
        for c in instance.clients
    ]
    return min(
        sum(day[frozenset(c for c in everyone if d in choice[c])] for d in range(instance.days))
        for choice in product(*sets)
    )


@pytest.mark.parametrize("seed", range(25))
def test_tiny_instances_are_solved_to_the_optimum(plain, seed):
    instance = plain(seed, clients=5, days=2 + seed % 2, vehicles=2)
    alike = instance.vehicles[0]
    instance = replace(instance, vehicles=tuple(replace(alike, id=v.id) for v in instance.vehicles))
    search = engine(instance, seed, seed % 2)
    search.run(2000, 0.0, 1.0)
    best = exact(instance)
    assert search.best_cost == (0, best) if best < float("inf") else search.best_cost[0] > 0


def test_same_seed_and_calls_give_the_same_answer(plain):
    one, two = (engine(plain(3, clients=30), 5) for _ in range(2))
    for k in range(4):
        one.run(500, k / 4, (k + 1) / 4)
        two.run(500, k / 4, (k + 1) / 4)
    assert one.best() == two.best()
    other = engine(plain(3, clients=30), 6)
    other.run(2000, 0.0, 1.0)
    assert other.best() != one.best()


def test_adopts_the_better_and_goes_on_from_it(plain):
    instance = plain(2, clients=30)
    good, poor = engine(instance, 1), engine(instance, 2, 1)
    good.run(4000, 0.0, 1.0)
    assert good.best_cost < poor.best_cost
    poor.adopt(good.best())
    assert poor.best_cost == good.best_cost
    assert_sums(poor, instance)
    poor.run(500, 0.6, 0.8)
    assert poor.best_cost <= good.best_cost
    assert_sums(poor, instance)
    with pytest.raises(ValueError, match="none of its day sets"):
        poor.adopt([Order(0, 0, (0,)), Order(1, 0, (0,))])


def test_leaves_out_whom_it_cannot_serve_the_least_important_first(plain):
    instance = plain(4, clients=10, days=1, vehicles=1)
    people = tuple(replace(c, delivery=(1,), priority=int(c.id) % 2) for c in instance.clients)
    van = replace(instance.vehicles[0], capacities=((7,),))
    search = engine(replace(instance, clients=people, vehicles=(van,)))
    search.run(40_000, 0.0, 1.0)
    assert search.best_cost[0] == 3
    assert (
        total(replace(instance, clients=people, vehicles=(van,)), search.best()) == search.best_cost
    )
