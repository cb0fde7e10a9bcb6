"""A problem as the vehicle-routing core takes it.

The core adds up what its matrices call metres: here these are costs. VROOM serves by priority
first, then as many tasks as it can, then cheaply; the core's priorities say so in one number.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from api.http.vroom.limits import Yardstick, clocked, limited, timeless, yardsticks
from api.http.vroom.problem import NO_WAY, TICKS, Car, Grid, Problem, Task
from api.http.vroom.refusal import Refusal
from api.http.vroom.request import MAX_INT, Windows
from routing.matrix import UNREACHABLE, Matrix
from routing.sentence import say
from routing.vrp import Instance
from routing.vrp.demand import Client, Shipment, ShipmentStop, SkillRule
from routing.vrp.fleet import Break, Shift, Vehicle
from routing.vrp.time_window import TimeWindow

_LAST_S = 2**30 - 1
"""The last second that the core's quick searches know."""


def base_s(problem: Problem) -> int:
    """Return the second from which the core counts: none of a timestamp's is of interest.

    It lies before the first window by as much as all tasks may take, one after the other.
    """
    windows = [window for task in problem.tasks for window in task.model.time_windows]
    windows += [
        window for car in problem.cars for p in car.model.breaks for window in p.time_windows
    ]
    windows += [car.model.time_window for car in problem.cars if car.model.time_window]
    first = min((opens for opens, _ in windows), default=0)
    open_legs = [car.travel.ticks[car.travel.ticks < NO_WAY] for car in problem.cars]
    longest = max(int(legs.max(initial=0)) for legs in open_legs) // TICKS + 1
    action = sum(task.model.setup + task.model.service for task in problem.tasks)
    return max(0, first - action - longest * (len(problem.tasks) + 1))


@dataclass(frozen=True, slots=True)
class _Context:
    """What all tasks share: rows at which several stand, weights of priorities, a vehicle."""

    shared: frozenset[int]
    weigh: Callable[[int], int]
    car: Car
    base_s: int
    clock: bool
    """Whether time is what it is; otherwise seconds stand for a limit, and nothing takes any."""


def instance_of(problem: Problem, strict: Mapping[int, float]) -> Instance:
    """Return the core's instance.

    Parameters
    ----------
    strict
        See :func:`api.http.vroom.limits.yardsticks`.

    Raises
    ------
    Refusal
        When the problem asks for what the core has no word for.
    """
    _refuse_what_is_unknown(problem)
    measures = yardsticks(problem, strict)
    context = _context(problem)
    matrices, profiles = _matrices(problem, measures, context)
    vehicles = tuple(
        _vehicle(car, number, measures[number], profiles[number], context)
        for number, car in enumerate(problem.cars)
    )
    return Instance(
        matrices=matrices,
        vehicles=vehicles,
        clients=tuple(_client(job, context) for job in problem.jobs),
        shipments=tuple(_shipment(*ends, context) for ends in problem.shipments),
        dimensions=problem.dimensions,
    )


def _refuse_what_is_unknown(problem: Problem) -> None:
    types = {car.model.type: car.model for car in problem.cars}
    for task in problem.tasks:
        needs = {(task.setup_s(car), task.service_s(car)) for car in types.values()}
        if len(needs) > 1:
            raise Refusal(
                say(
                    "{kind} {id} : des durées qui dépendent du véhicule ne se planifient pas "
                    "ici ; options.c les accepte.",
                    kind=task.kind,
                    id=task.model.id,
                )
            )
    for car in problem.cars:
        if any(pause.max_load is not None for pause in car.model.breaks):
            raise Refusal(
                say(
                    "vehicle {id}, breaks : max_load ne se planifie pas ici ; options.c l’accepte.",
                    id=car.model.id,
                )
            )


def _context(problem: Problem) -> _Context:
    rows = Counter(task.spot.row for task in problem.tasks)
    starts = {car.start.row for car in problem.cars if car.start}
    shared = {row for row, count in rows.items() if count > 1 or row in starts}
    most = len(problem.tasks) + 1 if any(task.priority for task in problem.tasks) else 0
    clock = not timeless(problem) or not any(map(limited, problem.cars))
    return _Context(
        shared=frozenset(shared),
        weigh=lambda priority: priority * most + 1,
        car=problem.cars[0],
        base_s=base_s(problem),
        clock=clock,
    )


