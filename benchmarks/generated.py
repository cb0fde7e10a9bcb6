"""Random instances as texts in the literature's formats: for micro-benchmarks and tests.

They are solvable by construction: windows are drawn around a feasible visit, and there is a
vehicle for every few customers.
"""

from __future__ import annotations

import math
from random import Random

Point = tuple[float, float]


def _point(dice: Random, half: float) -> Point:
    return round(dice.uniform(-half, half), 3), round(dice.uniform(-half, half), 3)


def periodic(customers: int, days: int, vehicles: int, seed: int = 1) -> str:
    """Return a PVRP of Cordeau's type 1: customers visited once, twice or on every day."""
    dice = Random(seed)  # noqa: S311 - not for secrets
    patterns = {
        1: [1 << day for day in range(days)],
        2: [1 << day | 1 << (day + days // 2) for day in range(days - days // 2)],
        days: [(1 << days) - 1],
    }
    rows, load = [f"0 {0:.3f} {0:.3f} 0 0 0 0"], 0
    for number in range(1, customers + 1):
        x, y = _point(dice, 50)
        visits = dice.choice([1, 1, 2, days]) if days > 1 else 1
        demand = dice.randint(5, 25)
        load += demand * visits
        sets = patterns[visits]
        codes = " ".join(map(str, sets))
        rows.append(f"{number} {x} {y} 0 {demand} {visits} {len(sets)} {codes}")
    capacity = max(60, math.ceil(1.6 * load / (days * vehicles)))
    head = [f"1 {vehicles} {customers} {days}", *[f"0 {capacity}"] * days]
    return "\n".join([*head, *rows]) + "\n"


def windows(customers: int, vehicles: int, seed: int = 1) -> str:
    """Return a VRPTW in Solomon's format."""
    dice = Random(seed)  # noqa: S311 - not for secrets
    depot, horizon = (35.0, 35.0), 300
    rows = [f"0 {depot[0]} {depot[1]} 0 0 {horizon} 0"]
    for number in range(1, customers + 1):
        x, y = dice.randint(0, 70), dice.randint(0, 70)
        away = math.dist((x, y), depot)
        ready = dice.randint(0, int(horizon - 2 * away) - 70)
        due = max(ready + dice.randint(20, 60), math.ceil(away))
        rows.append(f"{number} {x} {y} {dice.randint(1, 30)} {ready} {due} 10")
    head = ["made", "", "VEHICLE", "NUMBER CAPACITY", f"{vehicles} 200", "", "CUSTOMER"]
    columns = "CUST NO. XCOORD. YCOORD. DEMAND READY TIME DUE DATE SERVICE TIME"
    return "\n".join([*head, columns, "", *rows]) + "\n"


def pairs(requests: int, vehicles: int, seed: int = 1) -> str:
    """Return a PDPTW in Li & Lim's format."""
    dice = Random(seed)  # noqa: S311 - not for secrets
    depot, horizon = (35, 35), 600
    rows = [f"0\t{depot[0]}\t{depot[1]}\t0\t0\t{horizon}\t0\t0\t0"]
    for number in range(1, 2 * requests + 1, 2):
        first, second = [(dice.randint(0, 70), dice.randint(0, 70)) for _ in "ab"]
        begin = math.ceil(math.dist(depot, first)) + dice.randint(0, 250)
        arrive = begin + 10 + math.ceil(math.dist(first, second))
        load = dice.randint(1, 40)
        for task, place, amount, at, ends in (
            (number, first, load, begin, f"0\t{number + 1}"),
            (number + 1, second, -load, arrive, f"{number}\t0"),
        ):
            early, late = max(0, at - dice.randint(0, 40)), at + dice.randint(0, 40)
            rows.append(f"{task}\t{place[0]}\t{place[1]}\t{amount}\t{early}\t{late}\t10\t{ends}")
    return "\n".join([f"{vehicles}\t200\t1", *rows]) + "\n"


def rides(requests: int, vehicles: int, seed: int = 1) -> str:
    """Return a dial-a-ride problem in Cordeau & Laporte's format."""
    dice = Random(seed)  # noqa: S311 - not for secrets
    places = [_point(dice, 10) for _ in range(2 * requests)]
    rows = ["0 0.000 0.000 0 0 0 480"]
    whole = "0 480"
    for node, (x, y) in enumerate(places, 1):
        pickup, outbound = node <= requests, (node - 1) % requests < requests // 2
        bounded = pickup != outbound
        early = dice.randint(60, 360)
        window = f"{early} {early + 15}" if bounded else whole
        rows.append(f"{node} {x} {y} 3 {1 if pickup else -1} {window}")
    head = f"{vehicles} {2 * requests} 480 3 30"
    return "\n".join([head, *rows]) + "\n"
