"""The three programmes that ship: valid, reproducible, and possible to hold."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from api.recipe import check_plan, month_of, open_ground
from api.wire.programme_json import load_programme, programme_text, validate
from routing.planning import PlanOptions, plan
from routing.planning.dates import DateRange
from routing.planning.open_days import OpenDays
from routing.planning.programme import Permanence, Programme, StaffMember
from routing.planning.ride_requests import Back, ToAppointment, ToEvent, ToPermanence, Wheelchair
from routing.planning.series import needs
from routing.planning.territory import Territory
from routing.planning.territory_folder import load_territory, shipped_territory

ROOT = Path(__file__).resolve().parents[2]
NAMES = ("promo-soins", "extension", "territoire")
DECEMBER = DateRange(date(2026, 12, 1), date(2026, 12, 31))
JANUARY = DateRange(date(2027, 1, 1), date(2027, 1, 31))
DUE = {
    ("promo-soins", DECEMBER): 8,
    ("promo-soins", JANUARY): 8,
    ("extension", DECEMBER): 22,
    ("extension", JANUARY): 22,
    ("territoire", DECEMBER): 79,
    ("territoire", JANUARY): 69,
}
RIDES = {"promo-soins": (60, 12, 1, 1), "extension": (250, 30, 3, 2), "territoire": (0, 0, 0, 0)}
"""Requests, drivers, cars of the association's and events."""
BY_LAW = {"DESTINATION_NOT_ALLOWED", "MEDICAL_TRANSPORT", "NOT_ENTITLED", "TOO_FAR"}


@pytest.fixture(scope="module")
def territory() -> Territory:
    return load_territory()


def shipped(name: str, territory: Territory) -> Programme:
    return load_programme(territory.programmes_folder / f"{name}.json", territory)


def test_these_programmes_ship(territory: Territory) -> None:
    found = {path.stem for path in territory.programmes_folder.glob("*.json")}
    assert found == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_a_programme_has_no_fault_and_is_in_canonical_form(name: str, territory: Territory) -> None:
    programme = shipped(name, territory)
    assert programme.name == name
    assert validate(programme, territory) == []
    text = (territory.programmes_folder / f"{name}.json").read_text(encoding="utf-8")
    assert text == programme_text(programme)