def _matrices(
    problem: Problem, measures: list[Yardstick], context: _Context
) -> tuple[tuple[Matrix, ...], list[int]]:
    """Return the distinct matrices, and which of them each vehicle drives on."""
    found: dict[tuple[int, int], int] = {}
    matrices, profiles = list[Matrix](), list[int]()
    for car, measure in zip(problem.cars, measures, strict=True):
        limit = None if context.clock else clocked(car)
        counted = limit[0] if limit else car.travel.ticks
        key = (id(counted), id(measure.grid))
        if key not in found:
            found[key] = len(matrices)
            parts = TICKS if counted is car.travel.ticks else 1
            matrices.append(_matrix(counted, parts, measure.grid))
        profiles.append(found[key])
    return tuple(matrices), profiles


def _matrix(counted: Grid, parts: int, lengths: Grid) -> Matrix:
    seconds = -(-counted // parts)  # rounded up: what fits the core fits the exact times too
    return Matrix(durations_s=_bounded(seconds), distances_m=_bounded(lengths))


def _bounded(grid: Grid) -> NDArray[np.int32]:
    return np.minimum(grid, UNREACHABLE).astype(np.int32)


def _vehicle(car: Car, number: int, measure: Yardstick, profile: int, context: _Context) -> Vehicle:
    model = car.model
    day = _windows((model.time_window or (0, MAX_INT),), context)[0]
    breaks = tuple(
        Break(windows=_windows(pause.time_windows, context) or (day,), duration_s=pause.service)
        for pause in model.breaks
    )
    return Vehicle(
        id=str(number),
        start=car.start.row if car.start else None,
        end=car.end.row if car.end else None,
        shifts=(Shift(earliest_s=day.earliest_s, latest_s=day.latest_s, breaks=breaks),),
        capacities=(car.capacity,) if car.capacity else (),
        skills=frozenset(map(str, model.skills)),
        max_stops=model.max_tasks,
        max_distance_m=measure.most,
        max_duration_s=_longest(car, context),
        cost_per_use=measure.per_use,
        profile=profile,
    )


def _longest(car: Car, context: _Context) -> int | None:
    limit = None if context.clock else clocked(car)
    if limit is None:
        return None
    return limit[1] // TICKS if limit[0] is car.travel.ticks else limit[1]


def _client(job: Task, context: _Context) -> Client:
    stop = _stop(job, context)
    return Client(
        id=f"job {job.number}",
        location=stop.location,
        windows=stop.windows,
        service_s=stop.service_s,
        setup_s=stop.setup_s,
        delivery=job.brought,
        pickup=job.taken,
        skills=SkillRule(all_of=frozenset(map(str, job.skills))),
        priority=context.weigh(job.priority) - 1,
    )


def _shipment(pickup: Task, delivery: Task, context: _Context) -> Shipment:
    return Shipment(
        id=f"shipment {pickup.number}",
        pickup=_stop(pickup, context),
        delivery=_stop(delivery, context),
        load=pickup.taken,
        skills=SkillRule(all_of=frozenset(map(str, pickup.skills))),
        priority=2 * context.weigh(pickup.priority) - 1,
    )


def _stop(task: Task, context: _Context) -> ShipmentStop:
    """Return a stop whose windows bound the service; VROOM's bound the set-up before it.

    Where the set-up may be left out, both its being there and its being left out must do.
    """
    if not context.clock:
        return ShipmentStop(location=task.spot.row)
    setup = task.setup_s(context.car.model)
    windows = _windows(task.model.time_windows, context, setup)
    if setup and task.spot.row in context.shared:
        windows = tuple(
            TimeWindow(
                earliest_s=window.earliest_s,
                latest_s=max(window.earliest_s, window.latest_s - setup),
            )
            for window in windows
        )
    return ShipmentStop(
        location=task.spot.row,
        windows=windows,
        service_s=task.service_s(context.car.model),
        setup_s=setup,
    )


def _windows(windows: Windows, context: _Context, later_s: int = 0) -> tuple[TimeWindow, ...]:
    """Count from the base; windows beyond the last second are as good as that second."""
    moved = later_s - context.base_s
    within = tuple(
        TimeWindow(earliest_s=max(0, low + moved), latest_s=min(high + moved, _LAST_S))
        for low, high in windows
        if high + moved >= 0 and low + moved <= _LAST_S
    )
    never = TimeWindow(earliest_s=_LAST_S, latest_s=_LAST_S)
    return within or ((never,) if windows else ())
