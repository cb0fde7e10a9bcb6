"""The tool that compiles the shipped lieux-dits from an OpenStreetMap extract."""

from __future__ import annotations

import csv
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parents[3]
TOOL = ROOT / "data" / "compile_places.py"
SHIPPED = ROOT / "data" / "communes" / "places.csv"

OSM = """<?xml version="1.0"?><osm version="0.6">
<node id="1" lat="43.41" lon="6.06"><tag k="place" v="town"/><tag k="name" v="Brignoles"/></node>
<node id="2" lat="43.41" lon="6.07"><tag k="place" v="hamlet"/><tag k="name" v="Les  Puits"/></node>
<node id="3" lat="43.41" lon="6.07"><tag k="place" v="hamlet"/><tag k="name" v="LA"/></node>
<node id="4" lat="43.41" lon="6.07"><tag k="place" v="hamlet"/></node>
<node id="5" lat="43.41" lon="6.07"><tag k="place" v="country"/><tag k="name" v="France"/></node>
<node id="6" lat="43.12" lon="5.93"><tag k="place" v="city"/><tag k="name" v="Toulon"/></node>
<node id="7" lat="43.12" lon="5.94"><tag k="place" v="hamlet"/><tag k="name" v="Trop loin"/></node>
<node id="8" lat="43.41" lon="6.07"><tag k="shop" v="bakery"/><tag k="name" v="Pain"/></node>
</osm>"""


def compiled(extract: Path, out: Path) -> str:
    subprocess.run(
        [sys.executable, str(TOOL), str(extract), "--out", str(out)],
        check=True,
        capture_output=True,
    )
    return out.read_text(encoding="utf-8")


def test_places_inside_and_towns_outside_are_kept(tmp_path: Path) -> None:
    extract = tmp_path / "petit.osm"
    extract.write_text(OSM, encoding="utf-8")
    assert compiled(extract, tmp_path / "places.csv").splitlines() == [
        "insee,name,kind,lon,lat",
        ",Toulon,city,5.93,43.12",
        "83023,Les Puits,hamlet,6.07,43.41",
    ]


def test_the_shipped_places_are_what_the_tool_makes_of_them(tmp_path: Path) -> None:
    """Contours, kinds, order and rounding of today still give the shipped file, byte for byte."""
    root = ElementTree.Element("osm", version="0.6")
    with SHIPPED.open(encoding="utf-8", newline="") as file:
        for number, row in enumerate(csv.DictReader(file), start=1):
            node = ElementTree.SubElement(
                root, "node", id=str(number), lat=row["lat"], lon=row["lon"]
            )
            for key, value in (("place", row["kind"]), ("name", row["name"])):
                ElementTree.SubElement(node, "tag", k=key, v=value)
    extract = tmp_path / "livre.osm"
    ElementTree.ElementTree(root).write(extract, encoding="utf-8", xml_declaration=True)
    assert compiled(extract, tmp_path / "places.csv") == SHIPPED.read_text(encoding="utf-8")
