"""What is wrong with the rides of a workbook: the cell, what to change, and nobody named."""

from __future__ import annotations

from typing import Any

import pytest

from api.wire.xlsx.archive import Cell, Row, Sheet
from routing.planning.territory import Territory
from tests.api.xlsx_rides.ride_sheets import faults_of, plain, with_cells

WRONG: list[tuple[str, int, dict[str, Any], str, str, str]] = [
    # sheet, row, cells, code, column, part of the remedy
    ("Demandes", 2, {"Passager (": None}, "MISSING", "Passager", "remplissez"),
    ("Demandes", 2, {"Départ": None}, "MISSING", "Départ", "remplissez"),
    ("Demandes", 2, {"Départ": "PERM-RIANZ"}, "UNKNOWN_SITE", "Départ", "« PERM-RIANS »"),
    ("Demandes", 2, {"Départ": "12 rue X"}, "ADDRESS_NOT_SEARCHED", "Départ", "une commune"),
    ("Demandes", 2, {"Départ": "5,81; 43,55"}, "PLACE_FAR_AWAY", "Départ", "échangez"),
    ("Demandes", 2, {"Départ": "43,55; 5,81; Riens"}, "UNKNOWN_COMMUNE", "Départ", "« Rians »"),
    ("Demandes", 2, {"Vers": None}, "MISSING", "Vers", "remplissez"),
    ("Demandes", 2, {"Vers": "hôpital"}, "BAD_CHOICE", "Vers", "« rendez-vous »"),
    ("Demandes", 2, {"Destination": "RIAN"}, "UNKNOWN_PERMANENCE", "Destination", "« RIANS »"),
    ("Demandes", 2, {"Destination": None}, "MISSING", "Destination", "remplissez"),
    ("Demandes", 2, {"Date": "bientôt"}, "BAD_DATE", "Date", "05/01/2027"),
    ("Demandes", 2, {"Date": "10/01/2027"}, "NO_OPENING_ON_WEEKDAY", "Date", "dimanche"),
    ("Demandes", 2, {"Heure": "9:00"}, "UNKNOWN_FIELD", "Heure", "retirez"),
    ("Demandes", 3, {"Destination": "CH-BRIGNOLE"}, "UNKNOWN_SITE", "Destination",
     "« CH-BRIGNOLES »"),
    ("Demandes", 3, {"Date": None}, "MISSING", "Date", "remplissez"),
    ("Demandes", 3, {"Date": "6/1/2027; 7/1/2027"}, "ONE_DATE", "Date", "« Série »"),
    ("Demandes", 3, {"Heure": "midi"}, "BAD_TIME", "Heure", "9:30"),
    ("Demandes", 3, {"Durée": None}, "MISSING", "Durée", "remplissez"),
    ("Demandes", 3, {"Retour": "plus tard"}, "BAD_CHOICE", "Retour", "dès que fini"),
    ("Demandes", 3, {"Retour": None}, "MISSING", "Retour", "remplissez"),
    ("Demandes", 3, {"Retour : à partir": None}, "MISSING", "Retour : à partir", "remplissez"),
    ("Demandes", 3, {"Retour : à partir": "14:00"}, "RETURN_TOO_EARLY", "Retour : à partir",
     "14:30"),
    ("Demandes", 3, {"Fauteuil": "grand"}, "BAD_CHOICE", "Fauteuil", "« pliant »"),
    ("Demandes", 3, {"Passagers": 0}, "OUT_OF_RANGE", "Passagers", "au moins 1"),
    ("Demandes", 3, {"Chauffeurs souhaités": "conducteur-9"}, "UNKNOWN_DRIVER",
     "Chauffeurs souhaités", "« conducteur-"),
    ("Demandes", 3, {"Commune": "Brass"}, "UNKNOWN_COMMUNE", "Commune", "« Bras »"),
    ("Demandes", 3, {"Série (": None, "Série : toutes": 1}, "MISSING", "Série : combien",
     "remplissez"),
    ("Demandes", 3, {"Série : toutes": 1, "Série : combien": 2}, "SERIES_TWICE", "Série (code)",
     "retirez"),
    ("Demandes", 4, {"Destination": "bal"}, "UNKNOWN_EVENT", "Destination", "aucun évènement"),
    ("Demandes", 4, {"Date": "05/01/2027"}, "UNKNOWN_FIELD", "Date", "retirez"),
    ("Demandes", 4, {"Retour : au plus tard": "10:00"}, "TIMES_REVERSED",
     "Retour : au plus tard", "11:00"),
    ("Chauffeurs", 2, {"Domicile": None}, "MISSING", "Domicile", "remplissez"),
    ("Chauffeurs", 2, {"Mardi": "le matin"}, "BAD_HOURS", "Mardi", "8:00-12:00"),
    ("Chauffeurs", 2, {"Mardi": "18:00-8:00"}, "TIMES_REVERSED", "Mardi", "18:00"),
    ("Chauffeurs", 2, {"Places": "une Kangoo"}, "BAD_SEATS", "Places", "4 places"),
    ("Chauffeurs", 2, {"Distance au plus par jour": "loin"}, "WRONG_TYPE", "Distance", "nombre"),
    ("Chauffeurs", 2, {"Distance au plus par jour": -1}, "OUT_OF_RANGE", "Distance", "entre 0"),
    ("Chauffeurs", 2, {"Repas : durée": None}, "MISSING", "Repas : durée", "remplissez"),
    ("Chauffeurs", 2, {"Voiture": "VOITURE-1"}, "CAR_TWICE", "Voiture", "gardez"),
    ("Chauffeurs", 3, {"Voiture": "VOITURE-9"}, "UNKNOWN_CAR", "Voiture", "« VOITURE-1 »"),
    ("Chauffeurs", 3, {"Voiture": None}, "CAR_MISSING", "Places", "de l’association"),
    ("Voitures", 2, {"Lieu": "PVX"}, "UNKNOWN_SITE", "Lieu", "« PVS »"),
    ("Voitures", 2, {"Coffre": "grand"}, "WRONG_TYPE", "Coffre", "entier"),
    ("Évènements", 2, {"Fin": "9:00"}, "TIMES_REVERSED", "Fin", "09:30"),
    ("Évènements", 2, {"Endroit": None}, "MISSING", "Endroit", "remplissez"),
    ("Demandes", 3, {"Code": "r1"}, "DUPLICATE_ID", "Code", "le code de la ligne 2"),
    ("Chauffeurs", 3, {"Code": "conducteur-1"}, "DUPLICATE_ID", "Code", "celui de la ligne 2"),
]  # fmt: skip


