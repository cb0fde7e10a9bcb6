"""Solvers over instances, one run after the other, every answer verified twice."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Protocol

from benchmarks.formats import Problem
from benchmarks.literature.recheck import faults, unserved
from benchmarks.literature.runs import NO_SOLUTION, OURS, BestKnown, Run, busiest_day, curve_of
from benchmarks.peers import Answer
from routing.vrp import Instance
from routing.vrp.check import check_orders
from routing.vrp.check.violation import Violation
from routing.vrp.codes import decoded
from routing.vrp.search.engine import Order

if TYPE_CHECKING:
    from routing.vrp.team import Progress


class Solver(Protocol):
    """What is measured: ours, or a peer."""

    @property
    def name(self) -> str:
        """What it is called in the report."""

    def expresses(self, instance: Instance) -> str | None:
        """Return ``None``, or why it cannot state the instance."""

    def solve(self, instance: Instance, seconds: float, seed: int) -> Answer:
        """Answer in about so many seconds of wall time."""


@dataclass(frozen=True, slots=True)
class Ours:
    """Our solver behind the door of the peers.

    ``cancelled`` ends a run early; ``tell`` hears the share of the run done.
    """

    cancelled: Callable[[], bool] = lambda: False
    tell: Callable[[float], None] | None = None
    name: str = OURS

    def expresses(self, instance: Instance) -> str | None:  # noqa: ARG002 - it expresses them all
        """Return ``None``."""
        return None

    def _report(self, progress: Progress) -> None:
        if self.tell is not None:
            self.tell(progress.share)

    def prepare(self, instance: Instance) -> None:
        """Load, and the first time ever compile, what this kind of instance needs."""
        from routing.vrp.engines import engines_for
        from routing.vrp.solve import solve
        from routing.vrp.stop import FirstOf, MaxIterations, MaxTime

        for engine in engines_for(instance, 0, 1):
            engine.run(1, 0.0, 0.0)
        solve(instance, FirstOf(MaxIterations(1), MaxTime(0.1)), 0)

    def solve(self, instance: Instance, seconds: float, seed: int) -> Answer:
        """Search for ``seconds``."""
        from routing.vrp.solve import solve
        from routing.vrp.stop import Cancelled, FirstOf, MaxTime

        stop = FirstOf(MaxTime(seconds), Cancelled(self.cancelled))
        found = solve(instance, stop, seed, report=self._report)
        index = {vehicle.id: v for v, vehicle in enumerate(instance.vehicles)}
        first = len(instance.clients)
        codes = {("visit", client.id): c for c, client in enumerate(instance.clients)}
        for s, shipment in enumerate(instance.shipments):
            codes["pickup", shipment.id] = first + 2 * s
            codes["delivery", shipment.id] = first + 2 * s + 1
        orders = (
            Order(
                index[route.vehicle],
                route.day,
                tuple(codes[stop.kind, stop.task] for stop in route.stops),
            )
            for route in found.routes
        )
        return Answer(orders=tuple(orders), trace=found.trace)


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """What one call of the benchmark runs."""

    problems: Sequence[Problem]
    solvers: Sequence[Solver]
    seeds: Sequence[int]
    time_limit_s: float
    known: Mapping[str, BestKnown]
    cancelled: Callable[[], bool] = lambda: False

    def __len__(self) -> int:
        return len(self.problems) * len(self.solvers) * len(self.seeds)

    def planned(self) -> Iterator[tuple[Problem, Solver, int]]:
        """Yield what is to be run, in this order."""
        for problem in self.problems:
            for seed in self.seeds:
                for solver in self.solvers:
                    yield problem, solver, seed

    def run(self, problem: Problem, solver: Solver, seed: int) -> Run:
        """Run one solver and verify its answer; a solver that fails is a run without answer."""
        reason = solver.expresses(problem.instance)
        if reason is not None:
            return self._run(problem, solver, seed, 0.0, reason=reason, expressible=False)
        began = time.perf_counter()
        try:
            answer = solver.solve(problem.instance, self.time_limit_s, seed)
        except Exception as error:
            wall, told = time.perf_counter() - began, f"{type(error).__name__}: {error}"
            return self._run(problem, solver, seed, wall, reason=told)
        wall = time.perf_counter() - began
        if not answer.orders:
            return self._run(problem, solver, seed, wall, reason=NO_SOLUTION)
        return self._verified(problem, solver, seed, wall, answer)

    def _verified(
        self, problem: Problem, solver: Solver, seed: int, wall: float, answer: Answer
    ) -> Run:
        wrong = verdict(problem, answer.orders)
        return self._run(
            problem,
            solver,
            seed,
            wall,
            reason="; ".join(wrong[:3]) + (f" (+{len(wrong) - 3})" if len(wrong) > 3 else ""),
            cost=problem.cost(answer.orders),
            vehicles=busiest_day(answer.orders),
            feasible=not wrong,
            unassigned=unserved(problem, answer.orders),
            orders=tuple(answer.orders),
            curve=curve_of(problem, answer.trace),
        )

    def _run(
        self, problem: Problem, solver: Solver, seed: int, wall: float, **figures: object
    ) -> Run:
        figures.setdefault("unassigned", len(problem.instance.clients + problem.instance.shipments))
        return Run(
            family=problem.family,
            instance=problem.name,
            solver=solver.name,
            seed=seed,
            time_limit_s=self.time_limit_s,
            wall_s=wall,
            best_known=self.known.get(problem.name),
            fleet_first=problem.objective == "fleet",
            **figures,  # type: ignore[arg-type]
        )


def verdict(problem: Problem, orders: Sequence[Order]) -> list[str]:
    """Return what the independent checker and the unrounded recheck find wrong."""
    instance = problem.instance
    named = [
        (
            instance.vehicles[order.vehicle].id,
            order.day,
            [decoded(instance, code) for code in order.stops],
        )
        for order in orders
    ]
    found = check_orders(instance, named, _cost(problem, orders))
    return [_said(violation) for violation in found] + faults(problem, orders)


def _said(violation: Violation) -> str:
    return f"{violation.code} {violation.where}: {violation.message}"


def _cost(problem: Problem, orders: Sequence[Order]) -> int:
    """Return the whole-number cost of complete routes: distance, and use of vehicles."""
    instance = problem.instance
    distances = instance.matrices[0].distances_m
    total = 0
    for order in orders:
        rows = problem.rows(order)
        total += sum(int(distances[a, b]) for a, b in pairwise(rows))
        total += instance.vehicles[order.vehicle].cost_per_use
    return total
