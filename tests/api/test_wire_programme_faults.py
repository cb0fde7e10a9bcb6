"""A programme that is wrong says everything at once, each with record, place and remedy."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest

from api.wire.faults import Fault, InputFaults
from api.wire.programme_json import dump_programme, load_programme, validate
from routing.planning.territory import Territory

PERMANENCE = {
    "id": "RIANS",
    "name": "Rians",
    "site": "PERM-RIANS",
    "frequency": {"kind": "every_weeks", "weeks": 2, "anchor": "2026-01-05"},
    "openings": [
        {"weekday": "mardi", "half_day": "matin", "start": "09:00", "latest_start": "09:30"}
    ],
    "duration": "PT3H",
    "roles": [{"role": "infirmier"}],
}
GOOD: dict[str, Any] = {
    "name": "essai",
    "title": "Essai",
    "headquarters": "PVS",
    "horizon": {"from": "2027-01-01", "to": "2027-01-31"},
    "roles": [{"id": "infirmier", "label": "Infirmier"}],
    "permanences": [PERMANENCE],
    "staff": [
        {
            "id": "infirmier-1",
            "label": "Infirmier",
            "roles": ["infirmier"],
            "kind": "employee",
            "availability": {"tuesday": ["morning", "afternoon"]},
            "may_drive_unit": True,
        }
    ],
    "units": [{"id": "UM1", "label": "Unité", "depot": "PVS", "seats": 3}],
    "past": [
        {
            "permanence": "RIANS",
            "date": "2026-12-22",
            "half_day": "morning",
            "team": [{"staff": "infirmier-1", "role": "infirmier", "work": "PT5H"}],
        }
    ],
}


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


def test_the_good_document_is_good(territory: Territory) -> None:
    assert validate(load_programme(GOOD, territory), territory) == []


CASES: list[tuple[dict[str, Any], str, str, str]] = [
    # what is changed, code, place, part of the remedy
    ({"title": ...}, "MISSING", "/title", "obligatoire"),
    ({"tittle": "x"}, "UNKNOWN_FIELD", "/tittle", "« title »"),
    ({"permanences__0__frequency__weekz": 1}, "UNKNOWN_FIELD", "/permanences/0/frequency/weekz",
     "« weeks »"),
    ({"permanences__0__frequency__weeks": 0}, "OUT_OF_RANGE", "/permanences/0/frequency/weeks",
     "au moins 1"),
    ({"permanences__0__frequency__weeks": "2"}, "WRONG_TYPE", "/permanences/0/frequency/weeks",
     "sans guillemets"),
    ({"permanences__0__frequency__weeks": True}, "WRONG_TYPE", "/permanences/0/frequency/weeks",
     "entier"),
    ({"permanences__0__frequency__anchor": "2026-02-30"}, "BAD_DATE",
     "/permanences/0/frequency/anchor", "n’existe pas"),
    ({"permanences__0__frequency__anchor": "1026-02-03"}, "BAD_DATE",
     "/permanences/0/frequency/anchor", "entre 2000 et 2100"),
    ({"permanences__0__frequency": {"kind": "weekly"}}, "BAD_CHOICE", "/permanences/0/frequency",
     "every_weeks"),
    ({"permanences__0__frequency": {"weeks": 2}}, "MISSING", "/permanences/0/frequency", "kind"),
    ({"permanences__0__frequency": {"kind": "nth_weekday", "nth": [0], "weekday": "mardi"}},
     "BAD_CHOICE", "/permanences/0/frequency/nth/0", "-1"),
    ({"permanences__0__frequency": {"kind": "nth_weekday", "nth": [1, 1], "weekday": "mardi"}},
     "DUPLICATE_VALUE", "/permanences/0/frequency/nth/1", "une"),
    ({"permanences__0__frequency": {"kind": "nth_weekday", "nth": [1], "weekday": "jeudi"}},
     "NO_OPENING_ON_WEEKDAY", "/permanences/0/frequency/weekday", "jeudi"),
    ({"permanences__0__frequency": {"kind": "on_dates", "dates": ["2027-01-06"]}},
     "NO_OPENING_ON_WEEKDAY", "/permanences/0/frequency/dates/0", "mercredi"),
    ({"permanences__0__openings": []}, "EMPTY", "/permanences/0/openings", "au moins 1"),
    ({"permanences__0__openings__0__weekday": "mardy"}, "BAD_WEEKDAY",
     "/permanences/0/openings/0/weekday", "mardi"),
    ({"permanences__0__openings__0__half_day": "noon"}, "BAD_HALF_DAY",
     "/permanences/0/openings/0/half_day", "après-midi"),
    ({"permanences__0__openings__0__start": "9h"}, "BAD_TIME", "/permanences/0/openings/0/start",
     "HH:MM"),
    ({"permanences__0__openings__0__start": "16:00",
      "permanences__0__openings__0__latest_start": "16:00"}, "HALF_DAY_MISMATCH",
     "/permanences/0/openings/0/start", "matin"),
    ({"permanences__0__openings__0__latest_start": "08:00"}, "LATEST_BEFORE_START",
     "/permanences/0/openings/0/latest_start", "09:00"),
    ({"permanences__0__openings__0__latest_start": "24:00"}, "OUT_OF_RANGE",
     "/permanences/0/openings/0/latest_start", "24:00"),
    ({"permanences__0__openings__1": {"weekday": "tuesday", "half_day": "morning",
                                      "start": "08:00"}},
     "DUPLICATE_OPENING", "/permanences/0/openings/1/half_day", "mardi matin"),
    ({"permanences__0__duration": "3h"}, "BAD_DURATION", "/permanences/0/duration", "PT3H"),
    ({"permanences__0__duration": "PT13H"}, "OUT_OF_RANGE", "/permanences/0/duration", "12 h"),
    ({"permanences__0__duration": "PT0S"}, "OUT_OF_RANGE", "/permanences/0/duration", "1 min"),
    ({"permanences__0__min_gap_days": 9, "permanences__0__max_gap_days": 8}, "GAPS_REVERSED",
     "/permanences/0/max_gap_days", "9 jours"),
    ({"permanences__0__closed": [{"from": "2027-01-05", "to": "2027-01-04"}]}, "RANGE_REVERSED",
     "/permanences/0/closed/0/to", "05/01/2027"),
    ({"permanences__0__site": "PERM-RIANT"}, "UNKNOWN_SITE", "/permanences/0/site",
     "« PERM-RIANS »"),
    ({"permanences__0__site": "Barjols"}, "UNKNOWN_SITE", "/permanences/0/site", "Vouliez-vous"),
    ({"permanences__0__roles__0__role": "infirmer"}, "UNKNOWN_ROLE",
     "/permanences/0/roles/0/role", "« infirmier »"),
    ({"roles__1": {"id": "médecin", "label": "Médecin"},
      "permanences__0__roles__1": {"role": "médecin"}}, "NOBODY_HAS_ROLE",
     "/permanences/0/roles/1/role", "facultatif"),
    ({"permanences__1": PERMANENCE}, "DUPLICATE_ID", "/permanences/1/id", "n° 1"),
    ({"permanences__0__id": "a;b", "past": []}, "BAD_ID", "/permanences/0/id", "points-virgules"),
    ({"permanences__0__id": "Exemple : x", "past": []}, "BAD_ID", "/permanences/0/id", "autre"),
    ({"permanences__0__name": "a\u0000b"}, "BAD_TEXT", "/permanences/0/name", "invisibles"),
    ({"permanences__0__name": "\ud800"}, "BAD_TEXT", "/permanences/0/name", "invisibles"),
    ({"permanences__0__name": " "}, "EMPTY", "/permanences/0/name", "écrivez"),
    ({"permanences__0__name": "x" * 201}, "TOO_LONG", "/permanences/0/name", "200"),
    ({"permanences__0__name": " " + "x" * 200}, "TOO_LONG", "/permanences/0/name", "200"),
    ({"permanences": [], "past": []}, "NO_PERMANENCE", "/permanences", "au moins une"),
    ({"permanences": None}, "WRONG_TYPE", "/permanences", "crochets"),
    ({"staff__0__kind": "salarié"}, "BAD_CHOICE", "/staff/0/kind", "employee ou volunteer"),
    ({"staff__0__roles": []}, "EMPTY", "/staff/0/roles", "au moins 1"),
    ({"staff__0__roles__1": "medecin"}, "UNKNOWN_ROLE", "/staff/0/roles/1", "rôle"),
    ({"staff__0__availability": {"mardy": ["matin"]}}, "BAD_WEEKDAY",
     "/staff/0/availability/mardy", "mardi"),
    ({"staff__0__availability": {"mardi": ["matin"], "tuesday": ["soir"]}}, "DUPLICATE_KEY",
     "/staff/0/availability/tuesday", "réunissez"),
    ({"staff__0__joins": "site"}, "HOME_MISSING", "/staff/0/home", "domicile"),
    ({"staff__0__home": {"lon": 43.4, "lat": 6.0}}, "HOME_FAR_AWAY", "/staff/0/home",
     "échangez longitude et latitude"),
    ({"staff__0__home": {"lon": 2.3, "lat": 48.8}}, "HOME_FAR_AWAY", "/staff/0/home", "vérifiez"),
    ({"staff__0__home": {"lon": "6,1", "lat": 43.4}}, "WRONG_TYPE", "/staff/0/home/lon",
     "point décimal"),
    ({"staff__0__sites_refused": ["PVX"]}, "UNKNOWN_SITE", "/staff/0/sites_refused/0", "« PVS »"),
    ({"staff__0__contract_per_week": "PT0.4H"}, "BAD_DURATION", "/staff/0/contract_per_week",
     "PT20M"),
    ({"staff__0__may_drive_unit": "oui"}, "WRONG_TYPE", "/staff/0/may_drive_unit", "true (oui)"),
    ({"units__0__depot": "PARKING"}, "UNKNOWN_SITE", "/units/0/depot", "lieu"),
    ({"units__0__leave": "18:00", "units__0__return": "17:00"}, "SHIFT_REVERSED",
     "/units/0/return", "18:00"),
    ({"units__0__return": "11:00"}, "OPENING_OUTSIDE_SHIFT", "/permanences/0/openings/0/start",
     "07:00 à 11:00"),
    ({"units": []}, "NO_UNIT", "/permanences/0/unit_required", "voiture"),
    ({"units__0__is_car": True}, "NO_UNIT", "/permanences/0/unit_required", "voiture"),
    ({"horizon__to": "2026-12-31"}, "RANGE_REVERSED", "/horizon/to", "01/01/2027"),
    ({"horizon__to": "2029-12-31"}, "HORIZON_TOO_LONG", "/horizon/to", "366"),
    ({"past__0__date": "2027-01-05"}, "PAST_IN_HORIZON", "/past/0/date", "01/01/2027"),
    ({"past__0__permanence": "RYANS"}, "UNKNOWN_PERMANENCE", "/past/0/permanence", "« RIANS »"),
    ({"past__0__team__0__staff": "x"}, "UNKNOWN_STAFF", "/past/0/team/0/staff", "équipe"),
    ({"past__1": GOOD["past"][0]}, "DUPLICATE_SESSION", "/past/1/date", "gardez-en une"),
    ({"rules": {"max_day": "10h"}}, "BAD_DURATION", "/rules/max_day", "ISO 8601"),
    ({"format_version": 2}, "BAD_CHOICE", "/format_version", "1"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "code", "place", "remedy"), CASES)
def test_one_thing_wrong_is_one_fault(
    change: dict[str, Any], code: str, place: str, remedy: str, territory: Territory
) -> None:
    faults = faults_of(changed(**change), territory)
    assert [(fault.code, fault.path) for fault in faults] == [(code, place)]
    assert remedy in str(faults[0]).replace("\N{NO-BREAK SPACE}", " ")


def test_everything_wrong_is_said_at_once_in_reading_order(territory: Territory) -> None:
    document = changed(
        permanences__0__duration="3h",
        permanences__0__site="PERM-RIANT",
        permanences__0__frequency__weeks=0,
        staff__0__roles=["infirmer"],
        units__0__depot="PVT",
    )
    faults = faults_of(document, territory)
    assert [fault.path for fault in faults] == [
        "/permanences/0/frequency/weeks",
        "/permanences/0/duration",
        "/permanences/0/site",
        "/permanences/0/roles/0/role",
        "/staff/0/roles/0",
        "/units/0/depot",
    ]
    assert faults[0].record == "permanence RIANS"
    assert faults[4].record == "personne infirmier-1"


def test_without_a_territory_sites_are_taken_on_trust() -> None:
    assert load_programme(changed(headquarters="AILLEURS")).headquarters == "AILLEURS"


def test_a_fault_reads_well_and_serialises() -> None:
    fault = faults_of(changed(permanences__0__frequency__weeks=0), None)[0]
    assert str(fault).replace("\N{NO-BREAK SPACE}", " ") == (
        "permanence RIANS (/permanences/0/frequency/weeks) : « 0 » : indiquez au moins 1."
    )
    assert fault.as_dict() == {
        "code": "OUT_OF_RANGE",
        "path": "/permanences/0/frequency/weeks",
        "record": "permanence RIANS",
        "value": "0",
        "message": "indiquez au moins 1.",
    }


def test_where_somebody_lives_is_not_repeated(territory: Territory) -> None:
    document = changed(staff__0__home={"lon": 2.345678, "lat": 48.8})
    assert "2.345678" not in str(InputFaults("x", faults_of(document, territory)))


def test_validate_speaks_of_programmes_made_in_python(territory: Territory) -> None:
    programme = load_programme(changed(headquarters="PVT"))
    assert [fault.code for fault in validate(programme, territory)] == ["UNKNOWN_SITE"]
    assert validate(programme) == []


FILES: list[tuple[bytes, str, str]] = [
    (b'{"name": "x",}', "BAD_JSON", "ligne 1, colonne 1"),
    (b"", "BAD_JSON", "ligne 1"),
    (b"[]", "NOT_AN_OBJECT", "{"),
    (b'{"name": NaN}', "BAD_JSON", "NaN"),
    (b'{"name": "\xe9"}', "BAD_ENCODING", "UTF-8"),
    (b'{"name": "a", "name": "b"}', "DUPLICATE_KEY", "name"),
    (b"PK\x03\x04", "NOT_JSON", ".xlsx"),
    (b"[" * 100_000, "TOO_DEEP", "niveaux"),
    (b'{"a":' + b"[" * 40 + b"]" * 40 + b"}", "TOO_DEEP", "niveaux"),
    (b'{"name": ' + b"1" * 5000 + b"}", "BAD_JSON", "nombre"),
    (b'{"rounds": []}', "NOT_A_PROGRAMME", "plan"),
]


@pytest.mark.parametrize(("text", "code", "remedy"), FILES)
def test_a_text_that_is_no_programme_is_a_clear_fault(text: bytes, code: str, remedy: str) -> None:
    with pytest.raises(InputFaults) as caught:
        load_programme(text)
    assert caught.value.faults[0].code == code
    assert remedy in str(caught.value)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    for path in (tmp_path / "rien.json", tmp_path):
        with pytest.raises(InputFaults) as caught:
            load_programme(path)
        assert caught.value.faults[0].code == "NO_FILE"


def test_a_byte_order_mark_and_an_editor_schema_do_no_harm() -> None:
    text = "\ufeff" + '{"$schema": "programme.schema.json",' + _text(GOOD)[1:]
    assert load_programme(text.encode()) == load_programme(GOOD)


def _text(document: dict[str, Any]) -> str:
    import json

    return json.dumps(document)


def test_names_are_read_in_one_unicode_form() -> None:
    decomposed = "me\u0301decin"
    document = changed(
        roles__1={"id": decomposed, "label": "M"}, staff__0__roles=["infirmier", "médecin"]
    )
    assert load_programme(document).roles[1].id == "médecin"


def test_usual_values_are_left_out_of_the_text() -> None:
    dumped = dump_programme(load_programme(GOOD))
    assert dumped["format_version"] == 1
    assert "rules" not in dumped
    assert "setup" not in dumped["permanences"][0]  # type: ignore[index]
