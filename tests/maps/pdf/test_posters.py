"""A village's poster: when and where, large, and nothing that nobody said."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from maps.pdf.posters import posters_a4, posters_pdf
from maps.selection import ALL, Selection
from maps.session_dates import SessionWords, Sitting
from maps.wording import Wording
from routing.planning.terms import Association

HOUR = 3600


def sittings(*days: date, start: int = 9 * HOUR, end: int = 12 * HOUR) -> list[Sitting]:
    return [Sitting(day, start, end) for day in days]


@pytest.mark.parametrize(
    ("days", "french", "english"),
    [
        ((date(2027, 1, 7), date(2027, 1, 21)), "Jeudis 7 et 21 janvier",
         "Thursdays 7 and 21 January"),
        ((date(2027, 4, 1),), "Jeudi 1er avril", "Thursday 1 April"),
        ((date(2027, 1, 28), date(2027, 2, 4)), "Jeudis 28 janvier et 4 février",
         "Thursdays 28 January and 4 February"),
        ((date(2027, 1, 5), date(2027, 1, 12), date(2027, 1, 19)), "Mardis 5, 12 et 19 janvier",
         "Tuesdays 5, 12 and 19 January"),
    ],
)  # fmt: skip
def test_dates_are_said_as_people_say_them(days, french, english):
    for lang, wanted in (("fr", french), ("en", english)):
        ((weekday, said, _),) = SessionWords(Wording(lang)).lines(sittings(*days))
        assert f"{weekday} {said}".replace("\xa0", " ").replace(", and", " and") == wanted


def test_dates_of_one_weekday_and_hours_stand_together():
    morning = sittings(date(2027, 1, 7), date(2027, 1, 21))
    evening = sittings(date(2027, 1, 14), start=17 * HOUR + 1800, end=19 * HOUR)
    lines = SessionWords(Wording("fr")).lines([*evening, *morning, *morning])
    hours = [hours.replace("\xa0", " ") for *_, hours in lines]
    assert hours == ["9 h – 12 h", "17 h 30 – 19 h"]


def test_each_village_has_its_poster_and_no_other_village_on_it(context, printed):
    villages = {stop.site.insee: stop.site.commune for v in context.rounds for stop in v.stops}
    assert printed(posters_a4(context, ALL)).pages == len(villages)
    for insee, name in villages.items():
        made = printed(posters_a4(context, Selection(village=insee)))
        assert (made.pages, name in made.text) == (1, True)
        assert name in made.reader.metadata.title
        others = [n for n in villages.values() if n != name and n in made.text]
        assert not others
        assert "Permanence santé" in made.text
        assert made.ink()[0] > 0.05
    assert posters_a4(context, Selection(village="00000")) is None


def test_a_poster_promises_nothing_but_who_is_always_there(context, printed):
    said = printed(posters_a4(context, ALL)).text.casefold()
    assert not [word for word in ("gratuit", "confidentiel", "sans rendez-vous") if word in said]
    roles = [role.label for role in context.programme.roles]
    assert len(roles) > 1
    shown = [role for role in roles[1:] if f", {role}" in printed(posters_a4(context, ALL)).text]
    assert shown == []  # within the sentence they begin small
    silent = replace(
        context,
        plan=replace(context.plan, rounds=tuple(replace(r, team=()) for r in context.plan.rounds)),
    )
    assert "Sur place" not in printed(posters_a4(silent, ALL)).text


def test_a_phone_is_printed_where_the_settings_have_one_and_a_line_where_not(context, printed):
    assert "04 00" not in printed(posters_a4(context, ALL)).text
    own = Association(name="Les Ambulants", phone="04 00 00 00 00")
    known = replace(context, territory=replace(context.territory, association=own))
    said = printed(posters_a4(known, ALL)).text
    assert "Renseignements : 04 00 00 00 00" in said
    assert "Les Ambulants" in said


@pytest.mark.parametrize(("paper", "height_mm"), [("a3", 420), ("a4", 297), ("a5", 210)])
def test_paper_comes_in_three_sizes(paper, height_mm, context, printed):
    made = printed(posters_pdf(context, ALL, paper))
    assert float(made.reader.pages[0].mediabox.height) / 72 * 25.4 == pytest.approx(
        height_mm, abs=1
    )
    assert made.pages == printed(posters_a4(context, ALL)).pages


def test_many_dates_still_fit_on_one_page(context, printed):
    """Nine sittings at odd hours shrink, and the line to write a phone on stays free."""
    held = context.plan.rounds[0]
    stop = held.stops[0]
    many = tuple(
        replace(held, id=f"T{n}", stops=(replace(stop, start_s=stop.start_s + 900 * n),))
        for n in range(9)
    )
    crowded = replace(context, plan=replace(context.plan, rounds=many))
    made = printed(posters_a4(crowded, ALL))
    assert made.pages == 1
    assert made.text.index("Renseignements") > made.text.index(context.rounds[0].stops[0].site.name)
