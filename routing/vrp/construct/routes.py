"""Routes by OR-Tools' routing library: first ones, and better ones."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
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
from routing.vrp.construct.ties import add_ties
from routing.vrp.instance import Instance
from routing.vrp.search.engine import Order

SHARE_OF_FIRST_DAYS = 0.5
"""Of the time, when days must be chosen first and may be changed after."""

LNS = ("use_path_lns", "use_full_path_lns", "use_inactive_lns")


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
        When to end; with ``solutions`` alone the answer is the same on every machine.
    guided
        Whether to go on beyond the first local optimum, by guided local search.
    hint
        Routes to begin from.
    asked
        Asked many times a second whether to end at once. OR-Tools holds Python's lock while it
        searches: other threads come to run only while this is asked.
    on_best
        Told ``missed`` and ``total`` of each better solution, as :class:`routing.vrp.Cost`
        counts them; a client with some of its visits missing counts once for each.

    Raises
    ------
    ValueError
        When there is no limit, or the search would not end for another reason.
    """
    if seconds is None and solutions is None:
        raise ValueError("seconds, solutions = None, None: give a limit")
    if not instance.vehicles or not (instance.clients or instance.shipments):
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
    if limits.asked is not None:
        board.model.AddSearchMonitor(board.model.solver().CustomLimit(limits.asked))
    parameters = _parameters(_part(limits, 1.0, time.monotonic() - began), guided=guided)
    board.model.CloseModelWithParameters(parameters)
    found = _solve(board, parameters, hint)
    return list(hint) if found is None else orders_of(board, found)


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


def _parameters(limits: Limits, *, guided: bool) -> Any:
    parameters = pywrapcp.DefaultRoutingSearchParameters()
    first, after = (
        routing_enums_pb2.FirstSolutionStrategy,
        routing_enums_pb2.LocalSearchMetaheuristic,
    )
    parameters.first_solution_strategy = first.PARALLEL_CHEAPEST_INSERTION
    if guided:
        parameters.local_search_metaheuristic = after.GUIDED_LOCAL_SEARCH
        for operator in LNS:
            setattr(parameters.local_search_operators, operator, optional_boolean_pb2.BOOL_TRUE)
    if limits.seconds is not None:
        parameters.time_limit.FromMilliseconds(max(1, int(limits.seconds * 1000)))
    if limits.solutions is not None:
        parameters.solution_limit = limits.solutions
    return parameters
