"""What is aboard: loads brought from the depot and taken to it, capacities, reloads."""

from __future__ import annotations

from typing import Any

from routing.vrp.construct.board import Board
from routing.vrp.fleet import Vehicle


def add_loads(board: Board) -> None:
    """Bound the load of every slot, one or two OR-Tools dimensions for each of ours.

    What is only brought, or only taken, adds up along the route. Where a load dimension has
    both, what is aboard at the start is all that will be brought: a second dimension counts it.
    """
    nodes, instance = board.layout.nodes, board.layout.instance
    configured = _configurations(board)
    for load in range(instance.dimensions):
        brought = [node.brought[load] if node.brought else 0 for node in nodes]
        taken = [node.taken[load] if node.taken else 0 for node in nodes]
        if not any(brought) and not any(taken):
            continue
        whole = sum(brought) + sum(change for change in taken if change > 0)
        most = [_most(board.layout.vehicle(slot), load, whole) for slot in board.layout.slots]
        if any(brought):
            add = _add(board, f"brought {load}", brought, most)
            _fit(board, add, load, whole, configured)
        if any(taken):
            both = any(brought) and not board.layout.reloads
            change = [t - b for t, b in zip(taken, brought, strict=True)] if both else taken
            aboard = _add(board, f"aboard {load}", change, most, from_zero=not both)
            if both:
                _load_at_start(board, load, aboard)
            _fit(board, aboard, load, whole, configured)
    for slot, reloads in board.layout.reloads.items():
        trips = board.layout.vehicle(board.layout.slots[slot]).max_trips
        indices = [board.index[node] for node in reloads]
        board.model.AddDisjunction(indices, 0, min(trips - 1, len(indices)))


def _most(vehicle: Vehicle, load: int, whole: int) -> int:
    """Return the largest capacity over all configurations, at most the ``whole`` load there is."""
    sizes = (capacity[load] for capacity in vehicle.capacities if capacity)
    return min(max(sizes, default=whole), whole)


def _add(
    board: Board, name: str, change: list[int], most: list[int], *, from_zero: bool = True
) -> Any:
    """Add a dimension; a reload takes off a full load, of which any part may be given back."""
    room = 0
    for slot, reloads in board.layout.reloads.items():
        room = max(room, most[slot])
        for node in reloads:
            change[node] = -most[slot]
    unary = board.unary(change)
    board.model.AddDimensionWithVehicleCapacity(unary, room, most, from_zero, name)
    dimension = board.model.GetDimensionOrDie(name)
    if room:
        _no_slack(board, dimension)
    return dimension


def _no_slack(board: Board, dimension: Any) -> None:
    reloads = {node for nodes in board.layout.reloads.values() for node in nodes}
    for node, index in enumerate(board.index):
        if node not in reloads:
            dimension.SlackVar(index).SetValue(0)
    for slot in board.layout.slots:
        dimension.SlackVar(board.start(slot.index)).SetValue(0)


def _load_at_start(board: Board, load: int, aboard: Any) -> None:
    brought = board.model.GetDimensionOrDie(f"brought {load}")
    for slot in board.layout.slots:
        start, end = board.start(slot.index), board.end(slot.index)
        board.model.solver().Add(aboard.CumulVar(start) == brought.CumulVar(end))
        board.model.AddVariableMinimizedByFinalizer(aboard.CumulVar(start))


def _configurations(board: Board) -> dict[int, Any]:
    """Return a variable for each slot of one trip that has a choice of configurations."""
    chosen: dict[int, Any] = {}
    for slot in board.layout.slots:
        count = len(board.layout.vehicle(slot).capacities)
        if count > 1 and slot.index not in board.layout.reloads:
            name = f"configuration {slot.index}"
            chosen[slot.index] = board.model.solver().IntVar(0, count - 1, name)
            board.model.AddVariableMinimizedByFinalizer(chosen[slot.index])
    return chosen


def _fit(board: Board, dimension: Any, load: int, whole: int, configured: dict[int, Any]) -> None:
    """Hold every load of a slot within the configuration chosen for it."""
    if not configured:
        return
    solver = board.model.solver()
    most: dict[int, Any] = {}
    for slot in board.layout.slots:
        vehicle = board.layout.vehicle(slot)
        if slot.index in configured:
            sizes = [min(whole, size[load]) if size else whole for size in vehicle.capacities]
            most[slot.index] = solver.Element(sizes, configured[slot.index]).Var()
            for index in (board.start(slot.index), board.end(slot.index)):
                solver.Add(dimension.CumulVar(index) <= most[slot.index])
        else:
            most[slot.index] = solver.IntConst(_most(vehicle, load, whole))
    by_slot = board.by_slot(most, solver.IntConst(whole))
    for node, index in enumerate(board.index):
        room = solver.Element(by_slot, board.slot_of(node))
        solver.Add(dimension.CumulVar(index) <= room)
