"""The codes on paper, read as a phone reads them: by a scanner that shares no code with us."""

from __future__ import annotations

import pytest
import zxingcpp

from maps.pdf.driver_sheets import driver_sheets_pdf
from maps.pdf.round_sheets import round_sheets_pdf
from maps.qr import geo_link
from maps.ride_sheets import driver_sheets
from maps.selection import ALL

AS_A_FAX, AS_A_PRINTER = 100, 300


def scanned(made, dpi: int) -> list[str]:
    return sorted(
        code.text
        for page in range(made.pages)
        for code in zxingcpp.read_barcodes(made.pixels(dpi=dpi, page=page))
    )


@pytest.mark.parametrize("dpi", [AS_A_FAX, AS_A_PRINTER])
def test_every_code_of_a_drivers_sheet_opens_its_stop(dpi, context, printed):
    legs = [leg for sheet in driver_sheets(context) for leg in sheet.legs if leg.geo]
    found = scanned(printed(driver_sheets_pdf(context, ALL)), dpi)
    assert found == sorted(leg.geo for leg in legs)
    assert found


@pytest.mark.parametrize("dpi", [AS_A_FAX, AS_A_PRINTER])
def test_every_code_of_a_round_sheet_opens_its_permanence(dpi, context, printed):
    stops = [stop.site for view in context.rounds for stop in view.stops]
    found = scanned(printed(round_sheets_pdf(context, ALL)), dpi)
    assert found == sorted(geo_link(site.lon, site.lat) for site in stops)
    assert found
