"""The best times for a route whose steps are given, right or wrong.

As VROOM does in plan mode, by a mixed-integer model of our own: least time outside windows and
least time away (each second outside weighs as much as the whole route lasts), then every step as
early as that allows, then breaks as early on their way.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from api.http.vroom.horizon import horizon_s
from api.http.vroom.problem import NO_WAY, TICKS, Plan
from api.http.vroom.refusal import ROUTING, Refusal
from api.http.vroom.request import StepModel
from routing.sentence import say

if TYPE_CHECKING:
    from scipy.optimize import Bounds, LinearConstraint

_SLACK_S = 0.001
"""Less than a tick: what the optimum of the first round may grow by in the second."""


@dataclass(frozen=True, slots=True)
class Times:
    """When the start, each step and the end begin, and the travel before each step and the end.

    ``setups`` and ``services`` are those of the steps; everything in ticks.
    """

    begins: tuple[int, ...]
    travels: tuple[int, ...]
    setups: tuple[int, ...]
    services: tuple[int, ...]


@dataclass(slots=True)
class _Rows:
    """Linear constraints, collected row by row."""

    cells: list[tuple[int, int, float]] = field(default_factory=list)
    low: list[float] = field(default_factory=list)
    high: list[float] = field(default_factory=list)

    def add(self, terms: Mapping[int, float], low: float = -np.inf, high: float = np.inf) -> None:
        """Bound a sum of ``coefficient * variable``."""
        row = len(self.low)
        self.cells += [(row, column, value) for column, value in terms.items()]
        self.low.append(low)
        self.high.append(high)

    def constraint(self, count: int) -> LinearConstraint:
        rows, columns, values = zip(*self.cells, strict=True)
        shape = (len(self.low), count)
        from scipy.optimize import LinearConstraint  # a third of the start of the service
        from scipy.sparse import coo_array

        return LinearConstraint(coo_array((values, (rows, columns)), shape), self.low, self.high)


def choose_times(plan: Plan) -> Times:
    """Return the best times for the steps of a plan.

    Raises
    ------
    Refusal
        When no times keep the moments that the request forces, or a road is missing.
    """
    legs = _legs(plan)
    actions = _actions(plan)
    model = _Model(plan, legs, [sum(pair) for pair in actions])
    found = model.solve()
    count = len(plan.steps) + 1
    ticks = np.round(found * TICKS).astype(np.int64).tolist()
    return Times(
        begins=tuple(value + model.origin_s * TICKS for value in ticks[: count + 1]),
        travels=tuple(ticks[2 * count + 2 : 3 * count + 2]),
        setups=tuple(setup for setup, _ in actions),
        services=tuple(service for _, service in actions),
    )


def _legs(plan: Plan) -> list[tuple[int, list[int]]]:
    """Return each leg's ticks, and the gaps between steps over which it may be spread."""
    inner = [step.task.spot if step.task else None for step in plan.steps]
    spots = [plan.car.start, *inner, plan.car.end]
    legs, gaps, here = list[tuple[int, list[int]]](), list[int](), spots[0]
    for gap, spot in enumerate(spots[1:]):
        gaps.append(gap)
        if gap < len(plan.steps) and plan.steps[gap].task is None:
            continue
        ticks = 0 if here is None or spot is None else _ticks(plan, here.row, spot.row)
        legs.append((ticks, gaps))
        here, gaps = spot, []
    return legs


def _ticks(plan: Plan, origin: int, goal: int) -> int:
    ticks = int(plan.car.travel.ticks[origin, goal])
    if ticks >= NO_WAY:
        raise Refusal(
            say("vehicle {id} : aucune route entre deux de ses étapes.", id=plan.car.model.id),
            code=ROUTING,
        )
    return ticks


def _actions(plan: Plan) -> list[tuple[int, int]]:
    """Return set-up and service of each step; no set-up where the vehicle stands already."""
    here = plan.car.start and plan.car.start.row
    found = []
    for step in plan.steps:
        if step.task is None:
            found.append((0, step.record.service * TICKS))
            continue
        row, car = step.task.spot.row, plan.car.model
        setup = 0 if row == here else step.task.setup_s(car) * TICKS
        found.append((setup, step.task.service_s(car) * TICKS))
        here = row
    return found


