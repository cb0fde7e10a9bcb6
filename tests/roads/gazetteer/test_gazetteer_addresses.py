"""House numbers: looked up, interpolated, kept in a file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from routing.roads.data import RoadData
from routing.roads.gazetteer import Addresses, Gazetteer, GazetteerFileError, HouseNumber, Kind
from routing.roads.gazetteer.addresses import AddressRow, addresses_of

VINES, NEW = "Chemin des Vignes", "Impasse du Four Neuf"


def row(number: int, east: float, suffix: str = "", street: str = VINES) -> AddressRow:
    """East of a point in metres; even numbers stand 50 m north of odd ones."""
    lat = 43.404 + (0.00045 if number % 2 == 0 else 0)
    return AddressRow("83901", street, number, suffix, 5.89 + east / 80_900, lat)


@pytest.fixture(scope="module")
def addresses() -> Addresses:
    return addresses_of(
        [
            row(2, 0), row(10, 80), row(10, 85, "bis"), row(20, 180), row(1, 0), row(21, 200),
            row(40, 5000), row(10, 999), row(3, 0, street=NEW), row(0, 50, street="Le Clos"),
        ],
        {"attribution": "essai"},
    )  # fmt: skip


def street(addresses: Addresses, name: str = VINES) -> int:
    return addresses.names.index(name)


def test_a_known_number_is_exact(addresses: Addresses) -> None:
    spot = addresses.find(street(addresses), 10)
    assert spot is not None
    assert spot.number is HouseNumber.EXACT
    assert (spot.lon, spot.lat) == pytest.approx((row(10, 80).lon, row(10, 80).lat), abs=1e-6)
    with_suffix = addresses.find(street(addresses), 10, "bis")
    assert with_suffix is not None
    assert with_suffix.number is HouseNumber.EXACT
    assert with_suffix.lon == pytest.approx(row(10, 85).lon, abs=1e-6)


def test_an_unknown_suffix_is_placed_at_its_number(addresses: Addresses) -> None:
    spot = addresses.find(street(addresses), 20, "ter")
    assert spot is not None
    assert spot.number is HouseNumber.INTERPOLATED
    assert spot.lon == pytest.approx(row(20, 180).lon, abs=1e-6)


def test_a_number_between_two_stands_between_them_on_its_side(addresses: Addresses) -> None:
    spot = addresses.find(street(addresses), 4)
    assert spot is not None
    assert spot.number is HouseNumber.INTERPOLATED
    assert (spot.lon, spot.lat) == pytest.approx((row(4, 20).lon, row(4, 20).lat), abs=2e-6)
    odd = addresses.find(street(addresses), 11)
    assert odd is not None
    assert odd.lat == pytest.approx(row(11, 100).lat, abs=2e-6)
    assert odd.lon == pytest.approx(row(11, 100).lon, abs=2e-6)


@pytest.mark.parametrize("number", [60, 9999])
def test_beyond_the_last_number_nothing_is_known(addresses: Addresses, number: int) -> None:
    assert addresses.find(street(addresses), number) is None


def test_neighbours_far_apart_say_nothing(addresses: Addresses) -> None:
    assert addresses.find(street(addresses), 30) is None


def test_a_place_without_numbers_has_a_point_only(addresses: Addresses) -> None:
    at = street(addresses, "Le Clos")
    assert addresses.find(at, 5) is None
    assert addresses.middle(at) == pytest.approx((row(0, 50).lon, row(0, 50).lat), abs=1e-6)


def test_the_file_gives_back_what_was_saved(addresses: Addresses, tmp_path: Path) -> None:
    path = tmp_path / "adresses.npz"
    addresses.save(path)
    assert [p.name for p in tmp_path.iterdir()] == ["adresses.npz"]
    again = Addresses.load(path)
    assert (again.names, again.insee, again.suffixes) == (
        addresses.names, addresses.insee, addresses.suffixes,
    )  # fmt: skip
    assert again.meta == {"attribution": "essai"}
    for column in ("start", "number", "suffix", "lon", "lat"):
        np.testing.assert_array_equal(getattr(again, column), getattr(addresses, column))


@pytest.mark.parametrize("content", [b"", b"not an archive", b"PK\x03\x04 nothing"])
def test_a_damaged_file_is_told(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "adresses.npz"
    path.write_bytes(content)
    with pytest.raises(GazetteerFileError, match=r"adresses\.npz"):
        Addresses.load(path)
    with pytest.raises(GazetteerFileError, match="absent"):
        Addresses.load(tmp_path / "absent.npz")


def test_columns_that_do_not_belong_together_are_told(addresses: Addresses, tmp_path: Path) -> None:
    path = tmp_path / "adresses.npz"
    addresses.save(path)
    with np.load(path) as archive:
        columns = dict(archive)
    columns["lon"] = columns["lon"][:-1]
    np.savez_compressed(path, **columns)
    with pytest.raises(GazetteerFileError, match="abîmé"):
        Addresses.load(path)


@pytest.fixture(scope="module")
def numbered(
    village_roads: RoadData, communes: Any, contours: Any, addresses: Addresses
) -> Gazetteer:
    return Gazetteer(village_roads, communes=communes, contours=contours, addresses=addresses)


@pytest.mark.parametrize(
    ("text", "label", "number"),
    [
        ("10 chemin des vignes valmont", "10 Chemin des Vignes, Valmont", HouseNumber.EXACT),
        ("10 bis ch vigne", "10 bis Chemin des Vignes, Valmont", HouseNumber.EXACT),
        ("4 chemin des vignes valmont", "4 Chemin des Vignes, Valmont", HouseNumber.INTERPOLATED),
    ],
)
def test_numbers_are_put_on_streets_of_the_network(
    numbered: Gazetteer, text: str, label: str, number: HouseNumber
) -> None:
    best = numbered.find(text).best
    assert best is not None
    assert (best.kind, best.label, best.number) == (Kind.ADDRESS, label, number)
    assert 5.889 < best.lon < 5.893


def test_a_number_is_in_one_place_whatever_the_piece_of_its_street(
    streets: Any, communes: Any, contours: Any, addresses: Addresses
) -> None:
    data = streets([(VINES, -2000, -900, -800), (VINES, 2000, -900, -800)])
    pieces = Gazetteer(data, communes=communes, contours=contours, addresses=addresses)
    best = pieces.find("10 chemin des vignes valmont").best
    assert best is not None
    assert best.label == "10 Chemin des Vignes, Valmont"
    assert pieces.find("900 chemin des vignes valmont").best is None


def test_a_number_that_is_not_there_leaves_the_street(numbered: Gazetteer) -> None:
    best = numbered.find("900 chemin des vignes valmont").best
    assert best is not None
    assert (best.kind, best.number) == (Kind.STREET, HouseNumber.UNKNOWN)
    assert best.label == "Chemin des Vignes, Valmont"


def test_streets_that_the_network_lacks_are_found(numbered: Gazetteer) -> None:
    best = numbered.find("3 imp four neuf").best
    assert best is not None
    assert (best.label, best.number) == ("3 Impasse du Four Neuf, Valmont", HouseNumber.EXACT)
    assert numbered.attributions == ("© OpenStreetMap contributors, ODbL 1.0", "essai")
