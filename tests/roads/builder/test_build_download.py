"""Downloads through OSMnx, from a small Overpass and Nominatim of our own on this machine."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import osmnx as ox
import pytest
import shapely

from routing.roads.builder.download import default_cache
from routing.roads.builder.recipe import build_network
from routing.roads.types import DownloadError

Build = Callable[..., Any]
DATE = "2026-11-20"


@dataclass
class FakeOsm:
    """What the servers answer with, and what they were asked."""

    nodes: list[dict[str, Any]] = field(default_factory=list)
    ways: list[dict[str, Any]] = field(default_factory=list)
    relations: list[dict[str, Any]] = field(default_factory=list)
    place: list[dict[str, Any]] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    status: int = 200

    def answer(self, query: str) -> dict[str, Any]:
        self.asked.append(query)
        if "'landuse'" in query:
            ways = [way for way in self.ways if "landuse" in way["tags"]]
            elements = [*self._nodes(ways), *ways]
        elif "'type'='restriction'" in query:
            elements = self.relations
        else:
            ways = [way for way in self.ways if "highway" in way["tags"]]
            elements = [*self._nodes(ways), *ways]
        return {
            "version": 0.6,
            "osm3s": {"timestamp_osm_base": f"{DATE}T06:00:00Z"},
            "elements": elements,
        }

    def _nodes(self, ways: list[dict[str, Any]]) -> list[dict[str, Any]]:
        used = {node for way in ways for node in way["nodes"]}
        return [node for node in self.nodes if node["id"] in used]


def from_sketch(drawn: Any) -> FakeOsm:
    """Serve a sketch: its own XML, read back into Overpass's JSON."""
    import xml.etree.ElementTree as ET

    fake = FakeOsm()
    for element in ET.fromstring(drawn.xml()):  # noqa: S314
        tags = {tag.get("k"): tag.get("v") for tag in element.iter("tag")}
        known: dict[str, Any] = {"type": element.tag, "id": int(element.get("id", 0)), "tags": tags}
        if element.tag == "node":
            place = {name: float(element.get(name, 0)) for name in ("lat", "lon")}
            fake.nodes.append({**known, **place})
        elif element.tag == "way":
            nodes = [int(nd.get("ref", 0)) for nd in element.iter("nd")]
            fake.ways.append({**known, "nodes": nodes})
        else:
            members = [
                {"type": m.get("type"), "ref": int(m.get("ref", 0)), "role": m.get("role")}
                for m in element.iter("member")
            ]
            fake.relations.append({**known, "members": members})
    return fake


@pytest.fixture
def serve(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Callable[[FakeOsm], None]]:
    """Put a fake behind OSMnx's two addresses."""
    current: list[FakeOsm] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path.startswith("/api/status"):
                self._send(b"Connected\nTime\nRate limit: 2\nX\n2 slots available now.\n")
            else:
                self._send(json.dumps(current[-1].place).encode())

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            answer = current[-1].answer(parse_qs(body)["data"][0])
            self._send(json.dumps(answer).encode(), current[-1].status)

        def _send(self, content: bytes, status: int = 200) -> None:
            self.send_response(status)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content if status == 200 else b"refused".ljust(len(content)))

        def log_message(self, *args: Any) -> None:
            """Stay quiet."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        address = f"http://127.0.0.1:{server.server_port}"
        monkeypatch.setattr(ox.settings, "overpass_url", f"{address}/api")
        monkeypatch.setattr(ox.settings, "nominatim_url", f"{address}/")
        monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield current.append
        server.shutdown()


def offline(monkeypatch: pytest.MonkeyPatch) -> None:
    """Point OSMnx at a port where nobody listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{free.getsockname()[1]}"
    monkeypatch.setattr(ox.settings, "overpass_url", f"{address}/api")
    monkeypatch.setattr(ox.settings, "nominatim_url", f"{address}/")


BOX = (5.8, 43.3, 6.0, 43.5)


