"""When a search ends: by iterations, by time, without improvement, at a gap, or on request.

A criterion says which share of its budget is used up; searches cool down along it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar, Protocol

from routing.vrp.checks import demand


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
    timed: bool
    """Whether the clock has a say, so that the answer depends on the machine."""

    def share(self, state: SearchState) -> float:
        """Return the share of the budget used up; 1 or more: stop."""


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


@dataclass(frozen=True, slots=True)
class Cancelled:
    """Stop when ``asked`` says so; it is called several times a second."""

    asked: Callable[[], bool]
    name: ClassVar[str] = "cancelled"
    timed: ClassVar[bool] = False

    def share(self, state: SearchState) -> float:  # noqa: ARG002 - the callback alone decides
        """Return 1 when asked to stop, else 0."""
        return float(self.asked())


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


def reached(stop: Stop, state: SearchState) -> str | None:
    """Name the criterion that ends the search, or ``None``."""
    for part in stop.stops if isinstance(stop, FirstOf) else (stop,):
        if part.share(state) >= 1:
            return part.name if not isinstance(part, FirstOf) else reached(part, state)
    return None
