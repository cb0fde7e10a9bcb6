"""Driving along a timed route: its steps as the answer shows them, and every rule it breaks."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from api.http.vroom.eta import Times
from api.http.vroom.problem import COST_UNITS, TICKS, Car, Load, Plan, Planned, Spot, Task

Causes = dict[str, int | None]
"""Causes of violations, with their ticks where they have some."""


@dataclass(slots=True)
class Tally:
    """What a route adds up to; ticks, metres and units of cost."""

    travel: int = 0
    metres: int = 0
    cost: int = 0
    setup: int = 0
    service: int = 0
    waiting: int = 0
    priority: int = 0
    tasks: int = 0
    taken: Counter[int] = field(default_factory=Counter)
    brought: Counter[int] = field(default_factory=Counter)
    causes: Causes = field(default_factory=dict)

    def blame(self, causes: Causes) -> None:
        """Add violations of a step to those of the route."""
        for cause, ticks in causes.items():
            known = self.causes.get(cause)
            self.causes[cause] = ticks if ticks is None else ticks + (known or 0)


def violations(causes: Causes) -> list[dict[str, Any]]:
    """Return violations as answers hold them."""
    return [
        {"cause": cause} if ticks is None else {"cause": cause, "duration": ticks // TICKS}
        for cause, ticks in causes.items()
    ]


class Walk:
    """Goes along a route once, step by step."""

    def __init__(self, plan: Plan, times: Times) -> None:
        self.plan, self.times = plan, times
        self.car: Car = plan.car
        self.tally = Tally(cost=plan.car.model.costs.fixed * COST_UNITS)
        self.steps: list[dict[str, Any]] = []
        self._row = None if self.car.start is None else self.car.start.row
        self._load = self._at_departure()
        self._unmet = self._without_partner()
        self._go()

    @property
    def cost(self) -> int:
        """Whole units of cost."""
        half = COST_UNITS // 2 if self.plan.given else 0
        return (self.tally.cost + half) // COST_UNITS

    def _at_departure(self) -> Load:
        jobs = [s.task for s in self.plan.steps if s.task and s.task.kind == "job"]
        loads = [job.brought for job in jobs]
        return tuple(map(sum, zip(*loads, strict=True))) if loads else (0,) * len(self.car.capacity)

    def _without_partner(self) -> set[tuple[str, int]]:
        """Return the ends of shipments without the other end, or in the wrong order."""
        order = {
            (step.task.kind, step.task.number): place
            for place, step in enumerate(self.plan.steps)
            if step.task and step.task.kind != "job"
        }
        last = len(order) + len(self.plan.steps)
        numbers = {number for _, number in order}
        wrong = {
            number
            for number in numbers
            if order.get(("pickup", number), last) >= order.get(("delivery", number), -1)
        }
        return {end for end in order if end[1] in wrong}

    def _go(self) -> None:
        start, end = self.plan.ends
        day = self.car.model.time_window
        opens = None if day is None else ((day[0], None),)
        shuts = None if day is None else ((None, day[1]),)
        self._note("start", start, self._outside(self.times.begins[0], opens), 0, None)
        for place, step in enumerate(self.plan.steps):
            self._step(place, step)
        if self.car.end is not None:
            self._drive(self.car.end.row)
        self._note("end", end, self._outside(self.times.begins[-1], shuts), -1, None)
        self._missing_breaks()

    def _step(self, place: int, step: Planned) -> None:
        causes = self._outside(self.times.begins[place + 1], step.record.time_windows or None)
        self.tally.setup += self.times.setups[place]
        self.tally.service += self.times.services[place]
        if step.task is not None:
            self._serve(step.task, causes)
            self._note(step.task.kind, step.task.spot, causes, place + 1, step)
        elif step.pause is not None:
            most = step.pause.max_load
            if most is not None and _over(self._load, most):
                causes["max_load"] = None
            self._note("break", None, causes, place + 1, step)

    def _serve(self, task: Task, causes: Causes) -> None:
        self._drive(task.spot.row)
        self.tally.priority += task.priority
        self.tally.tasks += 1
        self.tally.taken.update(dict(enumerate(task.taken)))
        self.tally.brought.update(dict(enumerate(task.brought)))
        self._load = tuple(
            load + taken - brought
            for load, taken, brought in zip(self._load, task.taken, task.brought, strict=True)
        )
        if not task.skills <= self.car.model.skills:
            causes["skills"] = None
        most = self.car.model.max_tasks
        if most is not None and self.tally.tasks > most:
            causes["max_tasks"] = None
        if (task.kind, task.number) in self._unmet:
            causes["precedence"] = None

    def _drive(self, row: int) -> None:
        if self._row is not None:
            self.tally.cost += int(self.car.travel.cost[self._row, row])
            if self.car.travel.metres is not None:
                self.tally.metres += int(self.car.travel.metres[self._row, row])
        self._row = row

    def _outside(self, begin: int, windows: Any) -> Causes:
        """Return by how much a step begins before or after its nearest window."""
        if windows is None:
            return {}
        gaps: list[tuple[int, str]] = []
        for opens, shuts in windows:
            early = 0 if opens is None else opens * TICKS - begin
            late = 0 if shuts is None else begin - shuts * TICKS
            gaps.append((early, "lead_time") if early > 0 else (max(0, late), "delay"))
        gap, cause = min(gaps)
        return {cause: gap} if gap else {}

    def _note(
        self, kind: str, spot: Spot | None, causes: Causes, place: int, step: Planned | None
    ) -> None:
        arrival, waiting = self._arrival(place)
        if _over(self._load, self.car.capacity):
            causes["load"] = None
        self._too_far(causes)
        self.tally.blame(causes)
        self.tally.waiting += waiting
        shown: dict[str, Any] = {"type": kind}
        if step is not None:
            record = step.record
            shown |= {"description": record.description} if record.description else {}
            shown["id"] = record.id
            shown |= {"job": record.id} if step.task else {}
        shown |= spot.as_dict() if spot else {}
        inner = step is not None
        shown |= {
            "setup": self.times.setups[place - 1] // TICKS if inner else 0,
            "service": self.times.services[place - 1] // TICKS if inner else 0,
            "waiting_time": waiting // TICKS,
            "arrival": arrival // TICKS,
            "duration": self.tally.travel // TICKS,
            "violations": violations(causes),
        }
        if self.car.capacity:
            shown["load"] = list(self._load)
        if self.car.travel.metres is not None:
            shown["distance"] = self.tally.metres
        self.steps.append(shown)

    def _arrival(self, place: int) -> tuple[int, int]:
        """Return arrival and waiting at a step, having travelled there."""
        begins, index = self.times.begins, place % len(self.times.begins)
        if index == 0:
            return begins[0], 0
        travel = self.times.travels[index - 1]
        self.tally.travel += travel
        left = begins[index - 1]
        if index > 1:
            left += self.times.setups[index - 2] + self.times.services[index - 2]
        return left + travel, begins[index] - left - travel

    def _missing_breaks(self) -> None:
        """Blame the route for breaks that are not taken."""
        taken = {step.pause.id for step in self.plan.steps if step.pause}
        if {pause.id for pause in self.car.model.breaks} - taken:
            self.tally.causes["missing_break"] = None

    def _too_far(self, causes: Causes) -> None:
        """Blame every step from which on the vehicle has driven too long or too far."""
        car = self.car.model
        if car.max_travel_time is not None and self.tally.travel > car.max_travel_time * TICKS:
            causes["max_travel_time"] = None
        if car.max_distance is not None and self.tally.metres > car.max_distance:
            causes["max_distance"] = None


def _over(load: Load, most: Load) -> bool:
    return any(one > bound for one, bound in zip(load, most, strict=True))
