from __future__ import annotations

import json

import pytest
import shapely

from maps.backdrop import (
    communes_geojson,
    main_roads,
    outline_geojson,
    read_communes,
    road_lines,
)
from tests.maps.fake_roads import road_data

EVERYWHERE = (5.9, 43.3, 6.2, 43.6)


def test_a_road_runs_through_its_own_points():
    data = road_data(["secondary"])
    line = main_roads(data, EVERYWHERE)["secondary"]
    ends = shapely.get_coordinates(line)
    assert ends[0] == pytest.approx([6.0, 43.4])
    assert ends[-1] == pytest.approx([6.1, 43.4])
    assert len(ends) == 3


def test_roads_go_by_their_style_links_with_their_road():
    data = road_data(["motorway", "motorway_link", "residential", "tertiary"])
    roads = main_roads(data, EVERYWHERE)
    lengths = {name: shapely.get_num_geometries(lines) for name, lines in roads.items()}
    assert lengths["tertiary"] == 1
    assert shapely.length(roads["motorway"]) > 0.15  # the two of them
    assert roads["primary"].is_empty
    assert roads["secondary"].is_empty


def test_far_away_only_the_large_roads_are_drawn():
    data = road_data(["motorway", "tertiary"])
    west = (5.6, 43.4, 5.8, 43.5)
    roads = main_roads(data, west)
    assert not roads["motorway"].is_empty
    assert roads["tertiary"].is_empty


def test_lines_for_a_page_keep_their_ends():
    lines = road_lines(main_roads(road_data(), EVERYWHERE)["motorway"])
    assert len(lines) == 1
    assert lines[0][0] == pytest.approx([6.0, 43.4])
    assert road_lines(main_roads(road_data(), EVERYWHERE)["trunk"]) == []


def test_polygons_and_outline(sample):
    communes = read_communes(sample.territory)
    assert communes.source == "IGN 2018"
    assert communes.bounds == pytest.approx((5.95, 43.35, 6.15, 43.55), abs=1e-6)
    assert len(communes_geojson(communes)["features"]) == 4
    outline = outline_geojson(communes)["features"][0]["geometry"]
    assert outline["type"] == "Polygon"
    assert len(outline["coordinates"]) == 1  # the shared borders have left no slit


def test_polygons_without_a_credited_source(sample):
    path = sample.territory.polygons_path
    document = json.loads(path.read_text(encoding="utf-8"))
    del document["attribution"]
    path.write_text(json.dumps(document), encoding="utf-8")
    assert read_communes(sample.territory).source == ""
