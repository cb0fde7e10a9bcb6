"""A programme with rides, the workbook of it and its sheets: written once for all tests."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from api.wire.programme_json import load_programme
from api.wire.programme_xlsx import write_programme_xlsx
from api.wire.xlsx.archive import Sheet, read_sheets
from routing.planning.programme import Programme
from routing.planning.territory import Territory
from tests.api.xlsx_rides.ride_sheets import RIDES


@pytest.fixture(scope="session")
def programme(territory: Territory) -> Programme:
    shipped = load_programme(territory.programmes_folder / "promo-soins.json", territory)
    rides = load_programme(
        {
            "name": "x",
            "title": "x",
            "headquarters": "PVS",
            "roles": [],
            "staff": [],
            "permanences": [
                {
                    "id": "RIANS",
                    "name": "Rians",
                    "site": "PERM-RIANS",
                    "frequency": {"kind": "per_month", "times": 1},
                    "openings": [{"weekday": "mardi", "half_day": "matin", "start": "09:00"}],
                    "duration": "PT3H",
                    "unit_required": False,
                }
            ],
            **RIDES,
        },
        territory,
    )
    return replace(
        shipped,
        past=shipped.past[:2],
        events=rides.events,
        cars=rides.cars,
        drivers=rides.drivers,
        requests=rides.requests,
    )


@pytest.fixture(scope="session")
def written(programme: Programme, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("xlsx") / "programme.xlsx"
    write_programme_xlsx(programme, path)
    return path


@pytest.fixture(scope="session")
def sheets(written: Path) -> list[Sheet]:
    return read_sheets(written, "programme.xlsx")
