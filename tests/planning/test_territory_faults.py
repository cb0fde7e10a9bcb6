"""A planner of another territory learns everything that is wrong in the folder, at once."""

from __future__ import annotations

import contextlib
import csv
import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from routing.planning.territory import TerritoryError
from routing.planning.territory_folder import COMMUNE_COLUMNS, SITE_COLUMNS, load_territory

COMMUNES = [
    ("01004", "Ambérieu-en-Bugey", "240100883", "CC de la Plaine de l'Ain", "01500", "15173",
     "2022", "5.359", "45.958", "24.6", "01302", "Ambérieu-en-Bugey", "false"),
    ("01007", "Ambronay", "240100883", "CC de la Plaine de l'Ain", "01500", "2872",
     "2022", "5.361", "46.005", "33.6", "01000", "hors unité urbaine", "true"),
]  # fmt: skip
SITES = [
    ("DEPOT", "Dépôt", "siege", "1, rue Neuve", "01500", "Ambérieu-en-Bugey", "01004", "5.36",
     "45.96", "adresse", "depot+permanence", "true", "false", "visite", ""),
    ("HOPITAL", "Hôpital", "hopital", "", "69003", "Lyon", "69383", "4.86", "45.75",
     "approx_mairie", "destination", "false", "true", "visite", "à placer"),
]  # fmt: skip
SETTINGS = """\
name = "plaine-de-l-ain"
title = "Plaine de l’Ain"
timezone = "Europe/Paris"
school_zone = "A"

[holidays]
country = "FR"

[[social_transport]]
since = 2026-01-01
max_km = 100
max_seats = 9
contribution_eur_per_km = 0.4
source = "essai"

[[mileage_scale]]
since = 2022-01-01
checked_until = 2025-06-30
brackets_km = [5000, 20000]
electric_bonus = 0.20
source = "essai"

[[mileage_scale.cars]]
up_to_cv = 3
eur_per_km = [0.529, 0.316, 0.370]
plus_eur = [0, 1065, 0]

[[mileage_scale.cars]]
eur_per_km = [0.697, 0.394, 0.470]
plus_eur = [0, 1515, 0]

[[emissions]]
since = 2024-02-03
car_kg_per_km = 0.218
electric_kg_per_km = 0.103
source = "essai"

[association]
name = "Ambulants de l’Ain"
phone = "04 00 00 00 00"
"""


