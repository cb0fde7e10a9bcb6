"""Who is fetched when: the list and the slips, by pseudonyms only."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from maps import write_passengers


@pytest.fixture
def said(rides, tmp_path, text_of):
    path = tmp_path / "passagers.html"
    arguments = rides.arguments[:3]
    assert write_passengers(*arguments, path) == [path]
    return text_of(path)


def test_a_line_per_request_in_the_order_of_hours(said):
    assert re.findall(r"P-\d{4} R\d", said) == ["P-0003 R3", "P-0001 R1", "P-0002 R2"]
    line = said[said.index("P-0001 R1") : said.index("P-0002 R2")]
    assert "2 personnes, dont 1 accompagnant · Rendez-vous à 12 h 00." in line
    assert "11 h 30 11 h 50 13 h 30 13 h 41 Bénévole volante 1" in line
    assert "8 h 13 8 h 32 Pas de retour demandé. Bénévole volante 3" in said


def test_who_comes_when_finished_has_windows_and_both_drivers(said):
    line = said[said.index("P-0002 R2") :]
    assert "entre 16 h 30 et 17 h 00 entre 17 h 01 et 17 h 31" in line
    assert "Bénévole volante 2 Retour : Bénévole volante 3" in line


def test_a_slip_tells_a_passenger_in_round_hours(said):
    slip = said[said.index("À découper") :]
    assert "P-0001 Programme de Valbelle Le mardi 1er décembre, pour" in slip
    assert (
        "on vient vous chercher vers 8 h 10 (Bénévole volante 3) ; vous serez sur place vers "
        "8 h 35. Vous n’avez pas demandé de retour."
    ) in slip
    assert "Retour quand vous aurez fini, entre 16 h 30 et 17 h 00 (Bénévole volante 3)" in slip


def test_nobody_can_be_found_by_it(said):
    assert not [
        secret for secret in ("digicode", "porte verte", "43.4987", "geo") if secret in said
    ]


def test_who_gets_no_ride_is_named(said):
    assert "Sans trajet : P-0004 (R4)" in said


def test_english(rides, tmp_path, text_of):
    (path,) = write_passengers(*rides.arguments[:3], tmp_path / "p.html", lang="en")
    said = text_of(path)
    assert "On Tuesday 1 December, to" in said
    assert "between 16:30 and 17:00" in said


def test_no_rides_no_list(rides, tmp_path):
    none = replace(rides.plan, rides=())
    assert write_passengers(none, *rides.arguments[1:3], tmp_path / "p.html") == []
    assert not (tmp_path / "p.html").exists()
