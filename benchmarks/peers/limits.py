"""What several peers cannot express."""

from __future__ import annotations

from routing.vrp.construct.layout import Layout, patterns_of
from routing.vrp.construct.ties import independent
from routing.vrp.instance import Instance


def first_reason(instance: Instance, *own: tuple[str, bool]) -> str | None:
    """Return the first reason that holds: of those common to all peers, then of a peer's own."""
    patterns = patterns_of(instance)
    common = (
        ("no choice among sets of visit days", not all(map(independent, patterns.values()))),
        (
            "no one vehicle for all visits",
            any(client.pattern and client.pattern.same != "free" for client in instance.clients),
        ),
        ("no links between shipments", bool(instance.links)),
        ("no incompatible shipments", bool(instance.incompatibilities)),
        ("no prefixes", bool(instance.prefixes)),
        (
            "no choice of capacities",
            any(len(vehicle.capacities) > 1 for vehicle in instance.vehicles),
        ),
    )
    return next((reason for reason, holds in (*common, *own) if holds), None)


def same_days(layout: Layout) -> bool:
    """Whether every node may be served by all vehicles of a day, or by none of them."""
    return all(
        {slot.index for slot in layout.slots if slot.shift.day in days} == set(node.slots)
        for node in layout.nodes
        for days in [{layout.slots[index].shift.day for index in node.slots}]
    )
