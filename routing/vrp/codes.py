"""Stop codes of :class:`routing.vrp.search.engine.Order`: which end of which task a stop is."""

from __future__ import annotations

from routing.vrp.instance import Instance
from routing.vrp.ties import StopKind


def decoded(instance: Instance, code: int) -> tuple[StopKind, str]:
    """Return the kind of a stop and the id of its task (of a reload: the empty string)."""
    if code < 0:
        return "reload", ""
    if code < len(instance.clients):
        return "visit", instance.clients[code].id
    shipment, end = divmod(code - len(instance.clients), 2)
    return ("delivery" if end else "pickup"), instance.shipments[shipment].id


def task_of(instance: Instance, code: int) -> int:
    """Return the number of a stop's task: clients first, then shipments; -1 for a reload."""
    count = len(instance.clients)
    return -1 if code < 0 else code if code < count else count + (code - count) // 2


def stops_of(instance: Instance, task: int) -> tuple[int, ...]:
    """Return the stop codes of a task number: one of a client, two of a shipment."""
    count = len(instance.clients)
    return (task,) if task < count else (2 * task - count, 2 * task - count + 1)


def location_of(instance: Instance, code: int) -> int:
    """Return the row of the matrix at which a stop that is no reload lies."""
    if code < len(instance.clients):
        return instance.clients[code].location
    shipment, end = divmod(code - len(instance.clients), 2)
    record = instance.shipments[shipment]
    return (record.delivery if end else record.pickup).location
