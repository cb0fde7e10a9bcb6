"""Systems of difference constraints, solved exactly by Bellman and Ford's method."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

Bound: TypeAlias = tuple[int, int, int]
"""``(j, i, w)`` says that variable ``j`` is at most variable ``i`` plus ``w``."""


def farthest(size: int, bounds: Sequence[Bound], source: int) -> list[int | None] | None:
    """Return how far above ``source`` each variable can lie at most.

    The answer is itself a solution, with ``source`` at 0; a variable that nothing ties to
    ``source`` is ``None``. Where the bounds contradict each other, the answer is ``None``,
    provided that every variable is tied to ``source``.

    Notes
    -----
    Bellman 1958 (10.1090/qam/102435): shortest paths in the graph with an arc from ``i`` to
    ``j`` of length ``w`` for each bound; they exist when no cycle is negative, and are found
    in ``size`` - 1 sweeps over the arcs, or earlier when a sweep changes nothing. Sweeps
    alternate in direction, which suits chains (Yen 1970, 10.1090/qam/253822).
    """
    far: list[int | None] = [None] * size
    far[source] = 0
    there, back = list(bounds), list(reversed(bounds))
    for sweep in range(size + 1):
        moved = False
        for j, i, w in back if sweep % 2 else there:
            base = far[i]
            if base is None:
                continue
            now = far[j]
            if now is None or base + w < now:
                far[j], moved = base + w, True
        if far[source] != 0:
            return None
        if not moved:
            return far
    return None
