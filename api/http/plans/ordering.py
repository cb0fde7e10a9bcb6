"""Order a plan, see how it stands, take it back, read it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import Any

from fastapi import APIRouter, Request, Response

from api.http.bodies import JsonBytes, PlanRequest, openapi_body, read, refuse
from api.http.language import TheLanguage
from api.http.plans.state import shown
from api.http.service import Service, TheService
from api.jobs.order import Order
from api.jobs.work import MAP, PLAN
from api.problems import NotReadyError, UnknownPlanError
from api.recipe import coming_month
from api.store.orders import State
from api.wire.faults import InputFaults, suggestion
from api.wire.json_text import read_document
from api.wire.programme_json import load_programme
from maps.wording import Wording
from routing.planning.programme import Programme
from routing.sentence import say

router = APIRouter(prefix="/v1/plans", tags=["plans"])


@router.post("", status_code=202, openapi_extra=openapi_body(PlanRequest))
def order(
    body: JsonBytes,
    service: TheService,
    language: TheLanguage,
    request: Request,
    response: Response,
) -> Any:
    """Order a plan; `Location` says where to ask for it. Nothing is solved in the request."""
    document = read_document(body, "demande")
    state = place_order(service, document)
    response.headers["Location"] = request.url_for("plan", plan_id=state.id).path
    return shown(state, language)


@router.get("/{plan_id}")
def plan(plan_id: str, service: TheService, language: TheLanguage) -> Any:
    """Say how a plan stands (queued, working, completed, failed, cancelled), and give it.

    While it is worked on, `plan` is the best one so far, without rides and most reasons.
    """
    state = service.desk.state(plan_id)
    content = service.desk.best(plan_id)
    return shown(state, language) | {"plan": content and json.loads(content)}


@router.delete("/{plan_id}", status_code=202)
def cancel(plan_id: str, service: TheService, language: TheLanguage, response: Response) -> Any:
    """Stop a plan; the best one so far is kept. One that is finished stays as it is."""
    state = service.desk.cancel(plan_id)
    if state.status.final:
        response.status_code = 200
    return shown(state, language)


@router.post("/{plan_id}:cancel", status_code=202)
def cancel_too(plan_id: str, service: TheService, language: TheLanguage, response: Response) -> Any:
    """Stop a plan, for clients that cannot send `DELETE`."""
    return cancel(plan_id, service, language, response)


@router.post("/{plan_id}:publish")
def publish(plan_id: str, service: TheService, language: TheLanguage) -> Any:
    """Freeze a finished plan under a number of its own: it stays and never changes.

    Rounds with doctors must follow a programme that is fixed beforehand (CSP, R4127-74).
    """
    return shown(service.desk.publish(plan_id), language)


@router.get("/{plan_id}/map", response_class=Response)
def plan_map(plan_id: str, service: TheService) -> Response:
    """Return the map of a plan, one HTML file."""
    return Response(
        service.desk.file(plan_id, MAP),
        media_type="text/html",
        headers={"Referrer-Policy": "strict-origin", "X-Content-Type-Options": "nosniff"},
    )


def place_order(service: Service, document: dict[str, object]) -> State:
    """Check an order all through and queue it.

    Raises
    ------
    InputFaults
        When the request, the programme named or the programme given cannot be used.
    BusyError
        When too many orders wait.
    """
    wanted = read(PlanRequest, document)
    dates = wanted.dates()
    programme = _programme(service, wanted.programme)
    dates = dates or programme.horizon or coming_month(date.today())
    order = Order(
        programme=replace(programme, horizon=dates),
        options=wanted.options.to_core(),
        published=_published(service, wanted.published),
    )
    return service.desk.submit(order, title=f"{programme.title} – {Wording().period(dates)}")


def finished_plan(service: Service, state: State) -> dict[str, Any] | None:
    """Return the plan document, ``None`` while or because there is none."""
    try:
        found: dict[str, Any] = json.loads(service.desk.file(state.id, PLAN))
    except NotReadyError:
        return None
    return found


def _published(service: Service, plan_id: str | None) -> str | None:
    if plan_id is not None:
        try:
            service.desk.file(plan_id, PLAN)
        except (UnknownPlanError, NotReadyError) as error:
            raise refuse("/published", plan_id, "UNKNOWN_PLAN", str(error)) from None
    return plan_id


def _programme(service: Service, wanted: str | dict[str, object]) -> Programme:
    if isinstance(wanted, dict):
        return _given_programme(service, wanted)
    if wanted not in service.programmes:
        known = ", ".join(service.programmes)
        hint = suggestion(wanted, list(service.programmes))
        message = say("choisissez un de ces programmes : {known}.{hint}", known=known, hint=hint)
        raise refuse("/programme", wanted, "UNKNOWN_PROGRAMME", message)
    return service.programmes[wanted]


def _given_programme(service: Service, document: dict[str, object]) -> Programme:
    try:
        return load_programme(document, service.territory)
    except InputFaults as found:
        inside = [replace(fault, path=f"/programme{fault.path}") for fault in found.faults]
        raise InputFaults(found.source, inside) from None
