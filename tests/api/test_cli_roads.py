"""`tournees roads …` from the outside: data on stdout, messages on stderr, exit codes."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import shapely
from click.testing import CliRunner, Result
from shapely.geometry import shape

from api.cli import main
from routing.roads import Place, RoadNetwork
from routing.roads.data import CLASSES, RoadData

Run = Callable[..., Result]

LON, LAT = 5_900_000, 43_400_000
STEP = 10_000  # microdegrees, some 810 m east and 1,110 m north


def ints(*values: int) -> np.ndarray:
    return np.array(values, dtype=np.int32)


@pytest.fixture(scope="module")
def network_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A square of four roads of one kilometre, each driven in a minute, and a dead end."""
    zeros = np.zeros(5, dtype=np.int32)
    data = RoadData(
        node_lon=LON + STEP * ints(0, 1, 1, 0, -1),
        node_lat=LAT + STEP * ints(0, 0, 1, 1, 0),
        edge_tail=ints(0, 1, 2, 3, 0),
        edge_head=ints(1, 2, 3, 0, 4),
        edge_length_dm=np.full(5, 10_000, dtype=np.int32),
        edge_forward_ms=np.full(5, 60_000, dtype=np.int32),
        edge_backward_ms=ints(60_000, 60_000, -1, 60_000, 60_000),
        edge_class=np.full(5, CLASSES.index("tertiary"), dtype=np.uint8),
        edge_flags=np.zeros(5, dtype=np.uint8),
        edge_name=ints(0, 2, 0, 2, 0),
        edge_ref=ints(1, 0, 0, 0, 0),
        shape_offset=np.zeros(6, dtype=np.int32),
        shape_lon=zeros[:0],
        shape_lat=zeros[:0],
        order=ints(4, 0, 1, 2, 3),
        strings=("", "D 1", "Rue de l’Église"),
        meta={
            "attribution": "© OpenStreetMap contributors, ODbL 1.0",
            "source": {"name": "carré.osm", "date": "2026-01-01"},
            "limits": ["Tout est inventé."],
        },
    )
    path = tmp_path_factory.mktemp("roads") / "carré.npz"
    data.save(path)
    return path


