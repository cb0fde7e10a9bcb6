"""From an instance to a checked solution: a recipe of named parts."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from importlib.metadata import version

from routing.vrp.answer import Answer, timed
from routing.vrp.begun import refuse_impossible
from routing.vrp.check import check
from routing.vrp.engines import engines_for
from routing.vrp.exact import prove
from routing.vrp.instance import Instance
from routing.vrp.partition import Effort, partition
from routing.vrp.reasons import unassigned
from routing.vrp.search.engine import Engine, Order, PoolRoute
from routing.vrp.solution import Solution, TracePoint
from routing.vrp.stop import SearchState, Stop
from routing.vrp.team import Progress, Report, Team
from routing.vrp.timing import route_cost

PROOF_SHARE = 0.2
"""Share of the budget after which the listing of all routes is given up for a search."""
COUNTED_PREPARATION_S = 1.0
"""Of loading and, the first time ever, compiling, this much counts against a time limit."""


class BrokenSolutionError(RuntimeError):
    """A search and the checker disagree: never handed to anyone, always a fault of ours."""


def solve(
    instance: Instance,
    stop: Stop,
    seed: int = 0,
    *,
    start: Sequence[Order] = (),
    report: Report | None = None,
    threads: int = 2,
    exact: bool = True,
) -> Solution:
    """Search for routes that serve the instance at least cost.

    Parameters
    ----------
    stop
        When to end; see :mod:`routing.vrp.stop`. A timed criterion makes the answer depend on
        the machine; otherwise the same seed gives the same answer.
    start
        Routes to begin from, such as yesterday's answer.
    report
        Called with a :class:`Progress` a few times a second.
    threads
        Engines side by side; part of what makes an answer reproducible.
    exact
        Whether a day small enough is proven optimal instead of searched.

    Returns
    -------
    A solution that has passed the independent checker.

    Raises
    ------
    BrokenSolutionError
        When it does not pass.
    ImpossiblePrefixError
        When a route that has begun cannot end under the rules; on a day that is too large for a
        proof, when it cannot by delivering those aboard and nothing else.
    """
    began = time.perf_counter()
    tell = report or _silent
    tell(Progress(phase="prepare"))
    clock = _Clock(began)
    run = _proven(instance, stop, clock) if exact else None
    if run is None:
        refuse_impossible(instance)
        run = _searched(instance, stop, seed, start, tell, threads, clock)
    tell(Progress(phase="finish", share=1.0, iterations=run.iterations))
    return _checked(instance, run, seed, time.perf_counter() - began)


def given(instance: Instance, orders: Sequence[Order]) -> Solution:
    """Return routes as they are given, timed and checked; nothing is searched.

    Raises
    ------
    RuntimeError
        When no timetable keeps all rules of a route, or together they break one.
    """
    began = time.perf_counter()
    return _checked(instance, _Run(orders, "given"), 0, time.perf_counter() - began)


@dataclass(frozen=True, slots=True)
class _Run:
    """What a search, or a proof, ended with."""

    orders: Sequence[Order]
    finished: str
    iterations: int = 0
    trace: tuple[TracePoint, ...] = ()


def _silent(progress: Progress) -> None:
    """Tell nobody."""


def _proven(instance: Instance, stop: Stop, clock: _Clock) -> _Run | None:
    nothing = SearchState(iterations=0, elapsed_s=0.0, stale_iterations=0)

    def halt() -> bool:
        return stop.share(replace(nothing, elapsed_s=clock())) >= PROOF_SHARE

    choice = prove(instance, halt=halt)
    return None if choice is None else _Run(choice.orders, "optimal")


def _searched(
    instance: Instance,
    stop: Stop,
    seed: int,
    start: Sequence[Order],
    report: Report,
    threads: int,
    clock: _Clock,
) -> _Run:
    preparing = clock()
    engines = engines_for(instance, seed, threads)
    engines[0].run(0, 0.0, 0.0)  # loads compiled code, or compiles it the first time ever
    clock.forget(clock() - preparing - COUNTED_PREPARATION_S)
    for engine in engines if start else ():
        engine.adopt(start)
    team = Team(engines, stop, clock, report)
    team.note()
    recombine = _recombiner(instance, team, seed)
    events = [(epoch.until, recombine) for epoch in engines[0].EPOCHS[:-1]]
    events += [(share, team.exchange) for share in engines[0].EXCHANGE_AT]
    for share, act in sorted(events, key=lambda event: event[0]):
        if team.search(share):
            break
        act()
    team.search(1.0)
    best = min(engines, key=lambda engine: engine.best_cost)
    return _Run(best.best(), team.finished, team.iterations, tuple(team.trace))


class _Clock:
    """Seconds since the search began; long preparations are forgotten."""

    def __init__(self, began: float) -> None:
        self.zero = began

    def __call__(self) -> float:
        return time.perf_counter() - self.zero

    def forget(self, seconds: float) -> None:
        """Do not count so many seconds of what has gone by."""
        self.zero += max(0.0, seconds)


def _recombiner(instance: Instance, team: Team, seed: int) -> Callable[[], None]:
    took_s = 0.0

    def recombine() -> None:
        nonlocal took_s
        best = min(team.engines, key=lambda engine: engine.best_cost)
        if not best.kinds or (team.stop.timed and team.left_s() < 1.5 * took_s):
            return
        began = time.perf_counter()
        pool = [route for engine in team.engines for route in engine.pool()]
        incumbent, effort = _as_pool(instance, best), _effort(team, seed)
        choice = team.search_beside(
            lambda: partition(instance, best.kinds, pool, incumbent, effort)
        )
        if choice is not None:
            for engine in team.engines:
                engine.adopt(choice.orders)
            team.note()
        took_s = time.perf_counter() - began

    return recombine


def _effort(team: Team, seed: int) -> Effort:
    if not team.stop.timed:
        return Effort(work=2.0, seed=seed, halt=team.over)
    seconds = max(0.1, 0.03 * (team.clock() + team.left_s()))
    return Effort(seconds=seconds, work=1e9, seed=seed, halt=team.over)


def _as_pool(instance: Instance, engine: Engine) -> list[PoolRoute]:
    kind_of = {slot: kind for kind, slots in enumerate(engine.kinds) for slot in slots}
    return [
        PoolRoute(kind_of[order.vehicle, order.day], order.stops, route_cost(instance, order))
        for order in engine.best()
    ]


def _checked(instance: Instance, run: _Run, seed: int, wall_s: float) -> Solution:
    answer: Answer = timed(instance, run.orders)
    solution = Solution(
        routes=answer.routes,
        unassigned=tuple(unassigned(instance, answer.orders, task) for task in answer.left_out),
        cost=answer.cost,
        lower_bound=answer.cost.total if run.finished == "optimal" else None,
        trace=run.trace,
        seed=seed,
        iterations=run.iterations,
        wall_s=wall_s,
        finished=run.finished,
        versions={name: version(name) for name in ("tournees", "numba", "ortools")},
    )
    violations = check(instance, solution)
    if violations:
        raise BrokenSolutionError("; ".join(str(violation) for violation in violations))
    return solution
