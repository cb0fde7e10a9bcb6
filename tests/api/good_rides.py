"""A good programme with rides, and what becomes of it when something of it is changed."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from api.wire.faults import Fault, InputFaults
from api.wire.programme_json import load_programme
from routing.planning.territory import Territory

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

THREE = {"every_weeks": 1, "times": 3}
"""A series: three weeks in a row."""


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
