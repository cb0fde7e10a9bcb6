"""Streets of a network, by commune and by piece."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import shapely

from routing.roads.data import RoadData
from routing.roads.gazetteer import CommuneName, NamedPoint
from routing.roads.gazetteer.streets import APART_M, Street, streets_of
from routing.roads.gazetteer.towns import NOWHERE, Towns, short_forms

Streets = Callable[..., RoadData]


@pytest.fixture(scope="module")
def towns(communes: list[CommuneName], points: list[NamedPoint], contours: dict[str, Any]) -> Towns:
    return Towns.of(communes, points, contours)


def found(data: RoadData, towns: Towns) -> list[tuple[str, str]]:
    return sorted(
        (street.name, towns.towns[street.town].name) for street in streets_of(data, towns)
    )


def test_a_street_is_found_in_every_commune_it_lies_in(streets: Streets, towns: Towns) -> None:
    data = streets([("Rue Longue", 0, -800, -100), ("Rue Longue", 0, 100, 800)])
    assert found(data, towns) == [
        ("Rue Longue", "Saint-Roch-sur-Argens"),
        ("Rue Longue", "Valmont"),
    ]


def test_outside_the_contours_the_nearest_town_lends_its_name(
    streets: Streets, towns: Towns
) -> None:
    assert found(streets([("Rue Loin", 0, 6000, 6100)]), towns) == [("Rue Loin", "Grandville")]
    nowhere = Towns.of([], [], {})
    (street,) = streets_of(streets([("Rue Loin", 0, 6000, 6100)]), nowhere)
    assert street.town == NOWHERE


@pytest.mark.parametrize(("gap", "pieces"), [(APART_M / 4, 1), (4 * APART_M, 2)])
def test_pieces_far_apart_are_places_of_their_own(
    streets: Streets, towns: Towns, gap: float, pieces: int
) -> None:
    data = streets([("Rue A", 0, -2000, -1900), ("Rue A", 0, -1900 + gap, -1800 + gap)])
    assert len(streets_of(data, towns)) == pieces


def test_namesakes_in_one_spot_stay_apart(streets: Streets, towns: Towns) -> None:
    data = streets([("Rue A", 0, -900, -800), ("Rue B", 0, -900, -800)])
    assert found(data, towns) == [("Rue A", "Valmont"), ("Rue B", "Valmont")]


def test_spellings_of_one_name_are_one_street(streets: Streets, towns: Towns) -> None:
    spellings = ("Place Saint-Pierre", "place St pierre", "Pl. Saint Pierre")
    data = streets([(name, 20.0 * i, -900, -800) for i, name in enumerate(spellings)])
    ((name, commune),) = found(data, towns)
    assert (name in spellings, commune) == (True, "Valmont")


def test_numbers_of_roads_are_taken_one_by_one(streets: Streets, towns: Towns) -> None:
    data = streets([("", 0, -2900, -2800), ("", 0, -900, -100)], ref="D 28;D 64 | Chemin du Rouve")
    assert found(data, towns) == [("D 28", "Valmont"), ("D 64", "Valmont")]


def test_the_point_is_on_the_street_near_its_middle(draw: Any, road: Any, towns: Towns) -> None:
    """An arc: the centre of its ends is far off the road."""
    bend = tuple((-1000 + 500 * np.cos(a), 500 * np.sin(a)) for a in np.linspace(3, 0.2, 15))
    data = draw([(-1500, 0), (-500, 0)], [road(tail=0, head=1, name="Rue Ronde", via=bend)])
    (street,) = streets_of(data, towns)
    line = shapely.linestrings(np.stack([data.shape_lon, data.shape_lat], axis=1) / 1e6)
    point = shapely.Point(street.lon, street.lat)
    assert line.distance(point) < 1e-6
    assert 0.3 < line.project(point, normalized=True) < 0.7


def test_a_network_without_names_has_no_streets(streets: Streets, towns: Towns) -> None:
    assert streets_of(streets([("", 0, 0, 100)]), towns) == ()


def test_streets_know_their_words(streets: Streets, towns: Towns) -> None:
    (street,) = streets_of(streets([("Chem. de l’Église", 0, -900, -800)]), towns)
    assert isinstance(street, Street)
    assert street.words == ("chemin", "de", "l", "eglise")


def test_short_forms_of_towns() -> None:
    forms = {" ".join(form) for form in short_forms(("saint", "roch", "sur", "argens"))}
    assert forms == {"saint roch sur argens", "saint roch"}
    assert ("celle",) in set(short_forms(("la", "celle")))
    assert ("nans",) in set(short_forms(("nans", "les", "pins")))
