"""What is wrong with the rides of a programme: where, what to change, and nobody named."""

from __future__ import annotations

import json
from typing import Any

import pytest

from routing.planning.territory import Territory
from tests.api.good_rides import GOOD, THREE, changed, faults_of

WHO = "people.json"
CASES: list[tuple[dict[str, Any], str, str, str]] = [
    # what is changed, code, place, part of the remedy
    ({"events__0__end": "09:30"}, "TIMES_REVERSED", "/events/0/end", "09:30"),
    ({"events__0__place": {"site": "CCAS-BRASS"}}, "UNKNOWN_SITE", "/events/0/place/site",
     "« CCAS-BRAS »"),
    ({"events__0__date": "14/01/2027"}, "BAD_DATE", "/events/0/date", "AAAA-MM-JJ"),
    ({"events__1": GOOD["events"][0]}, "DUPLICATE_ID", "/events/1/id", "n° 1"),
    ({"cars__0__site": "PVX"}, "UNKNOWN_SITE", "/cars/0/site", "« PVS »"),
    ({"cars__1": GOOD["cars"][0]}, "DUPLICATE_ID", "/cars/1/id", "n° 1"),
    ({"cars__0__car": {"configurations": []}}, "EMPTY", "/cars/0/car/configurations", "au moins 1"),
    ({"cars__0__car": {"fiscal_power": 0}}, "OUT_OF_RANGE", "/cars/0/car/fiscal_power",
     "au moins 1"),
    ({"cars__0__car": {"configurations": [{"seats": -1}]}}, "OUT_OF_RANGE",
     "/cars/0/car/configurations/0/seats", "au moins 0"),
    ({"drivers__0__car": ...}, "CAR_MISSING", "/drivers/0/car", "de l’association"),
    ({"drivers__0__association_car": "VOITURE-1"}, "CAR_TWICE", "/drivers/0/association_car",
     "gardez"),
    ({"drivers__1__association_car": "VOITURE-2"}, "UNKNOWN_CAR", "/drivers/1/association_car",
     "aucune voiture"),
    ({"cars": ...}, "UNKNOWN_CAR", "/drivers/1/association_car", "aucune voiture"),
    ({"drivers__1__id": "conducteur-1"}, "DUPLICATE_ID", "/drivers/1/id", "n° 1"),
    ({"drivers__0__home": {}}, "PLACE_MISSING", "/drivers/0/home", "« commune »"),
    ({"drivers__0__home": {"lon": 6.0}}, "MISSING", "/drivers/0/home/lat", "obligatoire"),
    ({"drivers__0__home": {"lon": "6", "lat": 43.5}}, "WRONG_TYPE", "/drivers/0/home/lon",
     "point décimal"),
    ({"drivers__0__home": {"lon": 43.5, "lat": 6.0}}, "PLACE_FAR_AWAY", "/drivers/0/home",
     "échangez"),
    ({"drivers__0__home": {"site": "PVS", "commune": "Bras"}}, "PLACE_TWICE",
     "/drivers/0/home/commune", "retirez"),
    ({"drivers__0__home": {"site": "PVS", "address": "ici"}}, "PLACE_TWICE",
     "/drivers/0/home/address", "une seule"),
    ({"drivers__0__home": {"lon": 6.0, "lat": 43.5, "commune": "Brass"}}, "UNKNOWN_COMMUNE",
     "/drivers/0/home/commune", "« Bras »"),
    ({"drivers__0__home": {"commune": "13055"}}, "UNKNOWN_COMMUNE", "/drivers/0/home/commune",
     "ajoutez"),
    ({"drivers__0__home": "Barjols"}, "WRONG_TYPE", "/drivers/0/home", "accolades"),
    ({"drivers__0__hours": {"mardi": [{"start": "18:00", "end": "08:00"}]}}, "TIMES_REVERSED",
     "/drivers/0/hours/mardi/0/end", "18:00"),
    ({"drivers__0__hours": {"mardi": [], "tuesday": []}}, "DUPLICATE_KEY",
     "/drivers/0/hours/tuesday", "réunissez"),
    ({"drivers__0__hours": {"mardy": []}}, "BAD_WEEKDAY", "/drivers/0/hours/mardy", "« mardi »"),
    ({"drivers__0__extra_hours__0__end": "07:00"}, "TIMES_REVERSED",
     "/drivers/0/extra_hours/0/end", "08:00"),
    ({"drivers__0__absences__0__to": "2027-01-01"}, "RANGE_REVERSED", "/drivers/0/absences/0/to",
     "04/01/2027"),
    ({"drivers__0__lunch__until": "11:00"}, "TIMES_REVERSED", "/drivers/0/lunch/until", "11:30"),
    ({"drivers__0__lunch__length": "PT0S"}, "OUT_OF_RANGE", "/drivers/0/lunch/length", "1 min"),
    ({"drivers__0__max_km_per_day": "150"}, "WRONG_TYPE", "/drivers/0/max_km_per_day",
     "kilomètres"),
    ({"drivers__0__max_km_per_day": -1}, "OUT_OF_RANGE", "/drivers/0/max_km_per_day", "entre 0"),
    ({"drivers__0__refused_communes": ["Barjol"]}, "UNKNOWN_COMMUNE",
     "/drivers/0/refused_communes/0", "« Barjols »"),
    ({"drivers__0__refused_communes": ["83999"]}, "UNKNOWN_COMMUNE",
     "/drivers/0/refused_communes/0", "INSEE"),
    ({"drivers__0__given": {"rides": -1}}, "OUT_OF_RANGE", "/drivers/0/given/rides", "au moins 0"),
    ({"drivers__0__phone": "06 00 00 00 00"}, "PERSONAL_FIELD", "/drivers/0/phone", WHO),
    ({"requests__0__person": {"name": "x"}}, "PERSONAL_FIELD", "/requests/0/person", WHO),
    ({"requests__0__Nom": "x"}, "PERSONAL_FIELD", "/requests/0/Nom", WHO),
    ({"requests__0__pickup__notes": "x"}, "PERSONAL_FIELD", "/requests/0/pickup/notes", WHO),
    ({"requests__0__partie": {}}, "UNKNOWN_FIELD", "/requests/0/partie", "« party »"),
    ({"requests__1__id": "r1"}, "DUPLICATE_ID", "/requests/1/id", "n° 1"),
    ({"requests__0__id": "r2/2", "requests__1__series": THREE}, "DUPLICATE_ID", "/requests/1/id",
     "« r2/2 »"),
    ({"requests__0__passenger": ...}, "MISSING", "/requests/0/passenger", "obligatoire"),
    ({"requests__0__destination": {"permanence": "RIANS"}}, "MISSING", "/requests/0/destination",
     "permanence, appointment, event"),
    ({"requests__0__destination__kind": "hospital"}, "BAD_CHOICE", "/requests/0/destination",
     "appointment"),
    ({"requests__0__destination__permanence": "RIAN"}, "UNKNOWN_PERMANENCE",
     "/requests/0/destination/permanence", "« RIANS »"),
    ({"requests__0__destination__permanence": ...}, "MISSING",
     "/requests/0/destination/permanence", "obligatoire"),
    ({"requests__0__destination__stay": "1h"}, "BAD_DURATION", "/requests/0/destination/stay",
     "PT3H"),
    ({"requests__0__destination__dates": ["2027-01-06"]}, "NO_OPENING_ON_WEEKDAY",
     "/requests/0/destination/dates/0", "mercredi"),
    ({"requests__0__destination__dates": ["2027-01-05", "2027-01-05"]}, "DUPLICATE_VALUE",
     "/requests/0/destination/dates/1", "une"),
    ({"requests__1__destination__place": {"site": "CH-BRIGNOLE"}}, "UNKNOWN_SITE",
     "/requests/1/destination/place/site", "« CH-BRIGNOLES »"),
    ({"requests__1__destination__at": "24:00"}, "OUT_OF_RANGE", "/requests/1/destination/at",
     "24:00"),
    ({"requests__1__destination__at": "23:30", "requests__1__return": {"kind": "none"}},
     "ENDS_NEXT_DAY", "/requests/1/destination/length", "30 min"),
    ({"requests__2__destination__event": "atelié"}, "UNKNOWN_EVENT",
     "/requests/2/destination/event", "« atelier »"),
    ({"events": ...}, "UNKNOWN_EVENT", "/requests/2/destination/event", "aucun évènement"),
    ({"requests__1__return": {"kind": "at"}}, "MISSING", "/requests/1/return/at", "obligatoire"),
    ({"requests__1__return": {"kind": "at", "at": "24:00"}}, "OUT_OF_RANGE",
     "/requests/1/return/at", "24:00"),
    ({"requests__1__return": {"kind": "at", "at": "14:00"}}, "RETURN_TOO_EARLY",
     "/requests/1/return/at", "14:30"),
    ({"requests__1__return": {"at": "16:00"}}, "MISSING", "/requests/1/return", "when_finished"),
    ({"requests__0__destination__date": "2027-01-05"}, "UNKNOWN_FIELD",
     "/requests/0/destination/date", "« dates »"),
    ({"requests__1__return": {"kind": "after", "at": "16:00"}}, "UNKNOWN_FIELD",
     "/requests/1/return/at", "retirez"),
    ({"requests__2__return__until": "10:30"}, "TIMES_REVERSED", "/requests/2/return/until",
     "11:00"),
    ({"requests__2__return": {"kind": "when_finished", "from": "08:00", "until": "09:00"}},
     "RETURN_TOO_EARLY", "/requests/2/return/until", "09:30"),
    ({"requests__1__party__passengers": 0}, "OUT_OF_RANGE", "/requests/1/party/passengers",
     "au moins 1"),
    ({"requests__1__party__child_seats": 3}, "TOO_MANY", "/requests/1/party/child_seats", "(2)"),
    ({"requests__1__party__wheelchair": "pliant"}, "BAD_CHOICE", "/requests/1/party/wheelchair",
     "foldable"),
    ({"requests__1__boarding": "PT2H"}, "OUT_OF_RANGE", "/requests/1/boarding", "1 h"),
    ({"requests__1__arrive_early": {"least": "PT40M"}}, "GAPS_REVERSED",
     "/requests/1/arrive_early/least", "40 min"),
    ({"requests__1__arrive_early": {"most": "PT5M"}}, "GAPS_REVERSED",
     "/requests/1/arrive_early/most", "10 min"),
    ({"requests__1__max_ride": "PT0S"}, "OUT_OF_RANGE", "/requests/1/max_ride", "1 min"),
    ({"requests__1__max_wait": "PT0S"}, "OUT_OF_RANGE", "/requests/1/max_wait", "1 min"),
    ({"requests__1__priority": 101}, "OUT_OF_RANGE", "/requests/1/priority", "100"),
    ({"requests__1__wished_drivers": ["conducteur-9"]}, "UNKNOWN_DRIVER",
     "/requests/1/wished_drivers/0", "« conducteur-"),
    ({"requests__1__refused_drivers": ["jean"]}, "UNKNOWN_DRIVER",
     "/requests/1/refused_drivers/0", "aucun chauffeur"),
    ({"requests__1__refused_drivers": ["conducteur-1"]}, "WISHED_AND_REFUSED",
     "/requests/1/wished_drivers/0", "choisissez"),
    ({"requests__1__entitlement__residence": "Brass"}, "UNKNOWN_COMMUNE",
     "/requests/1/entitlement/residence", "« Bras »"),
    ({"requests__1__series": 3}, "WRONG_TYPE", "/requests/1/series", "guillemets"),
    ({"requests__1__series": {"every_weeks": 0, "times": 3}}, "OUT_OF_RANGE",
     "/requests/1/series/every_weeks", "au moins 1"),
    ({"requests__1__series": {"every_weeks": 1}}, "MISSING", "/requests/1/series/times",
     "obligatoire"),
    ({"requests__1__series": {"every_weeks": 1, "times": 999}}, "OUT_OF_RANGE",
     "/requests/1/series/times", "au plus 120"),
    ({"requests__1__series": THREE | {"dates": ["2027-01-06"]}}, "SERIES_DATES",
     "/requests/1/series/dates", "1 dates pour 3 fois"),
    ({"requests__1__series": THREE | {"dates": ["2027-01-07", "2027-01-13", "2027-01-20"]}},
     "SERIES_DATES", "/requests/1/series/dates/0", "06/01/2027"),
    ({"requests__1__series": THREE | {"dates": ["2027-01-06", "2027-01-13", "2027-01-13"]}},
     "DATES_REVERSED", "/requests/1/series/dates/2", "13/01/2027"),
    ({"requests__2__series": THREE}, "SERIES_WITHOUT_DATE", "/requests/2/series", "évènement"),
    ({"requests__0__destination__dates": ..., "requests__0__series": THREE},
     "SERIES_WITHOUT_DATE", "/requests/0/series", "première séance"),
    ({"requests__1__id": "r" * 63, "requests__1__series": THREE}, "TOO_LONG", "/requests/1/id",
     "65 caractères"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "code", "place", "remedy"), CASES)
