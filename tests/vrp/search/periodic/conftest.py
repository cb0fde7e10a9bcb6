"""Small random instances of every feature the periodic search knows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from routing.matrix import Matrix
from routing.vrp import Client, Instance, Shift, Vehicle
from routing.vrp.demand import SkillRule, VisitPattern

Make = Callable[..., Instance]


def _matrix(rng: np.random.Generator, size: int) -> Matrix:
    xy = rng.integers(0, 1000, (size, 2)).astype(float)
    gap = np.hypot(xy[:, None, 0] - xy[None, :, 0], xy[:, None, 1] - xy[None, :, 1])
    metres = np.round(gap * 10).astype(np.int32)
    return Matrix(durations_s=np.ceil(gap).astype(np.int32), distances_m=metres)


def _pattern(rng: np.random.Generator, days: int) -> VisitPattern | None:
    if days == 1 or rng.random() < 0.2:
        return None
    often = int(rng.integers(1, min(days, 3) + 1))
    sets = {
        tuple(sorted(rng.choice(days, often, replace=False).tolist()))
        for _ in range(int(rng.integers(1, 4)))
    }
    return VisitPattern(day_sets=tuple(sorted(sets)))


def random_instance(
    seed: int, *, clients: int = 12, days: int = 3, vehicles: int = 2, depots: int = 1
) -> Instance:
    """Return an instance with loads, service, and a limit on duration every other time."""
    rng = np.random.default_rng(seed)
    matrix = _matrix(rng, clients + depots)
    demand = rng.integers(1, 10, clients)
    room = int(1.3 * demand.sum() / vehicles / depots) + 9
    longest = 6000 if seed % 2 else None
    fleet = tuple(
        Vehicle(
            id=f"v{k}",
            start=k % depots,
            end=k % depots,
            shifts=tuple(Shift(day=day) for day in range(days)),
            capacities=((room,),),
            max_duration_s=longest,
            cost_per_use=int(rng.integers(0, 2)) * 500,
        )
        for k in range(vehicles * depots)
    )
    people = tuple(
        Client(
            id=str(c),
            location=depots + c,
            service_s=int(rng.integers(0, 60)),
            delivery=(int(demand[c]),),
            pattern=_pattern(rng, days),
        )
        for c in range(clients)
    )
    return Instance(matrices=(matrix,), vehicles=fleet, clients=people, days=days, dimensions=1)


def adorned_instance(seed: int) -> Instance:
    """Return a random instance with skills, prizes, ties, costs of time and unlike vehicles."""
    rng = np.random.default_rng(seed)
    plain = random_instance(seed, clients=14, days=3, vehicles=2, depots=2)
    fleet = tuple(
        replace(
            vehicle,
            end=None if k == 0 else vehicle.end,
            skills=frozenset({"lift"}) if k % 2 else frozenset(),
            max_stops=7 if k == 1 else None,
            cost_per_s=k % 2,
            crew="pair" if k < 2 else None,
        )
        for k, vehicle in enumerate(plain.vehicles)
    )
    people = tuple(
        replace(
            client,
            skills=SkillRule(all_of=frozenset({"lift"} if rng.random() < 0.2 else ())),
            prize=int(rng.integers(1000, 9000)) if rng.random() < 0.3 else None,
            setup_s=int(rng.integers(0, 30)),
            pattern=client.pattern
            and replace(client.pattern, same=("free", "vehicle", "crew")[int(rng.integers(3))]),
        )
        for client in plain.clients
    )
    return replace(plain, vehicles=fleet, clients=people)


@pytest.fixture
def plain() -> Make:
    return random_instance


@pytest.fixture
def adorned() -> Make:
    return adorned_instance
