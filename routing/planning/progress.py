"""How far a plan is while it is being made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeAlias

from routing.planning.plans import Plan


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """One report; each is whole, so that whoever missed some has lost nothing.

    Parameters
    ----------
    phase
        A :class:`routing.planning.Phase`, or what whoever carries on after planning calls theirs.
    share
        Part of the phase that is done, 0 to 1.
    cost
        Of the best rounds found, in the unit of :attr:`SolverReport.cost`. Rounds come before
        their teams, so that it may rise once when it turns out who can come.
    gap
        Part of a cost that is not proven necessary, 0 to 1, the largest of all aims.
    best
        The best plan so far: it keeps to every rule, but reasons and rides are still to come.
    """

    phase: str
    share: float = 0.0
    cost: int | None = None
    gap: float | None = None
    best: Plan | None = None


Tell: TypeAlias = Callable[[Progress], None]


def _silent(_progress: Progress) -> None:
    """No one watches."""


@dataclass(slots=True)
class Reporter:
    """Tells what is new, together with all that was told before."""

    tell: Tell = _silent
    _last: Progress = field(default_factory=lambda: Progress(phase=""))

    def at(self, phase: str, share: float = 0.0) -> None:
        """Tell how far a phase is."""
        last = self._last
        self._say(phase, share, last.cost, last.gap, last.best)

    def found(self, cost: int, gap: float, best: Plan | None = None) -> None:
        """Tell the cost of the best rounds, what is proven of it, and the plan if there is one."""
        last = self._last
        self._say(last.phase, last.share, cost, gap, best or last.best)

    def _say(
        self, phase: str, share: float, cost: int | None, gap: float | None, best: Plan | None
    ) -> None:
        self._last = Progress(phase=phase, share=share, cost=cost, gap=gap, best=best)
        self.tell(self._last)
