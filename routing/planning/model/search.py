"""Lexicographic search: the aims are optimised one after the other and then kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import ceil

from ortools.sat.python import cp_model

from routing.planning.errors import Cancelled, PlanningError
from routing.planning.model.aims import Objective, combine
from routing.planning.model.budget import Budget, stopped_when
from routing.planning.phases import Phase
from routing.sentence import say

MOST_EXACT = 2**50
"""Largest weighted sum of aims that CP-SAT, which bounds in floating point, tells exactly."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """Aims optimised together in their order, with a share of the budget that is left.

    ``gap`` is the relative gap that is good enough, 0 to ask for a proof. ``alone`` asks for
    one worker, the quickest for a small question. ``least_s`` deterministic seconds are granted
    even where the budget is spent.
    """

    parts: Sequence[Objective]
    share: float = 1.0
    gap: float = 0.0
    alone: bool = False
    least_s: float = 0.0


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
class Search:
    """Aims of one model optimised in order; ``values`` is the best solution.

    ``impossible`` says that it was proven to have none.

    ``optional`` are decisions with which a search starts, so that it never ends with nothing:
    each as ``known`` has it by name, or else 0.

    ``hear`` is called with each better outcome of the last aim, while it is being searched for.
    """

    model: cp_model.CpModel
    budget: Budget
    phase: Phase
    outcomes: list[Outcome] = field(default_factory=list)
    values: list[int] = field(default_factory=list)
    impossible: bool = False
    optional: Sequence[cp_model.IntVar] = ()
    known: Mapping[str, int] = field(default_factory=dict)
    hear: Callable[[Outcome], None] | None = None

    def better(self, outcome: Outcome) -> None:
        """Take a better outcome of the last aim: less dear, or proven nearer to the least."""
        self.outcomes[-1] = outcome
        if self.hear is not None:
            self.hear(outcome)

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
            self.freeze(stage.parts)

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
        spent = self.budget.exhausted and not stage.least_s
        if self.budget.cancelled() or (self.values and spent):
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
        # told as a float: 7.000000000000001 proves 7, not 8
        bound = ceil(solver.best_objective_bound - 1e-6) if status != cp_model.UNKNOWN else 0
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
            self.freeze(alone.parts)

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

    def freeze(self, parts: Sequence[Objective]) -> None:
        """Keep these aims as good as they are."""
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

    def started(self) -> None:
        """Have a solution to begin from, or say why there is none."""
        if not self.budget.cancelled():
            self._start()
        if not self.values:
            raise self._nothing(cp_model.UNKNOWN)

    def _solve(
        self, cost: cp_model.LinearExprT, stage: Stage
    ) -> tuple[cp_model.CpSolver, cp_model.CpSolverStatus]:
        solver, status = self.attempt(cost, stage)
        self.budget.spent += solver.response_proto.deterministic_time
        return solver, status

    def attempt(
        self, cost: cp_model.LinearExprT, stage: Stage
    ) -> tuple[cp_model.CpSolver, cp_model.CpSolverStatus]:
        """Minimise from the best solution known; what that took is not charged to the budget."""
        budget = self.budget
        self.model.minimize(cost)
        if self.values:
            self.model.clear_hints()  # type: ignore[no-untyped-call]
            hint = self.model.proto.solution_hint
            hint.vars.extend(range(len(self.values)))
            hint.values.extend(self.values)
        solver = budget.solver(stage.share, stage.least_s)
        solver.parameters.relative_gap_limit = stage.gap
        if stage.alone:
            solver.parameters.num_workers, solver.parameters.interleave_search = 1, False
        watch = _Watch(self._told(stage))
        with stopped_when(budget.cancelled, solver.stop_search):
            status = solver.solve(self.model, watch)
        return solver, status

    def _told(self, stage: Stage) -> Callable[[int, int], None]:
        """Return what passes on the cost and bound of a search that goes on."""

        def told(cost: int, bound: int) -> None:
            least = max(0, min(bound, cost))
            self.budget.reporter.at(self.phase, least / cost if cost > 0 else 1.0)
            if self.hear is not None and len(stage.parts) == 1:
                known = self.outcomes[-1].bound if self.outcomes else 0
                least = min(cost, max(known, least))
                self.hear(Outcome(objective=stage.parts[0], cost=cost, bound=least))

        return told

    def _reason(self, solver: cp_model.CpSolver) -> str:
        if self.budget.cancelled():
            return "cancelled"
        used = solver.response_proto.deterministic_time
        return "iterations" if used >= solver.parameters.max_deterministic_time else "time"

    def _nothing(self, status: cp_model.CpSolverStatus) -> Exception:
        if self.budget.cancelled():
            return Cancelled(say("planification annulée avant le premier plan"))
        if status == cp_model.UNKNOWN:
            return PlanningError(
                say(
                    "aucun plan trouvé dans la limite donnée : augmentez --iterations ou "
                    "--time-limit"
                )
            )
        return PlanningError(
            say("le modèle n’a pas de solution ({name}) : signalez ce défaut", name=status.name)
        )


class _Watch(cp_model.CpSolverSolutionCallback):
    """Passes the cost of each solution on, and the bound proven by then."""

    def __init__(self, told: Callable[[int, int], None]) -> None:
        super().__init__()
        self._told = told

    def on_solution_callback(self) -> None:
        self._told(round(self.objective_value), ceil(self.best_objective_bound - 1e-6))
