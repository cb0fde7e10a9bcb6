"""Round sheets as a printer gets them."""

from __future__ import annotations

import base64
import re

import pytest

from maps import write_round_sheets
from maps.sheets import ALL_SHEETS

USUAL, LONG = "Rians", "Saint-Maximin-la-Sainte-Baume"
LONGEST = "Saint-Jean-de-la-Très-Longue-Montagne-les-Deux-Rivières"
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
