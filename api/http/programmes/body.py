"""A programme in the body of a request: JSON, or a workbook."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends, Request

from api.http.bodies import whole_body
from api.http.described import JSON
from api.http.programmes.example import EXAMPLE
from api.http.schemas import schema_of
from api.http.service import Service
from api.problems import UnsupportedBodyError
from api.wire.programme_json import load_programme
from api.wire.programme_model import ProgrammeModel
from api.wire.programme_xlsx import read_programme_xlsx
from routing.planning.programme import Programme
from routing.sentence import say

PROGRAMME = schema_of(ProgrammeModel)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _described(schema: dict[str, Any]) -> dict[str, Any]:
    content = {
        JSON: {"schema": schema, "example": EXAMPLE},
        XLSX: {"schema": {"type": "string", "format": "binary"}},
    }
    return {"requestBody": {"required": True, "content": content}}


REQUEST_BODY = _described(PROGRAMME)
"""How the OpenAPI document describes it."""
ANY_BODY = _described({"anyOf": [PROGRAMME, {"description": "Or anything: it is told why not."}]})


@dataclass(frozen=True, slots=True)
class ProgrammeBody:
    """What was sent, not yet read."""

    content: bytes
    is_workbook: bool

    def read(self, service: Service, tell: Callable[[str], None]) -> Programme:
        """Return the programme; ``tell`` hears what is good to know of it.

        Raises
        ------
        InputFaults
            With everything that is wrong: pointers into JSON, sheets and cells of a workbook.
        """
        read = read_programme_xlsx if self.is_workbook else load_programme
        return read(self.content, service.territory, tell=tell, addresses=service.addresses)


async def programme_body(request: Request) -> ProgrammeBody:
    """Return the body, which must be declared as JSON or as a workbook.

    Asking for the header keeps foreign pages from posting here unasked, as for all JSON.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in (JSON, XLSX):
        raise UnsupportedBodyError(
            say("Envoyez du JSON ({json}) ou un classeur ({xlsx}).", json=JSON, xlsx=XLSX)
        )
    return ProgrammeBody(await whole_body(request), kind == XLSX)


TheBody = Annotated[ProgrammeBody, Depends(programme_body)]
