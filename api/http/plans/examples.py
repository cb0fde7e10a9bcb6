"""Answers about plans, small but whole, for the OpenAPI document."""

from __future__ import annotations

import json
from typing import Any

_ID = "rYK9yo5AXaWVdtdA"
_ADDRESS = f"/v1/plans/{_ID}"


def _at(time: str, day: str = "2027-01-05") -> str:
    return f"{day}T{time}:00+01:00"


QUEUED: dict[str, Any] = {
    "id": _ID,
    "title": "Promo Soins – janvier 2027",
    "status": "queued",
    "created_at": "2026-12-15T08:30:00+00:00",
    "started_at": None,
    "finished_at": None,
    "elapsed_s": None,
    "progress": {"phase": "", "title": "", "share": 0.0, "done": 0.0},
    "cost": None,
    "gap": None,
    "number": None,
    "published_at": None,
    "links": {"self": _ADDRESS, "events": f"{_ADDRESS}/events"},
}
WORKING: dict[str, Any] = QUEUED | {
    "status": "working",
    "started_at": "2026-12-15T08:30:01+00:00",
    "elapsed_s": 4.2,
    "progress": {"phase": "rounds", "title": "Tournées", "share": 0.4, "done": 0.31},
    "cost": 24380,
    "gap": 0.015,
}
COMPLETED: dict[str, Any] = WORKING | {
    "status": "completed",
    "finished_at": "2026-12-15T08:30:12+00:00",
    "elapsed_s": 11.0,
    "progress": {"phase": "", "title": "", "share": 1.0, "done": 1.0},
    "cost": 24010,
    "gap": 0.0,
    "links": {"self": _ADDRESS, "map": f"{_ADDRESS}/map"},
}
CANCELLED: dict[str, Any] = COMPLETED | {"status": "cancelled", "cost": 24380, "gap": 0.015}
PUBLISHED: dict[str, Any] = COMPLETED | {
    "number": 3,
    "published_at": "2026-12-16T14:05:00+00:00",
}
PLANS: dict[str, Any] = {"plans": [PUBLISHED], "next": "/v1/plans?limit=1&cursor=rYK9yo5AXaWVdtdA"}

_ROUND: dict[str, Any] = {
    "id": "2027-01-05-UM1",
    "date": "2027-01-05",
    "unit": "UM1",
    "team": [
        {
            "staff": "infirmier-1",
            "role": "infirmier",
            "joins": "depot",
            "permanences": ["RIANS"],
            "depart": _at("07:45"),
            "return": _at("13:15"),
        }
    ],
    "depart": _at("07:45"),
    "return": _at("13:15"),
    "distance_m": 80317,
    "duration_s": 19800,
    "driving_s": 4542,
    "pauses": [],
    "stops": [
        {
            "permanence": "RIANS",
            "site": "PERM-RIANS",
            "half_day": "morning",
            "arrive": _at("08:40"),
            "start": _at("09:00"),
            "end": _at("12:00"),
            "depart": _at("12:20"),
            "distance_m": 40112,
            "travel_s": 2268,
        }
    ],
}


def _stop(kind: str, place: str, time: str, seats: int, travel: tuple[int, int]) -> dict[str, Any]:
    return {
        "kind": kind,
        "request": "r12/1",
        "leg": "outbound",
        "place": place,
        "arrive": _at(time),
        "start": _at(time),
        "depart": _at(time),
        "load": {"seats": seats, "wheelchairs": 0, "boot": 0, "child_seats": 0},
        "distance_m": travel[0],
        "travel_s": travel[1],
    }


