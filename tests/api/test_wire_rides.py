"""Rides in a programme: what may be written, what is wrong with it, and where people are kept."""

from __future__ import annotations

import copy
import json
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from api.gazetteer import LazyGazetteer
from api.wire.faults import Fault, InputFaults
from api.wire.programme_json import (
    dump_programme,
    load_programme,
    programme_digest,
    programme_text,
    validate,
)
from routing.planning.drivers import Car, Driver
from routing.planning.programme import Programme
from routing.planning.ride_requests import Back, RideRequest, Spot, ToAppointment, ToPermanence
from routing.planning.territory import Territory
from routing.planning.territory_folder import load_territory

GOOD: dict[str, Any] = {
    "name": "essai",
    "title": "Essai",
    "headquarters": "PVS",
    "roles": [{"id": "infirmier", "label": "Infirmier"}],
    "permanences": [
        {
            "id": "RIANS",
            "name": "Rians",
            "site": "PERM-RIANS",
            "frequency": {"kind": "every_weeks", "weeks": 2, "anchor": "2026-01-05"},
            "openings": [{"weekday": "mardi", "half_day": "matin", "start": "09:00"}],
            "duration": "PT3H",
        }
    ],
    "staff": [
        {
            "id": "infirmier-1",
            "label": "Infirmier",
            "roles": ["infirmier"],
            "kind": "employee",
            "availability": {},
        }
    ],
    "units": [{"id": "UM1", "label": "Unité", "depot": "PVS", "seats": 3}],
    "events": [
        {
            "id": "atelier",
            "label": "Atelier diabète",
            "place": {"site": "CCAS-BRAS"},
            "date": "2027-01-14",
            "start": "09:30",
            "end": "11:30",
        }
    ],
    "cars": [{"id": "VOITURE-1", "label": "La Kangoo", "site": "PVS", "car": {"boot": 2}}],
    "drivers": [
        {
            "id": "conducteur-1",
            "label": "Conducteur 1",
            "home": {"commune": "Barjols"},
            "car": {"configurations": [{"seats": 4}, {"seats": 2, "wheelchairs": 1}]},
            "hours": {"mardi": [{"start": "08:00", "end": "18:00"}]},
            "extra_hours": [{"date": "2027-01-16", "start": "08:00", "end": "12:00"}],
            "absences": [{"from": "2027-01-04", "to": "2027-01-08"}],
            "max_km_per_day": 150.5,
            "lunch": {"from": "11:30", "until": "13:00", "length": "PT45M"},
            "refused_communes": ["Aix-en-Provence"],
        },
        {
            "id": "conducteur-2",
            "label": "Conducteur 2",
            "home": {"lon": 6.06, "lat": 43.4},
            "association_car": "VOITURE-1",
        },
    ],
    "requests": [
        {
            "id": "r1",
            "passenger": "p-1",
            "pickup": {"lon": 5.8, "lat": 43.6},
            "destination": {
                "kind": "permanence",
                "permanence": "RIANS",
                "dates": ["2027-01-05", "2027-01-19"],
            },
        },
        {
            "id": "r2",
            "passenger": "p-2",
            "pickup": {"site": "CCAS-BRAS"},
            "destination": {
                "kind": "appointment",
                "place": {"site": "CH-BRIGNOLES"},
                "date": "2027-01-06",
                "at": "14:30",
                "length": "PT45M",
            },
            "return": {"kind": "at", "at": "16:00"},
            "party": {"companions": 1, "wheelchair": "foldable"},
            "wished_drivers": ["conducteur-1"],
            "entitlement": {"residence": "Bras", "low_income": True},
        },
        {
            "id": "r3",
            "passenger": "p-3",
            "pickup": {"commune": "83012"},
            "destination": {"kind": "event", "event": "atelier"},
            "return": {"kind": "when_finished", "from": "11:00", "until": "12:00"},
        },
    ],
}


@pytest.fixture(scope="module")
def territory() -> Territory:
    return load_territory()


def changed(**values: object) -> dict[str, Any]:
    """Return the good document with the value at ``a__0__b`` replaced (``...`` removes it)."""
    document = copy.deepcopy(GOOD)
    for path, value in values.items():
        *parents, last = (int(key) if key.isdigit() else key for key in path.split("__"))
        here: Any = document
        for key in parents:
            here = here[key]
        if value is ...:
            del here[last]
        elif isinstance(here, list) and last == len(here):
            here.append(value)
        else:
            here[last] = value
    return document


def faults_of(document: dict[str, Any], territory: Territory | None) -> tuple[Fault, ...]:
    with pytest.raises(InputFaults) as caught:
        load_programme(document, territory)
    return caught.value.faults


def test_the_good_document_is_good_and_survives(territory: Territory) -> None:
    programme = load_programme(GOOD, territory)
    assert validate(programme, territory) == []
    text = programme_text(programme)
    for known in (territory, None):
        again = load_programme(text.encode(), known)
        assert again == programme
        assert programme_text(again) == text


