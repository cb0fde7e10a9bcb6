"""What the OpenAPI document says of errors: one shape, an example of each status."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, Field

from api import problems as known
from api.http.schemas import schema_of
from api.people.errors import PeopleKeyError
from api.problems import Problem, problem_of
from api.wire.faults import Fault, InputFaults
from routing.sentence import say

MEDIA_TYPE = "application/problem+json"


class FaultModel(BaseModel):
    """One thing to change."""

    code: str = Field(description="Stable, for programs.", examples=["MISSING"])
    path: str = Field(description="JSON pointer (RFC 6901), or sheet and cell of a workbook.")
    record: str = Field(description="The record as people know it; may be empty.")
    value: str | None = Field(description="What stands there, shortened.")
    message: str = Field(description="What to change, in the language asked for.")


class ProblemModel(BaseModel):
    """An error, as RFC 9457 writes it."""

    type: str = Field(description="Stable, for programs.")
    title: str
    status: int
    detail: str | None = None
    errors: list[FaultModel] | None = Field(None, description="All that is wrong, at once.")


_FAULT = Fault(
    path="/permanences/0/site",
    value="PERM-RIAN",
    message=say("ce lieu n’est pas dans le territoire."),
    code="UNKNOWN_SITE",
    record="permanence RIANS",
)
_EXAMPLES: dict[int, Exception | Problem] = {
    400: Problem(400, "bad-request", say("La demande est illisible")),
    401: known.UnauthorizedError(say("Donnez une clé : « Authorization: Bearer tn_… ».")),
    403: known.ForbiddenError(say("La clé « {label} » permet seulement de lire.", label="mairie")),
    404: Problem(404, "not-found", say("Cette adresse n’existe pas")),
    406: Problem(406, "http", say("La demande est refusée")),
    409: known.NotReadyError(say("Son calcul dure encore ; redemandez plus tard.")),
    412: known.ChangedMeanwhileError(
        say("Relisez-le, refaites vos changements, et envoyez-les avec le nouvel ETag.")
    ),
    413: Problem(413, "too-large", say("La demande est trop grande")),
    415: known.UnsupportedBodyError(say("Envoyez du JSON (application/json).")),
    422: InputFaults("demande", [_FAULT]),
    428: known.NoConditionError(
        say("Ajoutez « If-Match » avec l’ETag que la lecture a donné : personne n’écrase rien.")
    ),
    429: known.BusyError(say("Attendez qu’un plan soit fini, ou annulez-en un.")),
    503: PeopleKeyError(),
}
_MEANING = {
    400: "A header cannot be read.",
    401: "No key, or one that does not hold.",
    403: "A key that does not open this.",
    404: "There is none of this name.",
    406: "None of the accepted kinds can be made.",
    409: "Its state does not allow this.",
    412: "It has changed since it was read.",
    413: "The body is larger than the service takes.",
    415: "A body of a kind that is not read here.",
    422: "Something is to be corrected: all of it is told at once.",
    428: "The change does not say which version it changes.",
    429: "Too much at once; `Retry-After` says when to come back.",
    503: "Closed for now.",
}


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Return the ``responses`` of a route that may answer with these problems."""
    return {status: _response(status) for status in statuses}


def _response(status: int) -> dict[str, Any]:
    example = _EXAMPLES[status]
    problem = example if isinstance(example, Problem) else problem_of(example)
    content = {"schema": schema_of(ProblemModel), "example": problem.as_dict()}
    return {"description": _MEANING[status], "content": {MEDIA_TYPE: content}}
