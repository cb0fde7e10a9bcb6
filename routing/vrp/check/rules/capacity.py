"""What is aboard fits into the vehicle."""

from __future__ import annotations

from collections.abc import Iterator

from routing.vrp.check.aboard import Load, loads
from routing.vrp.check.case import Case
from routing.vrp.check.violation import Violation


def capacity(case: Case) -> Iterator[Violation]:
    """All loads of a trip fit one configuration; another trip may use another one."""
    for run in case.runs:
        order = [(halt.stop.kind, halt.stop.task) for halt in run.halts]
        for number, trip in enumerate(loads(case.instance, order)):
            moments = (trip.first, *trip.leaving)
            fits = any(
                all(map(_fits, moments, [room] * len(moments))) for room in run.vehicle.capacities
            )
            if run.vehicle.capacities and not fits:
                most = tuple(map(max, zip(*moments, strict=True)))
                message = (
                    f"Trip {number} carries up to {most}, which no one configuration of "
                    f"{run.vehicle.capacities} holds."
                )
                yield Violation("OVERLOAD", run.where, message)


def _fits(load: Load, room: Load) -> bool:
    return all(have <= most for have, most in zip(load, room or (0,) * len(load), strict=True))
