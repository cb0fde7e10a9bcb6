"""Times and accuracy of the road engine: one JSON line a measurement on stdout.

``python -m benchmarks.roads`` measures the shipped network; ``--network FILE`` another one,
``--reference CSV`` compares with another engine's pairs (columns from_lat, from_lon, to_lat,
to_lon, km, minutes), ``--order`` makes the contraction order anew, and ``--peer`` puts
`routingkit-cch` beside it where that package is installed.
"""

from __future__ import annotations

import argparse
import csv
import json
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from routing.roads import Closure, Place, RoadNetwork
from routing.roads.cch.hierarchy import contract
from routing.roads.cch.order import nested_dissection_order
from routing.roads.cch.search import CchEngine
from routing.roads.data import RoadData
from routing.roads.metric import Metric

SHIPPED = Path(__file__).parents[1] / "data/communes/roads.npz"

START = """
import sys, time
began = time.perf_counter()
from routing.roads import Place, RoadNetwork
network = RoadNetwork.load(sys.argv[1])
loaded = time.perf_counter()
middle = [sum(bounds) / 2 for bounds in (network.info().bounds[::2], network.info().bounds[1::2])]
network.matrix([Place(id="a", lon=middle[0], lat=middle[1])] * 2, max_distance_m=1e6)
print(loaded - began, time.perf_counter() - began)
"""


def say(what: str, **figures: object) -> None:
    print(json.dumps({"what": what, **figures}), flush=True)


def best_ms(action: Callable[[], Any], repeat: int) -> float:
    """Milliseconds of the quickest of some runs, after one to warm up."""
    action()
    times = []
    for _ in range(repeat):
        began = time.perf_counter()
        action()
        times.append(time.perf_counter() - began)
    return round(min(times) * 1000, 2)


def start_up(path: Path, repeat: int) -> None:
    """Time a fresh process: imports, file, index, hierarchy, customisation, first answer."""
    runs = []
    for _ in range(repeat):
        done = subprocess.run(
            [sys.executable, "-c", START, str(path)], capture_output=True, check=True, text=True
        )
        runs.append([float(seconds) for seconds in done.stdout.split()])
    loaded, answered = np.min(runs, axis=0)
    say("start-up", loaded_s=round(loaded, 3), first_answer_s=round(answered, 3))


def random_places(data: RoadData, count: int) -> list[Place]:
    rng = np.random.default_rng(1)
    node = rng.integers(0, len(data.node_lon), count)
    lon = data.node_lon[node] / 1e6 + rng.normal(0, 0.001, count)
    lat = data.node_lat[node] / 1e6 + rng.normal(0, 0.001, count)
    return [Place(id=str(i), lon=float(lon[i]), lat=float(lat[i])) for i in range(count)]


def answers(network: RoadNetwork, repeat: int) -> None:
    places = random_places(network.data, 1000)
    say("snap", places=1000, ms=best_ms(lambda: network.snap(places, max_distance_m=1e5), repeat))
    snaps = network.snap(places, max_distance_m=1e5)
    for size in (10, 50, 200, 1000):
        some = snaps[:size]
        say("matrix", size=size, ms=best_ms(lambda some=some: network.matrix(some), repeat))
    pairs = list(zip(snaps[:100:2], snaps[1:100:2], strict=True))
    ways = best_ms(lambda: [network.path(pair) for pair in pairs], repeat)
    say("path", ms=round(ways / len(pairs), 2))
    home = snaps[0]
    minutes = [10, 20, 30]
    say("reach", minutes=minutes, ms=best_ms(lambda: network.reach(home, minutes), repeat))
    shut = [Closure(lon=snap.lon, lat=snap.lat, radius_m=50) for snap in snaps[:20]]
    closed = best_ms(lambda: network.matrix(snaps[:50], closures=shut), repeat)
    say("matrix with 20 closures", size=50, ms=closed)
    plain = RoadNetwork(network.data, engine="dijkstra")
    say("matrix by Dijkstra", size=50, ms=best_ms(lambda: plain.matrix(snaps[:50]), 1))


def hierarchy(data: RoadData, repeat: int) -> None:
    tree = contract(data.order, data.edge_tail, data.edge_head)
    weights = Metric.of(data).through()
    say(
        "hierarchy",
        nodes=len(data.node_lon),
        edges=len(data.edge_tail),
        arcs=len(tree.arc_tail),
        triangles=len(tree.near),
        mean_ancestors=round(float(tree.depth.mean()) + 1, 1),
        most_ancestors=int(tree.depth.max()) + 1,
        contract_ms=best_ms(lambda: contract(data.order, data.edge_tail, data.edge_head), repeat),
        customise_ms=best_ms(
            lambda: CchEngine.customised(tree, data.edge_tail, data.edge_head, *weights), repeat
        ),
    )


def ordering(data: RoadData, *, peer: bool) -> None:
    ends = data.edge_tail, data.edge_head
    began = time.perf_counter()
    order = nested_dissection_order(data.node_lon, data.node_lat, *ends)
    orders = {"ours": (order, time.perf_counter() - began)}
    if peer:
        from routingkit_cch import compute_order_inertial

        lists = [a.tolist() for a in (*ends, data.node_lat / 1e6, data.node_lon / 1e6)]
        began = time.perf_counter()
        theirs = compute_order_inertial(len(order), *lists)
        orders["routingkit-cch"] = (np.array(theirs), time.perf_counter() - began)
    for name, (nodes, seconds) in orders.items():
        tree = contract(nodes.astype(np.int32), *ends)
        say(
            "order",
            by=name,
            s=round(seconds, 2),
            arcs=len(tree.arc_tail),
            triangles=len(tree.near),
            mean_ancestors=round(float(tree.depth.mean()) + 1, 1),
            most_ancestors=int(tree.depth.max()) + 1,
        )


def accuracy(network: RoadNetwork, reference: Path) -> None:
    """Compare with a reference: absolute and signed differences, and the worst factor."""
    with reference.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    points = {}
    for row in rows:
        for end in ("from", "to"):
            lon, lat = float(row[f"{end}_lon"]), float(row[f"{end}_lat"])
            points[row[end]] = Place(id=row[end], lon=lon, lat=lat)
    index = {name: i for i, name in enumerate(points)}
    matrix = network.matrix(list(points.values()), max_distance_m=2000)
    pair = np.array([(index[row["from"]], index[row["to"]]) for row in rows]).T
    for unit, table, column in (
        ("km", matrix.distances_m / 1000, "km"),
        ("minutes", matrix.durations_s / 60, "minutes"),
    ):
        theirs = np.array([float(row[column]) for row in rows])
        ratio = table[pair[0], pair[1]] / theirs
        off = np.abs(ratio - 1) * 100
        say(
            "accuracy",
            unit=unit,
            pairs=len(rows),
            median_percent=round(float(np.median(off)), 2),
            p95_percent=round(float(np.percentile(off, 95)), 2),
            bias_percent=round(float(np.median(ratio) - 1) * 100, 2),
            worst_factor=round(float(np.maximum(ratio, 1 / ratio).max()), 3),
        )


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--network", type=Path, default=SHIPPED)
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--reference", type=Path)
    parser.add_argument("--order", action="store_true")
    parser.add_argument("--peer", action="store_true")
    given = parser.parse_args(arguments)
    start_up(given.network, given.repeat)
    network = RoadNetwork.load(given.network)
    hierarchy(network.data, given.repeat)
    answers(network, given.repeat)
    if given.order or given.peer:
        ordering(network.data, peer=given.peer)
    if given.reference:
        accuracy(network, given.reference)


if __name__ == "__main__":
    main()
