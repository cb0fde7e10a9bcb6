"""Names, ids, dates and sites."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.planning.programme import HalfDay


def test_unknown_permanence_is_reported_once_and_trips_nothing_else_up(house):
    plan = house.with_stop(house.plan(), 1, 0, permanence="?")
    plan = house.with_duty(plan, 1, "ACC1", permanences=("?",))
    assert house.codes(plan) == {"UNKNOWN_PERMANENCE", "SESSION_MISSING"}


def test_unknown_unassigned_permanence(house):
    plan = house.plan()
    more = (*plan.unassigned, house.unassigned("?", date(2027, 1, 13)))
    assert house.codes(replace(plan, unassigned=more)) == {"UNKNOWN_PERMANENCE"}


def test_unknown_site(house):
    plan = house.with_stop(house.plan(), 1, 0, site="?")
    assert house.codes(plan) == {"UNKNOWN_SITE", "WRONG_SITE"}


def test_a_programme_on_another_territory(house):
    sites = tuple(site for site in house.territory.sites if site.id != "s-bras")
    elsewhere = replace(house, territory=replace(house.territory, sites=sites))
    found = elsewhere.check(house.plan())
    assert {violation.code for violation in found} == {"UNKNOWN_SITE"}
    assert {violation.record for violation in found} == {"bras", "R1", "R3"}


def test_nothing_is_said_about_the_way_to_an_unknown_site(house):
    both = frozenset({"s-rians", "s-bras"})
    every = frozenset({(1, HalfDay.MORNING), (1, HalfDay.AFTERNOON)})
    doctor = house.with_member("MED1", authorised_sites=both, availability=every)
    plan = doctor.plan()
    duty = doctor.duty(plan.rounds[0], "MED1", "medecin", ("rians", "bras"))
    plan = doctor.with_round(plan, 0, team=(*plan.rounds[0].team[:2], duty))
    sites = tuple(site for site in house.territory.sites if site.id != "s-bras")
    elsewhere = replace(doctor, territory=replace(house.territory, sites=sites))
    lazy = elsewhere.with_rules(break_after_s=12 * 3600)
    assert lazy.codes(plan) == {"UNKNOWN_SITE"}


def test_unknown_depot(house):
    sites = tuple(site for site in house.territory.sites if site.id != "depot")
    elsewhere = replace(house, territory=replace(house.territory, sites=sites))
    assert {v.record for v in elsewhere.check(house.plan())} == {"UMS", "AUTO"}


def test_unknown_unit(house):
    assert house.codes(house.with_round(house.plan(), 0, unit="?")) == {"UNKNOWN_UNIT"}


def test_unknown_person(house):
    plan = house.with_duty(house.plan(), 0, "CHA1", staff="?")
    assert house.codes(plan) == {"UNKNOWN_STAFF"}


def test_unknown_role(house):
    plan = house.with_duty(house.plan(), 0, "CHA1", role="?")
    assert house.codes(plan) == {"UNKNOWN_ROLE", "ROLE_NOT_HELD"}


def test_a_plan_of_another_programme_or_territory(house):
    assert house.codes(house.plan(programme="autre")) == {"OTHER_PROGRAMME"}
    assert house.codes(house.plan(territory="autre")) == {"OTHER_TERRITORY"}


@pytest.mark.parametrize(("one", "other"), [(0, 1), (0, 2), (1, 2)])
def test_ids_are_unique(house, one, other):
    plan = house.plan()
    plan = house.with_round(plan, other, id=plan.rounds[one].id)
    assert house.codes(plan) == {"DUPLICATE_ID"}


@given(index=st.integers(0, 2), days=st.integers(1, 400), before=st.booleans())
def test_rounds_lie_within_the_horizon(house, index, days, before):
    plan = house.plan()
    ends = plan.horizon
    day = ends.first - timedelta(days=days) if before else ends.last + timedelta(days=days)
    assert "OUTSIDE_HORIZON" in house.codes(house.with_round(plan, index, date=day))


def test_a_permanence_stays_at_its_site(house):
    plan = house.with_stop(house.plan(), 0, 0, site="s-barjols")
    assert house.codes(plan) == {"WRONG_SITE"}
