"""The files a gazetteer opens, whole and broken, and those that ship."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest
import shapely

from routing.planning import load_territory
from routing.roads import RoadNetwork
from routing.roads.data import RoadData
from routing.roads.gazetteer import Certainty, CommuneName, Gazetteer, GazetteerFileError
from routing.roads.gazetteer.addresses import AddressRow, addresses_of
from routing.roads.gazetteer.place_file import read_places
from routing.roads.gazetteer.towns import read_contours
from routing.roads.types import AreaFileError, RoadError

PLACES = "insee,name,kind,lon,lat\n83901,Les Puits,hamlet,5.88,43.39\n,Loinville,town,6.1,43.4\n"


@pytest.fixture
def folder(tmp_path: Path, village_roads: RoadData, contours: dict[str, Any]) -> Path:
    village_roads.save(tmp_path / "roads.npz")
    features = [
        {"type": "Feature", "properties": {"insee": insee}, "geometry": area.__geo_interface__}
        for insee, area in contours.items()
    ]
    drawn = {"type": "FeatureCollection", "features": features}
    (tmp_path / "communes.geojson").write_text(json.dumps(drawn))
    (tmp_path / "places.csv").write_text(PLACES)
    row = AddressRow("83901", "Rue des Lilas", 4, "", 5.891, 43.41)
    addresses_of([row], {}).save(tmp_path / "adresses.npz")
    return tmp_path


def test_a_gazetteer_is_opened_from_files(folder: Path, communes: list[CommuneName]) -> None:
    gazetteer = Gazetteer.load(
        folder / "roads.npz",
        communes=communes[:2],
        contours=folder / "communes.geojson",
        places=folder / "places.csv",
        addresses=folder / "adresses.npz",
    )
    for text, label in {
        "4 rue des lilas": "4 Rue des Lilas, Valmont",
        "les puit": "Les Puits, Valmont",
        "loinville": "Loinville",
        "rue de l'église loinville": "Rue de l’Église (vers Loinville)",
    }.items():
        assert gazetteer.find(text).candidates[0].label == label


def test_a_missing_network_is_a_road_error(folder: Path) -> None:
    with pytest.raises(RoadError, match=r"absent\.npz"):
        Gazetteer.load(folder / "absent.npz")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("insee,name,lon,lat\n", "ligne 1 : la colonne « kind » manque"),
        (PLACES.replace("5.88", "x"), "ligne 2, colonne lon : « x »"),
        (PLACES.replace("43.4\n", "143.4\n"), "ligne 3, colonne lat : « 143.4 »"),
        (PLACES.replace("43.4\n", "\n"), "ligne 3, colonne lat"),
    ],
)
def test_faults_of_the_places_are_told(tmp_path: Path, text: str, told: str) -> None:
    path = tmp_path / "places.csv"
    path.write_text(text)
    with pytest.raises(GazetteerFileError, match=r"places\.csv") as caught:
        read_places(path)
    assert told in str(caught.value)


def test_unreadable_places_and_contours_are_told(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_bytes(b"insee,name,kind,lon,lat\n1,\xe9t\xe9,hamlet,1,1\n")
    for read, error in ((read_places, GazetteerFileError), (read_contours, AreaFileError)):
        with pytest.raises(error, match="x"):
            read(path)
        with pytest.raises(error, match="absent"):
            read(tmp_path / "absent")


SHIPPED = load_territory()


def test_shipped_places_lie_in_their_communes() -> None:
    areas = read_contours(SHIPPED.polygons_path)
    points, towns = read_places(SHIPPED.folder / "places.csv")
    assert len(points) > 200
    assert len(towns) > 200
    for point in points:
        assert areas[point.insee].distance(shapely.Point(point.lon, point.lat)) < 1e-4
        assert point.name != SHIPPED.commune(point.insee).name
    everywhere = shapely.union_all(list(areas.values()))
    assert not [town for town in towns if everywhere.contains(shapely.Point(town.lon, town.lat))]


def test_shipped_places_are_sorted_and_once_each() -> None:
    with (SHIPPED.folder / "places.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))[1:]
    keys = [(insee, name, kind, float(lon), float(lat)) for insee, name, kind, lon, lat in rows]
    assert keys == sorted(set(keys))


def test_streets_of_the_shipped_network_are_found_by_their_exact_names() -> None:
    """One of each hundred, named with its commune; all of them first, hardly any in doubt."""
    network = RoadNetwork.load(SHIPPED.roads_path)
    named = [
        CommuneName(insee=c.insee, name=c.name, postal_codes=(c.postal_code,), lon=c.lon, lat=c.lat)
        for c in SHIPPED.communes
    ]
    gazetteer = Gazetteer(
        network.data, communes=named, contours=read_contours(SHIPPED.polygons_path)
    )
    asked = [entry for entry in gazetteer._index.entries if entry.town >= 0 and not entry.hint][
        ::25
    ]
    assert len(asked) > 100
    doubtful = 0
    for entry in asked:
        finding = gazetteer.find(f"{entry.name}, {named[entry.town].name}")
        first = finding.candidates[0]
        assert (first.name, first.insee) == (entry.name, named[entry.town].insee)
        doubtful += finding.certainty is not Certainty.CERTAIN
    assert doubtful < len(asked) / 20
