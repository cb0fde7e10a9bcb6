"""The territory that ships: what the association and the map rely on."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
import shapely
from shapely.geometry import Point, shape

from routing.planning.terms import last_checked
from routing.planning.territory import Territory
from routing.planning.territory_folder import load_territory, shipped_territory

NOT_BY_RESIDENCE = {"Brignoles", "La Celle", "Le Val", "Saint-Maximin-la-Sainte-Baume"}


@pytest.fixture(scope="module")
def territory() -> Territory:
    return load_territory()


def test_it_is_found_from_any_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert load_territory().folder == shipped_territory()


def test_its_settings(territory: Territory) -> None:
    assert territory.name == "provence-verte-verdon"
    assert territory.timezone.key == "Europe/Paris"
    assert territory.school_zone == "B"
    assert (territory.holiday_country, territory.holiday_subdivision) == ("FR", None)


def test_it_has_43_communes_with_every_fact(territory: Territory) -> None:
    assert len({commune.insee for commune in territory.communes}) == 43
    assert {commune.population_year for commune in territory.communes} == {2023}
    assert sum(commune.population for commune in territory.communes) == 128_265
    assert {commune.epci for commune in territory.communes} == {"200040202", "200068104"}


def test_social_transport_is_open_by_residence_outside_the_larger_urban_units(
    territory: Territory,
) -> None:
    closed = {c.name for c in territory.communes if not c.social_transport_by_residence}
    assert closed == NOT_BY_RESIDENCE


def test_the_social_transport_terms_hold_from_their_date(territory: Territory) -> None:
    assert territory.social_transport_on(date(2019, 10, 16)) is None
    terms = territory.social_transport_on(date(2026, 12, 1))
    assert terms is not None
    assert (terms.max_distance_m, terms.max_seats) == (100_000, 9)
    assert terms.contribution_eur_per_km == Decimal("0.32")


def test_what_nobody_has_checked_for_a_year_is_known(territory: Territory) -> None:
    scale, factors = territory.mileage_scale_of(2026), territory.emission_factors_on(date.max)
    assert scale is not None
    assert last_checked(scale) == date(2025, 12, 31)
    assert factors is not None
    assert factors.checked_until is None
    assert last_checked(factors) == date(factors.since.year, 12, 31)


def test_every_commune_has_a_site(territory: Territory) -> None:
    served = {site.insee for site in territory.sites}
    assert all(commune.insee in served for commune in territory.communes)


def test_no_approximate_site_passes_for_verified(territory: Territory) -> None:
    assert not [site.id for site in territory.sites if site.approximate and site.verified]
    assert not territory.site("CES-TOULON").verified
    assert not territory.site("CSC-BIDOURE").verified
    assert territory.site("CH-BRIGNOLES").verified


def test_hospitals_outside_are_kept_and_marked(territory: Territory) -> None:
    outside = {site.commune for site in territory.sites if site.outside}
    assert {"Toulon", "Aix-en-Provence", "Marseille", "Manosque", "Draguignan"} <= outside
    assert not outside & {commune.name for commune in territory.communes}


def test_contours_fit_together_and_hold_their_mairie(territory: Territory) -> None:
    features = json.loads(territory.polygons_path.read_text(encoding="utf-8"))["features"]
    shapes = [shape(feature["geometry"]) for feature in features]
    assert shapely.coverage_is_valid(shapes)
    for feature, polygon in zip(features, shapes, strict=True):
        commune = territory.commune(feature["properties"]["insee"])
        assert commune.name == feature["properties"]["name"]
        assert polygon.contains(Point(commune.lon, commune.lat)), commune.name
        assert polygon.exterior.is_ccw, commune.name


def test_every_site_of_the_territory_lies_in_its_commune(territory: Territory) -> None:
    features = json.loads(territory.polygons_path.read_text(encoding="utf-8"))["features"]
    contours = {f["properties"]["insee"]: shape(f["geometry"]) for f in features}
    astray = [
        site.id
        for site in territory.sites
        if not site.outside and not contours[site.insee].contains(Point(site.lon, site.lat))
    ]
    assert astray == []


def test_unknown_ids_are_key_errors(territory: Territory) -> None:
    with pytest.raises(KeyError):
        territory.commune("99999")
    with pytest.raises(KeyError):
        territory.site("NULLE-PART")


def test_the_sources_name_every_file_and_the_road_data_licence(territory: Territory) -> None:
    text = (territory.folder / "SOURCES.md").read_text(encoding="utf-8")
    for file in ("communes.csv", "communes.geojson", "sites.csv", "roads.npz", "territory.toml"):
        assert f"`{file}`" in text
    assert "OpenStreetMap contributors" in text
    assert "ODbL 1.0" in text
    assert "La Roquebrussanne" in text


def test_tables_are_plain_utf8_with_line_feeds(territory: Territory) -> None:
    for name in ("communes.csv", "sites.csv", "communes.geojson", "territory.toml", "SOURCES.md"):
        content = (territory.folder / name).read_bytes()
        content.decode("utf-8")
        assert b"\r" not in content, name
        assert not content.startswith(b"\xef\xbb\xbf"), name
        assert content.endswith(b"\n"), name


def test_site_ids_and_kinds_are_stable(territory: Territory) -> None:
    kinds = Counter(site.kind for site in territory.sites)
    assert kinds["permanence"] == 4
    assert kinds["mairie"] == 30
    assert territory.site("PVS").roles == ("depot", "permanence")
    assert len({site.id for site in territory.sites}) == len(territory.sites)


def test_the_loader_needs_no_geographic_library() -> None:
    code = (
        "import sys; from routing.planning.territory_folder import load_territory; "
        "load_territory(); print(sorted({'pandas', 'shapely', 'numpy', 'holidays'} "
        "& set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert done.stdout.strip() == "[]"