def test_usual_values_are_those_of_the_core(territory: Territory) -> None:
    least = {
        "id": "r",
        "passenger": "p",
        "pickup": {"lon": 6.0, "lat": 43.5},
        "destination": {"kind": "permanence", "permanence": "RIANS"},
    }
    driver = {"id": "d", "label": "D", "home": {"lon": 6.0, "lat": 43.5}, "car": {}}
    document = changed(requests=[least], drivers=[driver])
    programme = load_programme(document, territory)
    point = Spot(lon=6.0, lat=43.5)
    assert programme.requests == (
        RideRequest(
            id="r", passenger="p", pickup=point, destination=ToPermanence(permanence="RIANS")
        ),
    )
    assert programme.drivers == (Driver(id="d", label="D", home=point, car=Car()),)
    dumped = dump_programme(programme)
    assert dumped["requests"] == [least]
    assert dumped["drivers"] == [driver]


@pytest.mark.parametrize("kind", ["none", "after"])
def test_a_return_keeps_its_kind_with_what_is_asked_of_it(kind: str, territory: Territory) -> None:
    back = {"kind": kind, "same_driver_required": True}
    programme = load_programme(changed(requests__0__return=back), territory)
    assert dump_programme(programme)["requests"][0]["return"] == back  # type: ignore[index]


def test_a_place_is_a_point_a_commune_a_site_or_an_address(territory: Territory) -> None:
    programme = load_programme(GOOD, territory)
    bras, barjols = territory.site("CCAS-BRAS"), territory.commune("83012")
    assert programme.requests[0].pickup == Spot(lon=5.8, lat=43.6)
    assert programme.requests[1].pickup == Spot(
        lon=bras.lon, lat=bras.lat, commune=bras.insee, label=bras.name
    )
    assert programme.requests[2].pickup == Spot(lon=barjols.lon, lat=barjols.lat, commune="83012")
    assert programme.events[0].place == "CCAS-BRAS"
    assert programme.requests[1].entitlement.residence == bras.insee
    assert programme.driver("conducteur-1").refused_communes == {"13001"}
    assert programme.driver("conducteur-1").max_m_per_day == 150_500


