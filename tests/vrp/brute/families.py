"""Tiny random instances of the literature's families, small enough to try everything.

Euclidean places scaled by 10,000 as the literature's instances are read: metres rounded,
seconds rounded up.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import combinations
from math import ceil, dist
from random import Random

import numpy as np

from routing.matrix import Matrix
from routing.vrp import (
    Break,
    Client,
    Instance,
    Link,
    Shift,
    Shipment,
    ShipmentStop,
    TimeWindow,
    Vehicle,
    VisitPattern,
)

S = 10_000
"""Units of the instance to one of the plane."""


def pvrp(dice: Random) -> Instance:
    """Periodic: visits on sets of days, loads, often a limit on the duration."""
    days, count = dice.randint(2, 3), dice.randint(2, 4)
    clients = []
    for k in range(1, count + 1):
        every = list(combinations(range(days), dice.randint(1, days)))
        sets = tuple(dice.sample(every, dice.randint(1, min(3, len(every)))))
        clients.append(
            Client(
                id=str(k),
                location=k,
                delivery=(dice.randint(1, 5),),
                service_s=dice.randint(0, 3) * S,
                pattern=VisitPattern(day_sets=sets),
            )
        )
    limit = dice.choice((None, dice.randint(40, 80) * S))
    fleet = _fleet(dice, shifts=tuple(Shift(day=day) for day in range(days)), longest=limit)
    return Instance(
        matrices=(_plane(dice, count),),
        vehicles=fleet,
        clients=tuple(clients),
        days=days,
        dimensions=1,
    )


def vrptw(dice: Random) -> Instance:
    """Windows and loads, distance only."""
    count = dice.randint(2, 5)
    clients = tuple(
        Client(
            id=str(k),
            location=k,
            delivery=(dice.randint(1, 5),),
            service_s=5 * S,
            windows=_window(dice, 110, dice.choice((15, 60))),
        )
        for k in range(1, count + 1)
    )
    return Instance(
        matrices=(_plane(dice, count),),
        vehicles=_fleet(dice, shifts=(Shift(latest_s=160 * S),)),
        clients=clients,
        dimensions=1,
    )


def pdptw(dice: Random) -> Instance:
    """Pickups, deliveries and windows; a vehicle weighs more than any distance."""
    count = dice.randint(1, 3)
    return Instance(
        matrices=(_plane(dice, 2 * count),),
        vehicles=_fleet(dice, shifts=(Shift(latest_s=220 * S),), use=10**9),
        shipments=tuple(
            Shipment(
                id=str(k),
                pickup=_end(k, _window(dice, 80, 50), 4),
                delivery=_end(count + k, _window(dice, 160, 60), 4),
                load=(dice.randint(1, 5),),
            )
            for k in range(1, count + 1)
        ),
        dimensions=1,
    )


def darp(dice: Random) -> Instance:
    """People with a longest ride, a window at one end, and a longest route."""
    count = dice.randint(1, 3)
    shipments = []
    for k in range(1, count + 1):
        outbound = dice.random() < 0.5
        window = _window(dice, 120, 15)
        shipments.append(
            Shipment(
                id=str(k),
                pickup=_end(k, () if outbound else window, 3),
                delivery=_end(count + k, window if outbound else (), 3),
                load=(1,),
                max_ride_s=dice.randint(15, 35) * S,
            )
        )
    fleet = _fleet(
        dice,
        shifts=(Shift(latest_s=240 * S),),
        room=dice.randint(1, 3),
        longest=dice.choice((None, dice.randint(60, 160) * S)),
    )
    return Instance(
        matrices=(_plane(dice, 2 * count),),
        vehicles=fleet,
        shipments=tuple(shipments),
        dimensions=1,
    )


def outings(dice: Random) -> Instance:
    """People taken somewhere and mostly back, by drivers who have lunch."""
    count = dice.randint(1, 2)
    shipments, links = [], []
    for k in range(1, count + 1):
        over = dice.randint(30, 150)
        there = (TimeWindow(earliest_s=(over - 15) * S, latest_s=over * S),)
        back = (TimeWindow(earliest_s=(over + 10) * S, latest_s=(over + 40) * S),)
        legs = [(_end(k, (), 3), _end(count + k, there, 2))]
        if dice.random() < 0.8:
            legs.append((_end(count + k, back, 3), _end(k, (), 2)))
            links.append(
                Link(
                    first=f"{k}:0",
                    second=f"{k}:1",
                    same_vehicle=dice.random() < 0.3,
                    penalty=dice.choice((0, 4 * S)),
                )
            )
        shipments += [
            Shipment(
                id=f"{k}:{leg}",
                pickup=pickup,
                delivery=delivery,
                load=(dice.randint(1, 2),),
                max_ride_s=dice.randint(15, 35) * S,
            )
            for leg, (pickup, delivery) in enumerate(legs)
        ]
    lunch = Break(
        windows=(TimeWindow(earliest_s=60 * S, latest_s=dice.randint(70, 110) * S),),
        duration_s=dice.randint(10, 30) * S,
    )
    fleet = _fleet(
        dice,
        shifts=(Shift(latest_s=240 * S, breaks=(lunch,) if dice.random() < 0.7 else ()),),
        room=dice.randint(1, 3),
        longest=dice.choice((None, dice.randint(80, 160) * S)),
    )
    return Instance(
        matrices=(_plane(dice, 2 * count),),
        vehicles=fleet,
        shipments=tuple(shipments),
        links=tuple(links),
        dimensions=1,
    )


def gaps(dice: Random) -> Instance:
    """Outings whose drivers are free in the morning and in the afternoon, each two vehicles."""
    instance = outings(dice)
    noon, end = dice.randint(60, 110) * S, 240 * S
    parts = (("am", 0, noon), ("pm", noon + dice.randint(0, 30) * S, end))
    return replace(
        instance,
        vehicles=tuple(
            replace(
                vehicle,
                id=f"{vehicle.id}{name}",
                shifts=(Shift(earliest_s=begin, latest_s=until),),
                crew=vehicle.id,
            )
            for vehicle in instance.vehicles
            for name, begin, until in parts
        ),
    )


FAMILIES: dict[str, Callable[[Random], Instance]] = {
    "pvrp": pvrp,
    "darp": darp,
    "outings": outings,
    "gaps": gaps,
    "pdptw": pdptw,
    "vrptw": vrptw,
}


def _plane(dice: Random, places: int) -> Matrix:
    spots = [(10, 10), *((dice.randint(0, 20), dice.randint(0, 20)) for _ in range(places))]
    exact = [[dist(a, b) * S for b in spots] for a in spots]
    return Matrix(
        durations_s=np.array([[ceil(d - 1e-6) for d in row] for row in exact], np.int32),
        distances_m=np.array([[round(d) for d in row] for row in exact], np.int32),
    )


def _window(dice: Random, latest: int, width: int) -> tuple[TimeWindow, ...]:
    opens = dice.randint(0, latest)
    return (TimeWindow(earliest_s=opens * S, latest_s=(opens + dice.randint(5, width)) * S),)


def _end(row: int, windows: tuple[TimeWindow, ...], service: int) -> ShipmentStop:
    return ShipmentStop(location=row, windows=windows, service_s=service * S)


def _fleet(
    dice: Random,
    *,
    shifts: tuple[Shift, ...],
    longest: int | None = None,
    use: int = 0,
    room: int | None = None,
) -> tuple[Vehicle, ...]:
    capacity = dice.randint(5, 10) if room is None else room
    return tuple(
        Vehicle(
            id=f"v{k}",
            start=0,
            end=0,
            shifts=shifts,
            capacities=((capacity,),),
            max_duration_s=longest,
            cost_per_use=use,
        )
        for k in range(dice.randint(1, 2))
    )