def test_making_them_again_gives_the_shipped_bytes(tmp_path: Path) -> None:
    tool = ROOT / "data" / "compile_programmes.py"
    subprocess.run(
        [sys.executable, str(tool), "--out", str(tmp_path)],
        check=True,
        capture_output=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    for name in NAMES:
        made = (tmp_path / f"{name}.json").read_bytes()
        assert made == (shipped_territory() / "programmes" / f"{name}.json").read_bytes(), name


@pytest.mark.parametrize(("name", "horizon"), DUE)
def test_what_is_due_in_a_month(name: str, horizon: DateRange, territory: Territory) -> None:
    assert len(_due(shipped(name, territory), horizon, territory)) == DUE[name, horizon]


@pytest.mark.parametrize("horizon", [DECEMBER, JANUARY])
@pytest.mark.parametrize("name", ["promo-soins", "extension"])
def test_each_permanence_is_due_twice_a_month(
    name: str, horizon: DateRange, territory: Territory
) -> None:
    programme = shipped(name, territory)
    count = Counter(need for need, _ in _due(programme, horizon, territory))
    assert set(count.values()) == {2}
    assert len(count) == len(programme.permanences)


@pytest.mark.parametrize("horizon", [DECEMBER, JANUARY])
@pytest.mark.parametrize("name", NAMES)
def test_on_some_date_of_each_session_the_required_people_can_come(
    name: str, horizon: DateRange, territory: Territory
) -> None:
    programme = replace(shipped(name, territory), horizon=horizon)
    unstaffed = [
        (permanence, dates)
        for permanence, dates in _due(programme, horizon, territory)
        if not any(_staffed(programme, programme.permanence(permanence), day) for day in dates)
    ]
    assert unstaffed == []


@pytest.mark.parametrize("horizon", [DECEMBER, JANUARY])
@pytest.mark.parametrize("name", NAMES)
def test_the_units_have_more_half_days_than_sessions(
    name: str, horizon: DateRange, territory: Territory
) -> None:
    programme = shipped(name, territory)
    due = _due(programme, horizon, territory)
    days = {day for _, dates in due for day in dates}
    unit_days = sum(
        not any(day in rest for rest in unit.maintenance)
        for unit in programme.units
        for day in days
    )
    halves = 1 if name == "promo-soins" else 2
    assert len(due) <= halves * unit_days


@pytest.mark.parametrize("month", range(1, 13))
def test_no_stretch_of_days_has_more_sessions_than_its_units_have_half_days(
    month: int, territory: Territory
) -> None:
    """A month that cuts a fortnight must not be left with all of it in three days."""
    programme = shipped("territoire", territory)
    horizon = month_of(date(2027, month, 1))
    due = _due(programme, horizon, territory)
    running = {day: sum(unit.runs(day) for unit in programme.units) for day in horizon}
    for first in horizon:
        for last in DateRange(first, horizon.last):
            stretch = DateRange(first, last)
            bound = sum(bool(dates) and all(day in stretch for day in dates) for _, dates in due)
            half_days = sum(2 * running[day] for day in stretch if day.weekday() < 5)
            assert bound <= half_days, f"{first} to {last}"


@pytest.mark.parametrize("name", NAMES)
def test_people_are_named_by_role_only(name: str, territory: Territory) -> None:
    roles = r"Infirmi|Médecin|Bénévole|Chargée|Conduct|Conduite|Agent"
    for member in shipped(name, territory).staff:
        assert re.match(roles, member.label), member.label


@pytest.mark.parametrize("name", NAMES)
def test_every_unit_can_be_driven_and_doctors_are_authorised(
    name: str, territory: Territory
) -> None:
    programme = shipped(name, territory)
    assert any(member.may_drive_unit for member in programme.staff)
    doctors = [member for member in programme.staff if "medecin" in member.roles]
    assert programme.role("medecin").authorised_sites_only
    for permanence in programme.permanences:
        if any(need.role == "medecin" and not need.optional for need in permanence.roles):
            assert any(permanence.site in d.authorised_sites for d in doctors), permanence.id


@pytest.mark.parametrize("name", NAMES)
def test_held_sessions_kept_to_the_rules_they_hand_on(name: str, territory: Territory) -> None:
    programme = shipped(name, territory)
    mornings = Counter((session.date, session.half_day) for session in programme.past)
    assert all(count == 1 for count in mornings.values()), "one unit, one place at a time"
    for session in programme.past:
        permanence = programme.permanence(session.permanence)
        slots = {(o.weekday, o.half_day) for o in permanence.openings}
        assert (session.date.weekday(), session.half_day) in slots
        for duty in session.team:
            member = programme.member(duty.staff)
            assert duty.role in member.roles
            assert _comes(member, permanence, duty.role, session.date, programme)
    _assert_weekly_hours(programme)


@pytest.mark.parametrize("name", NAMES)
def test_programmes_carry_a_month_of_rides(name: str, territory: Territory) -> None:
    programme = shipped(name, territory)
    lists = programme.requests, programme.drivers, programme.cars, programme.events
    assert tuple(map(len, lists)) == RIDES[name]
    for labelled in (*programme.drivers, *programme.cars, *programme.events):
        assert re.search(r"ficti(f|ve)", labelled.label), labelled.label


@pytest.mark.parametrize("name", ["promo-soins", "extension"])
def test_most_rides_suit_any_month_and_the_others_the_one_it_is_about(
    name: str, territory: Territory
) -> None:
    programme = shipped(name, territory)
    assert programme.horizon == DECEMBER
    sessions = [r for r in programme.requests if isinstance(r.destination, ToPermanence)]
    assert len(sessions) > 0.7 * len(programme.requests)
    assert not any(request.destination.dates for request in sessions)
    appointments = [
        request.destination
        for request in programme.requests
        if isinstance(request.destination, ToAppointment)
    ]
    assert all(wanted.date in DECEMBER for wanted in appointments)
    assert all(event.date in DECEMBER for event in programme.events)
    assert {p.id for p in programme.permanences} == {r.destination.permanence for r in sessions}


@pytest.mark.parametrize("name", ["promo-soins", "extension"])
def test_rides_show_all_that_can_be_asked(name: str, territory: Territory) -> None:
    programme = shipped(name, territory)
    requests = programme.requests
    assert {type(r.destination) for r in requests} == {ToPermanence, ToAppointment, ToEvent}
    assert {r.party.wheelchair for r in requests} == set(Wheelchair)
    for shown in (
        lambda r: r.series,
        lambda r: r.party.walkers,
        lambda r: r.party.child_seats,
        lambda r: r.party.companions,
        lambda r: r.wished_drivers,
        lambda r: r.entitlement.low_income,
        lambda r: r.entitlement.member,
        lambda r: r.entitlement.prescription,
        lambda r: r.priority > 1,
        lambda r: r.back.kind is Back.NONE,
        lambda r: r.back.kind is Back.WHEN_FINISHED,
        lambda r: r.max_ride_s,
        lambda r: getattr(r.destination, "only_next", False),
    ):
        assert 0 < sum(bool(shown(request)) for request in requests) < len(requests)


def test_most_who_may_be_carried_are_served(territory: Territory) -> None:
    """The month that it is about; the others are refused with their reason."""
    ground = open_ground()
    programme = shipped("promo-soins", territory)
    made = plan(programme, territory, ground.network, PlanOptions(iterations=100))
    assert check_plan(programme, made, ground) == ()
    lawless = [left for left in made.unserved if {r.code for r in left.reasons} & BY_LAW]
    served = len(programme.requests) - len(made.unserved)
    assert 0 < len(lawless) < 0.2 * len(programme.requests)
    assert served >= 0.85 * (len(programme.requests) - len(lawless))


def test_promo_soins_is_what_the_association_does(territory: Territory) -> None:
    programme = shipped("promo-soins", territory)
    communes = {territory.site(p.site).commune for p in programme.permanences}
    assert communes == {"Rians", "Saint-Maximin-la-Sainte-Baume", "Carcès", "Barjols"}
    assert territory.site(programme.headquarters).commune == "Brignoles"
    assert [unit.depot for unit in programme.units] == [programme.headquarters]
    for permanence in programme.permanences:
        required = {need.role for need in permanence.roles if not need.optional}
        assert required == {"infirmier", "medecin", "accueil"}
        assert {(o.half_day.value, o.start_s) for o in permanence.openings} == {("morning", 32_400)}
    assert programme.member("infirmier-1").contract_s_per_week == 14 * 3600
    assert programme.member("developpement-1").contract_s_per_week == 21 * 3600
    assert sum("medecin" in member.roles for member in programme.staff) == 2


def test_extension_opens_the_partner_communes_but_not_on_market_days(territory: Territory) -> None:
    programme = shipped("extension", territory)
    communes = {territory.site(p.site).commune for p in programme.permanences}
    assert {"Bras", "Cotignac", "Brignoles", "Entrecasteaux", "La Celle", "Garéoult"} < communes
    assert "Plan-d'Aups-Sainte-Baume" in communes
    assert len(programme.permanences) == 11
    gareoult = programme.permanence("GAREOULT")
    assert (1, "morning") not in {(o.weekday, o.half_day.value) for o in gareoult.openings}
    brignoles = programme.permanence("BRIGNOLES")
    assert 5 not in {o.weekday for o in brignoles.openings}


def test_territoire_serves_every_commune_and_two_of_them_in_the_evening_too(
    territory: Territory,
) -> None:
    programme = shipped("territoire", territory)
    evenings = [p for p in programme.permanences if p.id.endswith("-SOIR")]
    assert len(evenings) == 2
    assert {o.half_day.value for p in evenings for o in p.openings} == {"evening"}
    served = Counter(
        territory.site(p.site).insee for p in programme.permanences if p not in evenings
    )
    assert served == Counter(commune.insee for commune in territory.communes)
    assert len(programme.units) == 2


def _due(
    programme: Programme, horizon: DateRange, territory: Territory
) -> list[tuple[str, tuple[date, ...]]]:
    days = OpenDays(programme, territory)
    return [
        (need.permanence.id, need.dates)
        for permanence in programme.permanences
        for need in needs(permanence, horizon, days, programme.past)
        for _ in range(need.count)
    ]


def _staffed(programme: Programme, permanence: Permanence, day: date) -> bool:
    return all(
        any(_comes(member, permanence, need.role, day, programme) for member in programme.staff)
        for need in permanence.roles
        if not need.optional
    )


def _comes(
    member: StaffMember, permanence: Permanence, role: str, day: date, programme: Programme
) -> bool:
    offered = {o.half_day for o in permanence.openings if o.weekday == day.weekday()}
    free = day in member.extra_days or any(
        (day.weekday(), half) in member.availability for half in offered
    )
    bound = programme.role(role).authorised_sites_only
    return (
        role in member.roles
        and free
        and not any(day in absence for absence in member.absences)
        and (not bound or permanence.site in member.authorised_sites)
    )


def _assert_weekly_hours(programme: Programme) -> None:
    worked: Counter[tuple[str, tuple[int, int]]] = Counter()
    half_days: Counter[tuple[str, tuple[int, int]]] = Counter()
    for session in programme.past:
        week = session.date.isocalendar()[:2]
        for duty in session.team:
            worked[duty.staff, week] += duty.work_s
            half_days[duty.staff, week] += 1
    for (staff, _), work_s in worked.items():
        contract = programme.member(staff).contract_s_per_week
        assert contract is None or work_s <= contract, staff
    for (staff, _), count in half_days.items():
        most = programme.member(staff).max_half_days_per_week
        assert most is None or count <= most, staff
