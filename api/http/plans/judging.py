"""Verify a plan that somebody made or changed; say what changed between two."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from pydantic import Field

from api.http import conditional
from api.http.bodies import JsonBytes, JsonBytesIfAny, openapi_body, read
from api.http.conditional import json_body
from api.http.described import NOT_MODIFIED, answer
from api.http.language import language, language_headers
from api.http.plans import examples
from api.http.plans.asking import continued, programme_of, stored
from api.http.plans.models import Comparison, PlanVerdict
from api.http.plans.request import PlanName, ProgrammeChoice
from api.http.responses import problems
from api.http.service import Service, TheService
from api.recipe import Ground, check_plan
from api.verdict import listed
from api.wire.faults import InputFaults
from api.wire.fields import WireModel
from api.wire.plan_json import load_plan
from api.wire.programme_json import programme_digest
from routing.language import told
from routing.planning.comparison import Moment, compared
from routing.planning.dates import moment_of
from routing.planning.plans import Plan
from routing.planning.programme import Programme

router = APIRouter(prefix="/v1/plans", tags=["plans"])


class CheckRequest(WireModel):
    """A plan, and the programme that it should keep to."""

    programme: ProgrammeChoice = Field(
        description="Nom d’un programme du territoire, ou un programme entier.",
        examples=["promo-soins"],
    )
    plan: dict[str, Any] = Field(
        description="Le plan, comme GET /v1/plans/{id} le donne dans « plan »."
    )
    previous: PlanName | None = Field(
        default=None, description="Plan du mois d’avant, s’il a servi à faire celui-ci."
    )


class CheckAgainRequest(WireModel):
    """A plan that was changed by hand; without it, the plan as it is."""

    plan: dict[str, Any] | None = Field(
        default=None, description="Le plan changé, comme GET /v1/plans/{id} le donne dans « plan »."
    )


@router.post(
    ":check",
    openapi_extra=openapi_body(CheckRequest),
    responses=answer(PlanVerdict, examples.VERDICT) | problems(403),
)
def check(body: JsonBytes, service: TheService, response: Response) -> Any:
    """Verify a plan, whoever made it: every rule that it breaks, in a sentence each.

    The checker shares no code with the planner. A plan that cannot be read is answered with 422.
    """
    wanted = read(CheckRequest, body)
    made = _plan(wanted.plan)
    asked = replace(programme_of(service, wanted.programme), horizon=made.horizon)
    if wanted.previous is not None:
        asked = continued(service, asked, wanted.previous)
    response.headers.update(language_headers())
    return _verdict(service, asked, made)


@router.post(
    "/{plan_id}:check",
    openapi_extra=openapi_body(CheckAgainRequest, required=False),
    responses=answer(PlanVerdict, examples.VERDICT) | problems(403, 404, 409),
)
def check_again(plan_id: str, body: JsonBytesIfAny, service: TheService, response: Response) -> Any:
    """Verify a plan, or a changed version of it, against the programme of that plan."""
    wanted = read(CheckAgainRequest, body)
    asked = service.library.order(plan_id).programme
    made = service.library.plan(plan_id).plan if wanted.plan is None else _plan(wanted.plan)
    response.headers.update(language_headers())
    return _verdict(service, asked, made)


@router.get(
    "/{plan_id}:compare",
    response_class=Response,
    responses=answer(Comparison, examples.COMPARISON) | NOT_MODIFIED | problems(404, 409),
)
def compare(
    plan_id: str,
    other: Annotated[
        str, Query(alias="with", description="L’autre plan, identifiant ou numéro publié.")
    ],
    service: TheService,
    request: Request,
) -> Response:
    """Say what changed from this plan to another, in sentences and as records.

    `before` is the plan of the address, `after` the one that it is compared `with`.
    """
    before, after = service.library.plan(plan_id), stored(service, other, "/with")

    def body() -> bytes:
        programme = service.library.order(after.id).programme
        return json_body(
            {
                "before": before.id,
                "after": after.id,
                "differences": _differences(before.plan, after.plan, programme, service),
            }
        )

    return conditional.told(request, f"{before.digest}-{after.digest}", body)


def _plan(document: dict[str, Any]) -> Plan:
    try:
        return load_plan(document)
    except InputFaults as found:
        inside = [replace(fault, path=f"/plan{fault.path}") for fault in found.faults]
        raise InputFaults(found.source, inside) from None


def _verdict(service: Service, asked: Programme, made: Plan) -> dict[str, Any]:
    violations = check_plan(asked, made, Ground(service.territory, service.roads))
    return {
        "valid": not violations,
        "programme_changed": made.programme_digest not in ("", programme_digest(asked)),
        "violations": listed(violations, language()),
    }


def _differences(
    before: Plan, after: Plan, programme: Programme, service: Service
) -> list[dict[str, Any]]:
    zone = service.territory.timezone

    def at(moments: tuple[Moment, ...]) -> list[dict[str, Any]]:
        return [
            {"at": moment_of(m.date, m.start_s, zone).isoformat(), "who": list(m.who)}
            for m in moments
        ]

    return [
        {
            "kind": found.kind,
            "record": found.record,
            "before": at(found.before),
            "after": at(found.after),
            "message": told(found.message, language()),
        }
        for found in compared(before, after, programme)
    ]