def draw(square: Any) -> Any:
    way = square.across(
        {"oneway": "-1", "maxspeed": "50", "maxspeed:forward": "30", "toll": "yes"},
        middle={"highway": "stop"},
    )
    square.across(access="private", name="Private")
    blocked = square.node(600, 250, barrier="bollard")
    square.way([2, blocked, square.west], highway="residential", name="Blocked")
    members = [("way", way, "from"), ("node", square.west, "via"), ("way", 1, "to")]
    square.relation(members, type="restriction", restriction="no_left_turn")
    land = [square.node(x, y) for x, y in ((-50, -50), (1050, -50), (1050, 1050), (-50, 1050))]
    square.way([*land, land[0]], landuse="residential")
    return square


def test_a_download_gives_the_network_of_the_same_file(
    square: Any, build: Build, serve: Callable[[FakeOsm], None]
) -> None:
    drawn = draw(square)
    serve(from_sketch(drawn))
    downloaded = build_network(BOX)
    read = build(drawn).data
    told = {**read.meta, "source": downloaded.meta["source"]}
    assert downloaded.meta == told
    assert downloaded.meta["source"] == {"name": "Overpass", "date": DATE, "kind": "download"}
    assert downloaded.meta["turn_restrictions"]["at_a_node_of_the_network"] == 1
    assert downloaded.edge_length_dm.tolist() == read.edge_length_dm.tolist()
    assert downloaded.edge_forward_ms.tolist() == read.edge_forward_ms.tolist()
    assert downloaded.edge_backward_ms.tolist() == read.edge_backward_ms.tolist()
    assert downloaded.edge_flags.tolist() == read.edge_flags.tolist()
    assert downloaded.strings == read.strings


def test_cached_answers_are_used(square: Any, serve: Callable[[FakeOsm], None]) -> None:
    fake = from_sketch(draw(square))
    serve(fake)
    first = build_network(BOX)
    asked = len(fake.asked)
    assert any(default_cache().iterdir())
    fake.status = 500
    again = build_network(BOX)
    assert len(fake.asked) == asked
    assert again.meta == first.meta


def test_place_names(square: Any, serve: Callable[[FakeOsm], None]) -> None:
    fake = from_sketch(draw(square))
    fake.place = [
        {
            "place_id": 1, "osm_type": "relation", "osm_id": 1, "lat": "43.4", "lon": "5.9",
            "class": "boundary", "type": "administrative", "place_rank": 16, "importance": 0.5,
            "addresstype": "town", "name": "Essai", "display_name": "Essai, France",
            "boundingbox": ["43.3", "43.5", "5.8", "6.0"],
            "geojson": shapely.geometry.mapping(shapely.box(*BOX)),
        }
    ]  # fmt: skip
    serve(fake)
    data = build_network("Essai, France")
    assert data.meta["source"]["name"] == "Essai, France"
    assert data.meta["counts"]["km"] > 4


def test_unknown_place(serve: Callable[[FakeOsm], None]) -> None:
    serve(FakeOsm())
    with pytest.raises(DownloadError, match=r"aucune route pour « Nulle Part ».*Brignoles"):
        build_network("Nulle Part")


def test_empty_area(serve: Callable[[FakeOsm], None]) -> None:
    serve(FakeOsm())
    with pytest.raises(DownloadError, match="aucune route pour cette surface"):
        build_network(BOX)


def test_refusal(square: Any, serve: Callable[[FakeOsm], None]) -> None:
    fake = from_sketch(draw(square))
    fake.status = 403
    serve(fake)
    with pytest.raises(DownloadError, match="refusé"):
        build_network(BOX)


@pytest.mark.parametrize("wanted", [BOX, "Brignoles, France"])
def test_offline(wanted: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    offline(monkeypatch)
    with pytest.raises(DownloadError, match=r"injoignable.*connexion à internet.*\.osm\.pbf"):
        build_network(wanted)


def test_no_trace_is_left_in_osmnx(square: Any, serve: Callable[[FakeOsm], None]) -> None:
    serve(from_sketch(draw(square)))
    before = dict(vars(ox.settings))
    resolver = socket.getaddrinfo
    build_network(BOX)
    assert dict(vars(ox.settings)) == before
    assert socket.getaddrinfo is resolver
