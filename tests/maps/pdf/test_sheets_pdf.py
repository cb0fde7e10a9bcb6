"""Sheets on paper: what they say, to whom, and that the codes open the right places."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from maps.contacts import Contact
from maps.pdf.driver_sheets import driver_sheets_pdf
from maps.pdf.round_sheets import round_sheets_pdf
from maps.selection import ALL, Selection
from routing.planning.terms import Association

NASTY = "#let x = 1 $a$ *b* _c_ `d` \\e <f> @g [h] ]} \"i\" 'j' </script> ${k} // l — O’Brien"
PEOPLE = {
    "P-0001": Contact(
        name="Zénobie Quatrefages", phone="06 99 88 77 66", address="12 rue du Puits Doré",
        notes="chien méchant",
    ),
    "c1": Contact(name="Gontran Vauquelin", phone="07 11 22 33 44"),
}  # fmt: skip
SECRETS = ("Zénobie", "Quatrefages", "06 99", "Puits", "méchant", "Gontran", "Vauquelin", "07 11")
WRITERS = (driver_sheets_pdf, round_sheets_pdf)


def of_driver(number: int) -> Selection:
    return Selection(driver=f"c{number}")


@pytest.mark.parametrize("writer", WRITERS)
@pytest.mark.parametrize("lang", ["fr", "en"])
def test_a_sheet_is_tagged_titled_and_stays_on_its_paper(writer, lang, context, printed):
    made = printed(writer(replace(context, lang=lang), ALL))
    root = made.reader.trailer["/Root"]
    assert root["/Lang"] == lang
    assert root["/MarkInfo"]["/Marked"]
    assert "2026" in made.reader.metadata.title
    for page in range(made.pages):
        share, over = made.ink(margin_mm=6, page=page)
        assert share > 0.01
        assert not over


def test_a_drivers_sheet_says_all_that_a_driver_needs(context, printed):
    said = printed(driver_sheets_pdf(context, of_driver(1))).text
    for words in (
        "Mardi 1er décembre 2026", "Bénévole volante 1", "11 h 20", "14 h 00", "P-0001 monte",
        "2 personnes, dont 1 accompagnant", "Rendez-vous à 12 h 00.", "Repère :", "digicode 4512",
        "Adresse :", "Tél. :", "D 13 · Route des Vignes", "à vide", "Pause de 12 h 00 à 13 h 00",
        "Attente sur place jusqu’à 13 h 30", "Si personne n’est là", "on ne laisse personne",
        "15 ou 112", "114", "Compteur au départ", "Heure de retour", "Signature", "absent",
    ):  # fmt: skip
        assert words in said, words


def test_a_rounds_sheet_says_all_that_a_team_needs(context, printed):
    view = context.rounds[0]
    wanted = Selection(date=view.date, unit=view.unit.id)
    said = printed(round_sheets_pdf(context, wanted)).text
    assert view.unit.label in said
    for member in view.team:
        assert member.name in said
    for stop in view.stops:
        assert stop.site.commune in said
        assert context.wording.hour(stop.start_s).replace("\xa0", " ") in said
    assert "Si la porte est fermée" in said
    assert "Personnes reçues" in said


def test_sheets_are_merged_by_day_driver_or_all_and_numbered_each(context, printed):
    alone = [printed(driver_sheets_pdf(context, of_driver(n))).pages for n in (1, 2, 3)]
    merged = printed(driver_sheets_pdf(context, ALL))
    assert merged.pages == sum(alone)
    assert merged.text.count("1/1") == 3
    assert driver_sheets_pdf(context, Selection(driver="c9")) is None


def test_nobody_is_named_unless_asked_for(context, printed):
    made = printed(driver_sheets_pdf(context, ALL))
    assert not [secret for secret in SECRETS if secret in made.text + made.properties]


def test_initials_are_told_and_no_more(context, printed):
    made = printed(driver_sheets_pdf(context.with_people(PEOPLE, names=False), ALL))
    assert "Z. Q. (P-0001) monte" in made.text
    assert "G. V." in made.text
    assert not [secret for secret in SECRETS if secret in made.text + made.properties]


def test_names_are_told_to_who_may_know_them_and_never_in_the_properties(context, printed):
    known = context.with_people(PEOPLE, names=True)
    made = printed(driver_sheets_pdf(known, of_driver(1)))
    for words in ("Zénobie Quatrefages (P-0001) monte", "06 99 88 77 66", "12 rue du Puits Doré",
                  "À savoir : chien méchant", "Gontran Vauquelin"):  # fmt: skip
        assert words in made.text, words
    assert not [secret for secret in SECRETS if secret in made.properties]
    rounds = printed(round_sheets_pdf(known, ALL))
    assert not [secret for secret in SECRETS if secret in rounds.text]


def test_the_associations_phone_is_on_every_sheet(context, printed):
    own = Association(name="Les Ambulants", phone="04 00 00 00 00")
    known = replace(context, territory=replace(context.territory, association=own))
    for writer in WRITERS:
        assert "Les Ambulants : 04 00 00 00 00" in printed(writer(known, ALL)).text


def test_texts_are_set_as_typed_and_run_nothing(context, printed):
    drivers = tuple(replace(d, label=NASTY) for d in context.programme.drivers)
    units = tuple(replace(u, label=NASTY) for u in context.programme.units)
    people = {"P-0001": Contact(name=NASTY, notes=NASTY)}
    evil = replace(
        context,
        plan=replace(context.plan, title=NASTY),
        programme=replace(context.programme, drivers=drivers, units=units),
        people=people,
    )
    plain = _squeezed(NASTY)
    driver, rounds = driver_sheets_pdf(evil, of_driver(1)), round_sheets_pdf(evil, ALL)
    # title, driver, notes, and the passenger who gets in and out twice
    assert _squeezed(printed(driver).text).count(plain) >= 7
    assert _squeezed(printed(rounds).text).count(plain) >= 2
    for made in map(printed, (driver, rounds)):
        assert not [page for page in range(made.pages) if made.ink(margin_mm=6, page=page)[1]]


def test_a_word_longer_than_a_line_is_broken(context, printed):
    drivers = tuple(replace(d, label="W" * 200) for d in context.programme.drivers)
    long = replace(context, programme=replace(context.programme, drivers=drivers))
    made = printed(driver_sheets_pdf(long, of_driver(1)))
    assert not made.ink(margin_mm=6)[1]


def test_an_emoji_stops_no_sheet(context, printed):
    """No font of the wheel draws it; it is there to be read out all the same."""
    drivers = tuple(replace(d, label="Léa 😀 🦽") for d in context.programme.drivers)
    happy = replace(context, programme=replace(context.programme, drivers=drivers))
    made = printed(driver_sheets_pdf(happy, of_driver(1)))
    assert "Léa" in made.text
    assert "😀" in made.text
    assert made.reader.trailer["/Root"]["/MarkInfo"]["/Marked"]


def test_only_a_loose_second_page_says_again_whose_it_is(context, printed):
    """Of two sheets in one file, the second begins as the first does: with its head alone."""
    view = next(day for day in context.days if day.driver.id == "c1")
    rides = tuple(
        replace(trip.ride, id=f"{trip.ride.id}-{n}", date=view.date + timedelta(days=n))
        for n in range(2)
        for trip in view.rides
    )
    two = replace(context, plan=replace(context.plan, rides=rides))
    pages = printed(driver_sheets_pdf(two, of_driver(1))).reader.pages
    heads = [page.extract_text() for page in pages]
    assert len(heads) == 2
    assert [text.count(view.code) for text in heads] == [heads[0].count(view.code)] * 2


def test_no_phone_is_taken_apart_at_the_end_of_a_line(context, printed):
    for length in range(16, 64, 4):
        people = {"P-0001": replace(PEOPLE["P-0001"], address="rue " * (length // 4))}
        known = context.with_people(people, names=True)
        raw = printed(driver_sheets_pdf(known, of_driver(1))).reader.pages[0].extract_text()
        assert re.search(r"06[ \xa0]99[ \xa0]88[ \xa0]77[ \xa0]66", raw), length


def _squeezed(text: str) -> str:
    return "".join(text.split())
