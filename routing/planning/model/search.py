"""Lexicographic search: the aims are optimised one after the other and then kept."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from ortools.sat.python import cp_model

from routing.planning.errors import Cancelled, PlanningError
from routing.planning.model.aims import Objective, combine
from routing.planning.phases import Phase

ITERATIONS_PER_DETERMINISTIC_SECOND = 10
"""One iteration is a tenth of CP-SAT's deterministic second, the same on every machine."""

MOST_EXACT = 2**50
"""Largest weighted sum of aims that CP-SAT, which bounds in floating point, tells exactly."""

STEP_SHARE = 0.25
"""Most of the budget left for one proof that a habit less cannot be kept."""

POLISH_S = 1.0
"""Deterministic seconds for one attempt to improve a part of the plan."""

POLISH_SHARE = 0.3
"""Most of the budget left for polishing a plan."""

LISTEN_S = 0.05
"""Seconds between two looks at whether somebody has cancelled."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """When to stop: iterations in all, seconds in all."""

    iterations: int
    time_s: float | None
    seed: int
    workers: int = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """Aims optimised together in their order, with a share of the budget that is left.

    ``gap`` is the relative gap that is good enough, 0 to ask for a proof. ``alone`` asks for
    one worker, the quickest for a small question.
    """

    parts: Sequence[Objective]
    share: float = 1.0
    gap: float = 0.0
    alone: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """Of one aim: cost found, bound proven."""

    objective: Objective
    cost: int
    bound: int

    @property
    def gap(self) -> float:
        """Share of the cost that is not proven necessary."""
        return 0.0 if self.cost <= self.bound else (self.cost - self.bound) / self.cost


@dataclass(slots=True)
class Budget:
    """Limits and what has been spent of them, shared by all searches for a plan."""

    limits: Limits
    progress: Callable[[str, float], None]
    cancelled: Callable[[], bool]
    spent: float = 0.0
    began: float = field(default_factory=time.monotonic)
    stopped_by: str = "optimal"

    @property
    def iterations(self) -> int:
        """Iterations used so far.

        CP-SAT ends the batch of work in which it reaches its limit; what that batch goes over
        is not counted.
        """
        used = round(self.spent * ITERATIONS_PER_DETERMINISTIC_SECOND)
        return min(used, self.limits.iterations)

    @property
    def deterministic_s(self) -> float:
        """Deterministic seconds left."""
        return self.limits.iterations / ITERATIONS_PER_DETERMINISTIC_SECOND - self.spent

    @property
    def wall_s(self) -> float:
        """Seconds left by the clock."""
        if self.limits.time_s is None:
            return float("inf")
        return self.limits.time_s - (time.monotonic() - self.began)

    @property
    def exhausted(self) -> bool:
        """Whether it is time to stop."""
        return self.cancelled() or self.deterministic_s <= 0 or self.wall_s <= 0

    @property
    def reason(self) -> str:
        """What makes it time to stop."""
        if self.cancelled():
            return "cancelled"
        return "iterations" if self.deterministic_s <= 0 else "time"

    def spare(self, iterations: int) -> Budget:
        """Return a budget for what comes after the plan, with at least a tenth of its time."""
        time_s = None if self.limits.time_s is None else max(self.wall_s, self.limits.time_s / 10)
        limits = replace(self.limits, iterations=iterations, time_s=time_s)
        return Budget(limits, self.progress, self.cancelled)

    def solver(self, share: float) -> cp_model.CpSolver:
        """Return a solver that may spend a share of what is left."""
        solver = cp_model.CpSolver()
        parameters = solver.parameters
        parameters.random_seed = self.limits.seed
        parameters.num_workers = self.limits.workers
        parameters.interleave_search = True
        one = 1 / ITERATIONS_PER_DETERMINISTIC_SECOND
        parameters.max_deterministic_time = max(one, self.deterministic_s * share)
        if self.wall_s < float("inf"):
            parameters.max_time_in_seconds = max(0.2, self.wall_s * share)
        return solver


@dataclass(slots=True)
class Search:
    """Aims of one model optimised in order; ``values`` is the best solution.

    ``impossible`` says that it was proven to have none.

    ``optional`` are decisions with which a search starts, so that it never ends with nothing:
    each as ``known`` has it by name, or else 0.
    """

    model: cp_model.CpModel
    budget: Budget
    phase: Phase
    outcomes: list[Outcome] = field(default_factory=list)
    values: list[int] = field(default_factory=list)
    impossible: bool = False
    optional: Sequence[cp_model.IntVar] = ()
    known: Mapping[str, int] = field(default_factory=dict)

    def value(self, expression: cp_model.LinearExprT) -> int:
        """Value of an expression in the best solution."""
        flat = cp_model.FlatIntExpr(cp_model.LinearExpr.sum([expression, 0]))
        total = int(flat.offset)
        for variable, coefficient in zip(flat.vars, flat.coeffs, strict=True):
            total += int(coefficient) * self.values[variable.index]
        return total

    def run(self, stages: Sequence[Stage]) -> None:
        """Optimise each stage, then freeze it; a cancellation keeps the best so far."""
        if self.optional and not self.values and not self.budget.cancelled():
            self._start()
        for stage in stages:
            self._stage(stage)
            self._freeze(stage.parts)

    def run_from_below(
        self,
        stages: Sequence[Stage],
        share: float,
        steps: int = 0,
        keeping: Sequence[Sequence[cp_model.IntVar]] = (),
    ) -> bool:
        """Try all aims but the last at their least cost, where the model is far smaller.

        The least is what variables by themselves allow: what no date is open for is missing
        for certain. The second aim is given up to ``steps`` more, one by one, as long as it
        is proven that less is impossible: small proofs, where that of a least sum is long.
        Each may spend ``STEP_SHARE`` of the budget that is left, so that enough of it
        remains for an ordinary search. A first plan found that way is polished, ``keeping``
        some decisions at a time, before the last aim is sought.

        Returns
        -------
        bool
            Whether it worked; if so everything is as after :meth:`run`. If not, nothing
            has changed but the budget.
        """
        *before, last = [part for stage in stages for part in stage.parts]
        stage = Stage(parts=(last,), share=share, gap=stages[-1].gap)
        any_plan = Stage(parts=(last,), share=STEP_SHARE, gap=0.999)
        least = [self._least(part.cost) for part in before]
        for most in range(steps + 1):
            caps = [low + most * (index == 1) for index, low in enumerate(least)]
            strict = self._capped(before, caps)
            possible = most == 0 or strict.ran((any_plan,))
            if most and possible:
                strict.polish(keeping)
            if possible and strict.ran((stage,)):
                self.values = strict.values
                self.outcomes = [
                    Outcome(objective=part, cost=self.value(part.cost), bound=cap)
                    for part, cap in zip(before, caps, strict=True)
                ]
                self.outcomes += strict.outcomes[-1:]
                self._freeze([*before, last])
                return True
            if not strict.impossible or self.budget.exhausted:
                return False
            if any(not isinstance(part.cost, int) for part in before[2:]):
                first = self._capped(before[:2], caps[:2])  # are the aims after it to blame?
                if first.ran((any_plan,)) or not first.impossible:
                    return False
        return False

    def polish(
        self, keeping: Sequence[Sequence[cp_model.IntVar]], share: float = POLISH_SHARE
    ) -> None:
        """Improve the last aim with some decisions kept, others free, as long as it helps.

        A large-neighbourhood search: it goes through ``keeping`` until a whole turn has
        brought nothing, or it has spent its ``share`` of the budget.
        """
        best, idle, turn = self.outcomes[-1], 0, 0
        end_s = self.budget.spent + share * self.budget.deterministic_s
        while idle < len(keeping) and best.gap > 0 and not self.budget.exhausted:
            left_s = end_s - self.budget.spent
            if left_s <= 0:
                break
            trial = Search(self.model.clone(), self.budget, self.phase, values=self.values)
            for literal in keeping[turn % len(keeping)]:
                trial.model.add(literal == self.value(literal))
            part = min(POLISH_S, left_s) / self.budget.deterministic_s
            stage = Stage(parts=(best.objective,), share=part, alone=True)
            solver, status = trial._solve(best.objective.cost, stage)
            turn, idle = turn + 1, idle + 1
            if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
                known, self.values = self.values, list(solver.response_proto.solution)
                cost = self.value(best.objective.cost)
                if cost < best.cost:
                    best, idle = replace(best, cost=cost), 0
                else:
                    self.values = known
        self.outcomes[-1] = best

    def _least(self, expression: cp_model.LinearExprT) -> int:
        """Value below which an expression cannot be, whatever the constraints."""
        flat = cp_model.FlatIntExpr(cp_model.LinearExpr.sum([expression, 0]))
        total = int(flat.offset)
        for variable, coefficient in zip(flat.vars, flat.coeffs, strict=True):
            domain = self.model.proto.variables[variable.index].domain
            total += int(coefficient) * (domain[0] if coefficient > 0 else domain[-1])
        return total

    def _capped(self, parts: Sequence[Objective], caps: Sequence[int]) -> Search:
        """Return a search over the same model with these aims at most so dear."""
        strict = Search(self.model.clone(), self.budget, self.phase)
        for part, cap in zip(parts, caps, strict=True):
            if not isinstance(part.cost, int):
                strict.model.add(part.cost <= cap)
        return strict

    def ran(self, stages: Sequence[Stage]) -> bool:
        """Run, and say whether any solution was found."""
        try:
            self.run(stages)
        except (PlanningError, Cancelled):
            return False
        return True

    def _stage(self, stage: Stage) -> None:
        parts = stage.parts
        costs = [self.value(part.cost) if self.values else None for part in parts]
        if all(cost == 0 for cost in costs):
            self.outcomes += [Outcome(objective=part, cost=0, bound=0) for part in parts]
            return
        if self.budget.cancelled() or (self.values and self.budget.exhausted):
            self.budget.stopped_by = self.budget.reason
            if not self.values:
                raise self._nothing(cp_model.UNKNOWN)
            self._unproven(parts)
            return
        cost, weights = combine(parts)
        if len(parts) > 1 and weights[0] * (parts[0].most + 1) > MOST_EXACT:
            self._one_by_one(stage)
            return
        solver, status = self._solve(cost, stage)
        if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            self.values = list(solver.response_proto.solution)
        elif not self.values:
            self.impossible = status == cp_model.INFEASIBLE
            raise self._nothing(status)
        bound = int(-(-solver.best_objective_bound // 1)) if status != cp_model.UNKNOWN else 0
        if status != cp_model.OPTIMAL:
            self.budget.stopped_by = self._reason(solver)
        elif stage.gap == 0:
            bound = sum(w * self.value(p.cost) for w, p in zip(weights, parts, strict=True))
        self._report(parts, weights, bound)

    def _one_by_one(self, stage: Stage) -> None:
        """Optimise aims apart whose weighted sum would be too large for exact arithmetic."""
        for part in stage.parts:
            alone = replace(stage, parts=(part,))
            self._stage(alone)
            self._freeze(alone.parts)

    def _report(self, parts: Sequence[Objective], weights: list[int], bound: int) -> None:
        """Split a bound on the weighted sum into bounds on its parts, most important first."""
        rest = bound
        for part, weight in zip(parts, weights, strict=True):
            cost = self.value(part.cost)
            below = weight - 1  # what the less important parts can add up to at most
            proven = min(cost, max(0, -(-(rest - below) // weight)))
            self.outcomes.append(Outcome(objective=part, cost=cost, bound=proven))
            rest = rest - weight * cost if proven == cost else 0

    def _unproven(self, parts: Sequence[Objective]) -> None:
        for part in parts:
            self.outcomes.append(Outcome(objective=part, cost=self.value(part.cost), bound=0))

    def _freeze(self, parts: Sequence[Objective]) -> None:
        for part in parts:
            if not isinstance(part.cost, int):
                self.model.add(part.cost <= self.value(part.cost))

    def hint(self, values: Mapping[str, int]) -> None:
        """Start from the values of another model, by variable name; what is new starts at 0."""
        self.model.clear_hints()  # type: ignore[no-untyped-call]
        for index, variable in enumerate(self.model.proto.variables):
            if variable.name:
                known = values.get(variable.name, 0)
                self.model.add_hint(self.model.get_int_var_from_proto_index(index), known)

    def named_values(self) -> dict[str, int]:
        """Return the best solution by variable name."""
        variables = self.model.proto.variables
        return {v.name: value for v, value in zip(variables, self.values, strict=True) if v.name}

    def _start(self) -> None:
        """Take the solution with the decisions known; with nothing decided there always is one."""
        fixed = self.model.clone()
        for literal in self.optional:
            fixed.add(literal == self.known.get(literal.name, 0))
        solver = cp_model.CpSolver()
        solver.parameters.random_seed = self.budget.limits.seed
        solver.parameters.num_workers = 1
        if solver.solve(fixed) in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            self.values = list(solver.response_proto.solution)

    def _solve(
        self, cost: cp_model.LinearExprT, stage: Stage
    ) -> tuple[cp_model.CpSolver, cp_model.CpSolverStatus]:
        budget = self.budget
        self.model.minimize(cost)
        if self.values:
            self.model.clear_hints()  # type: ignore[no-untyped-call]
            for index, value in enumerate(self.values):
                self.model.add_hint(self.model.get_int_var_from_proto_index(index), value)
        solver = budget.solver(stage.share)
        solver.parameters.relative_gap_limit = stage.gap
        if stage.alone:
            solver.parameters.num_workers, solver.parameters.interleave_search = 1, False
        watch = _Watch(self.phase, budget.progress)
        with stopped_when(budget.cancelled, solver):
            status = solver.solve(self.model, watch)
        budget.spent += solver.response_proto.deterministic_time
        return solver, status

    def _reason(self, solver: cp_model.CpSolver) -> str:
        if self.budget.cancelled():
            return "cancelled"
        used = solver.response_proto.deterministic_time
        return "iterations" if used >= solver.parameters.max_deterministic_time else "time"

    def _nothing(self, status: cp_model.CpSolverStatus) -> Exception:
        if self.budget.cancelled():
            return Cancelled("planification annulée avant le premier plan")
        if status == cp_model.UNKNOWN:
            return PlanningError(
                "aucun plan trouvé dans la limite donnée : augmentez --iterations ou --time-limit"
            )
        return PlanningError(f"le modèle n’a pas de solution ({status.name}) : signalez ce défaut")


class _Watch(cp_model.CpSolverSolutionCallback):
    """Passes progress on."""

    def __init__(self, name: str, progress: Callable[[str, float], None]) -> None:
        super().__init__()
        self._name, self._progress = name, progress

    def on_solution_callback(self) -> None:
        cost, bound = self.objective_value, self.best_objective_bound
        self._progress(self._name, 1.0 if cost == 0 else max(0.0, min(1.0, bound / cost)))


@contextmanager
def stopped_when(cancelled: Callable[[], bool], solver: cp_model.CpSolver) -> Iterator[None]:
    """Stop ``solver`` soon after a cancellation, even while it finds nothing new."""
    over = threading.Event()

    def listen() -> None:
        while not over.wait(LISTEN_S):
            if cancelled():
                solver.stop_search()

    listener = threading.Thread(target=listen, daemon=True)
    listener.start()
    try:
        yield
    finally:
        over.set()
        listener.join()