def write_table(path: Path, columns: tuple[str, ...], rows: list[tuple[str, ...]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return small_territory(tmp_path / "ailleurs")


def small_territory(folder: Path) -> Path:
    folder.mkdir()
    (folder / "territory.toml").write_text(SETTINGS, encoding="utf-8")
    write_table(folder / "communes.csv", COMMUNE_COLUMNS, COMMUNES)
    write_table(folder / "sites.csv", SITE_COLUMNS, SITES)
    features = [
        {"type": "Feature", "properties": {"insee": row[0]}, "geometry": None} for row in COMMUNES
    ]
    polygons = {"type": "FeatureCollection", "features": features}
    (folder / "communes.geojson").write_text(json.dumps(polygons), encoding="utf-8")
    return folder


def edit(folder: Path, name: str, old: str, new: str) -> None:
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{old!r} is not in {name}"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def messages(folder: Path) -> list[str]:
    with pytest.raises(TerritoryError) as caught:
        load_territory(folder)
    return [str(fault).replace("\N{NO-BREAK SPACE}", " ") for fault in caught.value.faults]


def test_another_territory_loads_with_no_change_in_code(folder: Path) -> None:
    territory = load_territory(folder)
    assert [commune.name for commune in territory.communes] == ["Ambérieu-en-Bugey", "Ambronay"]
    assert territory.school_zone == "A"
    assert territory.site("HOPITAL").outside
    assert territory.site("HOPITAL").approximate
    assert territory.roads_path == folder / "roads.npz"


def test_tables_saved_by_a_french_spreadsheet_are_read(folder: Path) -> None:
    expected = load_territory(folder)
    for name in ("communes.csv", "sites.csv"):
        with (folder / name).open(encoding="utf-8", newline="") as file:
            rows = list(csv.reader(file))
        french = {"true": "VRAI", "false": "FAUX"}
        with (folder / name).open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file, delimiter=";").writerows(
                [french.get(c, c.replace(".", ",") if _is_number(c) else c) for c in row]
                for row in rows
            )
    assert load_territory(folder) == expected


def _is_number(cell: str) -> bool:
    return cell.count(".") == 1 and cell.replace(".", "").isdigit()


def test_blank_lines_and_further_columns_do_no_harm(folder: Path) -> None:
    expected = load_territory(folder)
    path = folder / "communes.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    noted = [f"{line},{'remarque' if n == 0 else 'vu'}" for n, line in enumerate(lines)]
    path.write_text("\n".join([*noted, "", ""]) + "\n", encoding="utf-8")
    assert load_territory(folder) == expected


FAULTS: list[tuple[str, str, str, str, str]] = [
    # file, old text, new text, where it is reported, what the advice says
    ("communes.csv", "01004", "1004", "communes.csv, ligne 2, colonne « insee » : « 1004 »",
     "cinq caractères"),
    ("communes.csv", "01500", "1500", "ligne 2, colonne « postal_code »", "zéro de tête"),
    ("communes.csv", "15173", "beaucoup", "colonne « population » : « beaucoup »", "entier"),
    ("communes.csv", "15173", "-3", "colonne « population » : « -3 »", "de 0 à"),
    ("communes.csv", "2022", "22", "colonne « population_year »", "de 1900 à 2100"),
    ("communes.csv", "24.6", "0", "colonne « area_km2 » : « 0 »", "supérieur à zéro"),
    ("communes.csv", "5.359,45.958", "45.958,5.359", "colonne « lon, lat »", "inversées"),
    ("communes.csv", "5.359,45.958", "13.4,52.5", "colonne « lon, lat »", "pas en France"),
    ("communes.csv", "5.359", "nan", "colonne « lon » : « nan »", "nombre"),
    ("communes.csv", "Ambronay", "", "ligne 3, colonne « name »", "vide"),
    ("communes.csv", "urbaine,true", "urbaine,peut-être", "« peut-être »", "« true »"),
    ("communes.csv", "01007", "01004", "ligne 3, colonne « insee » : « 01004 »",
     "déjà à la ligne 2"),
    ("communes.csv", "population,", "habitants,", "ligne 1, colonne « population »",
     "colonnes lues : insee"),
    ("communes.csv", "population_year", "population", "colonne « population »", "deux fois"),
    ("communes.csv", "Ambronay,", "Ambronay,bis,", "communes.csv, ligne 3 : 14 cellules",
     "guillemets"),
    ("sites.csv", "HOPITAL", "DEPOT", "sites.csv, ligne 3, colonne « id » : « DEPOT »",
     "déjà à la ligne 2"),
    ("sites.csv", "HOPITAL", "L'hôpital", "colonne « id »", "identifiant"),
    ("sites.csv", "01004", "01999", "ligne 2, colonne « insee » : « 01999 »", "communes.csv"),
    ("sites.csv", "01004", "01007", "ligne 2, colonne « commune »", "désigne « Ambronay »"),
    ("sites.csv", "false,true", "false,false", "ligne 3, colonne « insee » : « 69383 »",
     "« outside »"),
    ("sites.csv", "true,false", "true,true", "ligne 2, colonne « outside »", "« false »"),
    ("territory.toml", "Europe/Paris", "Europe/Brignoles", "réglage « timezone »",
     "« Europe/Paris »"),
    ("territory.toml", '"A"', '"D"', "réglage « school_zone » : « D »", "« A », « B » ou « C »"),
    ("territory.toml", '"FR"', '"France"', "réglage « holidays.country »", "deux lettres"),
    ("territory.toml", "title", "titre", "réglage « title »", "manque"),
    ("territory.toml", "plaine-de-l-ain", "Plaine de l’Ain", "réglage « name »", "minuscules"),
    ("territory.toml", "max_km = 100", "max_km = 0", "« social_transport[1].max_km » : « 0 »",
     "supérieur à zéro"),
    ("territory.toml", "2026-01-01", '"janvier"', "« social_transport[1].since »", "2019-10-17"),
    ("territory.toml", "0.4", '"0,40"', "contribution_eur_per_km", "0.32"),
    ("territory.toml", "2025-06-30", "2025", "« mileage_scale[1].checked_until »", "2019-10-17"),
    ("territory.toml", "2022-01-01", "2022-03-27", "« mileage_scale[1].since »", "1er janvier"),
    ("territory.toml", "[5000, 20000]", "[20000, 5000]", "brackets_km", "le plus petit d’abord"),
    ("territory.toml", "[5000, 20000]", "5000", "brackets_km", "[5000, 20000]"),
    ("territory.toml", "0.316, 0.370]", "0.316]", "« mileage_scale[1].cars[1].eur_per_km »",
     "3 montants"),
    ("territory.toml", "up_to_cv = 3\n", "", "« mileage_scale[1].cars »", "sans « up_to_cv »"),
    ("territory.toml", "0.218", '"218"', "« emissions[1].car_kg_per_km »", "0.32"),
    ("territory.toml", '"Ambulants de l’Ain"', "3", "« association.name »", "guillemets"),
    ("territory.toml", 'name = "plaine', 'name "plaine', "territory.toml", "TOML"),
    ("communes.geojson", '"01007"', '"01008"', "« 01007 »", "Ambronay"),
    ("communes.geojson", '"features"', '"elements"', "communes.geojson", "« insee »"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "old", "new", "where", "advice"), FAULTS)
def test_each_fault_says_where_and_what_to_change(
    folder: Path, name: str, old: str, new: str, where: str, advice: str
) -> None:
    edit(folder, name, old, new)
    found = messages(folder)
    assert any(where in message and advice in message for message in found), found


@pytest.mark.parametrize(
    "name", ["communes.csv", "sites.csv", "territory.toml", "communes.geojson"]
)
def test_a_missing_file_is_named(folder: Path, name: str) -> None:
    (folder / name).unlink()
    assert messages(folder) == [
        f"{name} : ce fichier manque ; ajoutez-le au dossier du territoire."
    ]


@pytest.mark.parametrize("lines_kept", [0, 1])
def test_an_empty_table_is_a_fault(folder: Path, lines_kept: int) -> None:
    path = folder / "communes.csv"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(lines[:lines_kept]), encoding="utf-8")
    assert any(message.startswith("communes.csv") for message in messages(folder))


