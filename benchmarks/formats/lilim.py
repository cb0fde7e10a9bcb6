"""Li & Lim's files: pickup and delivery with time windows.

Format: https://www.sintef.no/projectweb/top/pdptw/ (documentation); Li & Lim 2001,
10.1109/ICTAI.2001.974461.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from benchmarks.formats.pairs import like_vehicles, points_of, problem_of_pairs, stop
from benchmarks.formats.problem import Problem
from benchmarks.formats.rows import Row, Rows
from benchmarks.formats.scaled import SCALE, scaled_window
from routing.vrp import Shift, Shipment

COLUMNS = "task, x, y, demand, earliest, latest, service, pickup, delivery"
FIRST_LINE = "number of vehicles, capacity, speed"
COST_OF_A_VEHICLE = 10**9
"""Above any distance: the literature compares the fleet first."""


def read_li_lim(path: Path) -> Problem:
    """Read a PDPTW: as few vehicles as can be, then least distance."""
    rows = Rows(path)
    head = rows.take(FIRST_LINE)
    head.width(f"3 fields: {FIRST_LINE}", 3)
    count = head.integer(0, "the number of vehicles", least=1)
    capacity = head.integer(1, "the capacity", least=1)
    head.number(2, "the speed (not used)", least=0)
    depot = rows.take(f"the depot: {COLUMNS}")
    tasks = [depot, *rows.rest()]
    if len(tasks) == 1:
        rows.take(f"a task: {COLUMNS}")
    for number, row in enumerate(tasks):
        row.width(f"9 fields: {COLUMNS}", 9)
        if row.integer(0, "the task's number") != number:
            raise row.refuse(f"task {row.fields[0]}", f"task {number}")
    _check_depot(depot)
    pairs = _pairs(tasks, capacity)
    points = points_of(tasks)
    if len(points) * float(points.max() - points.min()) * 2 * SCALE >= COST_OF_A_VEHICLE * 10:
        raise head.refuse("places too far apart", "tours shorter than the cost of a vehicle")
    opening = scaled_window(depot.window(4), depot)
    shift = Shift(earliest_s=opening.earliest_s, latest_s=opening.latest_s)
    shipments = tuple(
        Shipment(
            id=str(pickup),
            pickup=stop(tasks[pickup], pickup, service=6, window=4),
            delivery=stop(tasks[delivery], delivery, service=6, window=4),
            load=(tasks[pickup].integer(3, "the demand"),),
        )
        for pickup, delivery in pairs
    )
    vehicles = like_vehicles(count, shift, capacity, cost_per_use=COST_OF_A_VEHICLE)
    return problem_of_pairs(path, "pdptw", head, points, vehicles, shipments, "fleet")


def _check_depot(row: Row) -> None:
    for at, what in ((3, "demand"), (6, "service"), (7, "pickup"), (8, "delivery")):
        if row.number(at, what) != 0:
            raise row.refuse(repr(row.fields[at]), f"0 as the {what} of the depot")


def _pairs(tasks: Sequence[Row], capacity: int) -> list[tuple[int, int]]:
    """Return pickup and delivery of every request; refuse tasks that do not pair."""
    pairs = []
    for number, row in enumerate(tasks[1:], 1):
        pickup, delivery = row.integer(7, "the pickup"), row.integer(8, "the delivery")
        if (pickup == 0) == (delivery == 0):
            raise row.refuse(
                f"pickup {pickup} and delivery {delivery}",
                "one of them 0, the other the sibling’s number",
            )
        sibling = pickup or delivery
        if not 0 < sibling < len(tasks) or sibling == number:
            raise row.refuse(f"sibling {sibling}", f"another task, up to {len(tasks) - 1}")
        other = tasks[sibling]
        if other.integer(8 if pickup else 7, "the sibling") != number:
            raise row.refuse(
                f"sibling {sibling}",
                f"a task that names {number} in return (line {other.line} does not)",
            )
        load = row.integer(3, "the demand")
        if load != -other.integer(3, "the demand") or (load < 0) != bool(pickup):
            raise row.refuse(
                f"demand {load}",
                f"{'at most' if pickup else 'at least'} 0 and the opposite of line {other.line}",
            )
        if delivery:
            if load > capacity:
                raise row.refuse(f"demand {load}", f"no more than the capacity, {capacity}")
            pairs.append((number, delivery))
    return pairs
