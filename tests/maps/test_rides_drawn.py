"""The shipped month with its rides, on the map and on the drivers' sheets."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest

from api.recipe import month_of, open_ground, read_programme, write_documents
from routing.planning import PlanOptions, plan
from routing.planning.plans import Plan


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    ground = open_ground()
    programme = read_programme("promo-soins", ground.territory)
    programme = replace(programme, horizon=month_of(date(2027, 1, 1)))
    made = plan(programme, ground.territory, ground.network, PlanOptions(iterations=200))
    folder = tmp_path_factory.mktemp("out")
    (folder / "feuille-2020-01-01-conducteur-9.html").write_text("old", encoding="utf-8")
    write_documents(made, programme, ground, folder, progress=lambda *_: None)
    return made, programme, ground, folder


def sheets(folder):
    return sorted(folder.glob("feuille-*-conducteur-*.html"))


def test_every_driver_has_a_sheet_for_every_date(written):
    made, programme, _, folder = written
    numbers = {driver.id: n for n, driver in enumerate(programme.drivers, 1)}
    expected = {
        f"feuille-{ride.date}-conducteur-{numbers[ride.driver]}.html" for ride in made.rides
    }
    assert {path.name for path in sheets(folder)} == expected


def test_a_sheet_names_its_passengers_and_nobody_else(written):
    made, programme, _, folder = written
    passengers = {request.id: request.passenger for request in programme.requests}
    numbers = {driver.id: n for n, driver in enumerate(programme.drivers, 1)}
    for path in sheets(folder):
        day, number = re.fullmatch(r"feuille-(.{10})-conducteur-(\d+)", path.stem).groups()
        mine = {
            passengers[stop.request]
            for ride in made.rides
            if str(ride.date) == day and numbers[ride.driver] == int(number)
            for stop in ride.stops
        }
        assert set(re.findall(r"\bP-\d{4}\b", path.read_text(encoding="utf-8"))) == mine


def test_the_map_draws_every_trip_and_no_door(written):
    made, programme, _, folder = written
    page = (folder / "carte.html").read_text(encoding="utf-8")
    labels = {driver.id: driver.label for driver in programme.drivers}
    assert all(labels[ride.driver] in page for ride in made.rides)
    doors = {(str(r.pickup.lon), str(r.pickup.lat)) for r in programme.requests}
    long = [door for door in doors if min(map(len, door)) >= len("5.12345")]
    assert len(long) > len(doors) / 2
    assert not [door for door in long if door[0] in page and door[1] in page]


def test_what_only_an_earlier_plan_had_is_removed(written):
    made, programme, ground, folder = written
    assert not (folder / "feuille-2020-01-01-conducteur-9.html").exists()
    assert (folder / "feuilles-de-route.html").exists()
    assert (folder / "passagers.html").exists()
    none: Plan = replace(made, rides=(), unserved=())
    write_documents(none, programme, ground, folder, progress=lambda *_: None)
    assert not sheets(folder)
    assert not (folder / "feuilles-de-route.html").exists()
    assert not (folder / "passagers.html").exists()
