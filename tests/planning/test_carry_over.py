"""A plan that was carried out becomes the past of the next month."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from api.recipe import month_of, read_programme
from routing.planning import PlanningError, load_territory
from routing.planning.carry_over import with_previous
from routing.planning.plans import Duty, Pause, Plan, Ride, Round, RoundStop, SolverReport
from routing.planning.programme import HalfDay, Joins


def a_round(day: date, permanences: tuple[tuple[str, HalfDay], ...]) -> Round:
    stops = tuple(
        RoundStop(
            permanence=name, site="x", half_day=half, arrive_s=1, start_s=2, end_s=3, depart_s=4,
            distance_m=0, travel_s=0,
        )
        for name, half in permanences
    )  # fmt: skip
    duty = Duty(
        staff="infirmier-1", role="infirmier", joins=Joins.DEPOT,
        permanences=tuple(name for name, _ in permanences), depart_s=0, return_s=36_000,
    )  # fmt: skip
    return Round(
        id=f"{day}", date=day, unit="UM1", depart_s=0, return_s=36_000, distance_m=0,
        driving_s=0, stops=stops, team=(duty,), pauses=(Pause(start_s=100, end_s=3_700),),
    )  # fmt: skip


def a_plan(*rounds: Round) -> Plan:
    solver = SolverReport(
        seed=1, iterations=0, cost=0, bound=0, gap=0.0, wall_s=None, aims=(), versions={},
        stopped_by="optimal",
    )  # fmt: skip
    return Plan(
        programme="promo-soins", title="Décembre", programme_digest="", territory="t",
        horizon=month_of(date(2026, 12, 1)), rounds=rounds, unassigned=(), remarks=(),
        indicators={}, solver=solver,
    )  # fmt: skip


@pytest.fixture
def programme():
    asked = read_programme("promo-soins", load_territory())
    return replace(asked, horizon=month_of(date(2027, 1, 1)))


def test_sessions_and_hours_are_carried_over_once(programme):
    both = (("CARCES", HalfDay.MORNING), ("RIANS", HalfDay.AFTERNOON))
    after = with_previous(programme, a_plan(a_round(date(2026, 12, 30), both)))
    added = after.past[len(programme.past) :]
    assert [(s.permanence, s.date, s.half_day) for s in added] == [
        ("CARCES", date(2026, 12, 30), HalfDay.MORNING),
        ("RIANS", date(2026, 12, 30), HalfDay.AFTERNOON),
    ]
    assert sum(duty.work_s for s in added for duty in s.team) == 36_000 - 3_600
    assert with_previous(after, a_plan(a_round(date(2026, 12, 30), both))) == after


def test_what_volunteers_drove_counts_for_their_share_and_their_year(programme):
    def a_ride(day: date, back_s: int) -> Ride:
        return Ride(
            id=f"{day}", date=day, driver="C-01", depart_s=36_000, return_s=back_s,
            distance_m=50_000, driving_s=3_600, stops=(),
        )  # fmt: skip

    rides = (a_ride(date(2026, 12, 3), 43_200), a_ride(date(2026, 12, 4), 70_000))
    before = {driver.id: driver for driver in programme.drivers}
    after = {d.id: d for d in with_previous(programme, replace(a_plan(), rides=rides)).drivers}
    was, now = before["C-01"].given, after["C-01"].given
    assert now.rides - was.rides == 2
    assert now.seconds - was.seconds == 7_200 + 34_000
    assert now.metres - was.metres == 100_000
    assert now.evenings - was.evenings == 1
    assert after["C-01"].metres_this_year == before["C-01"].metres_this_year  # of another year
    assert after["C-02"] == before["C-02"]


def test_what_lies_in_the_new_month_is_not_past(programme):
    january = a_plan(a_round(date(2027, 1, 5), (("CARCES", HalfDay.MORNING),)))
    assert with_previous(programme, january) == programme


def test_a_plan_that_does_not_come_before_is_refused(programme):
    december = a_plan(a_round(date(2026, 12, 30), (("CARCES", HalfDay.MORNING),)))
    with pytest.raises(PlanningError, match="pas avant"):
        with_previous(replace(programme, horizon=month_of(date(2026, 11, 1))), december)


def test_a_plan_of_something_else_is_refused(programme):
    other = a_plan(a_round(date(2026, 12, 30), (("AILLEURS", HalfDay.MORNING),)))
    with pytest.raises(PlanningError, match="aucune permanence de ce programme"):
        with_previous(programme, other)