def test_one_thing_wrong_is_one_fault(
    change: dict[str, Any], code: str, place: str, remedy: str, territory: Territory
) -> None:
    faults = faults_of(changed(**change), territory)
    assert [(fault.code, fault.path) for fault in faults] == [(code, place)]
    assert remedy in str(faults[0]).replace("\N{NO-BREAK SPACE}", " ").replace(
        "\N{NARROW NO-BREAK SPACE}", " "
    )


def test_everything_wrong_is_said_at_once_and_names_its_record(territory: Territory) -> None:
    document = changed(
        events__0__end="08:00",
        cars__0__site="PVX",
        drivers__0__car={"boot": -1},
        drivers__1__home={},
        requests__0__pickup={"commune": "Rome"},
        requests__1__destination__at="midi",
        requests__1__return={"kind": "at", "at": "x"},
    )
    faults = faults_of(document, territory)
    assert [(fault.record, fault.path) for fault in faults] == [
        ("évènement atelier", "/events/0/end"),
        ("voiture VOITURE-1", "/cars/0/site"),
        ("chauffeur conducteur-1", "/drivers/0/car/boot"),
        ("chauffeur conducteur-2", "/drivers/1/home"),
        ("demande r1", "/requests/0/pickup/commune"),
        ("demande r2", "/requests/1/destination/at"),
        ("demande r2", "/requests/1/return/at"),
    ]


def test_who_somebody_is_and_where_they_live_is_not_repeated(territory: Territory) -> None:
    document = changed(
        requests__0__name="Jeanne Martin",
        requests__1__pickup="3 rue Secrète",
        requests__2__pickup={"address": "3 rue Secrète, Bras" * 20},
        drivers__0__home={"lon": 2.345678, "lat": 48.8},
    )
    said = json.dumps([f.as_dict() for f in faults_of(document, territory)], ensure_ascii=False)
    assert "Martin" not in said
    assert "Secrète" not in said
    assert "2.345678" not in said
