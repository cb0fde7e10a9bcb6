"""Whatever is asked: plans keep every rule, forget nothing and report their true costs."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from routing.planning.dates import DateRange
from routing.planning.plans import Plan, Round
from routing.planning.programme import EveryWeeks, HalfDay, Permanence, PerMonth, Programme

SEEDS = st.integers(0, 2**32 - 1)
LEADING = (
    "permanences_held",
    "people_reached",
    "regularity",
    "optional_roles",
    "kilometres_and_minutes",
)


def dates(made: Plan, permanence: Permanence) -> set[date]:
    return {r.date for r in made.rounds for stop in r.stops if stop.permanence == permanence.id}


def held_cost(programme: Programme, made: Plan) -> int:
    """Ten for a session missing, one for a gap too long, by priority."""
    missing = sum(10 * programme.permanence(record.id).priority for record in made.unassigned)
    late = 0
    for permanence in programme.permanences:
        past = {p.date for p in programme.past if p.permanence == permanence.id}
        every = past | dates(made, permanence)
        for start in every if permanence.max_gap_days is not None else ():
            end = start + timedelta(days=permanence.max_gap_days or 0)
            followed = any(start < day <= end for day in every)
            late += permanence.priority * (end in made.horizon and not followed)
    return missing + late


def habit(permanence: Permanence, day: date, half_day: HalfDay) -> tuple[int, HalfDay]:
    """Day within the cycle of weeks, the anchor's Monday being 0, and half-day."""
    frequency = permanence.frequency
    if not isinstance(frequency, EveryWeeks):
        return day.weekday(), half_day
    monday = frequency.anchor - timedelta(days=frequency.anchor.weekday())
    return (day - monday).days % (7 * frequency.weeks), half_day


def breach(one: tuple[int, HalfDay], other: tuple[int, HalfDay]) -> int:
    """Two for another weekday or half-day, one for another week only."""
    return 2 * ((one[0] % 7, one[1]) != (other[0] % 7, other[1])) or int(one != other)


def regularity_cost(programme: Programme, made: Plan) -> int:
    total = 0
    for permanence in programme.permanences:
        if not isinstance(permanence.frequency, EveryWeeks | PerMonth):
            continue
        allowed = {(o.weekday, o.half_day) for o in permanence.openings}
        seen = [
            habit(permanence, p.date, p.half_day)
            for p in sorted(programme.past, key=lambda p: p.date, reverse=True)
            if p.permanence == permanence.id and (p.date.weekday(), p.half_day) in allowed
        ]
        now = [
            habit(permanence, r.date, stop.half_day)
            for r in made.rounds
            for stop in r.stops
            if stop.permanence == permanence.id
        ]
        usual = [Counter(seen).most_common(1)[0][0]] if seen else now
        total += min((sum(breach(one, other) for other in now) for one in usual), default=0)
    return total


def people(round_: Round, role: str, half_day: HalfDay) -> int:
    served = {stop.permanence for stop in round_.stops if stop.half_day is half_day}
    return sum(duty.role == role and bool(served & {*duty.permanences}) for duty in round_.team)


def wished(programme: Programme, permanence: str) -> Counter[str]:
    found: Counter[str] = Counter()
    for need in programme.permanence(permanence).roles:
        found[need.role] += need.count
    return found


def roles_cost(programme: Programme, made: Plan) -> int:
    return sum(
        max(0, count - people(round_, role, stop.half_day))
        for round_ in made.rounds
        for stop in round_.stops
        for role, count in wished(programme, stop.permanence).items()
    )


def travel_cost(made: Plan) -> int:
    """Seconds of driving, a kilometre counting as a minute."""
    return sum(r.driving_s + round(r.distance_m / (1000 / 60)) for r in made.rounds)


def preference_cost(programme: Programme, made: Plan) -> int:
    """Half-days less liked, and people who come only to drive."""
    total = 0
    for round_ in made.rounds:
        most: Counter[str] = Counter()
        for stop in round_.stops:
            most |= wished(programme, stop.permanence)
            total += next(
                o.preference
                for o in programme.permanence(stop.permanence).openings
                if (o.weekday, o.half_day) == (round_.date.weekday(), stop.half_day)
            )
        for half_day in {stop.half_day for stop in round_.stops}:
            roles = {duty.role for duty in round_.team}
            total += sum(people(round_, role, half_day) > most[role] for role in roles)
    return total


