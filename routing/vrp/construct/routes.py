"""Routes by OR-Tools' routing library: first ones, and better ones."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import count
from math import inf
from typing import Any

from ortools.constraint_solver import (  # type: ignore[import-untyped]
    pywrapcp,
    routing_enums_pb2,
)
from ortools.util import optional_boolean_pb2  # type: ignore[import-untyped]

from routing.vrp.construct.board import Board, board_of
from routing.vrp.construct.days import settled
from routing.vrp.construct.hours import add_hours
from routing.vrp.construct.layout import Patterns, lay_out, patterns_of
from routing.vrp.construct.loads import add_loads
from routing.vrp.construct.orders import indices_of, orders_of, without_halves
from routing.vrp.construct.penalties import add_penalties
from routing.vrp.construct.ties import add_ties, independent
from routing.vrp.instance import Instance
from routing.vrp.search.engine import Order

SHARE_OF_FIRST_DAYS = 0.5
"""Of the time, when days must be chosen first and may be changed after."""

STEPS_PER_SOLUTION = 5_000
"""Without a time limit: a search ends after so many steps for each solution it may meet."""

LNS = ("use_path_lns", "use_full_path_lns", "use_inactive_lns")
"""Operators that free whole parts of routes: for ties that one move at a time cannot keep."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """When to end: seconds, solutions met, or a request. One of the first two is needed."""

    seconds: float | None = None
    solutions: int | None = None
    asked: Callable[[], bool] | None = None


def routing_orders(
    instance: Instance,
    *,
    seconds: float | None,
    solutions: int | None,
    guided: bool = False,
    hint: Sequence[Order] = (),
    asked: Callable[[], bool] | None = None,
    on_best: Callable[[int, int], None] | None = None,
) -> list[Order]:
    """Return routes by OR-Tools' routing library; what it leaves out is missed.

    Parameters
    ----------
    seconds, solutions
        When to end; with ``solutions`` alone the answer is the same on every machine (and some
        bound on steps ends a search that meets too few).
    guided
        Whether to go on beyond the first local optimum, by guided local search.
    hint
        Routes to begin from. Routes that break a rule of the model are not taken up.
    asked
        Asked many times a second whether to end at once. OR-Tools holds Python's lock while it
        searches: other threads come to run only while this is asked.
    on_best
        Told ``missed`` and ``total`` of each better solution, as :class:`routing.vrp.Cost`
        counts them; a client with some of its visits missing counts once for each.

    Returns
    -------
    Routes that keep all rules but those named by :func:`routing.vrp.construct.relaxed`; none when
    nothing was found, as when a prefix cannot be driven.

    Raises
    ------
    ValueError
        When there is neither a time nor a solution limit.
    """
    if seconds is None and solutions is None:
        raise ValueError("seconds, solutions = None, None: give a limit")
    working = any(vehicle.shifts for vehicle in instance.vehicles)
    if not working or not (instance.clients or instance.shipments):
        return []
    limits = Limits(seconds=seconds, solutions=solutions, asked=asked)
    began = time.monotonic()
    patterns = patterns_of(instance)
    first = settled(instance, patterns)
    orders = list(hint)
    if not orders or first == patterns:
        share = 1.0 if first == patterns else SHARE_OF_FIRST_DAYS
        budget = _part(limits, share, 0.0)
        orders = _search(instance, first, budget, guided=guided, hint=orders, on_best=on_best)
        orders = without_halves(instance, orders)
    if first != patterns:
        budget = _part(limits, 1.0, time.monotonic() - began)
        orders = _search(instance, patterns, budget, guided=guided, hint=orders, on_best=on_best)
    return without_halves(instance, orders)


def _part(limits: Limits, share: float, spent: float) -> Limits:
    seconds = None if limits.seconds is None else max(0.05, limits.seconds * share - spent)
    return Limits(seconds=seconds, solutions=limits.solutions, asked=limits.asked)


def _search(
    instance: Instance,
    patterns: Patterns,
    limits: Limits,
    *,
    guided: bool,
    hint: Sequence[Order],
    on_best: Callable[[int, int], None] | None,
) -> list[Order]:
    """Build the model with these days open, search, and read the best routes."""
    began = time.monotonic()
    board = board_of(lay_out(instance, patterns))
    add_loads(board)
    add_hours(board)
    must = add_penalties(board)
    add_ties(board)
    if on_best is not None:
        _report(board, must, on_best)
    if limits.asked is not None or limits.seconds is None:
        board.model.AddSearchMonitor(board.model.solver().CustomLimit(_ender(limits)))
    left = _part(limits, 1.0, time.monotonic() - began)
    parameters = _parameters(left, guided=guided, tied=_tied(instance, patterns))
    board.model.CloseModelWithParameters(parameters)
    found = _solve(board, parameters, hint)
    return list(hint) if found is None else orders_of(board, found)


def _ender(limits: Limits) -> Callable[[], bool]:
    """Return what OR-Tools asks at every step: on request, or after too many steps in vain.

    Guided search has no end of its own, and tiny instances have few solutions to be counted.
    """
    steps = count(1)
    most = inf if limits.solutions is None else limits.solutions * STEPS_PER_SOLUTION

    def ends() -> bool:
        if limits.seconds is None and next(steps) > most:
            return True
        return limits.asked is not None and limits.asked()

    return ends


def _solve(board: Board, parameters: Any, hint: Sequence[Order]) -> Any:
    """Begin from the hint, else from routes of the library's own, else from nothing at all."""
    found = None
    if not hint:
        found = board.model.SolveWithParameters(parameters)
    for routes in (indices_of(board, hint), indices_of(board, ())):
        if found is None:
            begun = board.model.ReadAssignmentFromRoutes(routes, True)
            if begun is not None:
                found = board.model.SolveFromAssignmentWithParameters(begun, parameters)
    return found


def _report(board: Board, must: int, on_best: Callable[[int, int], None]) -> None:
    best = [2**62]

    def tell() -> None:
        cost = int(board.model.CostVar().Max())
        if cost < best[0]:
            best[0] = cost
            on_best(*divmod(cost, must))

    board.model.AddAtSolutionCallback(tell)


def _tied(instance: Instance, patterns: Patterns) -> bool:
    """Whether moves of one visit or one shipment alone may be refused for another's sake."""
    same = any(client.pattern and client.pattern.same != "free" for client in instance.clients)
    chosen = any(not independent(sets) for sets in patterns.values())
    return bool(instance.links) or same or chosen


def _parameters(limits: Limits, *, guided: bool, tied: bool) -> Any:
    parameters = pywrapcp.DefaultRoutingSearchParameters()
    first, after = (
        routing_enums_pb2.FirstSolutionStrategy,
        routing_enums_pb2.LocalSearchMetaheuristic,
    )
    parameters.first_solution_strategy = first.PATH_CHEAPEST_ARC
    if guided:
        parameters.local_search_metaheuristic = after.GUIDED_LOCAL_SEARCH
    if tied and limits.solutions is None:
        # each of their parts is ended by the clock, so that they never give the same twice
        for operator in LNS:
            setattr(parameters.local_search_operators, operator, optional_boolean_pb2.BOOL_TRUE)
    if limits.seconds is not None:
        parameters.time_limit.FromMilliseconds(max(1, int(limits.seconds * 1000)))
    if limits.solutions is not None:
        parameters.solution_limit = limits.solutions
    return parameters
