"""Every reason is true: take its cause away and the session is held."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from routing.planning.dates import DateRange
from routing.planning.model.budget import Budget, Limits
from routing.planning.programme import (
    HalfDay,
    OnDates,
    PastSession,
    PerMonth,
    Programme,
    Role,
    RoleNeed,
    StaffKind,
    WorkingTimeRules,
)
from routing.planning.progress import Reporter
from routing.planning.reasons import ITERATIONS, unassigned
from routing.planning.strategy import solve

JANUARY = DateRange(date(2027, 1, 1), date(2027, 1, 31))
CHRISTMAS = DateRange(date(2026, 12, 21), date(2027, 1, 3))
HOUR = 3600
FRIDAY, SUNDAY = 4, 6
ALWAYS = frozenset((weekday, half) for weekday in range(7) for half in HalfDay)

Change = Callable[[Programme], Programme]


def nobody(*_: Any) -> bool:
    return False


@dataclass(frozen=True)
class Case:
    """A programme whose first permanence lacks sessions, and what would mend that."""

    programme: Programme
    remedy: Change


def permanence(**changes: Any) -> Change:
    """Change the first permanence."""

    def apply(programme: Programme) -> Programme:
        first, *others = programme.permanences
        return replace(programme, permanences=(replace(first, **changes), *others))

    return apply


def member(**changes: Any) -> Change:
    """Change everybody."""

    def apply(programme: Programme) -> Programme:
        return replace(programme, staff=tuple(replace(m, **changes) for m in programme.staff))

    return apply


def unit(**changes: Any) -> Change:
    def apply(programme: Programme) -> Programme:
        return replace(programme, units=tuple(replace(u, **changes) for u in programme.units))

    return apply


def whole(**changes: Any) -> Change:
    return lambda programme: replace(programme, **changes)


def plus(kind: str, record: Any) -> Change:
    """One record more of a kind."""

    def apply(programme: Programme) -> Programme:
        return replace(programme, **{kind: (*getattr(programme, kind), record)})

    return apply


def past(*days: date) -> tuple[PastSession, ...]:
    return tuple(PastSession(permanence="un", date=d, half_day=HalfDay.MORNING) for d in days)


@pytest.fixture(scope="session")
def simple(lab):
    """One permanence, one nurse who drives, one unit; with changes."""

    def make(*changes: Change, remedy: Change) -> Case:
        programme = lab.programme(
            [lab.permanence("un")], [lab.member("inf", "infirmier")], [lab.unit("um")]
        )
        for change in changes:
            programme = change(programme)
        return Case(programme, remedy)

    return make


@pytest.fixture(scope="session")
def rival(lab):
    """Two permanences at the same hour in two villages."""

    def make(staff: list[Any], units: list[Any], remedy: Change) -> Case:
        both = [lab.permanence("un"), lab.permanence("deux", "ouest", priority=2)]
        return Case(lab.programme(both, staff, units), remedy)

    return make


@pytest.fixture(scope="session")
def cases(lab, simple, rival) -> dict[str, Case]:
    """By code, a case in which the first permanence lacks sessions for that very reason."""
    nurse, driver = lab.member("inf", "infirmier"), lab.member("cha", "chauffeur")
    passenger = replace(nurse, may_drive_unit=False)
    um, um2 = lab.unit("um"), lab.unit("um2")
    sunday = permanence(openings=(lab.opening(SUNDAY),))
    friday = permanence(openings=(lab.opening(FRIDAY),))
    two_roles = permanence(roles=(RoleNeed(role="infirmier"), RoleNeed(role="accueil")))
    doctor = lab.member("med", "medecin")
    welcome = lab.member("acc", "accueil")
    closed = (DateRange(date(2027, 1, 1), date(2027, 1, 20), "travaux"),)
    return {
        "NO_DATE": simple(
            permanence(frequency=OnDates(dates=(date(2027, 1, 8),))), remedy=friday
        ),
        "PUBLIC_HOLIDAY": simple(
            friday, permanence(frequency=OnDates(dates=(date(2027, 1, 1),))),
            whole(horizon=CHRISTMAS), remedy=whole(public_holidays_open=True),
        ),
        "SITE_CLOSED": simple(permanence(closed=closed), remedy=permanence(closed=())),
        "SESSION_CANCELLED": simple(
            permanence(cancelled=(date(2027, 1, 5),)), remedy=permanence(cancelled=())
        ),
        "SCHOOL_HOLIDAY": simple(
            permanence(closed_in_school_holidays=True), whole(horizon=CHRISTMAS),
            remedy=permanence(closed_in_school_holidays=False),
        ),
        "MIN_GAP": simple(
            permanence(min_gap_days=20), whole(past=past(date(2026, 12, 29))),
            remedy=permanence(min_gap_days=None),
        ),
        "NO_UNIT": simple(unit(is_car=True), remedy=unit(is_car=False)),
        "UNIT_IN_MAINTENANCE": simple(unit(maintenance=closed), remedy=unit(maintenance=())),
        "UNREACHABLE": simple(permanence(site="ile"), remedy=permanence(site="est")),
        "SHIFT_TOO_SHORT": simple(permanence(site="loin"), remedy=unit(leave_s=5 * HOUR)),
        "NO_STAFF": simple(
            member(roles=("accueil",)), remedy=plus("staff", replace(nurse, id="inf2"))
        ),
        "NOT_AUTHORISED": simple(
            permanence(roles=(RoleNeed(role="medecin"),)), plus("staff", doctor),
            remedy=member(authorised_sites=frozenset({"est"})),
        ),
        "NO_DRIVER": simple(member(may_drive_unit=False), remedy=plus("staff", driver)),
        "SUNDAY_REST": simple(
            sunday, member(availability=ALWAYS),
            remedy=whole(rules=WorkingTimeRules(sunday_work=True)),
        ),
        "NO_TEAM": simple(
            two_roles, plus("staff", welcome), unit(seats=1), remedy=unit(seats=2)
        ),
        "TOO_FEW_DATES": simple(
            permanence(frequency=PerMonth(times=3), min_gap_days=14), whole(horizon=JANUARY),
            remedy=permanence(min_gap_days=7),
        ),
        "CONTRACT_HOURS": simple(
            member(contract_s_per_week=5 * HOUR),
            plus("permanences", lab.permanence(
                "deux", "ouest", openings=(lab.opening(FRIDAY),), priority=2
            )),
            remedy=member(contract_s_per_week=None),
        ),
        "NO_STAFF_LEFT": rival(
            [nurse, driver, replace(driver, id="cha2")], [um, um2],
            plus("staff", replace(nurse, id="inf2")),
        ),
        "NO_DRIVER_LEFT": rival(
            [passenger, replace(passenger, id="inf2"), driver], [um, um2],
            plus("staff", replace(driver, id="cha2")),
        ),
        "NO_UNIT_LEFT": rival(
            [nurse, replace(nurse, id="inf2")], [um], plus("units", um2)
        ),
        "COMPETITION": rival(
            [nurse], [um], lambda p: replace(p, permanences=p.permanences[:1])
        ),
    }  # fmt: skip


CODES = (
    "NO_DATE", "PUBLIC_HOLIDAY", "SITE_CLOSED", "SESSION_CANCELLED", "SCHOOL_HOLIDAY", "MIN_GAP",
    "NO_UNIT", "UNIT_IN_MAINTENANCE", "UNREACHABLE", "SHIFT_TOO_SHORT", "NO_STAFF",
    "NOT_AUTHORISED", "NO_DRIVER", "SUNDAY_REST", "NO_TEAM", "TOO_FEW_DATES", "CONTRACT_HOURS",
    "NO_STAFF_LEFT", "NO_DRIVER_LEFT", "NO_UNIT_LEFT", "COMPETITION",
)  # fmt: skip


def of_first(made: Any) -> list[Any]:
    return [record for record in made.unassigned if record.id == "un"]


@pytest.mark.parametrize("code", CODES)
def test_a_reason_is_given_and_its_remedy_helps(lab, cases, code):
    case = cases[code]
    made = lab.checked(case.programme)
    missing = of_first(made)
    assert missing
    for record in missing:
        assert code in {reason.code for reason in record.reasons}
        assert all(reason.message.strip() for reason in record.reasons)
    mended = lab.checked(case.remedy(case.programme))
    assert of_first(mended) == []


def test_every_code_has_a_case(cases):
    assert set(cases) == set(CODES)


@pytest.mark.parametrize("code", CODES)
def test_what_would_not_help_is_not_named(lab, cases, code):
    for record in of_first(lab.plan(cases[code].programme)):
        assert [reason.code for reason in record.reasons] == [code]


def test_reasons_name_dates_and_people_by_role(lab, cases):
    (record, _) = of_first(lab.plan(cases["SITE_CLOSED"].programme))
    assert [reason.message for reason in record.reasons] == ["travaux : 05/01"]
    (record, _) = of_first(lab.plan(cases["NO_STAFF"].programme))
    assert [r.message for r in record.reasons] == [
        "personne de disponible comme infirmière : 05/01"
    ]


def test_a_date_on_which_it_was_held_already_is_told_so(lab, simple):
    closed = (DateRange(date(2027, 1, 6), date(2027, 1, 31)),)
    case = simple(
        permanence(frequency=PerMonth(times=2), closed=closed),
        whole(past=past(date(2027, 1, 5)), horizon=JANUARY),
        remedy=permanence(closed=()),
    )
    (record,) = of_first(lab.checked(case.programme))
    found = {reason.code: reason.message for reason in record.reasons}
    assert found["MIN_GAP"] == "une séance a déjà eu lieu ce jour-là : 05/01"
    assert set(found) == {"MIN_GAP", "SITE_CLOSED"}


def test_several_missing_in_a_month_are_listed_one_by_one(lab, cases):
    case = cases["TOO_FEW_DATES"]
    programme = permanence(min_gap_days=30)(case.programme)
    missing = of_first(lab.checked(programme))
    assert len(missing) == 2
    assert missing[0] == missing[1]


def crowd(lab) -> Programme:
    """Five permanences at the same hour of the same day, and means for one."""
    villages = ("est", "sud", "nord", "ouest", "annexe")
    permanences = [lab.permanence(f"p{n}", site) for n, site in enumerate(villages)]
    horizon = DateRange(date(2027, 1, 4), date(2027, 1, 31))
    return lab.programme(permanences, [lab.member("inf", "infirmier")], [lab.unit("um")], horizon)


def budget(iterations: int = ITERATIONS, cancelled: Callable[[], bool] = nobody) -> Budget:
    return Budget(Limits(iterations=iterations, time_s=None, seed=1), Reporter(), cancelled)


def test_many_missing_sessions_share_one_budget(lab):
    question = lab.question(crowd(lab))
    answer = solve(question, budget(600), 0.0)
    spare = budget()
    found = unassigned(question, answer.built, answer.search, spare, open_cost=0)
    assert len(found) == 16
    assert all(record.reasons for record in found)
    assert spare.iterations <= ITERATIONS


@pytest.mark.parametrize(
    ("open_cost", "code", "said"),
    [
        (0, "CAUSE_UNKNOWN", ""),
        (9, "CAUSE_UNKNOWN", ""),  # less than one session is worth
        (20, "SEARCH_STOPPED", "au plus 2 des 16 séances"),
        (160, "SEARCH_STOPPED", "avant d’avoir prouvé que la séance ne peut être tenue"),
    ],
)
def test_a_search_that_was_stopped_says_what_it_left_open(lab, open_cost, code, said):
    question = lab.question(crowd(lab))
    answer = solve(question, budget(600), 0.0)
    stopped = budget(cancelled=lambda: True)
    found = unassigned(question, answer.built, answer.search, stopped, open_cost=open_cost)
    assert all(said in record.reasons[0].message for record in found)
    assert [[reason.code for reason in record.reasons] for record in found] == [[code]] * 16
    assert stopped.spent == 0


def additions(lab, programme: Programme, record: Any, reason: Any) -> list[Change]:
    """What a reason says would let a session be held, in other words than the planner's."""
    anywhere = {"availability": ALWAYS, "kind": StaffKind.VOLUNTEER}
    sites = frozenset(p.site for p in programme.permanences)
    match reason.code:
        case "CONTRACT_HOURS":
            return [member(contract_s_per_week=None)]
        case "NO_STAFF_LEFT":
            roles = {r.label.lower(): r.id for r in programme.roles}
            role = next(
                name for label, name in roles.items() if f"comme {label} :" in reason.message
            )
            more = lab.member(
                "more", role, **anywhere, authorised_sites=sites, may_drive_unit=False
            )
            return [plus("staff", more)]
        case "NO_DRIVER_LEFT":
            unneeded = Role(id="volant", label="Volant")
            driver = lab.member("more", "volant", **anywhere)
            with_role = plus("roles", unneeded)
            return [lambda p: plus("staff", driver)(with_role(p))]
        case "NO_UNIT_LEFT":
            car = reason.message.startswith("la voiture")
            like = next(u for u in programme.units if u.is_car is car)
            return [plus("units", replace(like, id="more", maintenance=()))]
    return []


@settings(max_examples=30)
@given(seed=st.integers(0, 2**32 - 1))
def test_what_is_said_to_help_does_help(lab, seed):
    programme = lab.by_chance(seed, weeks=(1, 2), permanences=6)
    made = lab.plan(programme, iterations=1000)
    for record in set(made.unassigned):
        for reason in record.reasons:
            for change in additions(lab, programme, record, reason):
                after = lab.checked(change(programme), iterations=1000)
                worth = 10 * programme.permanence(record.id).priority
                assert after.solver.aims[0].cost <= made.solver.aims[0].cost - worth
