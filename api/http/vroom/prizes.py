"""Tasks that need not be served, at a price: another way to look at the same problem."""

from __future__ import annotations

from dataclasses import replace

from routing.matrix import UNREACHABLE
from routing.vrp import Instance

_LEGS = 4
"""What leaving a task out costs, in longest legs: as a rule more than serving it."""


def priced(instance: Instance) -> Instance:
    """Return the instance with a price on every task left out instead of a duty to serve it.

    Where not all can be served a search under duties seldom leaves out two for another two: on
    its way it would have to serve fewer. Under prices it may.
    """
    legs = [m.distances_m[m.durations_s < UNREACHABLE] for m in instance.matrices]
    price = _LEGS * max(1, *(int(lengths.max(initial=0)) for lengths in legs))
    return replace(
        instance,
        clients=tuple(replace(c, prize=price * (1 + c.priority)) for c in instance.clients),
        shipments=tuple(replace(s, prize=price * (1 + s.priority)) for s in instance.shipments),
    )
