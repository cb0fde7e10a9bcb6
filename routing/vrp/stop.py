"""When a search ends: by iterations, by time, without improvement, at a gap, or on request.

A criterion says which share of its budget is used up; searches cool down along it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar, Protocol

from routing.vrp.checks import demand

UNLIMITED = 2**62
"""Iterations where nothing bounds them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchState:
    """Where a search stands: what criteria may look at.

    Parameters
    ----------
    iterations, stale_iterations
        Done by each thread; done since the best was last improved.
    best, bound
        ``cost.total`` of the best when nothing is missed, and a proven bound; ``None``: unknown.
    """

    iterations: int
    elapsed_s: float
    stale_iterations: int
    best: int | None = None
    bound: int | None = None


class Stop(Protocol):
    """A stopping criterion."""

    name: ClassVar[str]

    @property
    def timed(self) -> bool:
        """Whether the clock has a say, so that the answer depends on the machine."""

    def share(self, state: SearchState) -> float:
        """Return the share of the budget used up; 1 or more: stop."""

    def left(self, state: SearchState) -> int:
        """Return how many iterations each thread may still do."""


@dataclass(frozen=True, slots=True)
class MaxIterations:
    """Stop after so many iterations of each thread. The same limit gives the same answer."""

    iterations: int
    name: ClassVar[str] = "iterations"
    timed: ClassVar[bool] = False

    def __post_init__(self) -> None:
        demand(self.iterations >= 1, "iterations", self.iterations, "give at least 1")

    def share(self, state: SearchState) -> float:
        """Return the share of the iterations done."""
        return state.iterations / self.iterations

    def left(self, state: SearchState) -> int:
        """Return the iterations not yet done."""
        return self.iterations - state.iterations


@dataclass(frozen=True, slots=True)
class MaxTime:
    """Stop after so many seconds. At most one second of preparation is counted."""

    seconds: float
    name: ClassVar[str] = "time"
    timed: ClassVar[bool] = True

    def __post_init__(self) -> None:
        demand(self.seconds > 0, "seconds", self.seconds, "give more than 0")

    def share(self, state: SearchState) -> float:
        """Return the share of the time gone by."""
        return state.elapsed_s / self.seconds

    def left(self, state: SearchState) -> int:  # noqa: ARG002 - iterations do not matter here
        """Return :data:`UNLIMITED`."""
        return UNLIMITED


@dataclass(frozen=True, slots=True)
class NoImprovement:
    """Stop after so many iterations of each thread without a better solution."""

    iterations: int
    name: ClassVar[str] = "no improvement"
    timed: ClassVar[bool] = False

    def __post_init__(self) -> None:
        demand(self.iterations >= 1, "iterations", self.iterations, "give at least 1")

    def share(self, state: SearchState) -> float:
        """Return the share of the fruitless iterations allowed."""
        return state.stale_iterations / self.iterations

    def left(self, state: SearchState) -> int:
        """Return the fruitless iterations still allowed."""
        return self.iterations - state.stale_iterations


@dataclass(frozen=True, slots=True)
class GapBelow:
    """Stop when the best is proven to be within so many percent of the optimum."""

    percent: float
    name: ClassVar[str] = "gap"
    timed: ClassVar[bool] = False

    def share(self, state: SearchState) -> float:
        """Return 1 when the gap is proven, else 0."""
        if state.best is None or state.bound is None:
            return 0.0
        return float((state.best - state.bound) * 100 <= self.percent * max(1, state.best))

    def left(self, state: SearchState) -> int:  # noqa: ARG002 - iterations do not matter here
        """Return :data:`UNLIMITED`."""
        return UNLIMITED


@dataclass(frozen=True, slots=True)
class AllServed:
    """Stop as soon as nothing that must be served is missed."""

    name: ClassVar[str] = "all served"
    timed: ClassVar[bool] = False

    def share(self, state: SearchState) -> float:
        """Return 1 when all are served, else 0."""
        return float(state.best is not None)

    def left(self, state: SearchState) -> int:  # noqa: ARG002 - iterations do not matter here
        """Return :data:`UNLIMITED`."""
        return UNLIMITED


@dataclass(frozen=True, slots=True)
class Cancelled:
    """Stop when ``asked`` says so; it is called several times a second."""

    asked: Callable[[], bool]
    name: ClassVar[str] = "cancelled"
    timed: ClassVar[bool] = False

    def share(self, state: SearchState) -> float:  # noqa: ARG002 - the callback alone decides
        """Return 1 when asked to stop, else 0."""
        return float(self.asked())

    def left(self, state: SearchState) -> int:  # noqa: ARG002 - iterations do not matter here
        """Return :data:`UNLIMITED`."""
        return UNLIMITED


class FirstOf:
    """Stop at whichever of several criteria comes first."""

    name: ClassVar[str] = "first of"

    def __init__(self, *stops: Stop) -> None:
        demand(bool(stops), "stops", stops, "give at least one criterion")
        self.stops = stops
        self.timed = any(stop.timed for stop in stops)

    def share(self, state: SearchState) -> float:
        """Return the largest share of any criterion."""
        return max(stop.share(state) for stop in self.stops)

    def left(self, state: SearchState) -> int:
        """Return the fewest iterations any criterion allows."""
        return min(stop.left(state) for stop in self.stops)


def used(stop: Stop, state: SearchState) -> tuple[float, str]:
    """Return the largest share of any criterion and that criterion's name, asking each once."""
    if isinstance(stop, FirstOf):
        return max(used(part, state) for part in stop.stops)
    return stop.share(state), stop.name
