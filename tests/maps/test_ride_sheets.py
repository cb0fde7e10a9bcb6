"""What a driver's sheet tells: doors, waits, and who brings whom home."""

from __future__ import annotations

import pytest

from api.wire.plan_json import plan_text
from maps import write_driver_sheets, write_map


@pytest.fixture
def folder(rides, tmp_path):
    write_driver_sheets(*rides.arguments, tmp_path / "feuilles")
    return tmp_path / "feuilles"


@pytest.fixture
def sheet(folder, text_of):
    """Return the text of a driver's sheet by the driver's number."""
    return lambda number: text_of(folder / f"feuille-2026-12-01-conducteur-{number}.html")


def test_a_wait_lasts_until_the_next_thing_happens(sheet):
    said = sheet(1)
    assert "Attente sur place jusqu’à 13 h 30" in said
    assert "jusqu’à 12 h 00" not in said
    assert "Pause de 12 h 00 à 13 h 00 13 h 30 3 Valbelle" in said  # told where they wait
    assert "12 h 00 3 Valbelle" not in said


def test_what_finds_the_door_is_on_the_sheet_of_who_drives_there_alone(folder, rides, sheet):
    html = (folder / "feuille-2026-12-01-conducteur-1.html").read_text("utf-8")
    assert "domicile, demande R1 · 43.49877,6.01230 Repère : digicode 4512, &lt;b&gt;" in sheet(1)
    assert 'href="geo:43.49877,6.01230"' in html
    assert sheet(1).count("digicode") == 1  # the later halt at the same door refers to this one
    assert "domicile, demande R1 (arrêt 1)" in sheet(1)
    assert "Adresse : Tél. :" in sheet(1)
    assert "2e étage, porte verte" in sheet(2)
    assert not [n for n in (2, 3) if "digicode" in sheet(n)]
    assert not [path for path in folder.iterdir() if "digicode" in path.name]


def test_no_other_document_tells_a_landmark(rides, tmp_path):
    page = tmp_path / "carte.html"
    write_map(*rides.arguments, page)
    texts = page.read_text("utf-8") + plan_text(rides.plan, rides.territory)
    assert not [secret for secret in ("4512", "porte verte", "43.4987") if secret in texts]


def test_who_drives_the_other_way_is_said_on_both_sheets(sheet):
    assert "Retour : entre 16 h 30 et 17 h 00, avec Bénévole volante 3." in sheet(2)
    assert "Aller avec Bénévole volante 2, sur place à 14 h 40." in sheet(3)
    assert "Pas de retour demandé." in sheet(3)
    assert not [said for said in ("Retour :", "Aller avec", "Pas de retour") if said in sheet(1)]


def test_nobody_is_left_on_the_way_back(sheet):
    left, kept = "puis continuer sans la personne", "ne pas repartir sans sa réponse"
    assert left in sheet(1)
    assert kept in sheet(1)
    assert left in sheet(2)
    assert kept not in sheet(2)  # takes people there, and nobody home


def test_who_comes_when_finished_is_given_a_window(sheet, rides, tmp_path, text_of):
    assert "Quand la personne a fini, entre 16 h 30 et 17 h 00 : attendre." in sheet(3)
    write_map(*rides.arguments, tmp_path / "carte.html")
    said = text_of(tmp_path / "carte.html")
    assert "entre 16 h 30 et 17 h 00 P-0002 monte" in said
    assert "16 h 30 P-0002" not in said
