"""Cordeau & Laporte's files: the dial-a-ride problem.

Cordeau & Laporte 2003, 10.1016/S0191-2615(02)00045-0 (R1a–R10b); Cordeau 2006,
10.1287/opre.1060.0283 (a2-16 to b8-96). The first line gives the number of vehicles, of nodes
(2n) or of requests (n), the longest route, the capacity and the longest ride. Nodes 1 to n are
pickups, n + 1 to 2n their deliveries; most copies repeat the depot as node 2n + 1, with the
window of the return.
"""

from __future__ import annotations

from pathlib import Path

from benchmarks.formats.pairs import like_vehicles, points_of, problem_of_pairs, stop
from benchmarks.formats.problem import Problem
from benchmarks.formats.rows import Row, Rows
from benchmarks.formats.scaled import down, scaled_window
from routing.vrp import Shift, Shipment

FIRST_LINE = "vehicles, nodes or requests, longest route, capacity, longest ride"
COLUMNS = "node, x, y, service, load, earliest, latest"


def read_ride(path: Path) -> Problem:
    """Read a dial-a-ride problem: m like vehicles, least distance."""
    rows = Rows(path)
    head = rows.take(FIRST_LINE)
    head.width(f"5 fields: {FIRST_LINE}", 5)
    count = head.integer(0, "the number of vehicles", least=1)
    longest = down(head.number(2, "the longest route", least=0))
    capacity = head.integer(3, "the capacity", least=1)
    ride = down(head.number(4, "the longest ride", least=0))
    depot = rows.take(f"the depot: {COLUMNS}")
    nodes = [depot, *rows.rest()]
    for number, row in enumerate(nodes):
        row.width(f"7 fields: {COLUMNS}", 7)
        if row.integer(0, "the node’s number") != number:
            raise row.refuse(f"node {row.fields[0]}", f"node {number}")
    _check_depot(depot)
    requests, closing = _without_last_depot(head, nodes, rows)
    for pickup in range(1, requests + 1):
        _check_pair(nodes[pickup], nodes[pickup + requests], capacity)
    points = points_of(nodes)
    opening, return_by = (scaled_window(row.window(5), row) for row in (depot, closing))
    shift = Shift(earliest_s=opening.earliest_s, latest_s=min(opening.latest_s, return_by.latest_s))
    shipments = tuple(
        Shipment(
            id=str(pickup),
            pickup=stop(nodes[pickup], pickup, service=3, window=5),
            delivery=stop(nodes[pickup + requests], pickup + requests, service=3, window=5),
            load=(nodes[pickup].integer(4, "the load"),),
            max_ride_s=ride,
        )
        for pickup in range(1, requests + 1)
    )
    vehicles = like_vehicles(count, shift, capacity, max_duration_s=longest)
    return problem_of_pairs(path, "darp", head, points, vehicles, shipments)


def _check_depot(row: Row) -> None:
    for at, what in ((3, "service"), (4, "load")):
        if row.number(at, what) != 0:
            raise row.refuse(repr(row.fields[at]), f"0 as the {what} of the depot")


def _without_last_depot(head: Row, nodes: list[Row], rows: Rows) -> tuple[int, Row]:
    """Return the number of requests, and the depot of the return, dropped where it has a row."""
    given, found = head.integer(1, "the number of nodes or requests", least=1), len(nodes) - 1
    closing = nodes[0]
    if found in (given + 1, 2 * given + 1) and _same_place(nodes[0], nodes[-1]):
        _check_depot(nodes[-1])
        closing = nodes.pop()
        found -= 1
    if found not in (given, 2 * given):
        if found > 2 * given:
            extra = nodes[2 * given + 1]
            raise extra.refuse(extra.text, f"the end of the file after node {2 * given}")
        if found > given:
            raise nodes[-1].refuse(
                nodes[-1].text, f"{given} or {2 * given} nodes beside the depot, not {found}"
            )
        rows.take(f"node {found + 1} of {given}: {COLUMNS}")
    if found % 2:
        raise head.refuse(f"{found} nodes", "an even number: a pickup and a delivery a request")
    return found // 2, closing


def _same_place(depot: Row, last: Row) -> bool:
    return all(depot.number(at, "x, y") == last.number(at, "x, y") for at in (1, 2))


def _check_pair(pickup: Row, delivery: Row, capacity: int) -> None:
    load = pickup.integer(4, "the load of a pickup", least=0)
    if load > capacity:
        raise pickup.refuse(f"load {load}", f"no more than the capacity, {capacity}")
    if delivery.integer(4, "the load of a delivery") != -load:
        raise delivery.refuse(
            f"load {delivery.fields[4]}", f"{-load}, the opposite of line {pickup.line}"
        )
