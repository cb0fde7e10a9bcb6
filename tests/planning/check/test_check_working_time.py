"""Ceilings of the labour code: day, break, lunch, rest, week, Sunday."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.planning.plans import Pause
from routing.planning.programme import HalfDay, Opening, PastDuty, PastSession, StaffKind

HOUR = 3600


def employees_only(house):
    """The house whose rules bind nobody but INF1."""
    return house.with_rules(bind_volunteers=False)


def work_of(round_):
    pauses = sum(pause.end_s - pause.start_s for pause in round_.pauses)
    return round_.return_s - round_.depart_s - pauses


@given(slack=st.integers(-3600, 3600))
def test_a_day_is_not_too_long(house, slack):
    most = work_of(house.rounds()[0]) + slack
    found = employees_only(house).with_rules(max_day_s=most).check()
    expected = ["INF1", "INF1"] if slack < 0 else []
    assert [v.record for v in found if v.code == "DAY_TOO_LONG"] == expected


def test_a_day_sums_its_rounds(house):
    plan = house.plan()
    duty = replace(
        plan.rounds[0].team[0], permanences=("carces",), depart_s=17 * HOUR, return_s=20 * HOUR
    )
    plan = house.with_round(plan, 1, date=date(2027, 1, 5), team=(*plan.rounds[1].team, duty))
    assert "DAY_TOO_LONG" in house.codes(plan)


def test_volunteers_are_bound_when_the_programme_says_so(house):
    short = house.with_rules(max_day_s=4 * HOUR)
    assert {v.record for v in short.check()} == {"INF1", "CHA1", "MED1"}
    assert {v.record for v in employees_only(short).check()} == {"INF1"}


def test_pauses_are_not_work(house):
    plan = house.with_round(house.plan(), 0, pauses=())
    most = work_of(house.rounds()[0])
    found = employees_only(house).with_rules(max_day_s=most).check(plan)
    assert {("DAY_TOO_LONG", "INF1"), ("LUNCH_MISSING", "R1")} <= {
        (v.code, v.record) for v in found
    }


@given(start=st.integers(0, 86_399), length=st.integers(0, 20_000))
def test_pauses_are_free_time(house, start, length):
    plan = house.plan()
    waiting = plan.rounds[0].pauses[0]
    changed = house.with_round(plan, 0, pauses=(Pause(start_s=start, end_s=start + length),))
    inside = length and waiting.start_s <= start and start + length <= waiting.end_s
    assert ("PAUSE_NOT_FREE" in house.codes(changed)) is not bool(inside)


def test_pauses_do_not_overlap(house):
    plan = house.plan()
    twice = house.with_round(plan, 0, pauses=plan.rounds[0].pauses * 2)
    assert house.codes(twice) == {"PAUSE_OVERLAP"}


def test_one_pause_may_follow_on_another(house):
    plan = house.plan()
    whole = plan.rounds[0].pauses[0]
    middle = whole.start_s + 50 * 60
    halves = (replace(whole, end_s=middle), replace(whole, start_s=middle))
    plan = house.with_round(plan, 0, pauses=halves)
    most = max(work_of(round_) for round_ in house.rounds())
    assert employees_only(house).with_rules(max_day_s=most).check(plan) == ()


@given(after=st.integers(HOUR, 10 * HOUR), least=st.integers(60, 2 * HOUR))
def test_a_break_comes_in_time(house, after, least):
    round_ = house.rounds()[0]
    pause = round_.pauses[0]
    if pause.end_s - pause.start_s >= least:
        longest = max(pause.start_s - round_.depart_s, round_.return_s - pause.end_s)
    else:
        longest = round_.return_s - round_.depart_s
    strict = house.with_rules(break_after_s=after, break_s=least).with_unit("UMS")
    found = {v.message for v in strict.check() if v.code == "BREAK_MISSING" and "INF1" in v.message}
    assert bool(found) is (longest > after)


def test_a_break_at_the_edge_of_six_hours_is_in_time(house):
    round_ = house.rounds()[0]
    most = round_.pauses[0].start_s - round_.depart_s
    assert employees_only(house).with_rules(break_after_s=most).check() == ()
    assert employees_only(house).with_rules(break_after_s=most - 1).codes() == {"BREAK_MISSING"}


@pytest.mark.parametrize(("longer", "expected"), [(0, set()), (1, {"BREAK_MISSING"})])
def test_a_pause_must_be_long_enough_to_be_a_break(house, longer, expected):
    pauses = [round_.pauses[0] for round_ in house.rounds() if round_.pauses]
    length = {pause.end_s - pause.start_s for pause in pauses}.pop()
    assert employees_only(house).with_rules(break_s=length + longer).codes() == expected


def test_who_joins_at_the_village_pauses_between_their_own_stops(house):
    both = frozenset({"s-rians", "s-bras"})
    every = frozenset({(1, HalfDay.MORNING), (1, HalfDay.AFTERNOON)})
    doctor = house.with_member("MED1", authorised_sites=both, availability=every)
    plan = doctor.plan()
    round_ = plan.rounds[0]
    duty = doctor.duty(round_, "MED1", "medecin", ("rians", "bras"))
    plan = doctor.with_round(plan, 0, team=(*round_.team[:2], duty))
    assert doctor.check(plan) == ()
    assert doctor.with_rules(break_after_s=5 * HOUR).check(plan) == ()
    no_pause = doctor.with_round(plan, 0, pauses=())
    found = doctor.with_rules(lunch_s=0).check(no_pause)
    assert any(v.code == "BREAK_MISSING" and "MED1" in v.message for v in found)


@given(least=st.integers(0, 3 * HOUR))
def test_a_whole_day_has_a_lunch(house, least):
    pauses = [round_.pauses[0] for round_ in house.rounds() if round_.pauses]
    longest = min(pause.end_s - pause.start_s for pause in pauses)
    found = house.with_rules(lunch_s=least).codes()
    assert found == ({"LUNCH_MISSING"} if least > longest else set())


@pytest.mark.parametrize(("longer", "expected"), [(0, set()), (1, {"LUNCH_MISSING"})])
def test_a_lunch_may_be_just_long_enough(house, longer, expected):
    pause = house.rounds()[0].pauses[0]
    least = pause.end_s - pause.start_s + longer
    assert employees_only(house).with_rules(lunch_s=least).codes() == expected


def test_a_half_day_needs_no_lunch(house):
    found = house.with_rules(lunch_s=12 * HOUR).check()
    assert {v.record for v in found} == {"R1", "R3"}


@given(rest=st.integers(0, 24 * HOUR))
def test_people_rest_at_night(house, rest):
    plan = house.plan()
    one = plan.rounds[0]
    duty = replace(one.team[0], permanences=("carces",), depart_s=6 * HOUR, return_s=7 * HOUR)
    plan = house.with_round(plan, 1, date=date(2027, 1, 6), team=(*plan.rounds[1].team, duty))
    night = 24 * HOUR + duty.depart_s - one.return_s
    found = house.with_rules(daily_rest_s=rest).check(plan)
    assert ("INF1" in {v.record for v in found if v.code == "DAILY_REST"}) is (rest > night)


@pytest.mark.parametrize(("more", "expected"), [(0, set()), (1, {"DAILY_REST"})])
def test_rest_may_be_just_long_enough(house, more, expected):
    one, _, other = house.rounds()
    rest = 14 * 24 * HOUR + other.depart_s - one.return_s
    assert employees_only(house).with_rules(daily_rest_s=rest + more).codes() == expected


def test_a_day_off_is_rest(house):
    assert house.with_rules(daily_rest_s=11 * 24 * HOUR).check() == ()


@given(most=st.integers(0, 20 * HOUR), past=st.integers(0, 20 * HOUR), days=st.integers(0, 13))
def test_a_week_counts_what_was_done_in_it(house, most, past, days):
    day = date(2027, 1, 4) - timedelta(days=days)
    team = (PastDuty(staff="INF1", role="infirmier", work_s=past),)
    done = PastSession(permanence="ailleurs", date=day, half_day=HalfDay.MORNING, team=team)
    busy = employees_only(house).with_programme(past=(*house.programme.past, done))
    busy = busy.with_member("INF1", contract_s_per_week=most)
    total = work_of(house.rounds()[0]) + (past if days == 0 else 0)
    found = [v.message for v in busy.check() if v.code == "WEEK_TOO_LONG"]
    assert any("4 janvier" in message for message in found) is (total > most)


@pytest.mark.parametrize(
    ("who", "day", "less", "expected"),
    [
        ("INF1", date(2027, 1, 4), 0, set()),
        ("INF1", date(2027, 1, 4), 1, {"WEEK_TOO_LONG"}),
        ("INF1", date(2027, 1, 3), 1, set()),
        ("CHA1", date(2027, 1, 4), 1, set()),
    ],
)
def test_past_work_fills_its_own_week_to_the_second(house, who, day, less, expected):
    team = (PastDuty(staff=who, role="infirmier", work_s=HOUR),)
    done = PastSession(permanence="ailleurs", date=day, half_day=HalfDay.MORNING, team=team)
    busy = employees_only(house).with_programme(past=(*house.programme.past, done))
    most = work_of(house.rounds()[0]) + HOUR - less
    assert busy.with_member("INF1", contract_s_per_week=most).codes() == expected


def test_the_contract_binds_whoever_has_one_the_law_whom_it_binds(house):
    short = employees_only(house).with_rules(max_week_s=4 * HOUR)
    assert {v.record for v in short.check()} == {"INF1"}
    own = employees_only(house).with_member("CHA1", contract_s_per_week=4 * HOUR)
    assert {v.record for v in own.check()} == {"CHA1"}


@pytest.mark.parametrize("past_days", range(8))
def test_days_of_a_week(house, past_days):
    team = (PastDuty(staff="INF1", role="infirmier", work_s=0),)
    monday = date(2027, 1, 4)
    past = tuple(
        PastSession(
            permanence="ailleurs", date=monday + timedelta(days=n), half_day=HalfDay.MORNING,
            team=team,
        )
        for n in range(past_days)
    )  # fmt: skip
    busy = house.with_programme(past=(*house.programme.past, *past))
    worked = len({1, *range(past_days)})
    assert busy.codes() == ({"TOO_MANY_DAYS"} if worked > 6 else set())


def test_days_of_a_week_are_a_volunteers_own_affair(house):
    strict = house.with_rules(max_days_per_week=0)
    assert {v.record for v in strict.check()} == {"INF1", "CHA1", "MED1", "ACC1"}
    assert {v.record for v in employees_only(strict).check()} == {"INF1"}


def test_sunday_is_for_rest(house):
    sunday = date(2027, 1, 10)
    opening = Opening(
        weekday=6, half_day=HalfDay.MORNING, start_s=10 * HOUR, latest_start_s=10 * HOUR
    )
    open_sunday = house.with_permanence("carces", openings=(opening,))
    open_sunday = open_sunday.with_member("ACC1", extra_days=(sunday,), kind=StaffKind.EMPLOYEE)
    plan = house.with_round(house.plan(), 1, date=sunday)
    calendar = {"SESSION_NOT_DUE", "SESSION_MISSING"}
    assert open_sunday.codes(plan) == calendar | {"SUNDAY_WORK"}
    assert open_sunday.with_rules(sunday_work=True).codes(plan) == calendar
    volunteer = employees_only(open_sunday).with_member("ACC1", kind=StaffKind.VOLUNTEER)
    assert volunteer.codes(plan) == calendar
