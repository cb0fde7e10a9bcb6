"""List programmes, read one as JSON or as a workbook."""

from __future__ import annotations

import json
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Request, Response

from api.http.access import reading, refuse_doors
from api.http.conditional import answered
from api.http.described import NOT_MODIFIED, answer, files
from api.http.paging import Asked
from api.http.programmes.body import XLSX
from api.http.programmes.example import EXAMPLE
from api.http.programmes.models import Entry, EntryList
from api.http.responses import problems
from api.http.service import TheService
from api.people.planning import named
from api.store.keys import Key
from api.wire.programme_model import ProgrammeModel
from api.wire.programme_xlsx import programme_xlsx

router = APIRouter(prefix="/v1/programmes", tags=["programmes"])

ProgrammeId = Annotated[
    str,
    Path(
        description="Name of a programme of the territory, or id of one that is kept here.",
        examples=["promo-soins"],
    ),
]
Reader = Annotated[Key, Depends(reading)]


@router.get("", responses=problems(422))
def listed(service: TheService, paging: Asked, request: Request, response: Response) -> EntryList:
    """List the programmes that ship with the territory, then those kept here, the newest first."""
    page = service.shelf.page(paging)
    entries = [Entry.of(found) for found in page.items]
    return EntryList(programmes=entries, next=page.following(request, response))


@router.get(
    "/{programme_id}.xlsx",
    operation_id="readProgrammeWorkbook",
    response_class=Response,
    responses={
        **files("The workbook.", XLSX),
        **NOT_MODIFIED,
        **problems(403, 404, 422),
    },
)
def workbook(
    programme_id: ProgrammeId, service: TheService, key: Reader, request: Request
) -> Response:
    """Read a programme as a workbook, to change it in a spreadsheet and send it back.

    Its `ETag` may be sent in `If-Match` with the changed workbook. One that tells where people
    live asks for a coordinator's key.
    """
    found, text = service.shelf.find(programme_id)
    if named(json.loads(text)):
        refuse_doors(key)

    def write() -> bytes:
        return programme_xlsx(service.shelf.programme(programme_id), service.territory)

    answer = answered(request, f"{found.tag}.xlsx", write, XLSX)
    answer.headers["Content-Disposition"] = f'attachment; filename="programme-{found.id}.xlsx"'
    return answer


@router.get(
    "/{programme_id}",
    operation_id="readProgramme",
    response_class=Response,
    responses={
        **answer(ProgrammeModel, EXAMPLE),
        **NOT_MODIFIED,
        **problems(403, 404, 422),
    },
)
def programme(programme_id: ProgrammeId, service: TheService, key: Reader, request: Request) -> Any:
    """Read a programme as JSON, to change it and send it back with its `ETag` in `If-Match`.

    One that tells where people live asks for a coordinator's key.
    """
    found, text = service.shelf.find(programme_id)
    if named(json.loads(text)):
        refuse_doors(key)
    return answered(request, found.tag, text.encode)
