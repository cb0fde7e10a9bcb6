"""Solomon's and Homberger's files: the VRP with time windows.

Format: https://www.sintef.no/projectweb/top/vrptw/ (documentation); Solomon 1987,
10.1287/opre.35.2.254.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from benchmarks.formats.problem import Problem
from benchmarks.formats.rows import Row, Rows
from benchmarks.formats.scaled import scaled_matrix, scaled_window, up
from routing.vrp import Client, Instance, Shift, Vehicle

COLUMNS = "customer, x, y, demand, ready time, due date, service time"


def _heading(rows: Rows, *words: str) -> None:
    row = rows.take(f"the heading {' '.join(words)!r}")
    if [field.upper() for field in row.fields[: len(words)]] != list(words):
        raise row.refuse(row.text, f"the heading {' '.join(words)!r}")


def read_solomon(path: Path) -> Problem:
    """Read a VRPTW: K like vehicles, every customer once, least distance."""
    rows = Rows(path)
    rows.take("the instance's name")
    _heading(rows, "VEHICLE")
    _heading(rows, "NUMBER", "CAPACITY")
    fleet = rows.take("number and capacity of the vehicles")
    fleet.width("number and capacity of the vehicles", 2)
    count = fleet.integer(0, "the number of vehicles", least=1)
    capacity = fleet.integer(1, "the capacity", least=1)
    _heading(rows, "CUSTOMER")
    _heading(rows, "CUST")
    depot = rows.take(f"the depot: {COLUMNS}")
    _numbered(depot, 0)
    customers = rows.rest()
    if not customers:
        rows.take(f"a customer: {COLUMNS}")
    for number, row in enumerate(customers, 1):
        _numbered(row, number)
        if (load := row.integer(3, "the demand", least=0)) > capacity:
            raise row.refuse(f"demand {load}", f"no more than the capacity, {capacity}")
    points = np.array(
        [[float(row.number(1, "x")), float(row.number(2, "y"))] for row in (depot, *customers)]
    )
    opening = scaled_window(depot.window(4), depot)
    shift = Shift(earliest_s=opening.earliest_s, latest_s=opening.latest_s)
    instance = Instance(
        matrices=(scaled_matrix(points, fleet),),
        dimensions=1,
        vehicles=tuple(
            Vehicle(id=f"v{k}", start=0, end=0, shifts=(shift,), capacities=((capacity,),))
            for k in range(count)
        ),
        clients=tuple(
            Client(
                id=str(number),
                location=number,
                windows=(scaled_window(row.window(4), row),),
                service_s=up(row.number(6, "the service time", least=0)),
                delivery=(row.integer(3, "the demand", least=0),),
            )
            for number, row in enumerate(customers, 1)
        ),
    )
    return Problem(
        name=path.stem,
        family="vrptw",
        instance=instance,
        row_nodes=tuple(range(len(points))),
        points=points,
        depots=(0,),
        vehicle_numbers=tuple(range(1, count + 1)),
    )


def _numbered(row: Row, number: int) -> None:
    row.width(f"7 fields: {COLUMNS}", 7)
    if row.integer(0, "the customer's number") != number:
        raise row.refuse(f"customer {row.fields[0]}", f"customer {number}")
    if number == 0:
        for at, what in ((3, "no demand"), (6, "no service time")):
            if row.number(at, what) != 0:
                raise row.refuse(repr(row.fields[at]), f"{what} at the depot: 0")
