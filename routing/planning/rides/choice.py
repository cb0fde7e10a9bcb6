"""Which of several sessions a request goes to: as many served as can be, seats per hour counted.

A first guess: CP-SAT shares requests out over the dates each accepts, so that on every date and
half-day no more people are promised than free drivers have seats. What a date's trips cannot hold
then is tried on its other dates.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from ortools.sat.python import cp_model

from routing.planning.programme import Programme
from routing.planning.rides.question import weight_of
from routing.planning.rides.shifts import shifts_on
from routing.planning.rides.visits import Visit

TURNS = 2
"""Times that a car is filled for one session, as a rule."""
LIMIT = 2.0
"""Deterministic seconds."""


def chosen(
    could: Mapping[str, Sequence[Visit]],
    programme: Programme,
    seed: int,
    told: Mapping[str, date],
) -> dict[str, Visit]:
    """Return one visit for each request, by its id.

    Where nothing else counts that is the date people have been ``told``, or else the earliest.
    """
    picked = {name: found[0] for name, found in could.items() if len(found) == 1}
    open_ = {name: found for name, found in could.items() if len(found) > 1}
    if not open_:
        return picked
    model = cp_model.CpModel()
    goes = {
        (name, at): model.new_bool_var(f"{name}:{visit.date}")
        for name, found in open_.items()
        for at, visit in enumerate(found)
    }
    for name, found in open_.items():
        model.add_exactly_one(goes[name, at] for at in range(len(found)))
    seats: dict[tuple[date, int], list[cp_model.LinearExprT]] = defaultdict(list)
    for name, found in open_.items():
        for at, visit in enumerate(found):
            people = visit.request.party.people
            seats[_hour(visit)].append(people * goes[name, at])
    for visit in picked.values():
        if _hour(visit) in seats:
            seats[_hour(visit)].append(visit.request.party.people)
    over = []
    for (day, hour), terms in seats.items():
        room = TURNS * seats_on(programme, day, hour)
        excess = model.new_int_var(0, 10_000, f"over:{day}:{hour}")
        model.add(sum(terms) - room <= excess)
        over.append(excess)
    late = [
        weight_of(visit.request) * (0 if visit.date == told.get(name) else 1 + at) * goes[name, at]
        for name, found in open_.items()
        for at, visit in enumerate(found)
    ]
    model.minimize(1000 * sum(over) + sum(late))
    solver = cp_model.CpSolver()
    solver.parameters.max_deterministic_time = LIMIT
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = seed
    solver.solve(model)
    for name, found in open_.items():
        picked[name] = next(
            visit for at, visit in enumerate(found) if solver.boolean_value(goes[name, at])
        )
    return picked


def _hour(visit: Visit) -> tuple[date, int]:
    """Return the date, and whether the arrival lies before noon."""
    return visit.date, int(visit.arrive_s[1] >= 12 * 3600)


def seats_on(programme: Programme, day: date, afternoon: int) -> int:
    """Count the passengers' seats of drivers free at that part of the day."""
    noon = 12 * 3600
    free = {
        shift.driver.id: shift.car.seats - 1
        for shift in shifts_on(programme, day)
        if (shift.latest_s > noon if afternoon else shift.earliest_s < noon)
    }
    return sum(free.values())
