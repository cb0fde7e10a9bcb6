"""An instance as OR-Tools sees it: nodes to visit, and slots (a vehicle on a day) to visit them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from routing.vrp.demand import Client, Shipment, ShipmentStop, SkillRule
from routing.vrp.fleet import Shift, Vehicle
from routing.vrp.instance import Instance
from routing.vrp.time_window import TimeWindow


@dataclass(frozen=True, slots=True)
class Slot:
    """A vehicle on one of its days: what OR-Tools calls a vehicle."""

    index: int
    vehicle: int
    shift: Shift


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A visit, one end of a shipment, or a possible reload of one slot.

    Parameters
    ----------
    code
        As in :class:`routing.vrp.search.engine.Order`.
    slots
        Indices of the slots that may come.
    """

    code: int
    location: int
    slots: tuple[int, ...]
    windows: tuple[TimeWindow, ...] = ()
    service_s: int = 0
    setup_s: int = 0
    brought: tuple[int, ...] = ()
    taken: tuple[int, ...] = ()


Patterns = Mapping[int, tuple[tuple[int, ...], ...]]
"""For clients by index: the sets of days that are open to them here."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Nodes and slots; ``visits``, ``ends`` and ``reloads`` say which node is what.

    Parameters
    ----------
    visits
        For each client its nodes, by rising day of visit; for each shipment its pickup and its
        delivery, in ``ends``; for each slot its possible reloads.
    """

    instance: Instance
    slots: tuple[Slot, ...]
    patterns: Patterns
    nodes: list[Node] = field(default_factory=list)
    visits: list[tuple[int, ...]] = field(default_factory=list)
    ends: list[tuple[int, int]] = field(default_factory=list)
    reloads: dict[int, tuple[int, ...]] = field(default_factory=dict)

    def vehicle(self, slot: Slot) -> Vehicle:
        """Return the vehicle of ``slot``."""
        return self.instance.vehicles[slot.vehicle]


def patterns_of(instance: Instance) -> dict[int, tuple[tuple[int, ...], ...]]:
    """Return the sets of days of the clients that have a pattern."""
    return {
        index: client.pattern.day_sets
        for index, client in enumerate(instance.clients)
        if client.pattern is not None
    }


def lay_out(instance: Instance, patterns: Patterns) -> Layout:
    """List nodes and slots, with only the given ``patterns`` open to the clients."""
    pairs = [
        (index, shift)
        for index, vehicle in enumerate(instance.vehicles)
        for shift in vehicle.shifts
    ]
    slots = tuple(Slot(number, *pair) for number, pair in enumerate(pairs))
    layout = Layout(instance, slots, patterns)
    for code, client in enumerate(instance.clients):
        layout.visits.append(_add(layout, _visits(layout, code, client)))
    for index, shipment in enumerate(instance.shipments):
        pickup, delivery = _add(layout, _ends(layout, index, shipment))
        layout.ends.append((pickup, delivery))
    for slot in slots:
        reloads = _add(layout, _reloads(layout.vehicle(slot), slot))
        if reloads:
            layout.reloads[slot.index] = reloads
    return layout


def _add(layout: Layout, nodes: Iterator[Node]) -> tuple[int, ...]:
    first = len(layout.nodes)
    layout.nodes.extend(nodes)
    return tuple(range(first, len(layout.nodes)))


def _visits(layout: Layout, code: int, client: Client) -> Iterator[Node]:
    sets = layout.patterns.get(code)
    able = _able(layout, client.id, client.skills)
    for visit in range(max(map(len, sets)) if sets else 1):
        days = {days[visit] for days in sets if visit < len(days)} if sets else None
        yield Node(
            code=code,
            location=client.location,
            slots=_on_days(layout, able, days),
            windows=client.windows,
            service_s=client.service_s,
            setup_s=client.setup_s,
            brought=client.delivery,
            taken=client.pickup,
        )


def _ends(layout: Layout, index: int, shipment: Shipment) -> Iterator[Node]:
    able = _able(layout, shipment.id, shipment.skills)
    slots = _on_days(layout, able, None if shipment.days is None else set(shipment.days))
    code = len(layout.instance.clients) + 2 * index
    pickup, delivery = shipment.pickup, shipment.delivery
    yield _end(code, pickup, slots, shipment.load)
    yield _end(code + 1, delivery, slots, tuple(-load for load in shipment.load))


def _end(code: int, stop: ShipmentStop, slots: tuple[int, ...], change: tuple[int, ...]) -> Node:
    return Node(
        code=code,
        location=stop.location,
        slots=slots,
        windows=stop.windows,
        service_s=stop.service_s,
        setup_s=stop.setup_s,
        taken=change,
    )


def _reloads(vehicle: Vehicle, slot: Slot) -> Iterator[Node]:
    for number, reload in enumerate(vehicle.reloads):
        for _ in range(vehicle.max_trips - 1):
            yield Node(
                code=-1 - number,
                location=reload.location,
                slots=(slot.index,),
                windows=reload.windows,
                service_s=reload.duration_s,
            )


def _able(layout: Layout, task: str, skills: SkillRule) -> tuple[int, ...]:
    """Return the slots that skills and pins allow."""
    pin = next((pin for pin in layout.instance.pins if pin.task == task), None)
    return tuple(
        slot.index
        for slot in layout.slots
        if skills.accepts(layout.vehicle(slot).skills)
        and (
            pin is None
            or (
                layout.vehicle(slot).id in pin.vehicles
                and (pin.day is None or pin.day == slot.shift.day)
            )
        )
    )


def _on_days(layout: Layout, able: tuple[int, ...], days: set[int] | None) -> tuple[int, ...]:
    return tuple(index for index in able if days is None or layout.slots[index].shift.day in days)