def test_a_table_in_another_encoding_is_a_fault(folder: Path) -> None:
    path = folder / "communes.csv"
    path.write_bytes(path.read_text(encoding="utf-8").encode("cp1252"))
    assert "UTF-8" in messages(folder)[0]


def test_a_folder_that_is_not_there_is_a_fault(tmp_path: Path) -> None:
    assert "n’existe pas" in messages(tmp_path / "nulle-part")[0]


def test_all_faults_are_reported_at_once(folder: Path) -> None:
    edit(folder, "communes.csv", "15173", "beaucoup")
    edit(folder, "communes.csv", "24.6", "vaste")
    edit(folder, "sites.csv", "HOPITAL", "DEPOT")
    edit(folder, "territory.toml", "Europe/Paris", "Paris")
    edit(folder, "territory.toml", '"A"', '"D"')
    (folder / "communes.geojson").unlink()
    with pytest.raises(TerritoryError) as caught:
        load_territory(folder)
    assert len(caught.value.faults) == 6
    lines = str(caught.value).splitlines()
    assert "6 erreurs" in lines[0]
    assert len(lines) == 7
    files = [fault.file for fault in caught.value.faults]
    assert files == sorted(files, key=files.index), "each file's faults stand together"


def test_one_fault_is_singular_and_well_spaced(folder: Path) -> None:
    edit(folder, "territory.toml", '"A"', '"D"')
    with pytest.raises(TerritoryError) as caught:
        load_territory(folder)
    text = str(caught.value)
    assert "1 erreur\N{NO-BREAK SPACE}:" in text
    assert "« " not in text


@settings(max_examples=60, deadline=None)
@given(
    name=st.sampled_from(["communes.csv", "sites.csv"]),
    row=st.integers(0, 2),
    column=st.integers(0, 12),
    text=st.text(st.characters(exclude_categories=["Cs"]), max_size=12),
)
def test_no_cell_whatever_its_content_breaks_the_loader(
    tmp_path_factory: pytest.TempPathFactory, name: str, row: int, column: int, text: str
) -> None:
    base = tmp_path_factory.mktemp("essai")
    folder = small_territory(base / "ailleurs")
    with (folder / name).open(encoding="utf-8", newline="") as file:
        rows: list[list[Any]] = list(csv.reader(file))
    rows[row][column] = text
    with (folder / name).open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    with contextlib.suppress(TerritoryError):
        load_territory(folder)
    shutil.rmtree(base)
