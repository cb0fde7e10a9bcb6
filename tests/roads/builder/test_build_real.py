"""Real data: the network that ships, and more where the shared extracts are there."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
import shapely
from shapely.geometry import shape

from routing.roads import Place, RoadNetwork
from routing.roads.builder.recipe import build_network
from routing.roads.data import CLASSES, RoadData
from routing.roads.speed import SpeedModel

ROOT = Path(__file__).parents[3]
SHIPPED = ROOT / "data" / "communes" / "roads.npz"
SHARED = ROOT.parent / "shared" / "osm"

EXTRACTS = sorted((SHARED / "test-extracts").glob("*.osm.*"))
REFERENCES = sorted(SHARED.glob("reference_times.csv"))


@pytest.fixture(scope="module")
def shipped() -> RoadData:
    return RoadData.load(SHIPPED)


def kph(data: RoadData, ms: np.ndarray) -> np.ndarray:
    return data.edge_length_dm / np.maximum(ms, 1) * 360


def test_shipped_network_is_small_and_attributed(shipped: RoadData) -> None:
    assert SHIPPED.stat().st_size < 8_000_000
    assert shipped.meta["attribution"] == "© OpenStreetMap contributors, ODbL 1.0"
    assert shipped.meta["source"]["date"] == "2021-08"
    assert len(shipped.meta["limits"]) >= 4


def test_shipped_network_comes_from_this_builder(shipped: RoadData) -> None:
    assert shipped.meta["speed_model"] == SpeedModel().to_json()
    assert shipped.meta["geometry_tolerance_m"] <= 5


def test_shipped_network_has_every_class_and_names(shipped: RoadData) -> None:
    for name in ("motorway", "primary", "secondary", "tertiary", "unclassified", "residential"):
        assert np.sum(shipped.edge_class == CLASSES.index(name)) > 100, name
    assert {"A 8", "D 560", "D 554"} <= set(shipped.strings)
    assert np.mean(shipped.edge_name > 0) > 0.3


def test_shipped_speeds_are_believable(shipped: RoadData) -> None:
    for ms in (shipped.edge_forward_ms, shipped.edge_backward_ms):
        long = (ms >= 0) & (shipped.edge_length_dm > 2000)
        assert kph(shipped, ms)[ms >= 0].max() <= 131
        assert kph(shipped, ms)[long].min() >= 4


def test_streets_are_kept_in_the_territory_and_main_roads_outside(shipped: RoadData) -> None:
    area = shape(shipped.meta["detail"]["area"])
    ends = [
        shapely.points(shipped.node_lon[node] / 1e6, shipped.node_lat[node] / 1e6)
        for node in (shipped.edge_tail, shipped.edge_head)
    ]
    shapely.prepare(area)
    outside = ~shapely.intersects(area, ends[0]) & ~shapely.intersects(area, ends[1])
    minor = np.isin(shipped.edge_class, [CLASSES.index(c) for c in ("residential", "service")])
    km = shipped.edge_length_dm / 1e4
    assert km[minor & ~outside].sum() > 1000
    assert km[minor & outside].sum() < 100  # only what connects main roads
    assert km[~minor & outside].sum() > 3000


def places(rows: Sequence[dict[str, str]]) -> list[Place]:
    return [Place(id=r["id"], lon=float(r["lon"]), lat=float(r["lat"])) for r in rows]


def test_every_site_is_reached_from_every_other(shipped: RoadData) -> None:
    """Hospitals of Toulon, Hyères, Aix, Marseille, Manosque, Draguignan among them."""
    with (SHIPPED.parent / "sites.csv").open(encoding="utf-8", newline="") as file:
        sites = places(list(csv.DictReader(file)))
    found = RoadNetwork(shipped).matrix(sites)
    n = len(sites)
    assert all(found.reachable(i, j) for i in range(n) for j in range(n))
    ids = [site.id for site in sites]
    minutes = found.durations_s[ids.index("CH-BRIGNOLES")] / 60
    for hospital, low, high in (
        ("CH-TOULON", 30, 60), ("CH-HYERES", 30, 65), ("CH-AIX", 34, 70),
        ("APHM-TIMONE", 44, 80), ("CH-MANOSQUE", 55, 95), ("CH-DRAGUIGNAN", 35, 65),
    ):  # fmt: skip
        assert low < minutes[ids.index(hospital)] < high, hospital


@pytest.mark.parametrize("path", REFERENCES, ids=lambda path: path.name)
def test_kilometres_and_minutes_are_believable(path: Path, shipped: RoadData) -> None:
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    points = {r["from"]: (r["from_lon"], r["from_lat"]) for r in rows}
    points |= {r["to"]: (r["to_lon"], r["to_lat"]) for r in rows}
    known = [Place(id=i, lon=float(lon), lat=float(lat)) for i, (lon, lat) in points.items()]
    found = RoadNetwork(shipped).matrix(known)
    at = {place.id: i for i, place in enumerate(known)}
    pairs = [(at[r["from"]], at[r["to"]]) for r in rows]
    metres = np.array([found.distances_m[i, j] for i, j in pairs])
    seconds = np.array([found.durations_s[i, j] for i, j in pairs])
    km_ratio = metres / 1000 / [float(r["km"]) for r in rows]
    minute_ratio = seconds / 60 / [float(r["minutes"]) for r in rows]
    for ratio, median, nearly_all in ((km_ratio, 0.03, 0.12), (minute_ratio, 0.10, 0.25)):
        off = np.abs(ratio - 1)
        assert np.median(off) <= median
        assert np.quantile(off, 0.95) <= nearly_all
        assert ratio.min() > 1 / 1.5
        assert ratio.max() < 1.5
    assert abs(np.median(minute_ratio) - 1) < 0.05


@pytest.mark.parametrize("path", EXTRACTS, ids=lambda path: path.name.split("_")[0])
def test_extracts_with_full_tags(path: Path) -> None:
    data = build_network(path)
    meta = data.meta
    assert meta["counts"]["km"] > 20
    assert meta["maxspeed_share"] > 0.01
    assert meta["excluded_ways"]["access"] > 0
    for ms in (data.edge_forward_ms, data.edge_backward_ms):
        assert kph(data, ms)[ms >= 0].max() <= 131
    if "bayreuth" in path.name:
        assert meta["turn_restrictions"]["read"] == 40
        assert meta["barriers_closed"] > 0
        assert meta["source"]["date"] == "2014-11-03"