class _Model:
    """A route as a mixed-integer model.

    Its variables: when each of start, steps and end begins; by how much that is outside its
    windows; how much travel lies in each gap; which window holds, where there are several.
    """

    def __init__(self, plan: Plan, legs: list[tuple[int, list[int]]], actions: list[int]) -> None:
        self.plan, self.legs = plan, legs
        self.actions_s = [action / TICKS for action in actions]
        self.nodes = len(plan.steps) + 2
        self.lasts_s = sum(ticks for ticks, _ in legs) / TICKS + sum(self.actions_s)
        self.windows_s = self._windows()
        self.bounds_s = self._forced()
        self.first_s = self._first() if plan.given else self._free()
        self.origin_s = self._origin()
        self.choices = 3 * self.nodes - 1
        self.count = self.choices + sum(len(w) for w in self.windows_s if len(w) > 1)

    def _windows(self) -> list[tuple[tuple[float, float], ...]]:
        day = self.plan.car.model.time_window
        start = () if day is None else ((float(day[0]), np.inf),)
        end = () if day is None else ((-np.inf, float(day[1])),)
        return [start, *(step.record.time_windows for step in self.plan.steps), end]

    def _first(self) -> float:
        """Return from when on a route that the request plans may begin."""
        return horizon_s(self.windows_s, self._reach(), self.bounds_s)

    def _free(self) -> float:
        """Return when the best times of a route of ours begin at the earliest: it fits."""
        opens = [windows[0][0] for windows in self.windows_s if windows]
        return max(0.0, min((m for m in opens if m >= 0), default=0.0) - self.lasts_s)

    def _origin(self) -> int:
        """Return a second from which to count, so that timestamps stay small numbers."""
        moments = [self.first_s, *(low for low, _ in self.bounds_s if low)]
        return int(max(0.0, min(moments)))

    def _forced(self) -> list[tuple[float, float]]:
        """Return the moments between which the request forces start, steps and end to begin."""
        bound = [self.plan.start, *(step.forced for step in self.plan.steps), self.plan.end]
        return [(0.0, np.inf) if step is None else _moments(step) for step in bound]

    def _reach(self) -> list[float]:
        """Return seconds from departure to each node, breaks taken before any travel."""
        before = np.zeros(self.nodes - 1)
        for ticks, gaps in self.legs:
            before[gaps[-1]] = ticks / TICKS
        actions = np.array([0.0, *self.actions_s])
        return [0.0, *np.cumsum(before + actions).tolist()]

    def solve(self) -> NDArray[np.float64]:
        """Return the values of all variables."""
        rows = self._rules()
        outside, away = self._sum_outside(), {self.nodes - 1: 1.0, 0: -1.0}
        weight = max(1.0, self.lasts_s)
        first = self._best(rows, {**dict.fromkeys(outside, weight), **away})
        for terms in (outside, away):
            value = sum(factor * first[column] for column, factor in terms.items())
            rows.add(terms, high=round(value * TICKS) / TICKS + _SLACK_S)
        return self._best(rows, self._early())

    def _sum_outside(self) -> dict[int, float]:
        return dict.fromkeys(range(self.nodes, 2 * self.nodes), 1.0)

    def _early(self) -> dict[int, float]:
        """Weigh every step's begin, and lightly the travel that comes after breaks."""
        late = {
            2 * self.nodes + gap: float(rank)
            for _, gaps in self.legs
            for rank, gap in enumerate(gaps)
            if rank
        }
        most = sum(ticks * (len(gaps) - 1) for ticks, gaps in self.legs) / TICKS
        return {**dict.fromkeys(range(1, self.nodes - 1), max(1.0, most)), **late}

    def _best(self, rows: _Rows, goal: Mapping[int, float]) -> NDArray[np.float64]:
        cost, whole = np.zeros(self.count), np.zeros(self.count)
        for column, weight in goal.items():
            cost[column] = weight
        whole[self.choices :] = 1
        from scipy.optimize import milp

        found = milp(
            cost,
            integrality=whole,
            bounds=self._bounds(),
            constraints=rows.constraint(self.count),
            options={"mip_rel_gap": 0.0},
        )
        if found.x is None:
            raise Refusal(
                say("vehicle {id} : aucun horaire ne tient ses steps.", id=self.plan.car.model.id)
            )
        values: NDArray[np.float64] = found.x
        return values

    def _bounds(self) -> Bounds:
        low, high = np.zeros(self.count), np.full(self.count, np.inf)
        high[self.choices :] = 1
        first = self.first_s
        for node, (least, most) in enumerate(self.bounds_s):
            forced = [moment for moment in (least, most) if 0 < moment < np.inf]
            first = min(first, *forced) if forced else first
            low[node] = (least or first) - self.origin_s
            high[node] = most - self.origin_s
        from scipy.optimize import Bounds

        return Bounds(low, high)

    def _rules(self) -> _Rows:
        rows, travel = _Rows(), 2 * self.nodes
        for gap in range(self.nodes - 1):
            action = self.actions_s[gap - 1] if gap else 0.0
            rows.add({gap + 1: 1, gap: -1, travel + gap: -1}, low=action)
        for ticks, gaps in self.legs:
            rows.add({travel + gap: 1.0 for gap in gaps}, ticks / TICKS, ticks / TICKS)
        choice = self.choices
        for node, windows in enumerate(self.windows_s):
            if len(windows) == 1:
                low, high = windows[0]
                rows.add({node: 1, self.nodes + node: 1}, low=low - self.origin_s)
                rows.add({node: 1, self.nodes + node: -1}, high=high - self.origin_s)
            elif windows:
                self._choose(rows, node, choice)
                choice += len(windows)
        return rows

    def _choose(self, rows: _Rows, node: int, choice: int) -> None:
        """Hold one of several windows, chosen by variables from ``choice`` on."""
        windows = self.windows_s[node]
        opens = {choice + k: self.origin_s - low for k, (low, _) in enumerate(windows)}
        shuts = {choice + k: self.origin_s - high for k, (_, high) in enumerate(windows)}
        rows.add({node: 1, self.nodes + node: 1, **opens}, low=0)
        rows.add({node: 1, self.nodes + node: -1, **shuts}, high=0)
        rows.add({choice + k: 1.0 for k in range(len(windows))}, 1, 1)


def _moments(step: StepModel) -> tuple[float, float]:
    """Return the first and the last second at which a step may begin."""
    least, most = 0.0, np.inf
    if step.service_after is not None:
        least = float(step.service_after)
    if step.service_before is not None:
        most = float(step.service_before)
    if step.service_at is not None:
        least, most = max(least, step.service_at), min(most, step.service_at)
    return least, most
