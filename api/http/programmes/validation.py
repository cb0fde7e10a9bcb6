"""Check a programme without keeping it."""

from __future__ import annotations

from fastapi import APIRouter, Response

from api.http.language import language, language_headers
from api.http.programmes.body import ANY_BODY, TheBody
from api.http.programmes.models import Size, Verdict
from api.http.responses import FaultModel, problems
from api.http.service import TheService
from api.wire.faults import InputFaults
from routing.language import told

router = APIRouter(prefix="/v1", tags=["programmes"])


@router.post("/programmes:validate", openapi_extra=ANY_BODY, responses=problems(401, 413, 415))
def validate(body: TheBody, service: TheService, response: Response) -> Verdict:
    """Say all that is wrong with a programme, JSON or a workbook, and what is good to know of it.

    The answer is 200 whatever the verdict: the question was whether the programme is valid, and
    it has been answered. Keeping it (`POST /v1/programmes`) refuses the same faults with 422.
    """
    response.headers.update(language_headers())
    notes: list[str] = []
    try:
        size, faults = Size.of(body.read(service, notes.append)), []
    except InputFaults as found:
        size = None
        faults = [FaultModel.model_validate(f.as_dict(language())) for f in found.faults]
    said = [told(note, language()) for note in notes]
    return Verdict(valid=size is not None, programme=size, faults=faults, notes=said)
