"""A first choice of days for clients with several visits, before any route is known."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from routing.vrp.construct.layout import Patterns
from routing.vrp.construct.ties import independent
from routing.vrp.instance import Instance


def settled(instance: Instance, patterns: Patterns) -> dict[int, tuple[tuple[int, ...], ...]]:
    """Keep one set of days for each client whose visits cannot choose their days alone.

    The neediest client first takes the days on which it is nearest to others already there
    and on which the least of the fleet is asked for.
    """
    metres = instance.matrices[0].distances_m
    scale = float(np.median(metres)) + 1.0
    room = _room(instance)
    asked = np.zeros(instance.days)
    present: list[list[int]] = [[] for _ in range(instance.days)]
    kept = {code: sets for code, sets in patterns.items() if independent(sets)}
    for code, sets in kept.items():
        if len(sets) == 1:
            _take(instance, code, sets[0], asked, present)
    left = [code for code in patterns if code not in kept]
    for code in sorted(left, key=lambda code: -_need(instance, code) * len(patterns[code][0])):
        location = instance.clients[code].location

        def dearness(days: tuple[int, ...], here: int = location, code: int = code) -> float:
            near = sum(
                float(metres[here, present[day]].min()) if present[day] else scale for day in days
            )
            crowd = max((asked[day] + _need(instance, code)) / room[day] for day in days)
            return float(near / scale / len(days) + 4.0 * crowd * instance.days)

        best = min(patterns[code], key=dearness)
        kept[code] = (best,)
        _take(instance, code, best, asked, present)
    return kept


def _need(instance: Instance, code: int) -> float:
    client = instance.clients[code]
    return float(sum(client.delivery) + sum(client.pickup)) or 1.0 + client.service_s


def _room(instance: Instance) -> NDArray[np.float64]:
    """Vehicles of each day, scaled so that all clients together ask for about 1."""
    count = np.full(instance.days, 1e-6)
    for vehicle in instance.vehicles:
        for shift in vehicle.shifts:
            count[shift.day] += 1.0
    total = sum(_need(instance, code) for code in range(len(instance.clients)))
    room: NDArray[np.float64] = count / count.sum() * max(total, 1.0)
    return room


def _take(
    instance: Instance,
    code: int,
    days: tuple[int, ...],
    asked: NDArray[np.float64],
    present: list[list[int]],
) -> None:
    for day in days:
        asked[day] += _need(instance, code)
        present[day].append(instance.clients[code].location)
