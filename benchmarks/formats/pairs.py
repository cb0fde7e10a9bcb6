"""What files of pickups and deliveries have in common: like vehicles, and stops read from rows."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.formats.problem import Objective, Problem
from benchmarks.formats.rows import Row
from benchmarks.formats.scaled import scaled_matrix, scaled_window, up
from routing.vrp import Instance, Shift, Shipment, ShipmentStop, Vehicle


def points_of(rows: Sequence[Row]) -> NDArray[np.float64]:
    """Return the coordinates of every row, shape ``(rows, 2)``."""
    return np.array([[float(row.number(1, "x")), float(row.number(2, "y"))] for row in rows])


def stop(row: Row, number: int, *, service: int, window: int) -> ShipmentStop:
    """Read the stop at node ``number``; ``service`` and ``window`` are places in the row."""
    return ShipmentStop(
        location=number,
        windows=(scaled_window(row.window(window), row),),
        service_s=up(row.number(service, "the service", least=0)),
    )


def like_vehicles(
    count: int,
    shift: Shift,
    capacity: int,
    *,
    max_duration_s: int | None = None,
    cost_per_use: int = 0,
) -> tuple[Vehicle, ...]:
    """Make ``count`` vehicles that start and end at node 0."""
    return tuple(
        Vehicle(
            id=f"v{k}",
            start=0,
            end=0,
            shifts=(shift,),
            capacities=((capacity,),),
            max_duration_s=max_duration_s,
            cost_per_use=cost_per_use,
        )
        for k in range(count)
    )


def problem_of_pairs(
    path: Path,
    family: str,
    head: Row,
    points: NDArray[np.float64],
    vehicles: tuple[Vehicle, ...],
    shipments: tuple[Shipment, ...],
    objective: Objective = "distance",
) -> Problem:
    """Put vehicles and shipments of one depot, node 0, together."""
    return Problem(
        name=path.stem,
        family=family,
        instance=Instance(
            matrices=(scaled_matrix(points, head),),
            dimensions=1,
            vehicles=vehicles,
            shipments=shipments,
        ),
        row_nodes=tuple(range(len(points))),
        points=points,
        depots=(0,),
        vehicle_numbers=tuple(range(1, len(vehicles) + 1)),
        objective=objective,
    )