@pytest.fixture(autouse=True)
def no_addresses(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave out the house numbers that whoever runs the tests may have imported."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))


@pytest.fixture
def run(network_file: Path) -> Run:
    def call(command: str, *arguments: str | Path, **more: object) -> Result:
        words = ["roads", command, *map(str, arguments), "--network", str(network_file)]
        return CliRunner().invoke(main, words, **more)  # type: ignore[arg-type]

    return call


def plain(text: str) -> str:
    return text.replace("\xa0", " ").replace("\u202f", " ")


POINTS = "id,lat,lon\nA,43.4,5.902\nB,43.4,5.908\nÉ,43.41,5.905\n"


@pytest.fixture
def points(tmp_path: Path) -> Path:
    path = tmp_path / "points.csv"
    path.write_text(POINTS, encoding="utf-8")
    return path


def test_info_describes_the_network(run: Run) -> None:
    result = run("info")
    assert result.exit_code == 0
    text = plain(result.stdout)
    for line in ("Carrefours : 5", "Tronçons : 5, dont 1 à sens unique et 0 à péage",
                 "Longueur : 5 km", "carré.osm, état du 2026-01-01", "Réserve : Tout est inventé.",
                 "© OpenStreetMap contributors"):  # fmt: skip
        assert line in text
    figures = json.loads(run("info", "--json").stdout)
    assert figures["km_by_class"] == {"tertiary": 5.0}
    assert figures["nodes"] == 5
    assert figures["bounds"] == pytest.approx([5.89, 43.4, 5.91, 43.41])


def test_matrix_writes_all_pairs(run: Run, points: Path) -> None:
    result = run("matrix", points)
    assert (result.exit_code, result.stderr) == (0, "")
    rows = list(csv.DictReader(io.StringIO(result.stdout)))
    assert list(rows[0]) == ["from", "to", "km", "minutes"]
    found = {(row["from"], row["to"]): (row["km"], row["minutes"]) for row in rows}
    assert len(found) == 6
    assert found["A", "B"] == ("0.600", "0.60")
    assert found["B", "É"] == ("1.700", "1.70")
    assert found["É", "B"] == ("2.300", "2.30")  # the north road is one-way, westwards


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize(
    "text",
    [
        POINTS,
        POINTS.replace(".", ";").replace(",", ";").replace("43;", "43,").replace("5;9", "5,9"),
        POINTS.replace(",", "\t").replace("id\tlat\tlon", "Identifiant\tLatitude\tLongitude"),
        POINTS.replace("\n", "\r\n") + "\r\n , ,\r\n",
    ],
    ids=["commas", "french", "tabs", "windows"],
)
def test_csv_is_read_as_spreadsheets_write_it(
    run: Run, points: Path, tmp_path: Path, encoding: str, text: str
) -> None:
    other = tmp_path / "autre.csv"
    other.write_bytes(text.encode(encoding))
    assert run("matrix", other).stdout == run("matrix", points).stdout


def test_points_come_from_standard_input_too(run: Run, points: Path) -> None:
    assert run("matrix", "-", input=POINTS).stdout == run("matrix", points).stdout


def test_all_bad_rows_are_told_at_once(run: Run, tmp_path: Path) -> None:
    bad = tmp_path / "faux.csv"
    bad.write_text("id,lat,lon\nA,43.4,5.9\n,abc,5.9\nA,43.4,\nB,434,5.9\nC,43.4\nD,nan,5.9\n")
    result = run("matrix", bad)
    assert (result.exit_code, result.stdout) == (2, "")
    told = plain(result.stderr)
    for line in (
        "faux.csv : 7 points à corriger",
        "ligne 3, colonne id : donnez un identifiant.",
        "ligne 3, colonne lat : « abc » : donnez un nombre",
        "ligne 4, colonne id : « A » : cet identifiant est déjà celui de la ligne 2.",
        "ligne 4, colonne lon : donnez un nombre",
        "ligne 5, colonne lat : « 434 » : donnez des degrés entre −90 et 90.",
        "ligne 6, colonne lon : donnez un nombre",
        "ligne 7, colonne lat : « nan » : donnez un nombre",
    ):
        assert line in told


def test_missing_columns_and_empty_files_are_told(run: Run, tmp_path: Path) -> None:
    bad = tmp_path / "faux.csv"
    bad.write_text("id;latitude;longitud\n1;2;3\n")
    told = run("matrix", bad)
    assert told.exit_code == 2
    assert "la colonne « lon » manque" in plain(told.stderr)
    bad.write_text("id,lat,lon\n")
    assert "ajoutez au moins un point" in run("matrix", bad).stderr
    bad.write_bytes(b"")
    assert run("matrix", bad).exit_code == 2


def test_far_points_are_named_with_their_line(run: Run, tmp_path: Path) -> None:
    far = tmp_path / "loin.csv"
    far.write_text("id,lat,lon,nom\nA,43.4,5.9,\nR12,43.425,5.9,Ginasservis\nX,48.8,2.3,Paris\n")
    result = run("matrix", far)
    assert (result.exit_code, result.stdout) == (3, "")
    told = plain(result.stderr)
    assert "Ginasservis (R12, ligne 3) est à 1,7 km de la route la plus proche" in told
    assert "Paris (X, ligne 4) est hors du réseau routier" in told
    assert run("matrix", far, "--max-distance", "2000").exit_code == 3


def test_closed_pairs_are_empty_and_named(run: Run, points: Path) -> None:
    result = run(
        "matrix", points, "--closure", "43.4,5.905", "--closure", "43.405,5.91,20",
        "--closure", "43.41 5.9",
    )  # fmt: skip
    assert result.exit_code == 3
    assert "A,B,,\n" in result.stdout
    assert "É,A,,\n" in result.stdout
    assert "le point A (ligne 2) → le point B (ligne 3)" in result.stderr


def test_route_tells_legs_and_roads(run: Run) -> None:
    result = run("route", "43.4,5.892", "43,405 5,91", "43.4;5.892")
    assert result.exit_code == 0
    assert plain(result.stdout).splitlines() == [
        "1. le point 43.4, 5.892 → le point 43.405, 5.91 : 2,3 km, 2 min",
        "   voie sans nom  800 m",
        "   D 1  1,0 km",
        "   Rue de l’Église  500 m",
        "2. le point 43.405, 5.91 → le point 43.4, 5.892 : 2,3 km, 2 min",
        "   Rue de l’Église  500 m",
        "   D 1  1,0 km",
        "   voie sans nom  800 m",
        "Total : 4,6 km, 5 min",
    ]


def test_route_writes_json_and_geojson(run: Run) -> None:
    ways = ("43.4,5.892", "43.405,5.91")
    body = json.loads(run("route", *ways, "--json").stdout)
    (leg,) = body["legs"]
    assert (body["distance_m"], leg["duration_s"], leg["tolls"]) == (2300, 138, False)
    assert [step["ref"] for step in leg["steps"]] == ["", "D 1", ""]
    assert body["attribution"].startswith("© OpenStreetMap")
    drawn = json.loads(run("route", *ways, "--geojson").stdout)
    line = drawn["features"][0]["geometry"]
    assert line["type"] == "LineString"
    assert line["coordinates"] == [[5.892, 43.4], [5.9, 43.4], [5.91, 43.4], [5.91, 43.405]]


def test_route_knows_the_territory_by_name(run: Run) -> None:
    far = run("route", "Barjols", "83116")
    assert far.exit_code == 3
    assert far.stderr.startswith("Barjols est hors du réseau routier")
    unknown = run("route", "Barjols", "nulle part")
    assert (unknown.exit_code, unknown.stdout) == (2, "")
    assert "lieu 2 : « nulle part » : ni « lat,lon »" in plain(unknown.stderr)


def test_a_misspelt_name_that_can_only_be_one_is_taken_and_told(run: Run) -> None:
    far = run("route", "43.4,5.9", "Barjol")
    assert far.exit_code == 3
    told = plain(far.stderr)
    assert told.startswith("« Barjol » : Barjols (83670).\nBarjols (83670) est hors du réseau")


def test_no_road_is_exit_code_three(run: Run) -> None:
    result = run("route", "43.4,5.9", "43.4,5.89", "--closure", "43.4,5.895")
    assert result.exit_code == 3
    assert "Il n’y a aucune route, dans ce sens, entre le point 43.4, 5.9 et" in result.stderr


def test_reach_draws_nested_areas(run: Run) -> None:
    result = run("reach", "43.4,5.9", "--minutes", "0.5,1,2", "--geojson")
    body = json.loads(result.stdout)
    assert [f["properties"]["minutes"] for f in body["features"]] == [2.0, 1.0, 0.5]
    largest, middle, smallest = (shape(feature["geometry"]) for feature in body["features"])
    assert shapely.covers(largest, middle)
    assert shapely.covers(middle, smallest)
    assert smallest.covers(shapely.Point(5.9, 43.4))
    text = plain(run("reach", "43.4,5.9", "--minutes", "1,2").stdout)
    assert text.startswith("Depuis le point 43.4, 5.9 :\n")
    assert text.count(" km²") == 2


def test_area_is_measured_on_the_ground(run: Run) -> None:
    """500 m either way on a straight road, 250 m around it."""
    (feature,) = json.loads(
        run("reach", "43.405,5.9", "--minutes", "0.2", "--geojson").stdout
    )["features"]  # fmt: skip
    km2 = 2 * 0.2 * 1.11 * 0.5 + np.pi * 0.25**2
    assert feature["properties"]["area_km2"] == pytest.approx(km2, rel=0.15)


@pytest.mark.parametrize(
    "words",
    [
        ("route", "43.4,5.9"),
        ("route", "43.4,5.9", "43.4,5.89", "--json", "--geojson"),
        ("route", "43.4,5.9", "43.4,5.89", "--closure", "43.4"),
        ("reach", "43.4,5.9", "--minutes", "10,x"),
        ("reach", "43.4,5.9", "--minutes", "-5"),
        ("reach",),
    ],
)
def test_wrong_options_are_exit_code_two(run: Run, words: tuple[str, ...]) -> None:
    result = run(*words)
    assert (result.exit_code, result.stdout) == (2, "")


def test_a_damaged_network_is_an_input_error(tmp_path: Path) -> None:
    broken = tmp_path / "cassé.npz"
    broken.write_bytes(b"PK\x03\x04 nothing")
    result = CliRunner().invoke(main, ["roads", "info", "--network", str(broken)])
    assert result.exit_code == 2
    assert "cassé.npz" in result.stderr


OSM = """<?xml version="1.0"?><osm version="0.6">
<node id="1" lat="43.40" lon="5.90"/><node id="2" lat="43.40" lon="5.91"/>
<node id="3" lat="43.41" lon="5.91"/><node id="4" lat="43.42" lon="5.91"/>
<way id="1"><nd ref="1"/><nd ref="2"/><nd ref="3"/><nd ref="1"/>
  <tag k="highway" v="secondary"/><tag k="ref" v="D 1"/></way>
<way id="2"><nd ref="3"/><nd ref="4"/><tag k="highway" v="residential"/></way>
<relation id="1"><member type="way" ref="1" role="from"/><member type="node" ref="3" role="via"/>
  <member type="way" ref="2" role="to"/>
  <tag k="type" v="restriction"/><tag k="restriction" v="no_left_turn"/></relation>
<relation id="2"><member type="way" ref="9" role="from"/><member type="node" ref="3" role="via"/>
  <member type="way" ref="2" role="to"/>
  <tag k="type" v="restriction"/><tag k="restriction" v="no_u_turn"/></relation>
</osm>"""

POLYGON = {
    "type": "Polygon",
    "coordinates": [[[5.8, 43.39], [5.8, 43.4], [5.81, 43.4], [5.8, 43.39]]],
}


def test_build_makes_a_network_that_answers(tmp_path: Path) -> None:
    source, out = tmp_path / "petit.osm", tmp_path / "petit.npz"
    source.write_text(OSM)
    detail = tmp_path / "détail.geojson"
    detail.write_text(json.dumps(POLYGON))
    words = ["roads", "build", str(source), "--out", str(out)]
    result = CliRunner().invoke(main, words)
    assert result.exit_code == 0, result.output
    assert "petit.osm" in result.stdout
    turns = "Interdictions de tourner : 2 lues, dont 1 à un carrefour du réseau ; 0 appliquées"
    assert turns in plain(result.stdout)
    network = RoadNetwork.load(out)
    places = [Place(id="a", lon=5.905, lat=43.4), Place(id="b", lon=5.91, lat=43.42)]
    assert network.matrix(places).reachable(0, 1)
    assert network.info().km_by_class.keys() == {"secondary", "residential"}
    result = CliRunner().invoke(main, [*words, "--detail", str(detail)])
    assert result.exit_code == 0, result.output
    assert RoadNetwork.load(out).info().km_by_class.keys() == {"secondary"}


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ((), "donnez un fichier, ou bien une seule des options"),
        (("--place", "X", "--bbox", "1,2,3,4"), "une seule des options"),
        (("--bbox", "6,43,5,44"), "donnez ouest,sud,est,nord"),
        (("--polygon", "{folder}/empty.geojson"), "ne contient aucun polygone"),
        (("--polygon", "{folder}/text.geojson"), "n’est pas un fichier GeoJSON lisible"),
        (("--polygon", "{folder}/lambert.geojson"), "n’est pas en degrés"),
        (("{folder}/text.geojson", "--detail", "{folder}/empty.geojson"), "aucun polygone"),
    ],
)
def test_build_says_what_to_change(tmp_path: Path, options: tuple[str, ...], told: str) -> None:
    (tmp_path / "empty.geojson").write_text('{"type": "FeatureCollection", "features": []}')
    (tmp_path / "text.geojson").write_text("bonjour")
    far = {"type": "Polygon", "coordinates": [[[9e5, 6e6], [9e5, 7e6], [9.1e5, 7e6], [9e5, 6e6]]]}
    (tmp_path / "lambert.geojson").write_text(json.dumps(far))
    words = [option.format(folder=tmp_path) for option in options]
    out = str(tmp_path / "x.npz")
    result = CliRunner().invoke(main, ["roads", "build", *words, "--out", out])
    assert (result.exit_code, result.stdout) == (2, "")
    assert told in plain(result.stderr)


def test_build_wants_a_folder_that_exists(tmp_path: Path) -> None:
    source = tmp_path / "petit.osm"
    source.write_text(OSM)
    out = tmp_path / "absent" / "x.npz"
    result = CliRunner().invoke(main, ["roads", "build", str(source), "--out", str(out)])
    assert result.exit_code == 2
    assert "n’existe pas" in result.stderr


def test_help_is_french() -> None:
    result = CliRunner().invoke(main, ["roads", "--help"])
    assert result.exit_code == 0
    for command in ("build", "info", "matrix", "route", "reach", "find", "addresses"):
        assert command in result.stdout
