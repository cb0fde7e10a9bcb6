"""The tool that compiles the shipped facts: deterministic, and no copy of a source's prose."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from routing.planning.territory_folder import load_territory, shipped_territory

ROOT = Path(__file__).resolve().parents[2]
TOOL = ROOT / "data" / "compile_territory.py"
SOURCES = ROOT.parent / "shared" / "territory"
MADE = ("communes.csv", "communes.geojson", "sites.csv")

COMMUNES = """\
insee,nom,epci_siren,epci,code_postal,population_municipale_2021,population_municipale_2022,\
lat_mairie,lon_mairie,superficie_km2,unite_urbaine_2020,nom_unite_urbaine,tus_residence_eligible
01007,Ambronay,240100883,CC,01500,2800,2872,46.005,5.361,33.6,01000,hors unité urbaine,oui
01004,L'Abergement,240100883,CC,01500,15000,15173,45.958,5.359,24.6,01302,Ambérieu,non
"""
SITES = """\
id,nom,type,adresse,code_postal,commune,insee,lat,lon,precision,role,source,licence,note
A,L'accueil (FINESS 010000001),siege,rue Neuve,01500,Ambronay,01007,46.0,5.36,adresse,depot,vu,-,
B,Hôpital,hopital,à confirmer,69003,Lyon,69383,45.75,4.86,adresse,destination,vu,-,
"""


def square(code: str, south: float) -> dict[str, object]:
    north = south + 0.05
    ring = [[5.3, south], [5.4, south], [5.4, north], [5.35, north], [5.3, north], [5.3, south]]
    return {
        "type": "Feature",
        "properties": {"code": code},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }


@pytest.fixture
def source(tmp_path: Path) -> Path:
    folder = tmp_path / "source"
    folder.mkdir()
    (folder / "communes.csv").write_text(COMMUNES, encoding="utf-8")
    (folder / "sites.csv").write_text(SITES, encoding="utf-8")
    squares = {
        "type": "FeatureCollection",
        "features": [square("01007", 45.98), square("01004", 45.93)],
    }
    (folder / "communes_pvv.geojson").write_text(json.dumps(squares), encoding="utf-8")
    return folder


def run(source: Path, out: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(TOOL), str(source), "--out", str(out)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
    )


def test_what_it_makes_is_a_territory(source: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    done = run(source, out)
    assert done.returncode == 0, done.stderr
    (out / "territory.toml").write_text(
        (shipped_territory() / "territory.toml").read_text(encoding="utf-8"), encoding="utf-8"
    )
    territory = load_territory(out)
    first, second = territory.communes
    assert (first.insee, second.insee) == ("01004", "01007")
    assert (second.population, second.population_year) == (2872, 2022)
    named, hospital, added = territory.sites
    assert (named.name, named.note) == ("L’accueil", "FINESS 010000001")
    assert named.verified
    assert hospital.outside
    assert not hospital.verified
    assert (added.id, added.name) == ("MAIRIE-L-ABERGEMENT", "Mairie de L’Abergement")
    assert not added.verified


def test_a_new_note_must_be_put_into_our_own_words(source: Path, tmp_path: Path) -> None:
    path = source / "sites.csv"
    path.write_text(path.read_text(encoding="utf-8").rstrip() + "remarque\n", encoding="utf-8")
    done = run(source, tmp_path / "out")
    assert done.returncode != 0
    assert "B has a new note" in done.stderr


@pytest.mark.parametrize("source_folder", [SOURCES] if SOURCES.is_dir() else [])
def test_compiling_again_gives_the_shipped_bytes(source_folder: Path, tmp_path: Path) -> None:
    done = run(source_folder, tmp_path)
    assert done.returncode == 0, done.stderr
    for name in MADE:
        assert (tmp_path / name).read_bytes() == (shipped_territory() / name).read_bytes(), name
