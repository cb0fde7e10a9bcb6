"""What ties nodes together: shipments, links, incompatibilities, patterns, prefixes."""

from __future__ import annotations

from itertools import combinations
from math import prod
from typing import Any

from routing.vrp.construct.board import Board
from routing.vrp.demand import Same, Shipment
from routing.vrp.kinds import linking_crews
from routing.vrp.ties import Link, Prefix, PrefixStop

RANK = "rank"
"""Dimension that counts stops, where links need it."""


def add_ties(board: Board) -> None:
    """Post every rule between nodes."""
    for number, (shipment, pair) in enumerate(
        zip(board.layout.instance.shipments, board.layout.ends, strict=True)
    ):
        _add_shipment(board, number, shipment, pair)
    if board.layout.instance.links:
        board.model.AddConstantDimension(1, len(board.layout.nodes) + 1, True, RANK)
    crews = bool(linking_crews(board.layout.instance))
    for link in board.layout.instance.links:
        _add_link(board, link, crews=crews)
    _add_incompatibilities(board)
    for code in board.layout.patterns:
        _add_pattern(board, code)
    for prefix in board.layout.instance.prefixes:
        _add_prefix(board, prefix)


def _add_shipment(board: Board, number: int, shipment: Shipment, pair: tuple[int, int]) -> None:
    model, solver = board.model, board.model.solver()
    pickup, delivery = (board.index[node] for node in pair)
    model.AddPickupAndDelivery(pickup, delivery)
    solver.Add(model.VehicleVar(pickup) == model.VehicleVar(delivery))
    begin, end = board.time.CumulVar(pickup), board.time.CumulVar(delivery)
    # on cumuls, which are starts of service; the ride begins when the pickup ends
    limit = board.horizon_s
    if shipment.max_ride_s is not None:
        limit = min(limit, shipment.max_ride_s + shipment.pickup.service_s)
    if begin.Min() > end.Max() or end.Min() > begin.Max() + limit:
        # posted on windows that exclude each other, the rules would refuse every answer
        model.VehicleVar(pickup).SetValue(-1)
        return
    solver.Add(begin <= end)
    if limit < board.horizon_s:
        board.time.SetPickupToDeliveryLimitFunctionForPair(lambda *_: limit, number)
        solver.Add(end <= begin + limit)


def _numbers(board: Board) -> dict[str, int]:
    return {shipment.id: n for n, shipment in enumerate(board.layout.instance.shipments)}


def _add_link(board: Board, link: Link, *, crews: bool) -> None:
    """Serve both or neither, on one day; within one route the second after the first.

    ``crews``: whether some crew can carry a link in two routes.
    """
    model, solver = board.model, board.model.solver()
    numbers, ends = _numbers(board), board.layout.ends
    first, second = (ends[numbers[name]] for name in (link.first, link.second))
    out, brought, back = (board.index[node] for node in (*first, second[0]))
    solver.Add(model.ActiveVar(out) == model.ActiveVar(back))
    together = (model.VehicleVar(out) == model.VehicleVar(back)).Var() * model.ActiveVar(out)
    # times alone would let both happen at one moment, in the wrong order
    rank = model.GetDimensionOrDie(RANK)
    apart = (1 - together) * (len(board.layout.nodes) + 1)
    solver.Add(rank.CumulVar(back) + apart >= rank.CumulVar(brought) + 1)
    if link.same_vehicle and not crews:
        solver.Add(model.VehicleVar(out) == model.VehicleVar(back))
        board.time.AddNodePrecedence(brought, back, board.layout.nodes[first[1]].service_s)
        return
    if board.layout.instance.days > 1:
        solver.Add(_day(board, first[0]) == _day(board, second[0]))
    if link.same_vehicle:
        _add_same(board, (first[0], second[0]), "crew")
    elif link.penalty:  # of vehicles, as the model knows no crews: a guide, not the cost
        model.AddSoftSameVehicleConstraint([out, back], link.penalty)


def _day(board: Board, node: int) -> Any:
    """Return the day on which a node is served; -1: it is not."""
    days = {slot.index: slot.shift.day for slot in board.layout.slots}
    return board.model.solver().Element(board.by_slot(days, -1), board.slot_of(node))