_RIDE: dict[str, Any] = {
    "id": "2027-01-05-conducteur-4",
    "date": "2027-01-05",
    "driver": "conducteur-4",
    "depart": _at("08:30"),
    "return": _at("09:20"),
    "distance_m": 27170,
    "driving_s": 1830,
    "stops": [
        _stop("pickup", "pickup:r12/1", "08:40", 1, (5016, 363)),
        _stop("dropoff", "site:PERM-RIANS", "09:00", 0, (12480, 880)),
    ],
    "pauses": [],
}
_REASON = {"code": "NO_STAFF", "message": "il manque une personne : infirmier."}
_UNASSIGNED: dict[str, Any] = {
    "kind": "permanence",
    "id": "CARCES",
    "due": {"from": "2027-01-11", "to": "2027-01-24"},
    "reasons": [_REASON],
}
_UNSERVED: dict[str, Any] = {
    "request": "r17",
    "reasons": [
        {
            "code": "TOO_LATE",
            "driver": "conducteur-4",
            "message": "arriverait 12 minutes après le rendez-vous.",
        }
    ],
    "changes": [
        {
            "kind": "later",
            "amount": 720,
            "on": None,
            "message": "avec un rendez-vous 12 minutes plus tard.",
        }
    ],
}
_SOLVER: dict[str, Any] = {
    "seed": 1,
    "iterations": 0,
    "cost": 24010,
    "bound": 24010,
    "gap": 0.0,
    "wall_s": 6.4,
    "aims": [{"aim": "permanences_held", "cost": 0, "bound": 0, "gap": 0.0}],
    "versions": {"ortools": "9.15.6755"},
    "stopped_by": "optimal",
}
_WARNING = {"code": "ROLE_EMPTY", "id": "RIANS", "message": "Rians : personne à l’accueil."}
ROUNDS: dict[str, Any] = {"rounds": [_ROUND]}
RIDES: dict[str, Any] = {"rides": [_RIDE]}
UNSERVED: dict[str, Any] = {"sessions": [_UNASSIGNED], "requests": [_UNSERVED]}
INDICATORS: dict[str, Any] = {
    "indicators": {"permanences_due": 4, "permanences_held": 3, "distance_km": 209.5},
    "solver": _SOLVER,
    "warnings": [_WARNING],
}
DRIVERS: dict[str, Any] = {
    "drivers": [
        {
            "driver": "conducteur-4",
            "rides": 1,
            "dates": ["2027-01-05"],
            "requests": 1,
            "distance_m": 27170,
            "duration_s": 3000,
            "links": {"sheet": f"{_ADDRESS}/drivers/conducteur-4/sheet"},
        }
    ]
}
PLAN: dict[str, Any] = {
    "format_version": 1,
    "programme": "promo-soins",
    "title": "Promo Soins",
    "programme_digest": "93dace773724bfdf90d041d6154d906cee9250610e3e6041c01c3d2ad3881d08",
    "territory": "provence-verte-verdon",
    "timezone": "Europe/Paris",
    "horizon": {"from": "2027-01-01", "to": "2027-01-31"},
    "generated_at": _at("09:30", "2026-12-15"),
    "options": {"seed": 1},
    **ROUNDS,
    "unassigned": [_UNASSIGNED],
    **RIDES,
    "unserved": [_UNSERVED],
    "warnings": [_WARNING],
    "indicators": INDICATORS["indicators"],
    "solver": _SOLVER,
}
WHOLE: dict[str, Any] = PUBLISHED | {"plan": PLAN}
VERDICT: dict[str, Any] = {
    "valid": False,
    "programme_changed": False,
    "violations": [
        {
            "code": "STAFF_TWICE",
            "record": "infirmier-1",
            "message": "infirmier-1 est dans deux tournées à la fois le 05/01/2027.",
        }
    ],
}
COMPARISON: dict[str, Any] = {
    "before": _ID,
    "after": "iFByvHf3xtkr7EYs",
    "differences": [
        {
            "kind": "session_moved",
            "record": "RIANS",
            "before": [{"at": _at("09:00"), "who": ["infirmier-1"]}],
            "after": [{"at": _at("09:00", "2027-01-12"), "who": ["infirmier-1"]}],
            "message": "Rians : mardi 12 janvier au lieu de mardi 5 janvier",
        }
    ],
}
EVENT = (
    "event: progress\n"
    f"data: {json.dumps(WORKING, ensure_ascii=False)}\n"
    "id: 40510207\n"
    "retry: 2000\n\n"
)
