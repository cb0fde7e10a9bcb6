"""How long to search: limits, what has been spent of them, and how a search is stopped."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from ortools.sat.python import cp_model

from routing.planning.progress import Reporter

ITERATIONS_PER_DETERMINISTIC_SECOND = 10
"""One iteration is a tenth of CP-SAT's deterministic second, the same on every machine."""

LISTEN_S = 0.05
"""Seconds between two looks at whether somebody has cancelled."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """When to stop: iterations in all, seconds in all."""

    iterations: int
    time_s: float | None
    seed: int
    workers: int = 2


@dataclass(slots=True)
class Budget:
    """Limits and what has been spent of them, shared by all searches for a plan."""

    limits: Limits
    reporter: Reporter
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

    def mark(self, share: float) -> Callable[[], bool]:
        """Return what tells whether a share of what is left now has been spent, or it is over."""
        deterministic_s, wall_s = (1 - share) * self.deterministic_s, (1 - share) * self.wall_s
        return lambda: (
            self.exhausted or self.deterministic_s < deterministic_s or self.wall_s < wall_s
        )

    def spare(self, iterations: int) -> Budget:
        """Return a budget for what comes after the plan, with at least a tenth of its time."""
        time_s = None if self.limits.time_s is None else max(self.wall_s, self.limits.time_s / 10)
        limits = replace(self.limits, iterations=iterations, time_s=time_s)
        return Budget(limits, self.reporter, self.cancelled)

    def solver(self, share: float, least_s: float = 0.0) -> cp_model.CpSolver:
        """Return a solver that may spend a share of what is left, at least ``least_s``."""
        solver = cp_model.CpSolver()
        parameters = solver.parameters
        parameters.random_seed = self.limits.seed
        parameters.num_workers = self.limits.workers
        parameters.interleave_search = True
        one = 1 / ITERATIONS_PER_DETERMINISTIC_SECOND
        parameters.max_deterministic_time = max(least_s or one, self.deterministic_s * share)
        if self.wall_s < float("inf"):
            parameters.max_time_in_seconds = max(0.2, 2 * least_s, self.wall_s * share)
        return solver


@contextmanager
def stopped_when(cancelled: Callable[[], bool], stop: Callable[[], None]) -> Iterator[None]:
    """Call ``stop`` soon after a cancellation, even while the search finds nothing new."""
    over = threading.Event()

    def listen() -> None:
        while not over.wait(LISTEN_S):
            if cancelled():
                stop()

    listener = threading.Thread(target=listen, daemon=True)
    listener.start()
    try:
        yield
    finally:
        over.set()
        listener.join()
