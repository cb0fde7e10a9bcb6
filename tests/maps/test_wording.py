from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

import maps
from maps.wording import Wording
from routing.planning.dates import DateRange

NBSP = "\N{NO-BREAK SPACE}"
PACKAGE = Path(maps.__file__).parent


@pytest.fixture
def french():
    return Wording("fr")


def test_dates_in_words(french):
    assert french.day(date(2026, 12, 3)) == "jeudi 3 décembre 2026"
    assert french.day(date(2026, 12, 1)) == "mardi 1er décembre 2026"
    assert french.short_day(date(2026, 2, 1)) == "dim. 1er févr."


def test_periods(french):
    assert french.period(DateRange(date(2026, 12, 1), date(2026, 12, 31))) == "décembre 2026"
    assert french.period(DateRange(date(2028, 2, 1), date(2028, 2, 29))) == "février 2028"
    assert (
        french.period(DateRange(date(2026, 12, 1), date(2027, 1, 31)))
        == "du 1er décembre 2026 au 31 janvier 2027"
    )
    assert french.days(DateRange(date(2026, 12, 3), date(2026, 12, 3))) == "jeu. 3 déc."


@pytest.mark.parametrize(
    ("seconds", "text"), [(0, "0 h 00"), (29_100, "8 h 05"), (29_159, "8 h 05"), (29_160, "8 h 06")]
)
def test_hours_as_a_clock_shows_them(french, seconds, text):
    assert french.hour(seconds) == text.replace(" ", NBSP)


@pytest.mark.parametrize(
    ("seconds", "text"), [(29, "0 min"), (2520, "42 min"), (3599, "1 h 00"), (3900, "1 h 05")]
)
def test_durations(french, seconds, text):
    assert french.duration(seconds) == text.replace(" ", NBSP)


def test_a_drive_of_less_than_a_minute_tells_its_metres_alone(french):
    assert french.drive(80, 29) == f"80{NBSP}m"
    assert french.drive(80, 30) == f"80{NBSP}m · 1{NBSP}min"
    assert french.drive(12_340, 900) == f"12,3{NBSP}km · 15{NBSP}min"


@pytest.mark.parametrize(
    ("metres", "text"),
    [
        (354, "350 m"),
        (994, "990 m"),
        (995, "1,0 km"),
        (38_412, "38,4 km"),
        (99_949, "99,9 km"),
        (99_950, "100 km"),
        (1_234_567, "1\N{NARROW NO-BREAK SPACE}235 km"),
    ],
)
def test_distances(french, metres, text):
    assert french.distance(metres).replace(NBSP, " ") == text


def test_counts(french):
    assert [french.count("rounds", n) for n in (0, 1, 2)] == [
        "0 tournée",
        "1 tournée",
        "2 tournées",
    ]


def test_english_has_its_own_forms():
    english = Wording("en")
    assert english.day(date(2026, 12, 1)) == "Tuesday 1 December 2026"
    assert english.distance(38_412).replace(NBSP, " ") == "38.4 km"
    assert english.count("rounds", 0) == "0 rounds"


def test_an_unknown_language_names_those_there_are():
    with pytest.raises(ValueError, match="en, fr"):
        Wording("tlh")


def keys(table, prefix=""):
    for key, value in table.items():
        yield from keys(value, f"{prefix}{key}.") if isinstance(value, dict) else [prefix + key]


def test_languages_say_the_same_things():
    assert set(keys(Wording("en").words)) == set(keys(Wording("fr").words))


def test_templates_use_all_words_and_no_others():
    words = set(Wording("fr").words) - {"formats", "counts"}
    texts = [
        p.read_text(encoding="utf-8") for p in PACKAGE.rglob("*") if p.suffix in (".j2", ".py")
    ]
    used = {m for text in texts for m in re.findall(r"\bw\.([a-z_]+)", text)}
    used |= {m for text in texts for m in re.findall(r'words\["([a-z_]+)"\]', text)} - {
        "formats",
        "counts",
    }
    grouped = {f"places_{key}" for key in ("care", "rights", "partners")}
    listed = {"map", "zoom_in", "zoom_out", "close", "shown_one", "shown_many"}
    assert used | grouped | listed == words
    rides = {m for text in texts for m in re.findall(r"""rides(?:\.|"?\]?\[["'])([a-z_]+)""", text)}
    chosen = {f"{do}wheelchair_{kind}" for do in ("", "do_") for kind in ("foldable", "rigid")}
    assert (rides & set(Wording("fr").words["rides"])) | chosen | {"gets_in", "gets_out"} == set(
        Wording("fr").words["rides"]
    )
