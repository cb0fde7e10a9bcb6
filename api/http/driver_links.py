"""Drivers' links: made and revoked by a coordinator, opened by whoever has one, until they end."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request, Response
from pydantic import Field, StrictBool

from api.http.bodies import JsonBytes, openapi_body, read
from api.http.documents import TheDrawing
from api.http.driver_addresses import link_rules, link_url
from api.http.driver_page import answer_of, pdf_of
from api.http.people import PLAIN, Coordinator, coordinating, no_store
from api.http.people_models import DriverLink, DriverLinks, Revoked
from api.http.responses import problems
from api.http.service import Service, TheService
from api.people.links import Link
from api.wire.fields import WireModel

PlanId = Annotated[
    str, Path(description="Identifiant du plan, ou son numéro publié.", pattern=PLAIN)
]
DriverId = Annotated[str, Path(description="Code de qui conduit.", pattern=PLAIN)]

guarded = APIRouter(
    prefix="/v1/plans",
    tags=["people"],
    dependencies=[Depends(coordinating), Depends(no_store)],
    responses=problems(401, 403, 404, 422),
)
public = APIRouter(include_in_schema=False)


class LinkRequest(WireModel):
    """A link to make."""

    names: StrictBool = Field(
        False,
        description="Dire noms, téléphones, adresses et notes des passagers ; sinon, initiales.",
    )


@guarded.get("/{plan_id}/links")
def listed(plan_id: PlanId, service: TheService, request: Request) -> DriverLinks:
    """List the drivers' links to a plan, ended ones too."""
    found = service.people.links.of_plan(service.desk.state(plan_id).id)
    return DriverLinks(links=[_shown(link, service, request) for link in found])


@guarded.post(
    "/{plan_id}/drivers/{driver}/link",
    status_code=201,
    openapi_extra=openapi_body(LinkRequest),
    responses={
        200: {
            "description": "There is such a link already: it is given again.",
            "model": DriverLink,
        },
        **problems(409, 413, 415, 422),
    },
)
def make(
    plan_id: PlanId,
    driver: DriverId,
    body: JsonBytes,
    service: TheService,
    caller: Coordinator,
    request: Request,
    response: Response,
) -> DriverLink:
    """Make a link with which a driver opens their own sheets of a published plan, without a key."""
    names = read(LinkRequest, body).names
    state = service.desk.state(plan_id)
    plan = service.library.plan(state.id).plan
    closes = link_rules(service).closing(plan, state.number, driver, names=names)
    links = service.people.links
    link, new = links.make(state.id, driver, closes, names=names, caller=caller)
    response.status_code = 201 if new else 200
    return _shown(link, service, request)


@guarded.delete("/{plan_id}/drivers/{driver}/link")
def revoke(plan_id: PlanId, driver: DriverId, service: TheService, caller: Coordinator) -> Revoked:
    """End a driver's links to a plan: they open nothing from now on."""
    state = service.desk.state(plan_id)
    return Revoked(revoked=service.people.links.revoke(state.id, driver, caller))


@public.get("/d/{token}")
def open_link(token: str, service: TheService, drawing: TheDrawing, request: Request) -> Response:
    """Show a driver their own sheets of one plan."""
    return answer_of(token, service, drawing, request)


@public.get("/d/{token}/pdf")
def open_link_as_pdf(
    token: str, service: TheService, drawing: TheDrawing, request: Request
) -> Response:
    """Give a driver the same sheets as a file to keep."""
    return pdf_of(token, service, drawing, request)


def _shown(link: Link, service: Service, request: Request) -> DriverLink:
    return DriverLink(
        plan=link.plan_id,
        driver=link.driver,
        names=link.names,
        url=link_url(link, service, request),
        created_at=link.created_at,
        expires_at=link.expires_at.astimezone(service.territory.timezone),
        revoked_at=link.revoked_at,
    )
