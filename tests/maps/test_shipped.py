"""The territory that ships, drawn: forty-six rounds over its real roads."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from api.wire.programme_json import load_programme
from maps import write_map, write_round_sheets
from maps.itinerary import Itineraries
from maps.views import round_views
from routing.planning import load_territory
from routing.roads import RoadNetwork

MOST_BYTES = 3_000_000


@pytest.fixture(scope="module")
def shipped(made):
    """A month in which two units leave on every working day, for two villages each."""
    territory = load_territory()
    programme = load_programme(territory.programmes_folder / "territoire.json")
    network = RoadNetwork.load(territory.roads_path)
    points = {site.id: (site.lon, site.lat) for site in territory.sites}
    days = [date(2026, 12, 1) + timedelta(days=n) for n in range(31)]
    rounds = []
    for day in (d for d in days if d.weekday() < 5):
        for unit in (1, 2):
            first = len(rounds) * 2 % (len(programme.permanences) - 1)
            rounds.append(
                made.make_round(day, unit, [first, first + 1], programme, network, points, people=4)
            )
    return made.make_plan(rounds, programme), programme, territory, network


def test_a_month_makes_a_small_map(shipped, tmp_path):
    assert len(shipped[0].rounds) == 46
    path = write_map(*shipped, tmp_path / "carte.html")
    assert path.stat().st_size < MOST_BYTES


def test_every_round_has_its_sheet(shipped, tmp_path):
    assert len(write_round_sheets(*shipped, tmp_path)) == len(shipped[0].rounds)


def test_lines_begin_and_end_where_the_unit_stops(shipped):
    plan, programme, territory, network = shipped
    itineraries = Itineraries(network)
    for view in round_views(plan, programme, territory):
        for leg in view.legs:
            geometry = itineraries.leg(leg.origin, leg.destination).geometry
            for (lon, lat), site in ((geometry[0], leg.origin), (geometry[-1], leg.destination)):
                assert abs(lon - site.lon) < 0.01
                assert abs(lat - site.lat) < 0.01
