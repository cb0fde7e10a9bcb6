"""Proven optimality for days small enough: list every route, let CP-SAT choose."""

from __future__ import annotations

from collections.abc import Callable

from routing.vrp.exact.enumeration import TooMany, all_routes
from routing.vrp.instance import Instance
from routing.vrp.kinds import interchangeable
from routing.vrp.partition import Choice, Effort, partition

__all__ = ["prove"]


MOST_TASKS = 20
"""With more tasks than this the routes are never listed: there would be too many."""


def prove(
    instance: Instance,
    *,
    most: int = 20_000,
    work: float = 30.0,
    halt: Callable[[], bool] | None = None,
) -> Choice | None:
    """Return a proven optimal choice of routes, or ``None`` when the instance is too large.

    Parameters
    ----------
    most
        Beginnings of routes looked at before giving up.
    work
        Bound on CP-SAT's deterministic time.
    halt
        Asked several times a second whether to give up.
    """
    if len(instance.tasks) > MOST_TASKS:
        return None
    kinds = interchangeable(instance)
    try:
        routes = all_routes(instance, kinds, most, halt)
    except TooMany:
        return None
    effort = Effort(work=work, columns=max(1, 5 * len(routes)), halt=halt)
    choice = partition(instance, kinds, routes, (), effort)
    return choice if choice is not None and choice.optimal else None
