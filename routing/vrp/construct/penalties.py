"""What leaving a task out costs: its prize, or more than all routes together."""

from __future__ import annotations

from routing.matrix import UNREACHABLE
from routing.vrp.construct.board import Board
from routing.vrp.construct.layout import Layout
from routing.vrp.construct.ties import independent
from routing.vrp.demand import Client, Shipment
from routing.vrp.instance import Instance


def missed_cost(layout: Layout) -> int:
    """Return a cost above any that routes, prizes and links can have together."""
    instance = layout.instance
    leg = max(
        (_dearest_leg(instance, number) for number in range(len(instance.vehicles))), default=0
    )
    day = max((_dearest_day(layout, number) for number in range(len(layout.slots))), default=0)
    tasks: list[Client | Shipment] = [*instance.clients, *instance.shipments]
    prizes = sum(task.prize or 0 for task in tasks)
    links = sum(link.penalty for link in instance.links)
    return 1 + leg * (len(layout.nodes) + len(layout.slots)) + day + prizes + links


def _dearest_leg(instance: Instance, number: int) -> int:
    vehicle = instance.vehicles[number]
    metres = instance.matrix_of(vehicle).distances_m
    reachable = metres[metres < UNREACHABLE]
    return vehicle.cost_per_m * int(reachable.max() if reachable.size else 0)


def _dearest_day(layout: Layout, number: int) -> int:
    """Return what the use and the duration of all slots can cost, were all like this one."""
    slot = layout.slots[number]
    vehicle = layout.vehicle(slot)
    longest = slot.shift.latest_s - slot.shift.earliest_s
    if vehicle.max_duration_s is not None:
        longest = min(longest, vehicle.max_duration_s)
    used = min(len(layout.slots), len(layout.nodes))
    return used * (vehicle.cost_per_use + vehicle.cost_per_s * longest)


def add_penalties(board: Board) -> int:
    """Let every node be left out at a cost; return what one that must be served costs."""
    layout, must = board.layout, missed_cost(board.layout)
    tasks: list[Client | Shipment] = [*layout.instance.clients, *layout.instance.shipments]
    for number, (task, nodes) in enumerate(zip(tasks, [*layout.visits, *layout.ends], strict=True)):
        sets = layout.patterns.get(number, ())
        whole = must * (1 + task.priority) if task.prize is None else task.prize
        if isinstance(task, Client) and sets and not independent(sets):
            # all take place or none, which the first stands for
            penalties = [whole] + [0] * (len(nodes) - 1)
        elif isinstance(task, Client) and task.prize is None:
            penalties = [whole] * len(nodes)
        else:
            penalties = [(whole + node) // len(nodes) for node in range(len(nodes))]
        for node, penalty in zip(nodes, penalties, strict=True):
            board.model.AddDisjunction([board.index[node]], penalty)
    return must
