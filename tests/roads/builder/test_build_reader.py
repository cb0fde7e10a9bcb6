"""Reading files: every form, cut ways, damage."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Any

import osmium
import pytest

from routing.roads.builder.raw import TurnRestriction
from routing.roads.builder.reader import read_osm_file, turn_restriction
from routing.roads.builder.recipe import build_network
from routing.roads.types import OsmSourceError


@pytest.mark.parametrize("suffix", [".osm", ".osm.gz", ".osm.bz2"])
def test_text_forms(square: Any, tmp_path: Path, suffix: str) -> None:
    square.across()
    raw = read_osm_file(square.write(tmp_path / f"drawn{suffix}"))
    assert len(raw.way_id) == 2
    assert raw.source == {"name": f"drawn{suffix}", "date": None, "kind": "file"}


def test_pbf_gives_the_same_network(square: Any, tmp_path: Path) -> None:
    square.across(maxspeed="50", oneway="-1")
    text = square.write(tmp_path / "drawn.osm")
    binary = tmp_path / "drawn.osm.pbf"
    with osmium.SimpleWriter(str(binary)) as writer:
        for thing in osmium.FileProcessor(text):
            writer.add(thing)
    build_network(text, date="2026-01-01").save(tmp_path / "text.npz")
    data = build_network(str(binary), date="2026-01-01")
    assert data.meta["source"]["name"] == "drawn.osm.pbf"
    build_network(binary, date="2026-01-01").save(tmp_path / "binary.npz")
    from_text = (tmp_path / "text.npz").read_bytes()
    from_binary = (tmp_path / "binary.npz").read_bytes()
    assert len(from_text) == pytest.approx(len(from_binary), abs=20)  # the name differs


def test_only_useful_tags_are_kept(square: Any, tmp_path: Path) -> None:
    square.across({"source:name": "survey", "wikidata": "Q1"}, middle={"highway": "stop", "x": "y"})
    raw = read_osm_file(square.write(tmp_path / "drawn.osm"))
    assert set(raw.way_tags[1]) == {"highway", "name"}
    assert list(raw.node_tags.values()) == [{"highway": "stop"}]


def test_a_way_is_cut_where_nodes_are_missing(square: Any, tmp_path: Path) -> None:
    """An extract may end in the middle of a way."""
    a, b, c, d = (square.node(x, 2000) for x in (0, 100, 200, 300))
    square.way([a, b, 999, c, d, 998], highway="primary")
    square.way([a, 997, b], highway="secondary")
    raw = read_osm_file(square.write(tmp_path / "drawn.osm"))
    cuts = pairwise(raw.way_start.tolist())
    pairs = [raw.node_id[raw.way_node[i:j]].tolist() for i, j in cuts]
    assert pairs[1:] == [[a, b], [c, d]]
    assert [tags["highway"] for tags in raw.way_tags] == ["residential", "primary", "primary"]


def test_repeated_nodes_are_read_once(square: Any, tmp_path: Path) -> None:
    a, b = square.node(0, 2000), square.node(100, 2000)
    square.way([a, a, b, b], highway="primary")
    raw = read_osm_file(square.write(tmp_path / "drawn.osm"))
    assert raw.node_id[raw.way_node[raw.way_start[1] :]].tolist() == [a, b]


@pytest.mark.parametrize(
    ("tags", "kind"),
    [
        ({"type": "restriction", "restriction": "no_u_turn"}, "no_u_turn"),
        (
            {"type": "restriction", "restriction": "no_u_turn", "except": "psv;motorcar"},
            "no_u_turn (except motorcar)",
        ),
        (
            {"type": "restriction", "restriction:conditional": "no_left_turn @ (07:00-09:00)"},
            "conditional",
        ),
        ({"type": "restriction:hgv"}, "restriction:hgv"),
        ({"type": "restriction"}, "unknown"),
    ],
)
def test_turn_restrictions(tags: dict[str, str], kind: str) -> None:
    members = [("w", 7, "from"), ("n", 8, "via"), ("w", 9, "to"), ("w", 5, "via")]
    assert turn_restriction(tags, members) == TurnRestriction(kind, 7, 8, 9)


def test_missing_file(tmp_path: Path) -> None:
    with pytest.raises(OsmSourceError, match=r"introuvable.*nowhere\.osm\.pbf"):
        build_network(tmp_path / "nowhere.osm.pbf")


def test_unknown_form(tmp_path: Path) -> None:
    (tmp_path / "roads.shp").write_text("x")
    with pytest.raises(OsmSourceError, match="suffixe"):
        build_network(tmp_path / "roads.shp")


@pytest.mark.parametrize("name", ["x.osm.pbf", "x.osm", "x.osm.gz"])
def test_damaged_file(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"<osm version='0.6'><node id='1' lon='5")
    with pytest.raises(OsmSourceError, match="illisible"):
        build_network(tmp_path / name)


def test_file_without_roads(sketch: Any, tmp_path: Path) -> None:
    sketch.line((0, 0), (10, 0), (10, 10), landuse="residential")
    with pytest.raises(OsmSourceError, match="aucune route"):
        build_network(sketch.write(tmp_path / "drawn.osm"))
