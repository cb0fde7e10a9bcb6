"""GPX and GeoJSON, read again by GDAL; doors are exact for the driver who goes there alone."""

from __future__ import annotations

import json
from datetime import datetime

import pyogrio
import pytest
import shapely

from maps.geojson import plan_geojson
from maps.gpx import plan_gpx
from maps.plan_context import PlanContext
from maps.selection import ALL, Selection

DOOR = (6.0123, 43.498765)


@pytest.fixture
def context(rides) -> PlanContext:
    plan, programme, territory, network = rides.arguments
    return PlanContext(plan=plan, programme=programme, territory=territory, network=network)


def opened(content: bytes | None, tmp_path, name: str, layer: str | None = None):
    assert content is not None
    path = tmp_path / name
    path.write_bytes(content)
    return pyogrio.read_dataframe(path, layer=layer)


def test_a_drivers_gpx_leads_to_the_doors(context, tmp_path):
    content = plan_gpx(context, Selection(driver="c1"))
    points = opened(content, tmp_path, "c1.gpx", "waypoints")
    assert (points.geometry[0].x, points.geometry[0].y) == DOOR
    assert points.name[0].startswith("1 11\N{NO-BREAK SPACE}h\N{NO-BREAK SPACE}30 ")
    assert str(points.time[0]).startswith("2026-12-01 10:30")
    (track,) = opened(content, tmp_path, "c1.gpx", "tracks").geometry
    (day,) = context.days_in(Selection(driver="c1"))
    ways = [context.itineraries.leg(leg.origin, leg.destination) for leg in day.legs]
    whole = shapely.union_all([shapely.linestrings(w.geometry) for w in ways if w.distance_m])
    assert shapely.hausdorff_distance(track, whole) < 2e-5
    assert "digicode" not in (content or b"").decode()


def test_a_waypoint_counts_people_in_good_french(context, tmp_path):
    points = opened(plan_gpx(context, ALL), tmp_path, "tout.gpx", "waypoints")
    said = sorted(text.split(" – ")[0] for text in points.desc if "personne" in text)
    verbs = {True: ("monte", "montent"), False: ("descend", "descendent")}
    wanted = []
    for halt in (halt for view in context.days for halt in view.halts):
        people = sum(call.party.people for call in halt.calls)
        verb = verbs[halt.calls[0].pickup][people > 1]
        wanted.append(f"{people} personne{'s' if people > 1 else ''} {verb}")
    assert said == sorted(wanted)
    assert any("montent" in text for text in said)


def test_a_gpx_for_all_hides_them(context, tmp_path):
    content = plan_gpx(context, ALL)
    points = opened(content, tmp_path, "tout.gpx", "waypoints")
    assert len(points) == sum(len(view.stops) for view in context.rounds) + sum(
        len(view.halts) for view in context.days
    )
    text = (content or b"").decode()
    assert "43.4987" not in text
    assert "P-000" not in text


def test_geojson_is_as_the_rfc_wants_it(context, tmp_path):
    content = plan_geojson(context, ALL)
    document = json.loads(content or b"")
    assert "crs" not in document
    west, south, east, north = document["bbox"]
    assert 5.9 < west < east < 6.2
    assert 43.3 < south < north < 43.6
    ids = [feature["id"] for feature in document["features"]]
    assert len(set(ids)) == len(ids)
    table = opened(content, tmp_path, "tout.geojson")
    assert table.crs.to_epsg() == 4326
    assert set(table.kind) == {"round", "round-stop", "ride", "ride-stop"}
    assert sum(table.kind == "round") == len(context.plan.rounds)
    total = table[table.kind == "ride"].distance_m.sum()
    assert total == sum(ride.distance_m for ride in context.plan.rides)


def test_geojson_says_when(context):
    document = json.loads(plan_geojson(context, Selection(driver="c1")) or b"")
    (line,) = [f for f in document["features"] if f["properties"]["kind"] == "ride"]
    leaves = datetime.fromisoformat(line["properties"]["depart"])
    assert leaves.isoformat() == "2026-12-01T11:20:00+01:00"


def test_geojson_hides_doors_from_everybody(context):
    for selection in (ALL, Selection(driver="c1")):
        document = json.loads(plan_geojson(context, selection) or b"")
        doors = [f for f in document["features"] if f["properties"].get("exact") is False]
        communes = {(c.lon, c.lat) for c in context.territory.communes}
        rides = [f for f in doors if f["properties"]["kind"] == "ride-stop"]
        assert rides
        assert all(tuple(f["geometry"]["coordinates"]) in communes for f in rides)
        lines = [f for f in document["features"] if f["properties"]["kind"] == "ride"]
        assert not any(list(DOOR) in part for f in lines for part in f["geometry"]["coordinates"])


def test_nothing_selected_makes_no_file(context):
    assert plan_gpx(context, Selection(driver="c1", unit="unite-1")) is None
    assert plan_geojson(context, Selection(driver="c1", unit="unite-1")) is None