@settings(max_examples=40)
@given(seed=SEEDS)
def test_plans_keep_every_rule_and_report_their_true_costs(lab, seed):
    programme = lab.by_chance(seed)
    made = lab.checked(programme)
    assert all(record.reasons for record in made.unassigned)
    aims = {aim.aim: aim for aim in made.solver.aims}
    assert all(0 <= aim.bound <= aim.cost for aim in aims.values())
    assert all((aim.gap == 0) == (aim.bound == aim.cost) for aim in aims.values())
    assert aims["permanences_held"].cost == held_cost(programme, made)
    assert aims["regularity"].cost == regularity_cost(programme, made)
    assert aims["optional_roles"].cost == roles_cost(programme, made)
    assert aims["kilometres_and_minutes"].cost == travel_cost(made)
    assert aims["preferences"].cost == preference_cost(programme, made)
    assert made.solver.gap == max(aims[name].gap for name in LEADING)
    assert made.solver.cost == aims["kilometres_and_minutes"].cost


@settings(max_examples=15)
@given(seed=SEEDS)
def test_small_questions_are_answered_with_proof(lab, seed):
    programme = lab.by_chance(seed, weeks=(1, 2), permanences=4)
    made = lab.plan(programme, iterations=2000)
    assert made.solver.gap == 0
    assert made.solver.bound == made.solver.cost


@settings(max_examples=10)
@given(seed=SEEDS)
def test_one_more_of_anything_never_holds_less(lab, seed):
    programme = lab.by_chance(seed, weeks=(1, 2), permanences=4)
    before = lab.plan(programme, iterations=2000)
    somebody = replace(programme.staff[0], id="extra", absences=())
    another = replace(programme.units[0], id="extra", maintenance=())
    for richer in (
        replace(programme, staff=(*programme.staff, somebody)),
        replace(programme, units=(*programme.units, another)),
    ):
        after = lab.checked(richer, iterations=2000)
        assert after.solver.aims[0].cost <= before.solver.aims[0].cost


@pytest.mark.parametrize("empty", ["permanences", "staff", "units"])
def test_a_programme_without_something_gets_a_plan_and_reasons(lab, empty):
    programme = lab.programme(
        [lab.permanence("un")], [lab.member("inf", "infirmier")], [lab.unit("um")]
    )
    made = lab.checked(replace(programme, **{empty: ()}))
    assert made.rounds == ()
    assert len(made.unassigned) == (0 if empty == "permanences" else 2)


def test_a_programme_without_anything_gets_an_empty_plan(lab):
    made = lab.checked(lab.programme((), (), ()))
    assert (made.rounds, made.unassigned, made.remarks) == ((), (), ())
    assert made.solver.gap == 0


def test_nothing_due_is_nothing_to_do(lab):
    """Objectives are then plain zeros, not sums."""
    far = EveryWeeks(weeks=52, anchor=date(2027, 6, 7))
    programme = lab.programme(
        [lab.permanence("un", frequency=far)], [lab.member("inf", "infirmier")], [lab.unit("um")]
    )
    made = lab.checked(programme)
    assert (made.rounds, made.unassigned) == ((), ())
    assert {aim.cost for aim in made.solver.aims} == {0}


def test_without_a_past_the_week_of_the_fortnight_is_free(lab):
    """Two villages at the same hour: one in each week, every other week, breaks no habit."""
    fortnights = EveryWeeks(weeks=2, anchor=date(2027, 1, 4))
    permanences = [lab.permanence(f"p{n}", site, frequency=fortnights) for n, site in VILLAGES]
    horizon = DateRange(date(2027, 1, 4), date(2027, 1, 31))
    made = lab.checked(
        lab.programme(permanences, [lab.member("inf", "infirmier")], [lab.unit("um")], horizon)
    )
    assert lab.held(made) == 4
    assert {aim.aim: aim.cost for aim in made.solver.aims}["regularity"] == 0
    for name in ("p0", "p1"):
        first, second = (r.date for r in made.rounds for stop in r.stops if stop.permanence == name)
        assert (second - first).days == 14


VILLAGES = ((0, "est"), (1, "nord"))
