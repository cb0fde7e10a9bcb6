"""Reports are sums of what plans contain, whatever those contain."""

from __future__ import annotations

import sys
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.planning import load_territory
from routing.planning.reports.emissions import emissions
from routing.planning.reports.mileage import Basis, mileage
from routing.planning.reports.month import month_report
from routing.planning.reports.social_transport import aboard, social_transport_report
from routing.planning.reports.span import ReportError

sys.path.insert(0, str(Path(__file__).parent))
import strategies as made

TERRITORY = load_territory()
JANUARY = date(2027, 1, 1)
FEBRUARY = date(2027, 2, 1)
WORKED = made.Trip(day=3, driver=0, request=1, metres=(4_000, 20_000, 16_000))


def january(trips: list[made.Trip]):
    return made.part(trips, JANUARY, 31, made.volunteers())


@given(made.trips())
def test_kilometres_and_people_of_the_month_are_those_of_the_plan(trips):
    part = january(trips)
    report = month_report(part.plan, part.programme, TERRITORY)
    driven = sum(ride.distance_m for ride in part.plan.rides)
    assert report.rides.distance_m == report.mileage.distance_m == driven
    assert report.rides.loaded_m + report.rides.empty_m == driven
    assert report.rides.loaded_m == sum(
        m for ride in part.plan.rides for m in aboard(ride).values()
    )
    assert report.rides.asked == len({t.request for t in trips} | {5})
    assert report.unserved_reasons == (("NOT_FREE", 1),)
    assert report.hours.volunteers_s == 10_000 * len(trips)
    assert report.emissions.counted_m == driven


@given(made.trips(), st.integers(0, 28))
def test_however_the_year_is_cut_the_amounts_add_up(trips, cut):
    """Two plans, told to continue one another, are worth to the cent what one is."""
    whole = mileage([january(trips)], TERRITORY)
    early = [trip for trip in trips if trip.day < cut]
    late = [made.Trip(t.day - cut, t.driver, t.request, t.metres) for t in trips if t.day >= cut]
    parts = [made.part(late, date(2027, 1, 1 + cut), 31, made.volunteers())]
    if cut:
        parts.append(made.part(early, JANUARY, cut, made.volunteers()))
    assert mileage(parts, TERRITORY).amount_eur() == whole.amount_eur()


@given(made.trips(), st.sampled_from(Basis), st.sampled_from(Basis))
def test_each_trip_is_reimbursed_or_waived_and_never_both(trips, everything, first):
    part = january(trips)
    chosen = {"T0": first} if trips else {}
    report = mileage(
        [part], TERRITORY, by_driver=dict.fromkeys(("C0", "C1", "C2"), everything), by_ride=chosen
    )
    assert sum((report.amount_eur(basis) for basis in Basis), Decimal(0)) == report.amount_eur()
    told = [trip.ride for entry in report.drivers for trip in entry.trips]
    assert sorted(told) == sorted(ride.id for ride in part.plan.rides)
    if trips:
        assert {t.basis for e in report.drivers for t in e.trips if t.ride == "T0"} == {first}


def test_amounts_by_hand():
    scale = TERRITORY.mileage_scale_of(2027)
    assert scale is not None
    assert scale.worth(4_000_000, 3, electric=False) == Decimal("2116.00")
    assert scale.worth(6_000_000, 5, electric=False) == Decimal("3537.00")
    assert scale.worth(25_000_000, 9, electric=False) == Decimal("11750.00")
    assert scale.worth(1_000_000, 4, electric=True) == Decimal("727.20")
    assert scale.worth(0, 4, electric=True) == 0
    assert TERRITORY.mileage_scale_of(2021) is None


def test_a_bracket_is_crossed_within_a_trip():
    trip = made.Trip(day=0, driver=1, request=1, metres=(0, 100_000, 0))
    (entry,) = mileage([january([trip])], TERRITORY).drivers
    # 12 CV, electric: 1.2 × ((5 050 × 0.394 + 1 515) − 4 950 × 0.697)
    assert entry.amount_eur() == Decimal("65.46")
    assert entry.before_m == 4_950_000


def test_the_brackets_begin_anew_with_the_year():
    late = made.part([made.Trip(25, 1, 1, (0, 90_000, 0))], date(2026, 12, 10), 30,
                     made.volunteers())  # fmt: skip
    (entry,) = mileage([late], TERRITORY).drivers
    assert (entry.year, entry.before_m) == (2027, 0)


def test_unknown_power_is_told_and_a_shared_car_costs_nobody():
    trips = [made.Trip(0, 2, 1, (1000, 2000, 3000)), made.Trip(0, 3, 1, (1, 1, 1))]
    report = mileage([january(trips)], TERRITORY)
    assert (report.amount_eur(), report.unknown_m) == (0, 6000)


def test_plans_of_the_same_dates_and_choices_about_nobody_are_refused():
    with pytest.raises(ReportError, match="deux plans couvrent le 2027-01-01"):
        mileage([january([]), january([])], TERRITORY)
    with pytest.raises(ReportError, match="T9"):
        mileage([january([WORKED])], TERRITORY, by_ride={"T9": Basis.WAIVED})
    with pytest.raises(ReportError, match="au moins un plan"):
        social_transport_report([], TERRITORY)
    with pytest.raises(ReportError, match="de 2031"):
        social_transport_report([january([])], TERRITORY, year=2031)


@given(made.trips(), made.trips())
def test_the_years_account_sums_its_plans(one, other):
    parts = [january(one), made.part(other, FEBRUARY, 28, made.volunteers())]
    report = social_transport_report(parts, TERRITORY)
    ways = [m for part in parts for ride in part.plan.rides for m in aboard(ride).values()]
    assert report.carried.trips + report.members_carried.trips == len(ways)
    assert report.carried.aboard_m + report.members_carried.aboard_m == sum(ways)
    assert sum(report.months.values()) == report.carried.trips
    people = {trip.request // 2 for trip in (*one, *other)}
    assert report.beneficiaries.total + report.members >= len(people)
    assert sum(report.vehicles.values()) >= report.drivers - 1


def test_who_is_entitled_by_what():
    """Brignoles by resources, Rians by residence; a member of Brignoles travels privately."""
    trips = [made.Trip(0, 0, request, (0, 1000, 0)) for request in range(5)]
    report = social_transport_report([january(trips)], TERRITORY)
    found = report.beneficiaries
    # P0: R0 is private, R1 rural; P1: R2 poor, R3 both; P2: R4 is private
    assert (found.by_residence, found.by_resources, found.by_both) == (1, 0, 1)
    assert (report.members, report.members_carried.trips) == (2, 2)
    assert report.carried.mean_m == 1000
    assert report.vehicles == {5: 1}


def test_an_electric_car_emits_less_and_nothing_is_known_before_the_factors():
    burns, electric = (
        emissions(part.plan, part.programme, TERRITORY).total_kg
        for part in (
            january([made.Trip(0, driver, 1, (0, 10_000, 0))]) for driver in (0, 1)
        )
    )  # fmt: skip
    assert (burns, electric) == (Decimal("2.18"), Decimal("1.03"))
    old = made.part([WORKED], date(2020, 1, 1), 20, made.volunteers())
    assert emissions(old.plan, old.programme, TERRITORY).counted_m == 0
