"""Orders of routes into an OR-Tools assignment, and back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from routing.vrp.construct.board import Board
from routing.vrp.construct.layout import Layout
from routing.vrp.instance import Instance
from routing.vrp.search.engine import Order


def orders_of(board: Board, assignment: Any) -> list[Order]:
    """Read the routes of an assignment; empty ones are left out."""
    model, layout = board.model, board.layout
    codes = {index: node.code for node, index in zip(layout.nodes, board.index, strict=True)}
    found: list[Order] = []
    for slot in layout.slots:
        stops: list[int] = []
        here = assignment.Value(model.NextVar(model.Start(slot.index)))
        while not model.IsEnd(here):
            stops.append(codes[here])
            here = assignment.Value(model.NextVar(here))
        while stops and stops[-1] < 0:
            stops.pop()
        if any(stop >= 0 for stop in stops):
            found.append(Order(slot.vehicle, slot.shift.day, tuple(stops)))
    return found


def indices_of(board: Board, orders: Sequence[Order]) -> list[list[int]]:
    """Return the indices of each slot's stops; what has no node in the model is left out."""
    layout = board.layout
    routes: list[list[int]] = [[] for _ in layout.slots]
    slots = {(slot.vehicle, slot.shift.day): slot.index for slot in layout.slots}
    free = {slot: list(nodes) for slot, nodes in layout.reloads.items()}
    used: set[int] = set()
    for order in orders:
        slot = slots.get((order.vehicle, order.day))
        if slot is None:
            continue
        for code in order.stops:
            node = _node(layout, code, slot, free.get(slot, []), used)
            if node is not None:
                used.add(node)
                routes[slot].append(board.index[node])
    return routes


def _node(layout: Layout, code: int, slot: int, free: list[int], used: set[int]) -> int | None:
    count = len(layout.instance.clients)
    if code < 0:
        nodes: Sequence[int] = [node for node in free if layout.nodes[node].code == code]
    elif code < count:
        nodes = layout.visits[code]
    else:
        shipment, end = divmod(code - count, 2)
        nodes = (layout.ends[shipment][end],)
    return next(
        (node for node in nodes if node not in used and slot in layout.nodes[node].slots), None
    )


def without_halves(instance: Instance, orders: Sequence[Order]) -> list[Order]:
    """Leave out clients with some of their visits only: all of them take place, or none."""
    days: dict[int, set[int]] = {}
    for order in orders:
        for code in order.stops:
            if 0 <= code < len(instance.clients):
                days.setdefault(code, set()).add(order.day)
    halves = {
        code
        for code, visited in days.items()
        if (pattern := instance.clients[code].pattern) is not None
        and tuple(sorted(visited)) not in pattern.day_sets
    }
    kept = (
        Order(order.vehicle, order.day, tuple(code for code in order.stops if code not in halves))
        for order in orders
    )
    return [order for order in kept if any(code >= 0 for code in order.stops)]
