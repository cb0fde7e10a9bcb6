"""Order a plan, take it back, publish it; list what was ordered."""

from __future__ import annotations

import json
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request, Response

from api.http.bodies import JsonBytes, openapi_body
from api.http.described import Responses, answer, files
from api.http.documents import TheDrawing
from api.http.plans import examples
from api.http.plans.asking import place_order
from api.http.plans.models import PlanList, PlanState
from api.http.plans.request import PlanRequest
from api.http.plans.state import shown
from api.http.responses import problems
from api.http.service import Service, TheService
from api.jobs.work import MAP, PLAN
from api.problems import NotReadyError
from api.store.order_records import State, Status
from api.wire.json_text import read_document
from maps.documents import KINDS
from maps.selection import ALL

router = APIRouter(prefix="/v1/plans", tags=["plans"])
_STOPPED: Responses = {
    **answer(PlanState, examples.WORKING, status=202, description="It ends as soon as it can."),
    **answer(PlanState, examples.CANCELLED, description="It had ended, and stays as it is."),
    **problems(403, 404),
}


@router.post(
    "",
    status_code=202,
    openapi_extra=openapi_body(PlanRequest),
    responses=answer(PlanState, examples.QUEUED, status=202) | problems(403, 404, 409),
)
def order(body: JsonBytes, service: TheService, request: Request, response: Response) -> Any:
    """Order a plan; `Location` says where to ask for it. Nothing is solved in the request.

    With `base` and `changes` a plan that is there is corrected: cancel or move a session, say who
    drives, add or drop a ride; what is not changed stays where it can.
    """
    document = read_document(body, "demande")
    state = place_order(service, document)
    response.headers["Location"] = request.url_for("plan", plan_id=state.id).path
    return shown(state)


@router.get("", responses=answer(PlanList, examples.PLANS))
def listed(
    service: TheService,
    response: Response,
    status: Annotated[Status | None, Query(description="Seulement ceux-là.")] = None,
    published: Annotated[
        bool | None, Query(description="true : les versions publiées ; false : les autres.")
    ] = None,
    limit: Annotated[int, Query(ge=1, le=100, description="Plans au plus.")] = 20,
    cursor: Annotated[
        str | None, Query(description="Où la page précédente s’est arrêtée.", max_length=40)
    ] = None,
) -> Any:
    """List plans, the newest first; `next` is the address of those that follow."""
    found = service.desk.states(limit + 1, status=status, published=published, after=cursor)
    page, following = found[:limit], None
    if len(found) > limit:
        told = None if published is None else str(published).lower()
        given = {"status": status, "published": told}
        asked = {key: value for key, value in given.items() if value is not None}
        query = urlencode(asked | {"limit": limit, "cursor": page[-1].id})
        following = f"/v1/plans?{query}"
        response.headers["Link"] = f'<{following}>; rel="next"'
    return {"plans": [shown(state) for state in page], "next": following}


@router.delete("/{plan_id}", status_code=202, responses=_STOPPED)
def cancel(plan_id: str, service: TheService, response: Response) -> Any:
    """Stop a plan; the best one so far is kept. One that is finished stays as it is."""
    state = service.desk.cancel(plan_id)
    if state.status.final:
        response.status_code = 200
    return shown(state)


@router.post("/{plan_id}:cancel", status_code=202, responses=_STOPPED)
def cancel_too(plan_id: str, service: TheService, response: Response) -> Any:
    """Stop a plan, for clients that cannot send `DELETE`."""
    return cancel(plan_id, service, response)


@router.post(
    "/{plan_id}:publish",
    responses=answer(PlanState, examples.PUBLISHED) | problems(403, 404, 409),
)
def publish(plan_id: str, service: TheService) -> Any:
    """Freeze a finished plan under a number of its own: it stays and never changes.

    Rounds with doctors must follow a programme that is fixed beforehand (CSP, R4127-74).
    """
    return shown(service.desk.publish(plan_id))


@router.get(
    "/{plan_id}/map",
    response_class=Response,
    responses=files("The map.", "text/html") | problems(404, 409),
)
def plan_map(plan_id: str, service: TheService, drawing: TheDrawing) -> Response:
    """Return the map of a plan, one HTML file."""
    try:
        content = service.desk.file(plan_id, MAP)
    except NotReadyError:
        if not service.desk.state(plan_id).has_plan:
            raise
        drawn = drawing.plan(plan_id, "fr").draw(KINDS["map"], ALL)  # erased with somebody's door
        content = drawn.content if drawn else b""
    return Response(
        content,
        media_type="text/html",
        headers={"Referrer-Policy": "strict-origin", "X-Content-Type-Options": "nosniff"},
    )


def finished_plan(service: Service, state: State) -> dict[str, Any] | None:
    """Return the plan document, ``None`` while or because there is none."""
    try:
        found: dict[str, Any] = json.loads(service.desk.file(state.id, PLAN))
    except NotReadyError:
        return None
    return found
