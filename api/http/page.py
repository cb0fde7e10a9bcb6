"""The start page, in French: choose a programme and a month, watch the plan being made."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import parse_qs

from fastapi import APIRouter, Request
from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.concurrency import run_in_threadpool
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from api.http.bodies import whole_body
from api.http.origin import refuse_foreign_page
from api.http.plans import finished_plan, place_order
from api.http.service import Service, TheService
from api.phases import PHASES
from api.problems import BusyError
from api.recipe import DEFAULT_PROGRAMME, coming_months
from api.store.orders import Status
from api.wire.faults import InputFaults
from maps.wording import Wording

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
_templates = Environment(
    loader=PackageLoader("api.http"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
)
_templates.filters["capital"] = Wording().sentence
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; img-src data:; frame-ancestors 'none'; form-action 'self'"
    ),
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}
_STATUS = {
    Status.QUEUED: "En attente",
    Status.WORKING: "Calcul en cours",
    Status.COMPLETED: "Plan prêt",
    Status.FAILED: "Le calcul a échoué",
    Status.CANCELLED: "Calcul annulé",
}


@router.get("/")
def start(service: TheService) -> HTMLResponse:
    """Show the form and the plans of this session."""
    return _start_page(service)


@router.post("/")
async def submit(request: Request, service: TheService) -> Response:
    """Order a plan from the form, then show how it stands."""
    refuse_foreign_page(request)
    fields = parse_qs((await whole_body(request)).decode("utf-8", "replace"))
    order: dict[str, object] = {key: values[0] for key, values in fields.items()}
    return await run_in_threadpool(_submit, service, order, request)


@router.get("/plans/{plan_id}")
def follow(plan_id: str, service: TheService) -> HTMLResponse:
    """Show how a plan stands, and the way to it when it is ready."""
    state = service.desk.state(plan_id)
    return render(
        "plan.html.j2",
        state=state,
        status=_STATUS[state.status],
        phase=PHASES.get(state.standing.phase, ""),
        share=state.standing.done,
        plan=finished_plan(service, state),
        wording=Wording(),
    )


@router.get("/plans/{plan_id}/status")
def status(plan_id: str, service: TheService) -> JSONResponse:
    """Return what the page's script shows while a plan is being made."""
    state = service.desk.state(plan_id)
    return JSONResponse(
        {
            "final": state.status.final,
            "phase": PHASES.get(state.standing.phase, ""),
            "share": state.standing.done,
        }
    )


@router.post("/plans/{plan_id}/cancel")
def cancel(plan_id: str, service: TheService, request: Request) -> Response:
    """Stop a plan, then show how it stands."""
    refuse_foreign_page(request)
    service.desk.cancel(plan_id)
    return RedirectResponse(request.url_for("follow", plan_id=plan_id).path, status_code=303)


def _submit(service: Service, order: dict[str, object], request: Request) -> Response:
    try:
        state = place_order(service, order)
    except InputFaults as found:
        return _start_page(service, [str(fault) for fault in found.faults], 422)
    except BusyError as error:
        return _start_page(service, [str(error)], 429)
    return RedirectResponse(request.url_for("follow", plan_id=state.id).path, status_code=303)


def _start_page(
    service: Service, faults: list[str] | None = None, status_code: int = 200
) -> HTMLResponse:
    return render(
        "start.html.j2",
        status_code,
        territory=service.territory,
        programmes=service.programmes,
        default=DEFAULT_PROGRAMME,
        months=[(f"{m.first:%Y-%m}", Wording().period(m)) for m in coming_months(date.today())],
        plans=[(state, _STATUS[state.status]) for state in service.desk.states()],
        faults=faults or [],
    )


def render(template: str, status_code: int = 200, **values: Any) -> HTMLResponse:
    """Return a page made of a template."""
    text = _templates.get_template(template).render(values)
    return HTMLResponse(text, status_code=status_code, headers=_HEADERS)
