"""Set partitioning: CP-SAT chooses the routes of a pool that together cost least."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Event, Thread
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from routing.vrp.instance import Instance
from routing.vrp.partition.layout import Entries, Kinds, Layout, layout
from routing.vrp.partition.relaxation import relax
from routing.vrp.search.engine import Order, PoolRoute

if TYPE_CHECKING:
    from ortools.sat.python.cp_model import CpSolver

POLL_S = 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class Effort:
    """How hard to try.

    Parameters
    ----------
    seconds
        Bound on the wall time of CP-SAT; ``None``: none, so that the answer is reproducible.
    work
        Bound on CP-SAT's deterministic time, about seconds on an idle core.
    columns
        Most routes handed to CP-SAT: those with the least reduced cost.
    halt
        Asked several times a second whether to stop with the best so far.
    """

    seconds: float | None = None
    work: float = 5.0
    columns: int = 1200
    seed: int = 0
    halt: Callable[[], bool] | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """Chosen routes, their cost with that of tasks left out, and whether it is the least."""

    orders: list[Order]
    cost: int
    optimal: bool


def partition(
    instance: Instance,
    kinds: Kinds,
    pool: Sequence[PoolRoute],
    incumbent: Sequence[PoolRoute],
    effort: Effort,
) -> Choice | None:
    """Choose routes of ``pool`` and ``incumbent``, starting from the latter.

    Returns
    -------
    ``None`` when nothing was found in the effort allowed.
    """
    routes = list(dict.fromkeys([*incumbent, *pool]))
    plan = layout(instance, kinds, missed_cost(instance, routes))
    columns: list[Entries] = []
    kept: list[PoolRoute] = []
    for route in routes:
        entries = plan.entries(route)
        if entries is not None:
            columns.append(entries)
            kept.append(route)
    costs = np.array([route.cost for route in kept] + plan.other_costs, np.float64)
    wanted = set(incumbent)
    hinted = {index for index, route in enumerate(kept) if route in wanted}
    few = _promising(plan, columns, costs, hinted, effort)
    if few is None:
        return None
    solver = _Solver(plan, [columns[i] for i in few], [kept[i].cost for i in few])
    return solver.choose(
        [kept[i] for i in few], {n for n, i in enumerate(few) if i in hinted}, effort
    )


def missed_cost(instance: Instance, routes: Sequence[PoolRoute]) -> int:
    """Return a cost above that of any choice that serves one task more."""
    dearest = max((route.cost for route in routes), default=0)
    shifts = sum(len(vehicle.shifts) for vehicle in instance.vehicles)
    prizes = sum(task.prize or 0 for task in instance.tasks)
    links = sum(link.penalty for link in instance.links)
    return dearest * shifts + prizes + links + 1


def _promising(
    plan: Layout,
    columns: Sequence[Entries],
    costs: NDArray[np.float64],
    hinted: set[int],
    effort: Effort,
) -> list[int] | None:
    """Return the routes that can be part of a better choice, the most promising first."""
    if len(columns) <= effort.columns // 4:
        return list(range(len(columns)))
    matrix = plan.matrix([*columns, *plan.others])
    answer = relax(plan, matrix, costs, np.array(sorted(hinted), np.int64))
    if answer is None:
        return None
    reduced = answer.reduced[: len(columns)]
    room = costs[sorted(hinted)].sum() - answer.value if hinted else np.inf
    order = np.argsort(reduced, kind="stable")[: effort.columns]
    fits = [int(i) for i in order if reduced[i] <= room + 1e-6]
    return fits + sorted(hinted - set(fits))


class _Solver:
    """The CP-SAT model of a choice among ``columns``."""

    def __init__(self, plan: Layout, columns: Sequence[Entries], costs: Sequence[int]) -> None:
        from ortools.sat.python import cp_model

        self.plan = plan
        self.model = cp_model.CpModel()
        self.variables = [
            self.model.new_bool_var("") for _ in range(len(columns) + len(plan.others))
        ]
        self.costs = [*costs, *plan.other_costs]
        terms: list[list[tuple[int, float]]] = [[] for _ in plan.rhs]
        for number, entries in enumerate([*columns, *plan.others]):
            for row, value in entries:
                terms[row].append((number, value))
        for row, row_terms in enumerate(terms):
            variables = [self.variables[number] for number, _ in row_terms]
            weights = [int(value) for _, value in row_terms]
            total = cp_model.LinearExpr.weighted_sum(variables, weights)
            right = int(plan.rhs[row])
            if not plan.is_equal[row]:
                self.model.add(total <= right)
            elif right == 1 and set(weights) == {1}:
                self.model.add_exactly_one(variables)
            else:
                self.model.add(total == right)
        self.model.minimize(cp_model.LinearExpr.weighted_sum(self.variables, self.costs))

    def choose(
        self, routes: Sequence[PoolRoute], hinted: set[int], effort: Effort
    ) -> Choice | None:
        """Solve, and hand the chosen routes to the vehicles of their kinds."""
        from ortools.sat.python import cp_model

        if hinted:
            self._hint(routes, hinted)
        solver = cp_model.CpSolver()
        solver.parameters.catch_sigint_signal = False  # Ctrl-C is ours to handle
        solver.parameters.num_workers = 1
        solver.parameters.linearization_level = 2
        # on pools thinned by reduced cost presolve takes longer than the search itself
        solver.parameters.cp_model_presolve = not hinted
        solver.parameters.random_seed = effort.seed
        solver.parameters.max_deterministic_time = effort.work
        if effort.seconds is not None:
            solver.parameters.max_time_in_seconds = effort.seconds
        with _watched(solver, effort.halt):
            status = solver.solve(self.model)
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return None
        chosen = [r for r, x in zip(routes, self.variables, strict=False) if solver.value(x)]
        return Choice(
            _driven(self.plan.kinds, chosen),
            round(solver.objective_value),
            status == cp_model.OPTIMAL,
        )

    def _hint(self, routes: Sequence[PoolRoute], hinted: set[int]) -> None:
        """Hint the incumbent whole: its routes, and what it leaves out or visits when."""
        filled = np.zeros(len(self.plan.rhs))
        for number in range(len(routes)):
            self.model.add_hint(self.variables[number], number in hinted)
            if number in hinted:
                for row, value in self.plan.entries(routes[number]) or ():
                    filled[row] += value
        # every other column that fits exactly what its rows still lack, the longest first
        longest = sorted(enumerate(self.plan.others), key=lambda item: -len(item[1]))
        for number, entries in longest:
            fits = all(self.plan.rhs[row] - filled[row] == value for row, value in entries)
            for row, value in entries if fits else ():
                filled[row] += value
            self.model.add_hint(self.variables[len(routes) + number], fits)


@contextmanager
def _watched(solver: CpSolver, halt: Callable[[], bool] | None) -> Iterator[None]:
    """Stop ``solver`` when ``halt`` says so."""
    if halt is None:
        yield
        return
    done = Event()

    def watch() -> None:
        while not done.wait(POLL_S):
            if halt():
                solver.stop_search()

    watcher = Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield
    finally:
        done.set()
        watcher.join()


def _driven(kinds: Kinds, chosen: Sequence[PoolRoute]) -> list[Order]:
    """Hand each chosen route to the next vehicle and day of its kind."""
    free = [list(reversed(slots)) for slots in kinds]
    return [Order(*free[route.kind].pop(), route.stops) for route in chosen]
