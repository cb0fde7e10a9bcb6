"""The OR-Tools routing model of a layout, before any rule but travel itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from ortools.constraint_solver import pywrapcp  # type: ignore[import-untyped]

from routing.matrix import UNREACHABLE, Matrix
from routing.vrp.construct.layout import Layout
from routing.vrp.fleet import Vehicle

NOWHERE = -1
"""Location of a start or an end that is free."""


@dataclass(frozen=True, slots=True)
class Board:
    """A routing model under construction.

    Parameters
    ----------
    index
        For each node of the layout, its index in the model.
    time
        Seconds of the day at which service starts; free to wait.
    horizon_s
        Every route that can be back at all can be back by then.
    """

    layout: Layout
    manager: Any
    model: Any
    time: Any
    index: tuple[int, ...]
    horizon_s: int

    def start(self, slot: int) -> int:
        """Index of the start of a slot."""
        return int(self.model.Start(slot))

    def end(self, slot: int) -> int:
        """Index of the end of a slot."""
        return int(self.model.End(slot))

    def unary(self, values: list[int]) -> int:
        """Register one value a node (the starts and ends come last, with none)."""
        padding = [0] * (self.manager.GetNumberOfNodes() - len(values))
        return int(self.model.RegisterUnaryTransitVector(values + padding))

    def by_slot(self, values: dict[int, Any], otherwise: Any) -> list[Any]:
        """Return a list to be read at ``VehicleVar + 1``: first what an unserved node has."""
        return [otherwise, *(values[slot.index] for slot in self.layout.slots)]

    def slot_of(self, node: int) -> Any:
        """Return the variable of the slot that serves ``node``, counted from 1; 0: none."""
        return (self.model.VehicleVar(self.index[node]) + 1).Var()


def board_of(layout: Layout) -> Board:
    """Make nodes, slots, arc costs, fixed costs, service times and shifts."""
    places, starts, ends = _places(layout)
    manager = pywrapcp.RoutingIndexManager(len(places), len(layout.slots), starts, ends)
    model = pywrapcp.RoutingModel(manager)
    horizon = _horizon(layout, places)
    _price(layout, model, places)
    time = _time(layout, model, places, horizon)
    index = tuple(manager.NodeToIndex(node) for node in range(len(layout.nodes)))
    board = Board(layout, manager, model, time, index, horizon)
    _distances(board, places)
    return board


def _places(layout: Layout) -> tuple[NDArray[np.int64], list[int], list[int]]:
    """Locations of all nodes, and which nodes the slots start and end at."""
    locations = [node.location for node in layout.nodes]
    known: dict[tuple[str, int], int] = {}

    def node_of(role: str, place: int | None) -> int:
        # starts and ends are apart, so that a slot that stays at home drives nowhere
        key = (role, NOWHERE if place is None else place)
        if key not in known:
            known[key] = len(locations)
            locations.append(key[1])
        return known[key]

    vehicles = [layout.vehicle(slot) for slot in layout.slots]
    starts = [node_of("start", vehicle.start) for vehicle in vehicles]
    ends = [node_of("end", vehicle.end) for vehicle in vehicles]
    return np.array(locations, dtype=np.int64), starts, ends


def _travel(
    layout: Layout, places: NDArray[np.int64], entries: NDArray[np.int32]
) -> NDArray[np.int64]:
    """Entries of a matrix between all nodes; nothing from or to a free start or end."""
    between: NDArray[np.int64] = entries[np.ix_(places, places)].astype(np.int64)
    tasks = len(layout.nodes)
    between[places == NOWHERE] = 0
    between[:, places == NOWHERE] = 0
    between[tasks:, tasks:] = 0
    return between


def _horizon(layout: Layout, places: NDArray[np.int64]) -> int:
    """Return a second by which every route can be back that can be back at all.

    Shifts often end at no time in particular. OR-Tools finds out that two rules exclude each
    other by moving times on, a leg at a time, up to the horizon: it has to be near.
    """
    shifts = [slot.shift for slot in layout.slots]
    begins = [shift.earliest_s for shift in shifts]
    begins += [window.earliest_s for node in layout.nodes for window in node.windows]
    begins += [w.latest_s for shift in shifts for rest in shift.breaks for w in rest.windows]
    busy = sum(node.service_s + node.setup_s for node in layout.nodes)
    busy += max(sum(rest.duration_s for rest in shift.breaks) for shift in shifts)
    reachable = [
        np.where(travel < UNREACHABLE, travel, 0)
        for matrix in layout.instance.matrices
        for travel in [_travel(layout, places, matrix.durations_s)]
    ]
    driving = int(np.max(reachable, axis=(0, 2)).sum())
    return min(max(shift.latest_s for shift in shifts), max(begins) + busy + driving)


def _price(layout: Layout, model: Any, places: NDArray[np.int64]) -> None:
    """Cost per metre and per use."""
    evaluators: dict[tuple[int, int], int] = {}
    for slot in layout.slots:
        vehicle = layout.vehicle(slot)
        key = (vehicle.profile, vehicle.cost_per_m)
        if key not in evaluators:
            metres = _travel(layout, places, layout.instance.matrix_of(vehicle).distances_m)
            evaluators[key] = model.RegisterTransitMatrix((metres * vehicle.cost_per_m).tolist())
        model.SetArcCostEvaluatorOfVehicle(evaluators[key], slot.index)
        if vehicle.cost_per_use:
            model.SetFixedCostOfVehicle(vehicle.cost_per_use, slot.index)


def _seconds(
    layout: Layout, places: NDArray[np.int64], matrix: Matrix, horizon: int
) -> NDArray[np.int64]:
    """From the start of one service to the start of the next: service, travel, set-up."""
    padding = [0] * (len(places) - len(layout.nodes))
    service = np.array([node.service_s for node in layout.nodes] + padding, dtype=np.int64)
    setup = np.array([node.setup_s for node in layout.nodes] + padding, dtype=np.int64)
    travel = _travel(layout, places, matrix.durations_s)
    seconds = travel + service[:, None]
    seconds += np.where(places[:, None] != places[None, :], setup[None, :], 0)
    seconds[travel >= UNREACHABLE] = horizon + 1
    return seconds


def _time(layout: Layout, model: Any, places: NDArray[np.int64], horizon: int) -> Any:
    profiles = sorted({layout.vehicle(slot).profile for slot in layout.slots})
    evaluators = {
        profile: model.RegisterTransitMatrix(
            _seconds(layout, places, layout.instance.matrices[profile], horizon).tolist()
        )
        for profile in profiles
    }
    by_slot = [evaluators[layout.vehicle(slot).profile] for slot in layout.slots]
    model.AddDimensionWithVehicleTransits(by_slot, horizon, horizon, False, "time")
    time = model.GetDimensionOrDie("time")
    for slot in layout.slots:
        vehicle = layout.vehicle(slot)
        for index in (model.Start(slot.index), model.End(slot.index)):
            latest = min(slot.shift.latest_s, horizon)
            time.CumulVar(index).SetRange(slot.shift.earliest_s, latest)
            model.AddVariableMinimizedByFinalizer(time.CumulVar(index))
        if vehicle.max_duration_s is not None:
            time.SetSpanUpperBoundForVehicle(vehicle.max_duration_s, slot.index)
        if vehicle.cost_per_s:
            time.SetSpanCostCoefficientForVehicle(vehicle.cost_per_s, slot.index)
    return time


def _distances(board: Board, places: NDArray[np.int64]) -> None:
    """Bounds on metres and on stops."""
    layout, model, vehicles = board.layout, board.model, board.layout.instance.vehicles
    if any(vehicle.max_distance_m is not None for vehicle in vehicles):
        metres = [
            _travel(layout, places, matrix.distances_m) for matrix in layout.instance.matrices
        ]
        evaluators = [model.RegisterTransitMatrix(between.tolist()) for between in metres]
        by_slot = [evaluators[vehicle.profile] for vehicle in _driven(layout)]
        longest = int(max(between.max(axis=1).sum() for between in metres))
        most = [_at_most(vehicle.max_distance_m, longest) for vehicle in _driven(layout)]
        model.AddDimensionWithVehicleTransitAndCapacity(by_slot, 0, most, True, "metres")
    if any(vehicle.max_stops is not None for vehicle in vehicles):
        stops = board.unary([int(node.code >= 0) for node in layout.nodes])
        most = [_at_most(vehicle.max_stops, len(layout.nodes)) for vehicle in _driven(layout)]
        model.AddDimensionWithVehicleCapacity(stops, 0, most, True, "stops")


def _driven(layout: Layout) -> Iterator[Vehicle]:
    return (layout.vehicle(slot) for slot in layout.slots)


def _at_most(bound: int | None, whole: int) -> int:
    """Return a bound; where there is none, what cannot be exceeded anyway.

    OR-Tools ends the whole process when it meets a domain with gaps that is wider than 2**32.
    """
    return whole if bound is None else min(bound, whole)
