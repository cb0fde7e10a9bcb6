"""Reports on paper: their figures are those of the plan, and they name nobody unasked."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from maps.contacts import Contact
from maps.pdf.mileage import mileage_account, mileage_pdf
from maps.pdf.month import month_pdf
from maps.pdf.social_transport import social_transport_of
from maps.selection import ALL, Selection
from routing import planning
from routing.planning.drivers import Car
from routing.planning.reports.mileage import Basis, mileage
from routing.planning.reports.span import Part
from routing.planning.terms import CarRates, EmissionFactors, MileageScale

SCALE = MileageScale(
    since=date(2022, 1, 1), brackets_km=(5000, 20000), electric_bonus=Decimal("0.2"),
    source="barème d’essai",
    cars=(CarRates(max_cv=None, eur_per_km=(Decimal("0.5"), Decimal("0.3"), Decimal("0.4")),
                   plus_eur=(Decimal(0), Decimal(1000), Decimal(0))),),
)  # fmt: skip
FACTORS = EmissionFactors(
    since=date(2024, 1, 1), car_kg_per_km=Decimal("0.2"), electric_kg_per_km=Decimal("0.1"),
    source="facteurs d’essai",
)  # fmt: skip
PEOPLE = {
    "P-0001": Contact(name="Zénobie Quatrefages", phone="06 99"),
    "c1": Contact(name="Gontran Vauquelin"),
}
WRITERS = (month_pdf, mileage_pdf, social_transport_of)


@pytest.fixture
def context(context):
    """The sample, with a scale, factors and cars of known power; c3 drives one that is not."""
    drivers = tuple(
        replace(driver, car=Car(fiscal_power=None if driver.id == "c3" else 5))
        for driver in context.programme.drivers
    )
    return replace(
        context,
        programme=replace(context.programme, drivers=drivers),
        territory=replace(context.territory, mileage_scales=(SCALE,), emissions=(FACTORS,)),
    )


@pytest.mark.parametrize("writer", WRITERS)
@pytest.mark.parametrize("lang", ["fr", "en"])
def test_a_report_stays_on_its_paper_and_names_no_passenger(writer, lang, context, printed):
    known = replace(context.with_people(PEOPLE, names=True), lang=lang)
    made = printed(writer(known, ALL))
    assert made.reader.trailer["/Root"]["/Lang"] == lang
    assert not [s for s in ("Quatrefages", "P-0001", "06 99") if s in made.text]
    assert not [s for s in ("Quatrefages", "Vauquelin") if s in made.properties]
    for page in range(made.pages):
        share, over = made.ink(margin_mm=6, page=page)
        assert share > 0.005
        assert not over


def test_the_month_fits_one_page_and_tells_the_plans_figures(context, printed):
    made = printed(month_pdf(context, ALL))
    assert made.pages == 1
    said, rides = made.text, context.plan.rides
    held = sum(len(item.stops) for item in context.plan.rounds)
    assert f"{held} sur {held + len(context.plan.unassigned)}" in said
    assert "3 sur 4" in said  # requests
    assert "aucun bénévole libre 1" in said
    km = round(sum(ride.distance_m for ride in rides) / 1000)
    assert f"{km} km" in said
    assert "facteurs d’essai" in said
    for name in {p.name for p in context.programme.permanences}:
        assert name in said


def test_a_month_of_forty_permanences_still_fits(context, printed):
    held = context.plan.rounds[0]
    many = tuple(
        replace(context.programme.permanences[0], id=f"X{n}", name=f"Saint-Martin-sur-Mer {n}")
        for n in range(43)
    )
    rounds = tuple(
        replace(held, id=f"T{n}", team=(), stops=(replace(held.stops[0], permanence=f"X{n}"),))
        for n in range(43)
    )
    crowded = replace(
        context,
        programme=replace(context.programme, permanences=(*context.programme.permanences, *many)),
        plan=replace(context.plan, rounds=rounds),
    )
    assert printed(month_pdf(crowded, ALL)).pages == 1


@pytest.mark.parametrize("writer", [month_pdf, mileage_pdf])
@pytest.mark.parametrize("until", [None, date(2025, 12, 31), date(2026, 12, 31)])
def test_a_scale_that_nobody_checked_for_the_year_is_flagged(writer, until, context, printed):
    """The plan is of December 2026, the scale of 2022: every page that applies it says so."""
    scale, factors = replace(SCALE, checked_until=until), replace(FACTORS, checked_until=until)
    territory = replace(context.territory, mileage_scales=(scale,), emissions=(factors,))
    made = printed(writer(replace(context, territory=territory), ALL))
    flagged = "À vérifier : le barème kilométrique de 2026." in made.text
    assert flagged == (until != date(2026, 12, 31))
    assert made.text.count("À vérifier : le barème") == (made.pages if flagged else 0)
    assert "barème d’essai" in made.text
    assert (f"jusqu’au 31/12/{until.year if until else 2022} seulement" in made.text) == flagged


def test_mileage_lists_all_and_has_each_choose_once(context, printed):
    made = printed(mileage_pdf(context, ALL))
    assert made.pages == 4  # the list, and a statement for each own car
    said = made.text
    driven = {d.id: sum(r.distance_m for r in context.plan.rides if r.driver == d.id)
              for d in context.programme.drivers}  # fmt: skip
    euros = f"{driven['c1'] / 2000:.2f} €".replace(".", ",")
    assert f"Je demande le remboursement de {euros}." in said
    assert f"Je renonce au remboursement de {euros}" in said
    total = f"{(driven['c1'] + driven['c2']) / 2000:.2f} €".replace(".", ",")
    assert total in said
    assert "puissance ?" in said
    assert said.count("Un seul choix, pour tous ces trajets") == 2
    assert "barème d’essai" in said


def test_printed_kilometres_add_up_to_the_printed_total(context, printed):
    (first, *_) = (ride for ride in context.plan.rides if ride.driver == "c1")
    rides = tuple(
        replace(first, id=f"X{n}", date=first.date + timedelta(days=n), distance_m=1_040)
        for n in range(3)
    )
    driven = replace(context, plan=replace(context.plan, rides=rides))
    said = printed(mileage_pdf(driven, Selection(driver="c1"))).text
    lines = re.findall(r"\d\d/\d\d/\d{4} .*? (\d+,\d) \d", said)
    (total,) = re.findall(r"Total (\d+,\d) ", said)
    assert total == "3,1"
    assert sum(Decimal(km.replace(",", ".")) for km in lines) == Decimal("3.1")


def test_gases_printed_add_up_to_the_printed_total(context, printed):
    rounds = tuple(replace(item, distance_m=1_220) for item in context.plan.rounds[:1])
    rides = tuple(replace(item, distance_m=1_220) for item in context.plan.rides[:1])
    driven = replace(context, plan=replace(context.plan, rounds=rounds, rides=rides))
    said = printed(month_pdf(driven, ALL)).text
    found = re.findall(r"(\d+),(\d) kg", said)
    unit, volunteers, total = (int(whole + tenth) for whole, tenth in found[:3])
    assert (unit, volunteers, total) == (2, 2, 4)  # 0,244 each, 0,488 together


def test_a_choice_that_is_known_is_ticked_and_the_other_not_offered(context, printed):
    part = Part(plan=context.plan, programme=context.programme)
    chosen = {"c1": Basis.WAIVED, "c2": Basis.REIMBURSED}
    report = mileage([part], context.territory, by_driver=chosen)
    for driver, said, other in (
        ("c1", "Je renonce au remboursement", "Je demande"),
        ("c2", "Je demande le remboursement", "Je renonce"),
    ):
        text = printed(mileage_account([context], report, driver=driver)).text
        assert said in text
        assert "✕" in text
        assert other not in text


def test_a_drivers_statement_is_theirs_alone(context, printed):
    made = printed(mileage_pdf(context.with_people(PEOPLE, names=True), Selection(driver="c1")))
    assert made.pages == 1
    assert "Gontran Vauquelin" in made.text
    assert "Bénévole volante 2" not in made.text
    assert "Transport solidaire" in made.text
    shared = replace(
        context.programme,
        drivers=tuple(replace(d, metres_this_year=0) for d in context.programme.drivers),
    )
    assert mileage_pdf(replace(context, programme=shared), Selection(driver="c9")) is None


def test_a_year_without_a_scale_says_so(context, printed):
    poor = replace(context, territory=replace(context.territory, mileage_scales=()))
    assert "Aucun barème n’est renseigné pour 2026" in printed(mileage_pdf(poor, ALL)).text


def test_the_prefects_account_is_one_page(context, printed):
    made = printed(social_transport_of(context, ALL))
    assert made.pages == 1
    for words in (
        "Compte rendu de l’année 2026", "au titre de la résidence seule", "VÉHICULES",
        "Distance moyenne d’un trajet", "avant le 1er mars 2027", "PARTICIPATION",
    ):  # fmt: skip
        assert words in made.text, words
    nobody = replace(context, plan=replace(context.plan, rides=()))
    assert social_transport_of(nobody, ALL) is None


def test_every_reason_that_a_plan_can_give_has_words(context):
    """Codes stand in the planner's modules as upper-case strings."""
    known = context.wording.words["reports"]["reasons"]
    texts = [p.read_text(encoding="utf-8") for p in Path(planning.__file__).parent.rglob("*.py")]
    found = {c for t in texts for c in re.findall(r'(?:code=|Reason\()\s*"([A-Z_]{4,})"', t)}
    remarks = {c for t in texts for c in re.findall(r'Remark\(\s*code="([A-Z_]{4,})"', t)}
    assert found
    reasons = found - remarks - {"OUTSIDE_HORIZON"}  # the last is of another month
    assert not [code for code in reasons if code.lower() not in known]
