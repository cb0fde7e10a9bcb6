"""Corners in which a planner goes wrong: each of them once did, or easily might."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from routing.planning import PlanOptions, plan
from routing.planning.dates import DateRange
from routing.planning.programme import (
    HalfDay,
    Home,
    Joins,
    OnDates,
    PastDuty,
    PastSession,
    PerMonth,
    RoleNeed,
    StaffKind,
    WorkingTimeRules,
)

MORNING, AFTERNOON, EVENING = HalfDay
HOUR, MINUTE = 3600, 60
TUESDAY = date(2027, 1, 5)
ALWAYS = frozenset((weekday, half) for weekday in range(7) for half in HalfDay)
ONCE = OnDates(dates=(TUESDAY,))


@pytest.fixture
def once(lab):
    """A session on Tuesday 5 January, at an hour."""

    def make(name, site, half, start_h, hours=1.0, slack_min=0, **changes):
        slot = lab.opening(1, half, int(start_h * HOUR), slack_min * MINUTE)
        given = {"frequency": ONCE, "openings": (slot,), "duration_s": int(hours * HOUR)}
        return lab.permanence(name, site, **given | changes)

    return make


@pytest.fixture
def crew(lab):
    """Nurses who drive and can always come."""

    def make(count):
        return [lab.member(f"inf{n}", "infirmier", availability=ALWAYS) for n in range(count)]

    return make


def sessions(made):
    return {stop.permanence for round_ in made.rounds for stop in round_.stops}


# -- units ------------------------------------------------------------------------------


def test_a_late_morning_and_an_early_afternoon_take_two_units_that_are_alike(lab, once, crew):
    both = [once("un", "est", MORNING, 11, 3), once("deux", "ouest", AFTERNOON, 14)]
    made = lab.checked(lab.programme(both, crew(2), [lab.unit("a"), lab.unit("b")]))
    assert sessions(made) == {"un", "deux"}
    assert len({round_.unit for round_ in made.rounds}) == 2


def test_an_afternoon_elsewhere_has_no_room_within_a_morning_and_evening(lab, once, crew):
    three = [
        once("matin", "annexe", MORNING, 9, 3),
        once("midi", "ouest", AFTERNOON, 14, 0.5),
        once("soir", "annexe", EVENING, 17, 1),
    ]
    programme = lab.programme(three, crew(1), [lab.unit("um")])
    made = lab.checked(programme)
    assert sessions(made) == {"matin", "midi", "soir"}
    assert made.solver.gap == 0


def test_units_alike_stand_in_for_each_other_around_their_maintenance(lab, crew):
    here = (lab.opening(1),)
    two = [
        lab.permanence("un", "est", openings=here),
        lab.permanence("deux", "ouest", openings=here),
    ]
    workshop = (DateRange(TUESDAY, TUESDAY),)
    units = [lab.unit("a", maintenance=workshop), lab.unit("b"), lab.unit("c")]
    made = lab.checked(lab.programme(two, crew(2), units))
    assert made.unassigned == ()
    assert all(round_.unit != "a" for round_ in made.rounds if round_.date == TUESDAY)


def test_trips_of_a_day_have_names_of_their_own(lab, once, crew):
    three = [
        once("un", "est", MORNING, 9, roles=()), once("deux", "ouest", AFTERNOON, 14, roles=()),
        once("trois", "nord", MORNING, 9, roles=()),
    ]  # fmt: skip
    units = [lab.unit("um"), lab.unit("um-2", seats=1)]
    made = lab.checked(lab.programme(three, crew(2), units))
    assert sessions(made) == {"un", "deux", "trois"}
    assert len({round_.id for round_ in made.rounds}) == len(made.rounds)


@pytest.mark.parametrize(("return_h", "held"), [(24, True), (23.5, False)])
def test_a_unit_may_stay_out_until_midnight(lab, once, crew, return_h, held):
    late = once("soir", "est", EVENING, 22, 1)
    unit = lab.unit("um", leave_s=12 * HOUR, return_s=int(return_h * HOUR))
    made = lab.checked(lab.programme([late], crew(1), [unit]))
    assert (sessions(made) == {"soir"}) is held


# -- people who join at the village ------------------------------------------------------


def doctor(lab, km_west, **changes):
    """A doctor who lives so many kilometres west of the depot and comes by car."""
    given = {
        "availability": ALWAYS, "may_drive_unit": False, "joins": Joins.SITE,
        "home": Home(lon=6 - km_west / 100, lat=43.0),
        "authorised_sites": frozenset({"est", "ouest", "nord", "annexe"}),
    }  # fmt: skip
    return lab.member("med", "medecin", **given | changes)


BOTH_ROLES = (RoleNeed(role="infirmier"), RoleNeed(role="medecin"))


@pytest.mark.parametrize(
    ("km_west", "kind", "bind", "held"),
    [
        (50, StaffKind.VOLUNTEER, True, True),
        # three hours and a half at the site and twice 78 minutes are more than six hours
        (75, StaffKind.VOLUNTEER, True, False),
        (75, StaffKind.VOLUNTEER, False, True),
        (75, StaffKind.EMPLOYEE, False, False),
    ],
)
def test_the_way_from_home_counts_until_the_break(lab, once, crew, km_west, kind, bind, held):
    session = once("un", "ouest", MORNING, 10, 3, roles=BOTH_ROLES)
    programme = lab.programme(
        [session], [*crew(1), doctor(lab, km_west, kind=kind)], [lab.unit("um")],
        rules=WorkingTimeRules(bind_volunteers=bind),
    )  # fmt: skip
    assert (sessions(lab.checked(programme)) == {"un"}) is held


def test_no_road_from_home_no_session(lab, once, crew):
    session = once("un", "est", MORNING, 9, roles=BOTH_ROLES)
    island = doctor(lab, 0, home=Home(lon=11.0, lat=48.0), kind=StaffKind.VOLUNTEER)
    programme = lab.programme(
        [session], [*crew(1), island], [lab.unit("um")],
        rules=WorkingTimeRules(bind_volunteers=False),
    )  # fmt: skip
    assert lab.checked(programme).rounds == ()


def test_nobody_leaves_home_the_day_before(lab, once, crew):
    session = once("un", "est", MORNING, 3, roles=BOTH_ROLES)
    programme = lab.programme(
        [session], [*crew(1), doctor(lab, 200, kind=StaffKind.VOLUNTEER)],
        [lab.unit("um", leave_s=0)], rules=WorkingTimeRules(bind_volunteers=False),
    )  # fmt: skip
    assert lab.checked(programme).rounds == ()


def test_who_comes_by_car_serves_morning_and_afternoon_of_one_round(lab, once, crew):
    both = [
        once("un", "est", MORNING, 10, 1.5, roles=BOTH_ROLES),
        once("deux", "annexe", AFTERNOON, 13, 1, 60, roles=BOTH_ROLES),
    ]
    made = lab.checked(lab.programme(both, [*crew(1), doctor(lab, 10)], [lab.unit("um")]))
    (round_,) = made.rounds
    (duty,) = [duty for duty in round_.team if duty.staff == "med"]
    assert duty.permanences == ("un", "deux")
    assert duty.depart_s < round_.stops[0].arrive_s


def test_who_comes_by_car_comes_once_a_day(lab, once, crew):
    """Two rounds of two units in a day are one too many for them."""
    both = [
        once("un", "est", MORNING, 9, roles=BOTH_ROLES),
        once("deux", "ouest", AFTERNOON, 17, roles=BOTH_ROLES),
    ]
    programme = lab.programme(both, [*crew(2), doctor(lab, 10)], [lab.unit("a"), lab.unit("b")])
    assert len(sessions(lab.checked(programme))) == 1
    aboard = replace(doctor(lab, 10), joins=Joins.DEPOT, home=None)
    programme = replace(programme, staff=(*crew(2), aboard))
    assert len(sessions(lab.checked(programme))) == 2


@pytest.mark.parametrize(("km_west", "held"), [(20, 2), (70, 1)])
def test_the_night_of_who_comes_by_car_begins_and_ends_at_home(lab, once, crew, km_west, held):
    evening = once("soir", "ouest", EVENING, 19, roles=BOTH_ROLES)
    morning = once("matin", "ouest", MORNING, 9.5, roles=BOTH_ROLES, openings=(
        lab.opening(2, MORNING, int(9.5 * HOUR)),), frequency=OnDates(dates=(date(2027, 1, 6),)),
    )  # fmt: skip
    staff = [*crew(2), doctor(lab, km_west)]
    made = lab.checked(
        lab.programme([evening, morning], staff, [lab.unit("um", return_s=24 * HOUR)])
    )
    assert len(sessions(made)) == held


# -- people aboard -----------------------------------------------------------------------


def test_whoever_drives_may_come_only_to_drive_whatever_their_role(lab, once):
    session = once("un", "est", MORNING, 9, roles=(RoleNeed(role="accueil"),))
    other = once("deux", "ouest", MORNING, 9, roles=(RoleNeed(role="infirmier"),))
    staff = [
        lab.member("inf", "infirmier"),
        lab.member("acc", "accueil", may_drive_unit=False),
    ]
    made = lab.checked(lab.programme([session], staff, [lab.unit("um")]))
    assert sessions(made) == {"un"}
    # also where somebody else's session asks for that role
    both = lab.programme([replace(session, priority=2), other], staff, [lab.unit("um")])
    (round_,) = lab.checked(both).rounds
    assert {duty.staff for duty in round_.team} == {"inf", "acc"}


def test_nobody_comes_along_for_the_sake_of_fair_shares(lab, once, crew):
    before = PastSession(
        permanence="un", date=date(2026, 12, 29), half_day=MORNING,
        team=(PastDuty(staff="cha1", role="chauffeur", work_s=HOUR),),
    )  # fmt: skip
    drivers = [lab.member(name, "chauffeur") for name in ("cha1", "cha2")]
    session = once("un", "est", MORNING, 9)
    made = lab.checked(
        lab.programme([session], [*crew(1), *drivers], [lab.unit("um")], past=(before,))
    )
    assert [duty.staff for duty in made.rounds[0].team] == ["inf0"]


def test_one_extra_driver_is_enough(lab, once):
    session = once("un", "est", MORNING, 9)
    drivers = [lab.member(name, "chauffeur", "accueil") for name in ("cha1", "cha2")]
    nurse = lab.member("inf", "infirmier", may_drive_unit=False)
    made = lab.checked(lab.programme([session], [nurse, *drivers], [lab.unit("um")]))
    assert len(made.rounds[0].team) == 2
    assert made.solver.aims[-1].cost == 1


def test_shares_are_fair_over_the_past_and_by_contract(lab):
    full = lab.member("plein", "infirmier", contract_s_per_week=35 * HOUR)
    part = lab.member("partiel", "infirmier", contract_s_per_week=int(17.5 * HOUR))
    horizon = DateRange(date(2027, 1, 4), date(2027, 1, 24))
    made = lab.checked(
        lab.programme([lab.permanence("un")], [full, part], [lab.unit("um")], horizon)
    )
    teams = [duty.staff for round_ in made.rounds for duty in round_.team]
    assert sorted(teams) == ["partiel", "plein", "plein"]


def test_a_long_past_is_no_obstacle(lab):
    past = tuple(
        PastSession(
            permanence="un", date=date(2020 + n // 300, 1 + n % 12, 1 + n % 25), half_day=MORNING,
            team=(PastDuty(staff="inf1", role="infirmier", work_s=HOUR),),
        )
        for n in range(1500)
    )  # fmt: skip
    staff = [lab.member(f"inf{n}", "infirmier", contract_s_per_week=5 * HOUR) for n in (1, 2)]
    made = lab.checked(lab.programme([lab.permanence("un")], staff, [lab.unit("um")], past=past))
    assert made.unassigned == ()
    assert {duty.staff for round_ in made.rounds for duty in round_.team} == {"inf2"}


# -- dates --------------------------------------------------------------------------------


def test_a_session_already_held_within_the_horizon_keeps_its_distance(lab, crew):
    january = DateRange(date(2027, 1, 1), date(2027, 1, 31))
    past = tuple(
        PastSession(permanence="un", date=day, half_day=MORNING)
        for day in (date(2026, 12, 1), date(2027, 1, 26))
    )
    programme = lab.programme(
        [lab.permanence("un", frequency=PerMonth(times=2), min_gap_days=8, max_gap_days=21)],
        crew(1), [lab.unit("um")], january, past=past,
    )  # fmt: skip
    made = lab.checked(programme)
    (round_,) = made.rounds
    assert round_.date in {date(2027, 1, 5), date(2027, 1, 12)}
    assert [remark.code for remark in made.remarks] == ["MAX_GAP"]


def test_a_gap_that_is_too_long_is_avoided_before_habits_are_kept(lab, crew):
    week = DateRange(date(2027, 1, 4), date(2027, 1, 10))
    past = (PastSession(permanence="un", date=date(2026, 12, 22), half_day=MORNING),)
    usual, early = lab.opening(1), lab.opening(0)
    programme = lab.programme(
        [lab.permanence("un", openings=(usual, early), max_gap_days=13)],
        crew(1), [lab.unit("um")], week, past=past,
    )  # fmt: skip
    (round_,) = lab.checked(programme).rounds
    assert round_.date == date(2027, 1, 4)
    assert lab.plan(programme).remarks == ()


def test_enormous_priorities_are_weighed_exactly(lab, once, crew):
    two = [
        once("un", "est", MORNING, 9, priority=10**14, roles=BOTH_ROLES[:1]),
        once("deux", "ouest", MORNING, 9, priority=10**14 + 1),
    ]
    made = lab.checked(lab.programme(two, crew(1), [lab.unit("um")]))
    assert sessions(made) == {"deux"}
    assert made.solver.aims[0].cost == 10 * 10**14


def test_an_allowed_gap_is_not_called_a_proof(lab, crew):
    villages = ("est", "sud", "nord", "ouest", "annexe")
    openings = tuple(
        lab.opening(weekday, half, None, 90 * MINUTE)
        for weekday in range(5)
        for half in (MORNING, AFTERNOON)
    )
    several = [
        lab.permanence(f"p{n}", site, openings=openings, duration_s=HOUR)
        for n, site in enumerate(villages)
    ]
    programme = lab.programme(several, crew(1), [lab.unit("um")])
    exact = lab.checked(programme)
    loose = plan(programme, lab.territory, lab.roads, PlanOptions(iterations=400, gap=0.9))
    assert exact.solver.gap == 0
    assert loose.solver.bound <= exact.solver.cost <= loose.solver.cost
    assert loose.solver.gap <= 0.9
