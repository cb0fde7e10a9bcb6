"""What a driver's sheet tells: doors, waits, and who brings whom home."""

from __future__ import annotations

import pytest

from maps import write_driver_sheets


@pytest.fixture
def folder(rides, tmp_path):
    write_driver_sheets(*rides.arguments, tmp_path / "feuilles")
    return tmp_path / "feuilles"


@pytest.fixture
def sheet(folder, text_of):
    """Return the text of a driver's sheet by the driver's number."""
    return lambda number: text_of(folder / f"feuille-2026-12-01-conducteur-{number}.html")


def test_a_wait_lasts_until_the_next_thing_happens(sheet):
    said = sheet(1)
    assert "Attente sur place jusqu’à 13 h 30" in said
    assert "jusqu’à 12 h 00" not in said
    assert "Pause de 12 h 00 à 13 h 00 13 h 30 3 Valbelle" in said  # told where they wait
    assert "12 h 00 3 Valbelle" not in said
