"""Sheets as a printer and a telephone get them."""

from __future__ import annotations

import base64
import re

import pytest

from maps import write_driver_sheets, write_passengers, write_round_sheets
from maps.ride_sheets import ALL_DRIVER_SHEETS
from maps.sheets import ALL_SHEETS

USUAL, LONG = "Rians", "Saint-Maximin-la-Sainte-Baume"
LONGEST = "Saint-Jean-de-la-Très-Longue-Montagne-les-Deux-Rivières"
PASSENGERS = "passagers.html"
A4_POINTS = (595, 842)


def pdf_of(browser) -> bytes:
    options = {"preferCSSPageSize": True, "printBackground": False}
    return base64.b64decode(browser.execute_cdp_cmd("Page.printToPDF", options)["data"])


def pages(pdf: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


def size(pdf: bytes) -> tuple[int, int]:
    box = re.search(rb"/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]", pdf)
    assert box is not None
    return round(float(box[1])), round(float(box[2]))


@pytest.mark.parametrize("people", [3, 8])
@pytest.mark.parametrize(
    ("name", "stops"),
    [(name, stops) for name in (USUAL, LONG) for stops in (1, 2, 3, 4, 6)] + [(LONGEST, 4)],
)
def test_a_round_fits_one_a4_page(made, open_page, tmp_path, people, name, stops):
    names = [f"{name} {i}" for i in range(4)]
    sample = made.make_sample(tmp_path / "territoire", names, people=people)
    day = sample.plan.rounds[0].date
    tour = made.make_round(
        day, 1, [(i + 1) % 4 for i in range(stops)], sample.programme, sample.network
    )
    plan = made.make_plan([tour], sample.programme)
    paths = write_round_sheets(plan, *sample.arguments[1:], tmp_path / "feuilles")
    pdf = pdf_of(open_page(paths[0]))
    assert (pages(pdf), size(pdf)) == (1, A4_POINTS)


def test_all_sheets_print_a_page_each(made, open_page, tmp_path):
    sample = made.make_sample(tmp_path / "territoire")
    write_round_sheets(*sample.arguments, tmp_path)
    assert pages(pdf_of(open_page(tmp_path / ALL_SHEETS))) == len(sample.plan.rounds)


@pytest.mark.parametrize("width", [1000, 390])
def test_nothing_keeps_people_out(made, open_page, resize, barriers, tmp_path, width):
    sample = made.make_sample(tmp_path / "territoire")
    paths = write_round_sheets(*sample.arguments, tmp_path)
    resize((width, 900))
    page = open_page(paths[2])
    assert barriers() == []
    assert page.execute_script("return document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("width", [1000, 390])
def test_nothing_keeps_people_out_of_what_is_printed_for_rides(
    made, ride_made, open_page, resize, barriers, tmp_path, width
):
    sample = ride_made.make_ride_sample(made, tmp_path / "territoire")
    write_round_sheets(*sample.arguments, tmp_path)
    write_driver_sheets(*sample.arguments, tmp_path)
    write_passengers(*sample.arguments[:3], tmp_path / PASSENGERS)
    resize((width, 844))
    for name in (ALL_SHEETS, ALL_DRIVER_SHEETS, PASSENGERS):
        page = open_page(tmp_path / name)
        assert barriers() == [], name
        assert page.execute_script("return document.documentElement.scrollWidth") <= width, name


def test_a_telephone_says_what_each_of_a_passengers_times_is(
    made, ride_made, open_page, resize, tmp_path
):
    sample = ride_made.make_ride_sample(made, tmp_path / "territoire")
    write_passengers(*sample.arguments[:3], tmp_path / PASSENGERS)
    resize((390, 844))
    page = open_page(tmp_path / PASSENGERS)
    said = page.execute_script(
        "return [...document.querySelectorAll('.passengers tbody tr:first-child td[data-label]')]"
        ".map(cell => getComputedStyle(cell, '::before').content)"
    )
    headings = page.execute_script(
        "return [...document.querySelectorAll('.passengers thead th')].map(h => h.textContent)"
    )
    assert said
    assert {text.strip('"') for text in said} <= set(headings)