def test_hours_are_kept_in_the_order_of_the_week(territory: Territory) -> None:
    week = {
        "jeudi": [{"start": "14:00", "end": "18:00"}, {"start": "08:00", "end": "12:00"}],
        "lundi": [{"start": "08:00", "end": "12:00"}],
    }
    driver = load_programme(changed(drivers__0__hours=week), territory).driver("conducteur-1")
    assert [(span.weekday, span.start_s // 3600) for span in driver.hours] == [
        (0, 8), (3, 8), (3, 14)
    ]  # fmt: skip


# -- addresses --------------------------------------------------------------------------------


@dataclass(frozen=True)
class Candidate:
    label: str
    lon: float
    lat: float
    insee: str
    number: str | None = None


@dataclass(frozen=True)
class Answer:
    best: Candidate | None
    candidates: tuple[Candidate, ...]


MISTRAL = Candidate("Avenue Frédéric Mistral, Brignoles", 6.07, 43.41, "83023")
OTHER = Candidate("Rue Mistral, Barjols", 6.01, 43.56, "83012")


class Book:
    """An address finder that knows a few answers and remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def find(self, text: str) -> Answer:
        self.asked.append(text)
        if "12 avenue" in text:
            return Answer(MISTRAL, (MISTRAL, OTHER))
        return Answer(None, (MISTRAL, OTHER) if "mistral" in text else ())


def test_an_address_is_looked_up_once_and_only_its_point_is_kept(territory: Territory) -> None:
    book = Book()
    address = {"address": "12 avenue Mistral", "commune": "83023"}
    document = changed(requests__0__pickup=address, requests__2__pickup=address)
    programme = load_programme(document, territory, addresses=book)
    assert book.asked == ["12 avenue Mistral, Brignoles"]
    assert programme.requests[0].pickup == Spot(lon=6.07, lat=43.41, commune="83023")
    assert "Mistral" not in programme_text(programme)


def test_a_house_number_that_is_not_known_is_told_without_the_address(
    territory: Territory,
) -> None:
    told: list[str] = []
    address = {"address": "12 av mistral brignoles"}
    document = changed(
        drivers__0__home=address,
        requests__0__pickup=address,
        requests__1__pickup={"address": "av mistral brignoles"},
    )
    load_programme(document, territory, addresses=LazyGazetteer(territory), tell=told.append)
    (note,) = told
    assert "le numéro n’est pas connu (conducteur-1, r1) ;" in note
    assert "istral" not in note


@pytest.mark.parametrize(
    ("address", "typed"),
    [
        ({"address": "chemin des vignes"}, "Chemin des Vignes (vers Cuers)"),
        ({"address": "route de marseille brignoles"}, "route de Marseille, Brignoles (a l'est)"),
        (
            {"address": "route de marseille", "commune": "Brignoles"},
            "Route de Marseille, Brignoles (à l’ouest)",
        ),
    ],
)
def test_a_candidate_that_was_told_may_be_written(
    territory: Territory, address: dict[str, str], typed: str
) -> None:
    book = LazyGazetteer(territory)
    with pytest.raises(InputFaults):
        load_programme(changed(requests__0__pickup=address), territory, addresses=book)
    chosen = changed(requests__0__pickup=address | {"address": typed})
    load_programme(chosen, territory, addresses=book)


def test_an_unsure_address_is_told_with_what_it_may_be(territory: Territory) -> None:
    document = changed(
        requests__0__pickup={"address": "av mistral"}, drivers__0__home={"address": "nulle part"}
    )
    with pytest.raises(InputFaults) as caught:
        load_programme(document, territory, addresses=Book())
    unknown, unsure = caught.value.faults
    assert (unknown.code, unknown.path) == ("UNKNOWN_ADDRESS", "/drivers/0/home/address")
    assert (unsure.code, unsure.path) == ("AMBIGUOUS_ADDRESS", "/requests/0/pickup/address")
    assert f"{MISTRAL.label}; {OTHER.label}" in unsure.message
    # what was asked says where somebody lives: it is not repeated
    assert (unknown.value, unsure.value) == (None, None)


def test_without_a_finder_an_address_is_refused_with_what_to_give(territory: Territory) -> None:
    document = changed(requests__0__pickup={"address": "12 avenue Mistral, Brignoles"})
    (fault,) = faults_of(document, territory)
    assert fault.code == "ADDRESS_NOT_SEARCHED"
    assert "une commune" in fault.message
    assert "Mistral" not in str(fault)


def test_without_a_territory_points_and_codes_are_understood() -> None:
    point = {"lon": 6.0, "lat": 43.5, "commune": "83012"}
    document = changed(
        drivers__0__home=point,
        drivers__0__refused_communes=["13001"],
        requests__1__pickup=point,
        requests__1__entitlement={"residence": "83021"},
        requests__2__pickup=point,
    )
    programme = load_programme(document)
    assert programme.requests[1].entitlement.residence == "83021"
    document["requests"][1]["pickup"] = {"site": "CCAS-BRAS"}
    document["requests"][2]["pickup"] = {"commune": "Bras"}
    assert [fault.code for fault in faults_of(document, None)] == [
        "NO_TERRITORY", "UNKNOWN_COMMUNE"
    ]  # fmt: skip


# -- series -----------------------------------------------------------------------------------

THREE = {"every_weeks": 1, "times": 3}


def appointments(programme: Programme) -> list[tuple[str, date]]:
    return [
        (r.id, r.destination.date)
        for r in programme.requests
        if isinstance(r.destination, ToAppointment)
    ]


def test_a_series_is_read_as_one_request_a_date(territory: Territory) -> None:
    programme = load_programme(changed(requests__1__series=THREE), territory)
    assert appointments(programme) == [
        ("r2/1", date(2027, 1, 6)), ("r2/2", date(2027, 1, 13)), ("r2/3", date(2027, 1, 20)),
    ]  # fmt: skip
    assert {r.series for r in programme.requests} == {None, "r2"}
    assert {r.back.kind for r in programme.requests[1:4]} == {Back.AT}


def test_each_date_of_a_series_can_be_edited_or_written_by_itself(territory: Territory) -> None:
    dates = ["2027-01-06", "2027-01-15", "2027-01-20"]
    edited = load_programme(changed(requests__1__series=THREE | {"dates": dates}), territory)
    assert [day.isoformat() for _, day in appointments(edited)] == dates
    dumped = dump_programme(edited)["requests"]
    assert [r["series"] for r in dumped[1:4]] == ["r2"] * 3  # type: ignore[index]
    assert load_programme(changed(requests=dumped), territory) == edited


# -- digests ----------------------------------------------------------------------------------

BEFORE_RIDES = "37f1cf4e5c98c12e56f2a60f1087c3b17ec517f8df125b7f0e4dba181a04eab3"
"""Digest of the good document without its rides, at 6a878f4, which knew of none."""


def test_programmes_without_rides_keep_their_digest(territory: Territory) -> None:
    without = changed(events=[], cars=[], drivers=[], requests=[])
    assert programme_digest(load_programme(without, territory)) == BEFORE_RIDES
    assert programme_digest(load_programme(GOOD, territory)) != BEFORE_RIDES


def test_a_digest_does_not_depend_on_how_a_place_is_named(territory: Territory) -> None:
    barjols = territory.commune("83012")
    point = {"lon": barjols.lon, "lat": barjols.lat, "commune": "Barjols"}
    same = load_programme(changed(drivers__0__home=point), territory)
    assert programme_digest(same) == programme_digest(load_programme(GOOD, territory))


# -- dates that are not planned ---------------------------------------------------------------


def test_what_lies_beyond_the_horizon_is_told_but_no_fault(territory: Territory) -> None:
    told: list[str] = []
    horizon = {"from": "2027-01-01", "to": "2027-01-10"}
    load_programme(changed(horizon=horizon), territory, tell=told.append)
    assert told == [
        "programme : 1 demande hors de la période du programme, du 01/01/2027 au 10/01/2027 (r3) ; "
        "elle ne sera pas planifiée avec elle."
    ]
    load_programme(GOOD, territory, tell=told.append)
    assert len(told) == 1


# -- faults -----------------------------------------------------------------------------------

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