@pytest.mark.parametrize(("sheet", "row", "cells", "code", "column", "remedy"), WRONG)
def test_one_wrong_cell_is_one_fault_at_that_cell(
    sheet: str,
    row: int,
    cells: dict[str, Any],
    code: str,
    column: str,
    remedy: str,
    sheets: list[Sheet],
    territory: Territory,
) -> None:
    faults = faults_of(with_cells(sheets, sheet, row, **cells), territory)
    assert [fault.code for fault in faults] == [code]
    path = plain(faults[0].path)
    assert path.startswith(f"feuille {sheet}, ligne {row}, colonne {column}"), path
    assert remedy in plain(faults[0])


@pytest.mark.parametrize("sheet", ["Demandes", "Chauffeurs"])
@pytest.mark.parametrize("header", ["Nom", "Téléphone", "Nom du passager", "Notes"])
def test_a_column_that_says_who_somebody_is_is_refused(
    sheet: str, header: str, sheets: list[Sheet], territory: Territory
) -> None:
    added = [
        Sheet(s.title, (Row(1, s.rows[0].cells | {60: Cell(60, header)}), *s.rows[1:]))
        if s.title == sheet
        else s
        for s in sheets
    ]
    (fault,) = faults_of(added, territory)
    assert (fault.code, fault.value) == ("PERSONAL_FIELD", header)
    assert "people.json" in fault.message


def test_an_address_is_not_repeated_in_messages(sheets: list[Sheet], territory: Territory) -> None:
    (fault,) = faults_of(with_cells(sheets, "Demandes", 2, Départ="12 rue Secrète"), territory)
    assert "Secrète" not in str(fault)
