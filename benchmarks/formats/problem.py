"""An instance of the literature, with what is needed to report on it in the literature's terms."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from benchmarks.formats.scaled import euclidean
from routing.vrp import Instance, Solution
from routing.vrp.search.engine import Order

Objective = Literal["distance", "fleet"]
"""What the literature compares: the distance, or the fleet first and then the distance."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Problem:
    """One instance of the literature.

    Parameters
    ----------
    name, family
        Name of the file without its ending; ``pvrp``, ``mdvrp``, ``pvrptw``, ``mdvrptw``,
        ``darp``, ``pdptw`` or ``vrptw``.
    instance
        In whole units, :data:`benchmarks.formats.SCALE` to one of the literature.
    row_nodes
        Node number in the file of every row of the matrix. Every task has rows of its own.
    points
        Coordinates of every row, shape ``(rows, 2)``, unrounded.
    depots
        Node numbers of the depots.
    vehicle_numbers
        For every vehicle of the instance its number in a solution file, counted from 1 as in
        Cordeau's; with several depots, numbers run on from depot to depot.
    warnings
        What was left out of the file, and why.
    """

    name: str
    family: str
    instance: Instance
    row_nodes: tuple[int, ...]
    points: NDArray[np.float64]
    depots: tuple[int, ...]
    vehicle_numbers: tuple[int, ...]
    objective: Objective = "distance"
    warnings: tuple[str, ...] = field(default=())

    @cached_property
    def stop_rows(self) -> tuple[int, ...]:
        """Row of every stop code of :class:`routing.vrp.search.engine.Order`."""
        ends = (
            place.location
            for shipment in self.instance.shipments
            for place in (shipment.pickup, shipment.delivery)
        )
        return (*(client.location for client in self.instance.clients), *ends)

    @cached_property
    def codes(self) -> dict[tuple[str, str], int]:
        """Stop code of every (kind, task)."""
        first = len(self.instance.clients)
        visits = {("visit", client.id): c for c, client in enumerate(self.instance.clients)}
        ends = {
            (kind, shipment.id): first + 2 * s + end
            for s, shipment in enumerate(self.instance.shipments)
            for end, kind in enumerate(("pickup", "delivery"))
        }
        return visits | ends

    @cached_property
    def distances(self) -> NDArray[np.float64]:
        """Unrounded distances between all rows."""
        return euclidean(self.points)

    def orders(self, solution: Solution) -> list[Order]:
        """Return the routes of ``solution`` without their times."""
        index = {vehicle.id: v for v, vehicle in enumerate(self.instance.vehicles)}
        return [
            Order(
                index[route.vehicle],
                route.day,
                tuple(self.codes[stop.kind, stop.task] for stop in route.stops),
            )
            for route in solution.routes
        ]

    def rows(self, order: Order) -> list[int]:
        """Return the rows a route passes, from the vehicle's start to its end."""
        vehicle = self.instance.vehicles[order.vehicle]
        ends = [[] if row is None else [row] for row in (vehicle.start, vehicle.end)]
        return [*ends[0], *(self.stop_rows[code] for code in order.stops), *ends[1]]

    def cost(self, orders: Iterable[Order]) -> float:
        """Return the unrounded Euclidean length of all routes, in the literature's units."""
        lengths = []
        for order in orders:
            rows = np.array(self.rows(order))
            lengths.append(self.distances[rows[:-1], rows[1:]].sum())
        return float(np.sum(lengths))

    def nodes(self, order: Order) -> list[int]:
        """Return the node numbers a route serves, without the depots."""
        return [self.row_nodes[self.stop_rows[code]] for code in order.stops]
