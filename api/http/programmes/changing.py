"""Keep a programme, change it, delete it."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Header, Request, Response

from api.http.conditional import require_match, unless_changed
from api.http.language import language, language_headers
from api.http.programmes.body import REQUEST_BODY, TheBody
from api.http.programmes.models import Entry, Kept
from api.http.programmes.reading import ProgrammeId
from api.http.responses import problems
from api.http.service import Service, TheService
from api.http.shelf import Listed, listed
from api.problems import ChangedMeanwhileError
from api.store import programmes as store
from routing.language import told
from routing.sentence import say

router = APIRouter(prefix="/v1/programmes", tags=["programmes"])

IfMatch = Annotated[
    str | None,
    Header(description="The `ETag` that reading gave, so that nobody overwrites anybody."),
]
_BODY = (403, 413, 415, 422)
_CREATED = {name: {"schema": {"type": "string"}} for name in ("Location", "ETag")}
_LINKS = {
    operation: {
        "operationId": operation,
        "parameters": {"path.programme_id": "$response.body#/id"} | headers,
    }
    for operation, headers in (
        ("readProgramme", {}),
        ("readProgrammeWorkbook", {}),
        ("changeProgramme", {"header.if-match": "$response.body#/etag"}),
        ("deleteProgramme", {}),
    )
}
"""What may be done next, as the OpenAPI document says it."""


@router.post(
    "",
    status_code=201,
    openapi_extra=REQUEST_BODY,
    responses={
        201: {"headers": _CREATED, "links": _LINKS},
        **problems(*_BODY),
    },
)
def create(body: TheBody, service: TheService, response: Response) -> Kept:
    """Keep a new programme, JSON or a workbook; `Location` says where to read it.

    Addresses are looked up now, and kept as points: nobody's address stays.
    """
    notes: list[str] = []
    entry = service.shelf.stored.add(body.read(service, notes.append))
    kept = _kept(listed(entry), notes)
    response.headers.update(language_headers())
    response.headers["Location"] = kept.links.self_
    response.headers["ETag"] = kept.etag
    return kept


@router.put(
    "/{programme_id}",
    operation_id="changeProgramme",
    openapi_extra=REQUEST_BODY,
    responses=problems(404, 409, 412, 428, *_BODY),
)
def change(
    programme_id: ProgrammeId,
    body: TheBody,
    service: TheService,
    request: Request,
    response: Response,
    if_match: IfMatch = None,  # noqa: ARG001 -- read by require_match, named here for clients
) -> Kept:
    """Replace a programme that nobody else has changed since it was read.

    `etag` in the answer is what the next change must name.
    """
    entry = service.shelf.changeable(programme_id)
    require_match(request, *_tags(entry))
    notes: list[str] = []
    programme = body.read(service, notes.append)
    changed = service.shelf.stored.change(entry.id, programme, entry.version)
    if changed is None:
        raise _changed_meanwhile()
    response.headers.update(language_headers())
    return _kept(listed(changed), notes)


@router.delete(
    "/{programme_id}",
    operation_id="deleteProgramme",
    status_code=204,
    response_class=Response,
    responses=problems(403, 404, 409, 412, 422),
)
def delete(
    programme_id: ProgrammeId,
    service: TheService,
    request: Request,
    if_match: IfMatch = None,  # noqa: ARG001 -- read by unless_changed
) -> None:
    """Delete a programme; plans that were made of it keep what they need."""
    entry = service.shelf.changeable(programme_id)
    named = unless_changed(request, *_tags(entry))
    if not service.shelf.stored.remove(entry.id, entry.version if named else None):
        _gone(service, programme_id)


def _gone(service: Service, programme_id: str) -> None:
    service.shelf.changeable(programme_id)  # deleted by somebody else: says so
    raise _changed_meanwhile()


def _changed_meanwhile() -> ChangedMeanwhileError:
    return ChangedMeanwhileError(say("Quelqu’un l’a changé au même moment ; relisez-le."))


def _tags(entry: store.Entry) -> tuple[str, str]:
    """Return the tags of a programme as JSON and as a workbook: either may be changed."""
    tag = listed(entry).tag
    return tag, f"{tag}.xlsx"


def _kept(found: Listed, notes: list[str]) -> Kept:
    shown: dict[str, Any] = Entry.of(found).model_dump(by_alias=True)
    return Kept.model_validate(shown | {"notes": [told(note, language()) for note in notes]})
