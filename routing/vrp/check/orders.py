"""Answers given as orders of stops only: they are timed, made a solution, and checked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TypeAlias

from routing.vrp.check.asked import asked_by_task, tasks_of
from routing.vrp.check.assembly import answer, timed_route
from routing.vrp.check.case import shift_of
from routing.vrp.check.itinerary import OrderStop
from routing.vrp.check.verdict import check, in_order
from routing.vrp.check.violation import Violation
from routing.vrp.instance import Instance
from routing.vrp.solution import Route

RouteOrder: TypeAlias = tuple[str, int, Sequence[OrderStop]]
"""Vehicle, day and stops of a route."""


def check_orders(instance: Instance, orders: Iterable[RouteOrder], cost: int) -> list[Violation]:
    """Verify routes given as orders, as solutions of the literature are.

    Parameters
    ----------
    orders
        Of a reload, the task is its index among the vehicle's, as text (empty: 0).
    cost
        What the routes are said to cost in all, each timed so as to last as short as it can.

    Returns
    -------
    list of Violation
        Empty when all is well. Orders that name something unknown (``UNKNOWN_VEHICLE``,
        ``NO_SHIFT``, ``UNKNOWN_TASK``), that no timing makes feasible (``NO_TIMES``), and tasks
        that must be served and are not (``NOT_SERVED``) are told first; without such faults,
        what :func:`routing.vrp.check.check` says, and ``WRONG_COST``.
    """
    given = [(vehicle, day, tuple(stops)) for vehicle, day, stops in orders]
    found = [fault for order in given for fault in _unknown(instance, order)]
    named = {task for _, _, stops in given for kind, task in stops if kind != "reload"}
    found.extend(
        Violation("NOT_SERVED", f"task {task.id}", "No order names it.")
        for task in tasks_of(instance)
        if task.prize is None and task.id not in named
    )
    routes: list[Route] = []
    for order in [] if found else given:
        route = timed_route(instance, *order)
        if route is None:
            names = [task for _, task in order[2]]
            message = f"No timing makes the order {names} feasible."
            found.append(Violation("NO_TIMES", _where(order), message))
        else:
            routes.append(route)
    if found:
        return in_order(found)
    solution = answer(instance, routes)
    found = check(instance, solution)
    if solution.cost.total != cost:
        message = f"Told is {cost}, it is {solution.cost.total}."
        found.append(Violation("WRONG_COST", "cost total", message))
    return in_order(found)


def _unknown(instance: Instance, order: RouteOrder) -> Iterator[Violation]:
    name, day, stops = order
    where, vehicle = _where(order), instance.vehicle_by_id.get(name)
    if vehicle is None:
        yield Violation("UNKNOWN_VEHICLE", where, f"There is no vehicle {name!r}.")
    elif shift_of(vehicle, day) is None:
        yield Violation("NO_SHIFT", where, f"{name} does not work on day {day}.")
    reloads = {str(number) for number in range(len(vehicle.reloads if vehicle else ()))}
    for kind, task in stops:
        if kind == "reload" and (task or "0") not in reloads:
            yield Violation("UNKNOWN_TASK", where, f"There is no reload {task!r}.")
        if kind != "reload" and asked_by_task(instance, kind, task) is None:
            yield Violation("UNKNOWN_TASK", where, f"There is no {kind} of {task!r}.")


def _where(order: RouteOrder) -> str:
    return f"vehicle {order[0]}, day {order[1]}"
