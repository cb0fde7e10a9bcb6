"""Engines searching side by side in threads, cooling together and sharing their best."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TypeVar

from routing.vrp.search.engine import Engine, Epoch
from routing.vrp.solution import TracePoint
from routing.vrp.stop import SearchState, Stop, used

Result = TypeVar("Result")

SLICE_S = 0.05
"""Seconds that a slice of search should take where the clock has a say."""
SLICE_ITERATIONS = 100
"""Iterations of a slice where it has none, so that the answer is the same on any machine."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a search has come: ``phase`` (prepare, search, recombine, prove, finish)."""

    phase: str
    share: float = 0.0
    iterations: int = 0
    elapsed_s: float = 0.0
    missed: int | None = None
    total: int | None = None


Report = Callable[[Progress], None]


@dataclass
class Team:
    """Engines over one instance, and what they have found together.

    Parameters
    ----------
    clock
        Returns seconds since the search began.
    report
        Told of every new best and a few times a second.
    """

    engines: Sequence[Engine]
    stop: Stop
    clock: Callable[[], float]
    report: Report
    iterations: int = 0
    improved_at: int = 0
    best_cost: tuple[int, int] | None = None
    trace: list[TracePoint] = field(default_factory=list)
    finished: str = ""
    cooled: float = 0.0
    _sizes: dict[int, int] = field(default_factory=dict)

    def search(self, until: float) -> bool:
        """Search until that share of the budget is used up; return whether to stop for good."""
        everyone = range(len(self.engines))
        with ThreadPoolExecutor(len(self.engines)) as threads:
            while True:
                share = self.share()
                # a first slice is always run: even the shortest budget gets some routes
                if self.iterations and (self.finished or share >= until):
                    return bool(self.finished)
                self._slice(threads, everyone, share)

    def search_beside(self, work: Callable[[], Result]) -> Result:
        """Do ``work`` in the place of the engine that is behind, while the others search on.

        Where the clock has no say all wait for it, so that the answer is reproducible.
        """
        if not self.stop.timed or len(self.engines) < 2:
            return work()
        everyone = sorted(range(len(self.engines)), key=lambda n: self.engines[n].best_cost)
        with ThreadPoolExecutor(len(self.engines)) as threads:
            job = threads.submit(work)
            while not job.done():
                share = self.share()
                if self.finished:
                    break
                self._slice(threads, everyone[:-1], share)
            return job.result()

    def share(self) -> float:
        """Return the share of the budget used up, never falling; note what ends the search."""
        share, name = used(self.stop, self.state())
        self.finished = name if share >= 1 else ""
        self.cooled = max(self.cooled, min(1.0, share))
        return self.cooled

    def over(self) -> bool:
        """Whether the budget is used up by now."""
        return used(self.stop, self.state())[0] >= 1

    def left_s(self) -> float:
        """Guess the seconds left, from the share used up so far."""
        return self.clock() * (1 / max(self.cooled, 1e-3) - 1)

    def state(self) -> SearchState:
        """Return where the search stands."""
        missed, total = self.best_cost or (1, 0)
        return SearchState(
            iterations=self.iterations,
            elapsed_s=self.clock(),
            stale_iterations=self.iterations - self.improved_at,
            best=None if missed else total,
        )

    def exchange(self) -> None:
        """Let every engine that is behind take over the best of all."""
        best = min(self.engines, key=lambda engine: engine.best_cost)
        for engine in self.engines:
            if engine.best_cost > best.best_cost:
                engine.adopt(best.best())

    def _slice(self, threads: ThreadPoolExecutor, active: Sequence[int], share: float) -> None:
        left = self.stop.left(self.state())
        sizes = [max(1, min(self._sizes.get(n, SLICE_ITERATIONS), left)) for n in active]
        ahead = self._next_share(share, max(sizes))
        heat = [cooling(self.engines[0].EPOCHS, at) for at in (share, ahead)]
        jobs = [
            threads.submit(_timed_run, self.engines[n], size, *heat)
            for n, size in zip(active, sizes, strict=True)
        ]
        for n, size, job in zip(active, sizes, jobs, strict=True):
            seconds = job.result()
            if self.stop.timed:
                self._sizes[n] = max(1, min(4 * size, int(SLICE_S * size / max(seconds, 1e-4))))
        self.iterations += max(sizes)
        self.note()

    def _next_share(self, share: float, size: int) -> float:
        """Guess the share after the next slice."""
        if share <= 0 or not self.iterations:
            return share
        ends = [epoch.until for epoch in self.engines[0].EPOCHS if epoch.until > share]
        return min(1.0, share * (1 + size / self.iterations), *(end - 1e-9 for end in ends[:1]))

    def note(self) -> None:
        """Take down a new best, and report."""
        best = min(engine.best_cost for engine in self.engines)
        if self.best_cost is None or best < self.best_cost:
            self.best_cost, self.improved_at = best, self.iterations
            self.trace.append(TracePoint(
                elapsed_s=self.clock(), iteration=self.iterations, missed=best[0], total=best[1]
            ))  # fmt: skip
        self.report(Progress(
            phase="search",
            share=self.cooled,
            iterations=self.iterations,
            elapsed_s=self.clock(),
            missed=self.best_cost[0],
            total=self.best_cost[1],
        ))  # fmt: skip


def cooling(epochs: Sequence[Epoch], share: float) -> float:
    """Return how far engines have cooled, 0 to 1, when ``share`` of the budget is used up."""
    since = 0.0
    for epoch in epochs:
        if share < epoch.until or epoch is epochs[-1]:
            part = min(1.0, (share - since) / (epoch.until - since))
            return epoch.begin + part * (epoch.end - epoch.begin)
        since = epoch.until
    return 1.0


def _timed_run(engine: Engine, iterations: int, begin: float, end: float) -> float:
    began = time.perf_counter()
    engine.run(iterations, begin, end)
    return time.perf_counter() - began
