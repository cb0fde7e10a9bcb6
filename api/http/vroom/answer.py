"""Timed routes as VROOM's answer: routes, what is left out, and the sums."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from api.http.vroom.eta import Times
from api.http.vroom.problem import TICKS, Plan, Problem
from api.http.vroom.walk import Tally, Walk, violations


def answer(
    problem: Problem, timed: Sequence[tuple[Plan, Times]], computing_ms: dict[str, int]
) -> dict[str, Any]:
    """Return the answer of code 0 to a problem."""
    walks = [Walk(plan, times) for plan, times in timed]
    known = bool(walks) and all(walk.car.travel.metres is not None for walk in walks)
    done = {
        (step.task.kind, step.task.number) for plan, _ in timed for step in plan.steps if step.task
    }
    left = [task for task in problem.tasks if (task.kind, task.number) not in done]
    routes = [_route(walk) for walk in walks]
    return {
        "code": 0,
        "summary": {
            "routes": len(routes),
            "unassigned": len(left),
            **_sums(problem, walks, known),
            "computing_times": computing_ms,
        },
        "unassigned": [
            {
                "id": task.model.id,
                "type": task.kind,
                **task.spot.as_dict(),
                **({"description": task.model.description} if task.model.description else {}),
            }
            for task in left
        ],
        "routes": routes,
    }


def _route(walk: Walk) -> dict[str, Any]:
    car, described = walk.car.model, walk.car.model.description
    return {
        "vehicle": car.id,
        **({"description": described} if described else {}),
        "cost": walk.cost,
        **_figures(walk.tally, len(walk.car.capacity), walk.car.travel.metres is not None),
        "steps": walk.steps,
        "violations": violations(walk.tally.causes),
    }


def _figures(tally: Tally, dimensions: int, metres: bool) -> dict[str, Any]:
    shown: dict[str, Any] = {}
    if dimensions:
        brought = [tally.brought[d] for d in range(dimensions)]
        taken = [tally.taken[d] for d in range(dimensions)]
        shown |= {"delivery": brought, "amount": brought, "pickup": taken}
    shown |= {
        "setup": tally.setup // TICKS,
        "service": tally.service // TICKS,
        "duration": tally.travel // TICKS,
        "waiting_time": tally.waiting // TICKS,
        "priority": tally.priority,
    }
    return shown | ({"distance": tally.metres} if metres else {})


def _sums(problem: Problem, walks: Sequence[Walk], metres: bool) -> dict[str, Any]:
    """Add up what the routes show, so that the sums are those of the rounded figures."""
    total, cost = Tally(), 0
    for walk in walks:
        tally = walk.tally
        cost += walk.cost
        for name in ("travel", "setup", "service", "waiting"):
            rounded = getattr(tally, name) // TICKS * TICKS
            setattr(total, name, getattr(total, name) + rounded)
        total.metres += tally.metres
        total.priority += tally.priority
        total.taken.update(tally.taken)
        total.brought.update(tally.brought)
        total.blame(tally.causes)
    figures = _figures(total, problem.dimensions, metres)
    return {"cost": cost, **figures, "violations": violations(total.causes)}
