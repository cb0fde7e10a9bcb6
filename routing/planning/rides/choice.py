"""Which of several sessions a request goes to: as many served as can be, seats per hour counted.

A first guess: CP-SAT shares requests out over the dates each accepts, so that on every date and
half-day no more people are promised than free drivers have seats. What a date's trips cannot hold
then is tried on its other dates.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from ortools.sat.python import cp_model

from routing.planning.dates import NOON_S
from routing.planning.programme import Programme
from routing.planning.rides.question import weight_of
from routing.planning.rides.shifts import shifts_on
from routing.planning.rides.visits import Visit

TURNS = 2
"""Times that a car is filled for one session, as a rule."""
LIMIT = 2.0
"""Deterministic seconds."""
STANDING = 1000
"""What somebody without a seat weighs against somebody who goes on the next date they accept."""
MOST_PEOPLE = 10_000


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
    late = [
        weight_of(visit.request) * (0 if visit.date == told.get(name) else 1 + at) * goes[name, at]
        for name, found in open_.items()
        for at, visit in enumerate(found)
    ]
    standing = _standing(model, goes, open_, picked.values(), programme)
    model.minimize(STANDING * sum(standing) + sum(late))
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


def _standing(
    model: cp_model.CpModel,
    goes: Mapping[tuple[str, int], cp_model.IntVar],
    open_: Mapping[str, Sequence[Visit]],
    settled: Iterable[Visit],
    programme: Programme,
) -> list[cp_model.IntVar]:
    """Return how many people more than seats go, for every half-day that is open to somebody."""
    people: dict[tuple[date, int], list[cp_model.LinearExprT]] = defaultdict(list)
    for name, found in open_.items():
        for at, visit in enumerate(found):
            people[_half_day(visit)].append(visit.request.party.people * goes[name, at])
    for visit in settled:
        if _half_day(visit) in people:
            people[_half_day(visit)].append(visit.request.party.people)
    standing = []
    for (day, afternoon), terms in people.items():
        seats = TURNS * seats_on(programme, day, afternoon)
        excess = model.new_int_var(0, MOST_PEOPLE, f"standing:{day}:{afternoon}")
        model.add(sum(terms) - seats <= excess)
        standing.append(excess)
    return standing


def _half_day(visit: Visit) -> tuple[date, int]:
    """Return the date, and whether the arrival lies before noon."""
    return visit.date, int(visit.arrive_s[1] >= NOON_S)


def seats_on(programme: Programme, day: date, afternoon: int) -> int:
    """Count the passengers' seats of drivers free at that part of the day."""
    free = {
        shift.driver.id: shift.car.seats - 1
        for shift in shifts_on(programme, day)
        if (shift.latest_s > NOON_S if afternoon else shift.earliest_s < NOON_S)
    }
    return sum(free.values())
