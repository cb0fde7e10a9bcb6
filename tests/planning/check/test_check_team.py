"""Teams: roles, duties, availability, sites, hours, half-days."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from routing.matrix import UNREACHABLE, Matrix
from routing.planning.check import MatrixTravel, places_of
from routing.planning.dates import DateRange
from routing.planning.programme import HalfDay, Home, Joins, PastDuty, PastSession, RoleNeed

OFF = st.integers(-7200, 7200).filter(lambda by: abs(by) > 1)


def without(house, plan, index, who):
    team = tuple(duty for duty in plan.rounds[index].team if duty.staff != who)
    return house.with_round(plan, index, team=team)


# -- roles -----------------------------------------------------------------------------------


@pytest.mark.parametrize(("index", "who"), [(0, "INF1"), (2, "INF1"), (1, "ACC1")])
def test_a_required_role_is_filled(house, index, who):
    plan = without(house, house.plan(), index, who)
    assert house.codes(plan) - {"NO_DRIVER"} == {"ROLE_MISSING"}


@given(count=st.integers(2, 9))
def test_as_many_people_as_are_needed(house, count):
    more = house.with_permanence("carces", roles=(RoleNeed(role="accueil", count=count),))
    assert more.codes(house.plan()) == {"ROLE_MISSING"}


def test_an_empty_optional_role_is_remarked(house):
    assert house.codes(house.plan(remarks=())) == {"ROLE_EMPTY_NOT_REMARKED"}


def test_required_and_optional_needs_of_one_role_add_up(house):
    needs = (RoleNeed(role="accueil"), RoleNeed(role="accueil", optional=True))
    assert house.with_permanence("carces", roles=needs).codes() == {"ROLE_EMPTY_NOT_REMARKED"}


@pytest.mark.parametrize(("optional", "word"), [(False, "Il manque"), (True, "facultatif")])
def test_how_many_people_are_missing_is_said(house, optional, word):
    need = RoleNeed(role="accueil", count=4, optional=optional)
    (violation,) = house.with_permanence("carces", roles=(need,)).check()
    assert word in violation.message
    assert "3\N{NO-BREAK SPACE}personnes" in violation.message
    assert ("remarque" in violation.message) is optional


def test_who_serves_elsewhere_fills_nothing(house):
    plan = house.with_duty(house.plan(), 0, "INF1", permanences=("rians",))
    assert house.codes(plan) == {"ROLE_MISSING", "ABOARD_SERVES_ALL"}


# -- duties ----------------------------------------------------------------------------------


def test_one_duty_a_person_and_round(house):
    plan = house.plan()
    team = plan.rounds[0].team
    twice = house.with_round(plan, 0, team=(*team, replace(team[1], role="accueil")))
    assert house.codes(twice) >= {"DUTY_TWICE"}
    assert house.codes(twice) <= {"DUTY_TWICE", "DAY_TOO_LONG"}


def test_a_role_that_the_person_does_not_hold(house):
    plan = house.with_duty(house.plan(), 0, "CHA1", role="infirmier")
    assert house.codes(plan) == {"ROLE_NOT_HELD"}


@pytest.mark.parametrize(("who", "joins"), [("CHA1", Joins.SITE), ("MED1", Joins.DEPOT)])
def test_people_join_where_they_join(house, who, joins):
    plan = house.with_duty(house.plan(), 0, who, joins=joins)
    assert "JOINS_MISMATCH" in house.codes(plan)


def test_a_duty_serves_stops_of_its_round_each_once(house):
    plan = house.plan()
    nothing = house.with_duty(plan, 0, "MED1", permanences=())
    assert {"DUTY_WITHOUT_STOP"} <= house.codes(nothing)
    elsewhere = house.with_duty(plan, 0, "MED1", permanences=("rians", "carces"))
    assert house.codes(elsewhere) == {"DUTY_ELSEWHERE"}
    twice = house.with_duty(plan, 0, "MED1", permanences=("rians", "rians"))
    assert house.codes(twice) == {"SERVED_TWICE"}


def test_who_is_aboard_serves_every_stop(house):
    plan = house.with_duty(house.plan(), 0, "CHA1", permanences=("rians",))
    assert house.codes(plan) == {"ABOARD_SERVES_ALL"}


# -- availability ----------------------------------------------------------------------------


@given(before=st.integers(0, 20), after=st.integers(0, 13))
def test_an_absence_wins_even_over_an_extra_day(house, before, after):
    day = date(2027, 1, 5)
    away = DateRange(day - timedelta(days=before), day + timedelta(days=after))
    absent = house.with_member("CHA1", absences=(away,))
    found = [(v.code, v.record) for v in absent.check()]
    assert found == [("STAFF_ABSENT", "R1")]


def test_outside_the_weekly_availability(house):
    never = house.with_member("CHA1", extra_days=())
    found = never.check()
    assert [(v.code, v.record) for v in found] == [
        ("STAFF_UNAVAILABLE", "R1"),
        ("STAFF_UNAVAILABLE", "R3"),
    ]
    assert all("après-midi" in v.message for v in found)


def test_every_served_half_day_counts(house):
    nowhere = house.with_member("CHA1", extra_days=(), availability=frozenset())
    assert len(nowhere.check()) == 4


# -- sites -----------------------------------------------------------------------------------


def test_sites_refused_and_not_allowed(house):
    assert house.with_member("INF1", sites_refused=frozenset({"s-bras"})).codes() == {
        "SITE_REFUSED"
    }
    only = house.with_member("INF1", sites_allowed=frozenset({"s-rians"}))
    assert only.codes() == {"SITE_REFUSED"}
    both = house.with_member("INF1", sites_allowed=frozenset({"s-rians", "s-bras"}))
    assert both.check() == ()


def test_a_doctor_only_where_the_order_authorises(house):
    assert house.with_member("MED1", authorised_sites=frozenset({"s-bras"})).codes() == {
        "SITE_NOT_AUTHORISED"
    }


def test_the_role_needs_the_authorisation_not_the_person(house):
    roles = tuple(replace(role, authorised_sites_only=False) for role in house.programme.roles)
    free = house.with_programme(roles=roles).with_member("MED1", authorised_sites=frozenset())
    assert free.check() == ()


# -- hours -----------------------------------------------------------------------------------


@given(where=st.sampled_from([(0, "INF1"), (0, "MED1"), (1, "ACC1")]), by=OFF, leave=st.booleans())
def test_a_duty_begins_and_ends_where_the_person_does(house, where, by, leave):
    plan = house.plan()
    duty = next(duty for duty in plan.rounds[where[0]].team if duty.staff == where[1])
    field = "depart_s" if leave else "return_s"
    plan = house.with_duty(plan, *where, **{field: getattr(duty, field) + by})
    assert "DUTY_TIMES" in house.codes(plan)


def test_from_home_a_second_is_rounding_aboard_it_is_not(house):
    plan = house.plan()
    aboard, _, doctor = plan.rounds[0].team
    from_home = house.with_duty(plan, 0, "MED1", depart_s=doctor.depart_s + 1)
    assert house.check(from_home) == ()
    assert house.codes(house.with_duty(plan, 0, "INF1", depart_s=aboard.depart_s + 1)) == {
        "DUTY_TIMES"
    }


def test_a_home_that_no_road_reaches(house):
    names = [place.id for place in places_of(house.programme, house.territory)]
    home = names.index("domicile:MED1")
    seconds = np.array([[house.travel.seconds(a, b) for b in names] for a in names], np.int32)
    metres = np.array([[house.travel.metres(a, b) for b in names] for a in names], np.int32)
    seconds[home, :] = UNREACHABLE
    island = MatrixTravel(names, Matrix(durations_s=seconds, distances_m=metres))
    found = replace(house, travel=island).check(house.plan())
    assert [(v.code, v.record) for v in found] == [("NO_ROAD", "R1")]


def test_a_home_is_only_asked_for_when_somebody_sets_out_from_it(house):
    nurse = house.with_member("INF1", home=Home(lon=5.0, lat=42.0))
    assert nurse.check() == ()
    plan = nurse.with_duty(nurse.plan(), 0, "INF1", joins=Joins.SITE)
    assert "JOINS_MISMATCH" in nurse.codes(plan)


@given(gap=st.integers(-60_000, 3600))
@example(gap=0)
@example(gap=-1)
def test_a_person_is_in_one_round_at_a_time(house, gap):
    plan = house.plan()
    one = plan.rounds[0]
    shift = one.return_s + gap - plan.rounds[1].depart_s
    duty = replace(
        one.team[0], permanences=("carces",), depart_s=plan.rounds[1].depart_s + shift,
        return_s=plan.rounds[1].return_s + shift,
    )  # fmt: skip
    plan = house.with_round(plan, 1, date=one.date, team=(duty,))
    overlaps = one.depart_s < duty.return_s and duty.depart_s < one.return_s
    assert ("STAFF_OVERLAP" in house.codes(plan)) is overlaps


def test_a_round_may_follow_on_another(house):
    plan = house.plan()
    one, other = plan.rounds[0], plan.rounds[1]
    before = replace(
        one.team[0], permanences=("carces",), depart_s=one.depart_s - 60, return_s=one.depart_s
    )
    plan = house.with_round(plan, 1, date=one.date, team=(*other.team, before))
    assert "STAFF_OVERLAP" not in house.codes(plan)


# -- half-days -------------------------------------------------------------------------------


@given(most=st.integers(0, 6))
def test_half_days_of_a_month(house, most):
    few = house.with_member("CHA1", max_half_days_per_month=most)
    assert few.codes() == ({"HALF_DAYS_PER_MONTH"} if most < 4 else set())


@given(most=st.integers(0, 6))
def test_half_days_of_a_week(house, most):
    few = house.with_member("CHA1", max_half_days_per_week=most)
    assert few.codes() == ({"HALF_DAYS_PER_WEEK"} if most < 2 else set())


@given(days=st.sets(st.integers(1, 31), max_size=8))
def test_past_half_days_count_in_their_week_and_month(house, days):
    team = (PastDuty(staff="CHA1", role="chauffeur", work_s=0),)
    past = tuple(
        PastSession(
            permanence="ailleurs", date=date(2027, 1, d), half_day=HalfDay.MORNING, team=team
        )
        for d in days
    )
    busy = house.with_programme(past=(*house.programme.past, *past))
    busy = busy.with_member("CHA1", max_half_days_per_month=6, max_half_days_per_week=3)
    found = busy.codes()
    month = len(days - {5, 19}) + 4
    weeks = [sum(4 <= d <= 10 for d in days - {5}) + 2, sum(18 <= d <= 24 for d in days - {19}) + 2]
    assert ("HALF_DAYS_PER_MONTH" in found) is (month > 6)
    assert ("HALF_DAYS_PER_WEEK" in found) is (max(weeks) > 3)
