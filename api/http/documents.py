"""The documents of a plan: listed, drawn when asked for, remembered for a while."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Header, Query, Request
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from api.http.access import reading
from api.http.conditional import known
from api.http.described import NOT_MODIFIED, Responses, answer, files
from api.http.document_models import DOCUMENTS, MAP, DocumentList
from api.http.drawing import Drawing
from api.http.geojson import MEDIA_TYPE, FeatureCollection
from api.http.responses import problems
from api.http.service import TheService
from api.problems import ForbiddenError, NothingSelectedError, UnknownDocumentError
from api.store.keys import Key, Role
from maps.document_kind import Document, DocumentKind
from maps.documents import KINDS
from maps.plan_context import PlanContext
from maps.selection import Selection, Selector, parts_of, select
from routing.sentence import say

router = APIRouter(
    prefix="/v1/plans",
    tags=["documents"],
    default_response_class=Response,
    responses=problems(403, 404, 409),
)

_SUFFIXES = {
    "ics": "ics",
    "gpx": "gpx",
    "geojson": "geojson",
    "xlsx": "xlsx",
    "csv": "csv-calendar",
}
_HEADERS = {
    "Referrer-Policy": "strict-origin",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "private, no-cache",
    "Vary": "Accept",
}


@dataclass(frozen=True, slots=True)
class Filters:
    """By what a document is narrowed, as the address says it."""

    day: Annotated[date | None, Query(alias="date", description="Ce jour seulement.")] = None
    driver: Annotated[str | None, Query(description="Code de qui conduit.")] = None
    unit: Annotated[str | None, Query(description="Code de l’unité.")] = None
    member: Annotated[str | None, Query(description="Code d’une personne de l’équipe.")] = None
    village: Annotated[str | None, Query(description="Nom ou code INSEE.")] = None
    lang: Annotated[Literal["fr", "en"], Query(description="Langue.")] = "fr"

    def selection(self, context: PlanContext) -> Selection:
        """Return the part of the plan that is asked for."""
        return select(
            context.programme,
            context.territory,
            context.plan,
            day=self.day,
            driver=self.driver,
            unit=self.unit,
            member=self.member,
            village=self.village,
        )


def _drawings(*kinds: str) -> Responses:
    return files("The document.", *(KINDS[kind].media_type for kind in kinds)) | NOT_MODIFIED


def _drawing(request: Request, service: TheService) -> Drawing:
    state = request.app.state
    if not hasattr(state, "drawing"):
        state.drawing = Drawing(service)
    drawing: Drawing = state.drawing
    return drawing


TheDrawing = Annotated[Drawing, Depends(_drawing)]
Asked = Annotated[Filters, Depends()]
Reader = Annotated[Key, Depends(reading)]


@router.get(
    "/{plan_id}/documents",
    response_class=JSONResponse,
    responses=answer(DocumentList, DOCUMENTS),
)
def listed(plan_id: str, drawing: TheDrawing, request: Request) -> Any:
    """List the documents of a plan, each with its address and those of its parts."""
    context = drawing.plan(plan_id, "fr").context

    def link(kind: DocumentKind, part: Selection) -> str:
        address = request.url_for("document", plan_id=plan_id, kind=kind.id)
        given = {key.value: str(getattr(part, key.value)) for key in part.given}
        whole = address.include_query_params(**given)
        return f"{whole.path}?{whole.query}" if whole.query else whole.path

    return {"documents": [_shown(kind, context, link) for kind in KINDS.values()]}


def _shown(kind: DocumentKind, context: PlanContext, link: Any) -> dict[str, Any]:
    parts = [
        {
            "name": kind.file_name(context, part),
            "href": link(kind, part),
            "coordinator_only": kind.private(part),
        }
        for by in kind.parts
        for part in parts_of(context.plan, by, context.territory)
    ]
    return {
        "kind": kind.id,
        "name": kind.file_name(context),
        "media_type": kind.media_type,
        "filters": [key.value for key in Selector if key in kind.selectors],
        "coordinator_only": kind.tells_doors,
        "links": {"self": link(kind, Selection())},
        "parts": parts,
    }


@router.get("/{plan_id}/documents/{kind}", responses=_drawings(*KINDS))
def document(
    plan_id: str, kind: str, drawing: TheDrawing, asked: Asked, key: Reader, request: Request
) -> Response:
    """Draw a document, narrowed by date, driver, unit or village."""
    return _answer(_drawn(plan_id, kind, drawing, asked, key), request)


@router.get(
    "/{plan_id}/geojson",
    responses=answer(FeatureCollection, MAP, media_type=MEDIA_TYPE) | NOT_MODIFIED,
)
def geojson(
    plan_id: str, drawing: TheDrawing, asked: Asked, key: Reader, request: Request
) -> Response:
    """Draw rounds and rides as GeoJSON."""
    return _answer(_drawn(plan_id, "geojson", drawing, asked, key), request)


@router.get("/{plan_id}.{suffix}", responses=_drawings(*_SUFFIXES.values()))
def by_suffix(
    plan_id: str, suffix: str, drawing: TheDrawing, asked: Asked, key: Reader, request: Request
) -> Response:
    """Draw the document that goes by this suffix: ics, gpx, geojson, xlsx or csv."""
    if suffix not in _SUFFIXES:
        raise HTTPException(404)
    return _answer(_drawn(plan_id, _SUFFIXES[suffix], drawing, asked, key), request)


@router.get(
    "/{plan_id}/drivers/{driver}/sheet",
    responses=_drawings("driver-sheets", "driver-sheets-pdf"),
)
def sheet(
    plan_id: str,
    driver: str,
    drawing: TheDrawing,
    key: Reader,
    request: Request,
    day: Annotated[date | None, Query(alias="date")] = None,
    lang: Literal["fr", "en"] = "fr",
    accept: Annotated[str, Header()] = "*/*",
) -> Response:
    """Draw a driver's sheets, as PDF for who accepts that and not HTML."""
    wants_pdf = "application/pdf" in accept and "text/html" not in accept
    kind = "driver-sheets-pdf" if wants_pdf else "driver-sheets"
    asked = Filters(day=day, driver=driver, lang=lang)
    return _answer(_drawn(plan_id, kind, drawing, asked, key), request)


def _drawn(plan_id: str, kind_id: str, drawing: Drawing, asked: Filters, key: Key) -> Document:
    kind = KINDS.get(kind_id)
    if kind is None:
        raise UnknownDocumentError(say("Il y a : {kinds}.", kinds=", ".join(KINDS)))
    plan = drawing.plan(plan_id, asked.lang)
    selection = asked.selection(plan.context)
    if kind.private(selection) and key.role < Role.COORDINATOR:
        raise ForbiddenError(
            say(
                "Ce document dit où vont chercher les bénévoles ; la clé « {label} » "
                "permet seulement de lire.",
                label=key.label,
            )
        )
    made = plan.draw(kind, selection)
    if made is None:
        raise NothingSelectedError(say("Le plan n’a rien de tel ; demandez-le sans filtre."))
    return made


def _answer(made: Document, request: Request) -> Response:
    shown = "inline" if made.media_type.startswith("text/html") else "attachment"
    headers = _HEADERS | {
        "ETag": f'"{made.digest}"',
        "Content-Disposition": f'{shown}; filename="{made.name}"',
    }
    if known(request, made.digest):
        return Response(status_code=304, headers=headers)
    return Response(made.content, media_type=made.media_type, headers=headers)
