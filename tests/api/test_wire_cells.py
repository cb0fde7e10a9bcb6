"""Cells read generously: what people type, what Excel makes of it, what is refused."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from api.wire.scalars import ScalarError
from api.wire.xlsx import cells, ride_cells
from api.wire.xlsx.cells import Kind
from api.wire.xlsx.frequency import FREQUENCY, read_frequency, write_frequency
from api.wire.xlsx.ride_cells import read_point, write_place
from api.wire.xlsx.team import read_team, write_team

READ: list[tuple[Kind, Any, Any]] = [
    (cells.DAY, datetime(2027, 1, 5), "2027-01-05"),
    (cells.DAY, date(2027, 1, 5), "2027-01-05"),
    (cells.DAY, 46392, "2027-01-05"),
    (cells.DAY, " 5/1/2027", "2027-01-05"),
    (cells.DAY, "05.01.27", "2027-01-05"),
    (cells.DAY, "mardi 5 janvier 2027", "2027-01-05"),
    (cells.DAY, "1er févr. 2027", "2027-02-01"),
    (cells.DAY, "2027-01-05", "2027-01-05"),
    (cells.CLOCK, time(9, 30), "09:30"),
    (cells.CLOCK, timedelta(hours=9, minutes=30), "09:30"),
    (cells.CLOCK, timedelta(days=1), "24:00"),
    (cells.CLOCK, 0.375, "09:00"),
    (cells.CLOCK, 9, "09:00"),
    (cells.CLOCK, 9.5, "09:30"),
    (cells.CLOCK, "9h", "09:00"),
    (cells.CLOCK, "9 h 30", "09:30"),
    (cells.CLOCK, "9H05", "09:05"),
    (cells.CLOCK, "09:30:15", "09:30:15"),
    (cells.DURATION, timedelta(hours=26), "PT26H"),
    (cells.DURATION, datetime(1900, 1, 1, 2, 0), "PT26H"),
    (cells.DURATION, time(0, 20), "PT20M"),
    (cells.DURATION, 3, "PT3H"),
    (cells.DURATION, 1.5, "PT1H30M"),
    (cells.DURATION, 0, "PT0S"),
    (cells.DURATION, "20 min", "PT20M"),
    (cells.DURATION, "1h30min", "PT1H30M"),
    (cells.DURATION, "PT3H", "PT3H"),
    (cells.CONTRACT, "0,4 ETP", "PT14H"),
    (cells.CONTRACT, "0.6 etp", "PT21H"),
    (cells.CONTRACT, 0.4, "PT14H"),
    (cells.CONTRACT, "0,4", "PT14H"),
    (cells.CONTRACT, 14, "PT14H"),
    (cells.CONTRACT, 1.5, "PT1H30M"),
    (cells.CONTRACT, timedelta(hours=14), "PT14H"),
    (cells.CONTRACT, time(9, 36), "PT9H36M"),
    (cells.WHOLE, 3.0, 3),
    (cells.WHOLE, "1 000", 1000),
    (cells.DECIMAL, "43,406", 43.406),
    (cells.DECIMAL, "43.406", 43.406),
    (cells.YES_NO, True, True),
    (cells.YES_NO, "x", True),
    (cells.YES_NO, "Oui ", True),
    (cells.YES_NO, "NON", False),
    (cells.YES_NO, 0, False),
    (cells.TEXT, 83170, "83170"),
    (cells.TEXT, 12.0, "12"),
    (cells.CODES, "a; b ,c\nd", ["a", "b", "c", "d"]),
    (cells.SOME_CODES, "Aucun", []),
    (cells.SOME_CODES, "tous", None),
    (cells.WEEKDAY, "MERCREDI", "wednesday"),
    (cells.WEEKDAY, "Monday", "monday"),
    (cells.HALF_DAY, "Après midi", "afternoon"),
    (cells.HALVES, "journée; soir", ["morning", "afternoon", "evening"]),
    (cells.HALVES, "soir et matin", ["morning", "evening"]),
    (cells.HALVES, "x", ["morning", "afternoon"]),
    (cells.HALVES, "non", []),
    (cells.STAFF_KIND, "Benevole", "volunteer"),
    (cells.JOINS, "Sur Place", "site"),
    (
        ride_cells.HOURS,
        "8:00-12:00; 14h-18h30",
        [{"start": "08:00", "end": "12:00"}, {"start": "14:00", "end": "18:30"}],
    ),
    (ride_cells.HOURS, "de 8h à 18h", [{"start": "08:00", "end": "18:00"}]),
    (
        ride_cells.HOURS,
        "8 – 12 et 14 – 24",
        [{"start": "08:00", "end": "12:00"}, {"start": "14:00", "end": "24:00"}],
    ),
    (ride_cells.HOURS, "non", []),
    (ride_cells.CONFIGURATIONS, 4, [{"seats": 4, "wheelchairs": 0}]),
    (
        ride_cells.CONFIGURATIONS,
        "4 places ou 2+1",
        [{"seats": 4, "wheelchairs": 0}, {"seats": 2, "wheelchairs": 1}],
    ),
    (ride_cells.CONFIGURATIONS, "1 place + 2 fauteuils roulants", [{"seats": 1, "wheelchairs": 2}]),
    (ride_cells.KM, 150, 150.0),
    (ride_cells.KM, "412,5 km", 412.5),
    (ride_cells.DAYS, date(2027, 1, 5), ["2027-01-05"]),
    (ride_cells.DAYS, "05/01/2027; 19 janvier 2027", ["2027-01-05", "2027-01-19"]),
    (ride_cells.GOAL, "Rendez-vous", "appointment"),
    (ride_cells.RETURN, "dès que fini", "after"),
    (ride_cells.WHEELCHAIR, "Non pliant", "rigid"),
]


@pytest.mark.parametrize(("kind", "value", "wire"), READ)
def test_cells_read_what_people_write(kind: Kind, value: Any, wire: Any) -> None:
    assert kind.read(value) == wire


REFUSED: list[tuple[Kind, Any, str, str]] = [
    (cells.DAY, "31/02/2027", "BAD_DATE", "n’existe pas"),
    (cells.DAY, "bientôt", "BAD_DATE", "05/01/2027"),
    (cells.DAY, datetime(2027, 1, 5, 9), "BAD_DATE", "sans heure"),
    (cells.DAY, "05/01/1927", "BAD_DATE", "entre 2000 et 2100"),
    (cells.DAY, 3, "BAD_DATE", "05/01/2027"),
    (cells.CLOCK, "25:00", "BAD_TIME", "9:30"),
    (cells.CLOCK, "neuf heures", "BAD_TIME", "9:30"),
    (cells.CLOCK, True, "BAD_TIME", "9:30"),
    (cells.DURATION, 0.5, "AMBIGUOUS_DURATION", "écrivez 0:30 pour 30 minutes, ou 12:00"),
    (cells.DURATION, "longtemps", "BAD_DURATION", "3:00"),
    (cells.DURATION, -2, "BAD_DURATION", "3:00"),
    (cells.WHOLE, 1.5, "WRONG_TYPE", "entier"),
    (cells.WHOLE, True, "WRONG_TYPE", "entier"),
    (cells.DECIMAL, "43°24", "WRONG_TYPE", "43,406"),
    (cells.YES_NO, "peut-être", "WRONG_TYPE", "oui ou non"),
    (cells.WEEKDAY, "mardy", "BAD_WEEKDAY", "lundi"),
    (cells.HALVES, "matinale", "BAD_HALF_DAY", "matin"),
    (cells.STAFF_KIND, "intérim", "BAD_CHOICE", "« salarié », « bénévole »"),
    (ride_cells.HOURS, "le matin", "BAD_HOURS", "8:00-12:00"),
    (ride_cells.HOURS, "8:00-25:00", "BAD_HOURS", "8:00-12:00"),
    (ride_cells.HOURS, "8:00", "BAD_HOURS", "8:00-12:00"),
    (ride_cells.CONFIGURATIONS, "une Kangoo", "BAD_SEATS", "2 places + 1 fauteuil"),
    (ride_cells.KM, "loin", "WRONG_TYPE", "nombre"),
    (ride_cells.DAYS, "mardi", "BAD_DATE", "05/01/2027"),
    (ride_cells.DAYS, ";", "BAD_DATE", "05/01/2027"),
    (ride_cells.GOAL, "hôpital", "BAD_CHOICE", "« rendez-vous »"),
]


@pytest.mark.parametrize(("kind", "value", "code", "remedy"), REFUSED)
def test_cells_refuse_with_a_remedy(kind: Kind, value: Any, code: str, remedy: str) -> None:
    with pytest.raises(ScalarError) as caught:
        kind.read(value)
    assert caught.value.code == code
    assert remedy in caught.value.message


PHRASES: list[tuple[str, dict[str, Any]]] = [
    ("Toutes les 2 semaines", {"kind": "every_weeks", "weeks": 2}),
    ("toutes les deux semaines.", {"kind": "every_weeks", "weeks": 2}),
    ("une semaine sur trois", {"kind": "every_weeks", "weeks": 3}),
    ("tous les 15 jours", {"kind": "every_weeks", "weeks": 2}),
    ("hebdomadaire", {"kind": "every_weeks", "weeks": 1}),
    ("chaque semaine", {"kind": "every_weeks", "weeks": 1}),
    ("2 fois par mois", {"kind": "per_month", "times": 2}),
    ("mensuelle", {"kind": "per_month", "times": 1}),
    ("1er et 3e mardi du mois", {"kind": "nth_weekday", "nth": [1, 3], "weekday": "tuesday"}),
    (
        "Le premier, le 3ème & le dernier JEUDI de chaque mois",
        {"kind": "nth_weekday", "nth": [1, 3, -1], "weekday": "thursday"},
    ),
    ("dates : 05/01/2027; 19/01/2027", {"kind": "on_dates", "dates": ["2027-01-05", "2027-01-19"]}),
    ("05/01/2027, 19/01/2027", {"kind": "on_dates", "dates": ["2027-01-05", "2027-01-19"]}),
    ("le 5 janvier 2027", {"kind": "on_dates", "dates": ["2027-01-05"]}),
]


@pytest.mark.parametrize(("phrase", "frequency"), PHRASES)
def test_frequencies_read_as_people_say_them(phrase: str, frequency: dict[str, Any]) -> None:
    assert read_frequency(phrase) == frequency
    assert read_frequency(write_frequency(frequency)) == frequency


def test_a_date_cell_is_a_frequency_of_one_date() -> None:
    assert read_frequency(datetime(2027, 1, 5)) == {"kind": "on_dates", "dates": ["2027-01-05"]}


@pytest.mark.parametrize("phrase", ["souvent", "tous les 9 jours", "3 machins", "6e mardi du mois"])
def test_a_frequency_nobody_understands_says_how_to_write_one(phrase: str) -> None:
    with pytest.raises(ScalarError) as caught:
        read_frequency(phrase)
    assert caught.value.code == "BAD_FREQUENCY"


def test_the_suggested_frequencies_are_understood() -> None:
    assert all(read_frequency(phrase) for phrase in FREQUENCY.choices)


def test_drop_down_words_are_understood() -> None:
    rides = (ride_cells.GOAL, ride_cells.RETURN, ride_cells.WHEELCHAIR)
    for kind in (cells.YES_NO, cells.WEEKDAY, cells.HALF_DAY, cells.HALVES, cells.JOINS, *rides):
        for word in kind.choices:
            assert kind.write(kind.read(word)) == word


def test_a_team_in_one_cell() -> None:
    known = {"infirmier": "infirmier", "box2": "box2", "Médecin": "med"}
    needs = read_team("infirmier; Médecin x2 (facultatif), box2; chauffeur × 3", known.get)
    assert needs == [
        {"role": "infirmier"},
        {"role": "med", "count": 2, "optional": True},
        {"role": "box2"},
        {"role": "chauffeur", "count": 3},
    ]
    full = [{"count": 1, "optional": False} | need for need in needs]
    assert write_team(full) == "infirmier; med × 2 (facultatif); box2; chauffeur × 3"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("43,406; 6,061", {"lat": 43.406, "lon": 6.061}),
        ("43.406, 6.061", {"lat": 43.406, "lon": 6.061}),
        ("43; -6; Barjols", {"lat": 43.0, "lon": -6.0, "commune": "Barjols"}),
        ("43.4; 6.1; ; Le portail; à gauche",
         {"lat": 43.4, "lon": 6.1, "label": "Le portail; à gauche"}),
        ("Barjols", None),
        ("12; avenue Mistral", None),
    ],
)  # fmt: skip
def test_points_are_told_from_other_places(text: str, place: dict[str, Any] | None) -> None:
    assert read_point(text) == place


def test_a_site_whose_code_reads_as_something_else_is_marked() -> None:
    for code in ("1.5 2.5", "lieu : x"):
        place = {"lon": None, "lat": None, "commune": None, "site": code, "label": ""}
        assert write_place(place) == f"lieu : {code}"
    assert write_place({"site": "PVS"}) == "PVS"
