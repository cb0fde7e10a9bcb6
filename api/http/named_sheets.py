"""Drivers' sheets that say who the passengers are, for a coordinator to print; kept nowhere."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Literal

from fastapi import APIRouter, Header, Query
from starlette.responses import Response

from api.http.described import files
from api.http.documents import TheDrawing
from api.http.people import Coordinator
from api.http.responses import problems
from api.http.service import Service, TheService
from api.people.audit import Caller
from api.problems import ForbiddenError, NothingSelectedError
from maps.contacts import Contact
from maps.documents import KINDS
from maps.plan_context import PlanContext
from maps.selection import Selection, select
from routing.sentence import say

router = APIRouter(prefix="/v1/plans", tags=["people"])


@router.get(
    "/{plan_id}/named-sheets",
    response_class=Response,
    responses={
        **files("The sheets.", "text/html", "application/pdf"),
        **problems(401, 403, 404, 409, 422, 503),
    },
)
def named_sheets(
    plan_id: str,
    service: TheService,
    drawing: TheDrawing,
    caller: Coordinator,
    names: Annotated[
        bool, Query(description="Noms, téléphones, adresses et notes ; sinon, initiales.")
    ] = False,
    driver: Annotated[str | None, Query(description="Code de qui conduit.")] = None,
    day: Annotated[date | None, Query(alias="date", description="Ce jour seulement.")] = None,
    lang: Annotated[Literal["fr", "en"], Query(description="Langue.")] = "fr",
    accept: Annotated[str, Header()] = "*/*",
) -> Response:
    """Draw drivers' sheets with initials or names, as PDF for who accepts that and not HTML."""
    if names and not service.settings.people.names_on_sheets:
        raise ForbiddenError(
            say(
                "Les feuilles ne disent pas de noms ici ; qui administre le service peut le "
                "permettre (TOURNEES_NAMES_ON_SHEETS=oui)."
            )
        )
    wants_pdf = "application/pdf" in accept and "text/html" not in accept
    kind = KINDS["driver-sheets-pdf" if wants_pdf else "driver-sheets"]
    context = drawing.plan(plan_id, lang).context
    chosen = select(context.programme, context.territory, context.plan, day=day, driver=driver)
    people = contacts(service, context, chosen, caller, names=names)
    made = kind.draw(context.with_people(people, names=names), chosen)
    if made is None:
        raise NothingSelectedError(say("Le plan n’a rien de tel ; demandez-le sans filtre."))
    shown = "attachment" if wants_pdf else "inline"
    headers = {
        "Cache-Control": "no-store",
        "Content-Disposition": f'{shown}; filename="{made.name}"',
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
    }
    return Response(made.content, media_type=made.media_type, headers=headers)


def contacts(
    service: Service, context: PlanContext, chosen: Selection, caller: Caller, *, names: bool
) -> Mapping[str, Contact]:
    """Return who is known of those driven on some dates: all of it, or their names alone.

    Raises
    ------
    PeopleKeyError, SealBrokenError
        When what is kept of them does not open.
    """
    who = {request.passenger for view in context.days_in(chosen) for request in view.requests}
    return service.people.vault.show(who, caller, only_names=not names)