def _add_incompatibilities(board: Board) -> None:
    """Give every shipment that may not meet others a type of its own, and refuse pairs."""
    rules, model = board.layout.instance.incompatibilities, board.model
    numbers = _numbers(board)
    for name in sorted({name for rule in rules for name in rule.shipments}):
        pickup, delivery = (board.index[node] for node in board.layout.ends[numbers[name]])
        model.SetVisitType(pickup, numbers[name], model.TYPE_ADDED_TO_VEHICLE)
        model.SetVisitType(delivery, numbers[name], model.ADDED_TYPE_REMOVED_FROM_VEHICLE)
    for rule in rules:
        refuse = (
            model.AddHardTypeIncompatibility
            if rule.scope == "route"
            else model.AddTemporalTypeIncompatibility
        )
        for one, other in combinations(sorted(rule.shipments), 2):
            refuse(numbers[one], numbers[other])


def _add_pattern(board: Board, code: int) -> None:
    """Allow only the client's sets of days, all visits or none, by one vehicle or crew."""
    sets, nodes = board.layout.patterns[code], board.layout.visits[code]
    if len(nodes) > 1 and not independent(sets):
        missing = [-1] * len(nodes)
        days = [missing, *([*chosen, *missing][: len(nodes)] for chosen in sets)]
        variables = [_day(board, node).Var() for node in nodes]
        board.model.solver().Add(board.model.solver().AllowedAssignments(variables, days))
    pattern = board.layout.instance.clients[code].pattern
    if pattern is not None and pattern.same != "free" and len(nodes) > 1:
        _add_same(board, nodes, pattern.same)


def independent(sets: tuple[tuple[int, ...], ...]) -> bool:
    """Whether each visit may choose its day alone: every combination is one of the sets."""
    if len({len(days) for days in sets}) > 1:
        return False
    return prod(len(set(options)) for options in zip(*sets, strict=True)) == len(set(sets))


def _add_same(board: Board, nodes: tuple[int, ...], same: Same) -> None:
    """Bring one vehicle, or one crew, to all visits that take place."""
    solver = board.model.solver()
    who = {
        slot.index: vehicle.driven_by if same == "crew" else vehicle.id
        for slot in board.layout.slots
        for vehicle in [board.layout.vehicle(slot)]
    }
    numbers = {name: number for number, name in enumerate(dict.fromkeys(who.values()))}
    by_slot = board.by_slot({slot: numbers[name] for slot, name in who.items()}, -1)
    chosen = solver.IntVar(0, max(numbers.values(), default=0), f"same for node {nodes[0]}")
    board.model.AddVariableMinimizedByFinalizer(chosen)
    for node in nodes:
        comes = solver.Element(by_slot, board.slot_of(node))
        active = board.model.ActiveVar(board.index[node])
        solver.Add(active * (comes - chosen) == 0)


def _add_prefix(board: Board, prefix: Prefix) -> None:
    """Begin a route with what is done already; one that holds a reload is left to the caller."""
    nodes = prefix_nodes(board, prefix)
    slot = next(
        (
            slot.index
            for slot in board.layout.slots
            if board.layout.vehicle(slot).id == prefix.vehicle and slot.shift.day == prefix.day
        ),
        None,
    )
    if nodes is None or slot is None:
        return
    here = board.start(slot)
    for node in nodes:
        board.model.NextVar(here).SetValue(board.index[node])
        here = board.index[node]


def prefix_nodes(board: Board, prefix: Prefix) -> list[int] | None:
    """Return the nodes of a prefix, or ``None`` where it has no node for one."""
    found = [_prefix_node(board, stop, prefix.day) for stop in prefix.stops]
    return [node for node in found if node is not None] if None not in found else None


def _prefix_node(board: Board, stop: PrefixStop, day: int) -> int | None:
    layout = board.layout
    if stop.kind == "reload":
        return None
    if stop.kind != "visit":
        return layout.ends[_numbers(board)[stop.task]][stop.kind == "delivery"]
    code = next(n for n, client in enumerate(layout.instance.clients) if client.id == stop.task)
    return next(
        (
            node
            for node in layout.visits[code]
            if any(layout.slots[slot].shift.day == day for slot in layout.nodes[node].slots)
        ),
        None,
    )
