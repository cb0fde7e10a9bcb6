"""Read a plan: as a whole, or what of it somebody is asking about."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from api.http.access import reading, refuse_doors
from api.http.conditional import answered, json_body, told
from api.http.described import NOT_MODIFIED, answer
from api.http.language import language
from api.http.library import StoredPlan
from api.http.plans import examples
from api.http.plans.models import (
    DriverList,
    Indicators,
    PlanWhole,
    RideList,
    RoundList,
    Unserved,
)
from api.http.plans.state import shown
from api.http.programmes.example import EXAMPLE
from api.http.responses import problems
from api.http.service import TheService
from api.problems import NotReadyError
from api.store.keys import Key
from api.store.order_records import State
from api.wire.programme_model import ProgrammeModel
from api.wire.sentences import said_in
from routing.language import Language

router = APIRouter(
    prefix="/v1/plans",
    tags=["plans"],
    default_response_class=Response,
    responses=NOT_MODIFIED | problems(404, 409),
)

Row = dict[str, Any]
PlanId = Annotated[str, Path(description="Identifiant du plan, ou son numéro publié.")]


class Filters(BaseModel):
    """Which rounds or rides: all that fit every filter given."""

    model_config = ConfigDict(frozen=True)

    day: date | None = Field(None, alias="date", description="Ce jour seulement.")
    unit: str | None = Field(None, description="Code de l’unité ; pour les tournées.")
    staff: str | None = Field(None, description="Code d’une personne de l’équipe.")
    permanence: str | None = Field(None, description="Code de la permanence.")
    driver: str | None = Field(None, description="Code de qui conduit des passagers.")
    request: str | None = Field(None, description="Code d’une demande de trajet.")

    def rounds(self, rows: Iterable[Row]) -> list[Row]:
        """Return the rounds that fit; none where rides are asked for."""
        if self.driver is not None or self.request is not None:
            return []
        return [
            row
            for row in rows
            if self._on(row)
            and self.unit in (None, row["unit"])
            and self._any(self.staff, row["team"], "staff")
            and self._any(self.permanence, row["stops"], "permanence")
        ]

    def rides(self, rows: Iterable[Row]) -> list[Row]:
        """Return the rides that fit; none where rounds are asked for."""
        if (self.unit, self.staff, self.permanence) != (None, None, None):
            return []
        return [
            row
            for row in rows
            if self._on(row)
            and self.driver in (None, row["driver"])
            and self._any(self.request, row["stops"], "request")
        ]

    def _on(self, row: Row) -> bool:
        return self.day is None or row["date"] == self.day.isoformat()

    @staticmethod
    def _any(wanted: str | None, rows: Iterable[Row], key: str) -> bool:
        return wanted is None or any(row[key] == wanted for row in rows)


Asked = Annotated[Filters, Query()]


@router.get("/{plan_id}", responses=answer(PlanWhole, examples.WHOLE))
def plan(plan_id: PlanId, service: TheService, request: Request) -> Response:
    """Say how a plan stands (queued, working, completed, failed, cancelled), and give it.

    While it is worked on, `plan` is the best one so far, without rides and most reasons. Its
    sentences are French in every language: it is the document that is kept, sent back and checked.
    """
    try:
        found = service.library.plan(plan_id)
    except NotReadyError:
        body = _whole(service.desk.state(plan_id), service.desk.best(plan_id))
        headers = {"Cache-Control": "no-store"}
        return Response(body, headers=headers, media_type="application/json")
    tag = f"{found.digest}-{found.state.number or 0}"
    return told(request, tag, lambda: _whole(found.state, found.content))


@router.get("/{plan_id}/rounds", responses=answer(RoundList, examples.ROUNDS))
def rounds(plan_id: PlanId, service: TheService, asked: Asked, request: Request) -> Response:
    """Return the rounds of units, by date."""
    found = service.library.plan(plan_id)
    return answered(
        request,
        found.digest,
        lambda: json_body({"rounds": asked.rounds(found.document["rounds"])}),
    )


@router.get("/{plan_id}/rides", responses=answer(RideList, examples.RIDES))
def rides(plan_id: PlanId, service: TheService, asked: Asked, request: Request) -> Response:
    """Return the trips of volunteers with passengers, by date."""
    found = service.library.plan(plan_id)
    return answered(
        request,
        found.digest,
        lambda: json_body({"rides": asked.rides(found.document.get("rides", ()))}),
    )


@router.get("/{plan_id}/unserved", responses=answer(Unserved, examples.UNSERVED))
def unserved(plan_id: PlanId, service: TheService, request: Request) -> Response:
    """Return sessions that are not held and requests that are not served, with the reasons.

    Reasons and what would help are said in the language of `Accept-Language`.
    """
    found = service.library.plan(plan_id)
    return told(
        request,
        found.digest,
        lambda: json_body(
            {
                "sessions": _said(found, found.document["unassigned"]),
                "requests": _said(found, found.document.get("unserved", [])),
            }
        ),
    )


@router.get("/{plan_id}/indicators", responses=answer(Indicators, examples.INDICATORS))
def indicators(plan_id: PlanId, service: TheService, request: Request) -> Response:
    """Return the figures of a plan, how it was found, and what to know of it.

    The latter is said in the language of `Accept-Language`.
    """
    found = service.library.plan(plan_id)
    names = ("indicators", "solver", "warnings")
    return told(
        request,
        found.digest,
        lambda: json_body(_said(found, {name: found.document[name] for name in names})),
    )


@router.get("/{plan_id}/drivers", responses=answer(DriverList, examples.DRIVERS))
def drivers(plan_id: PlanId, service: TheService, request: Request) -> Response:
    """Return who drives passengers, when and how much, and where their sheet is."""
    found = service.library.plan(plan_id)
    return answered(
        request,
        found.digest,
        lambda: json_body({"drivers": _drivers(found.id, found.plan.rides)}),
    )


@router.get("/{plan_id}/programme", responses=answer(ProgrammeModel, EXAMPLE) | problems(403))
def programme(
    plan_id: PlanId, service: TheService, key: Annotated[Key, Depends(reading)], request: Request
) -> Response:
    """Return the programme that the plan answers, changes and carried-over sessions included.

    It tells where people live: a coordinator's key is asked for.
    """
    refuse_doors(key)
    state = service.desk.state(plan_id)
    return answered(
        request,
        f"{state.id}-{state.revision}-programme",
        lambda: json_body(json.loads(service.desk.order(state.id))["programme"]),
    )


def _whole(state: State, content: bytes | None) -> bytes:
    """Put a plan into the state of its order, without reading it."""
    return json_body(shown(state))[:-1] + b',"plan":' + (content or b"null") + b"}"


def _said(found: StoredPlan, part: Any) -> Any:
    """Return a part of a plan's document with its sentences in the language asked for."""
    return part if language() is Language.FRENCH else said_in(part, found.sentences, language())


def _drivers(plan_id: str, rides: Iterable[Any]) -> list[Row]:
    by_driver = defaultdict(list)
    for ride in rides:
        by_driver[ride.driver].append(ride)
    return [
        {
            "driver": driver,
            "rides": len(trips),
            "dates": sorted({trip.date.isoformat() for trip in trips}),
            "requests": len({stop.request for trip in trips for stop in trip.stops}),
            "distance_m": sum(trip.distance_m for trip in trips),
            "duration_s": sum(trip.return_s - trip.depart_s for trip in trips),
            "links": {"sheet": f"/v1/plans/{plan_id}/drivers/{driver}/sheet"},
        }
        for driver, trips in sorted(by_driver.items())
    ]
