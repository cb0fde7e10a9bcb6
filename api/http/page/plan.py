"""A plan's pages: while it is made, its calendar, a day of it, what is left open, its figures."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, HTTPException
from starlette.responses import HTMLResponse, JSONResponse, Response

from api.http.page.family import family_of, finished_ones
from api.http.page.forms import TheForm
from api.http.page.missing import missed_rides, missed_sessions
from api.http.page.month import holiday_of, month_of_plan
from api.http.page.screen import Screen, TheScreen
from api.http.page.sight import Sight, sights_of
from api.http.page.told import told_changes
from api.phases import PHASES
from api.problems import UnknownPlanError
from api.store.drafts import Drafts
from api.store.order_records import State, Status
from api.wire.faults import InputFaults

MOST_LISTED = 100
router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)


@router.get("/plans/{plan_id}")
def plan(plan_id: str, screen: TheScreen) -> Response:
    """Show how a plan comes along, then its calendar."""
    state = screen.service.desk.state(plan_id)
    if not (state.status.final and state.has_plan):
        again = _form_for(screen, state) if state.status.final else "/"
        return screen.show("making.html.j2", state=state, again=again, **_standing(screen, state))
    sight = sights_of(screen.request).of(state.id)
    return plan_page(
        screen,
        state,
        sight,
        "calendar",
        month=month_of_plan(sight, screen.words.lang),
        changes=told_changes(screen.service, sight),
        previous=_known(screen, sight.order.previous),
        remarks=sight.plan.remarks,
    )


@router.get("/plans/{plan_id}/status")
def status(plan_id: str, screen: TheScreen) -> JSONResponse:
    """Return what the page's script shows while a plan is being made."""
    state = screen.service.desk.state(plan_id)
    told = _standing(screen, state)
    return JSONResponse(
        {"final": state.status.final, "status": state.status, **told},
        headers={"Cache-Control": "no-store"},
    )


@router.post("/plans/{plan_id}/cancel")
def cancel(plan_id: str, screen: TheScreen, _form: TheForm) -> Response:
    """Stop a plan, then show how it stands."""
    state = screen.service.desk.cancel(plan_id)
    return screen.go(f"/plans/{state.id}")


@router.get("/plans/{plan_id}/days/{day}")
def one_day(plan_id: str, day: date, screen: TheScreen) -> Response:
    """Show who goes where on a date."""
    state, sight = finished(screen, plan_id)
    if day not in sight.plan.horizon:
        raise HTTPException(404)
    before = [other for other in sight.dates if other < day]
    after = [other for other in sight.dates if other > day]
    return plan_page(
        screen,
        state,
        sight,
        "day",
        day=day,
        holiday=holiday_of(sight.territory, day, screen.words.lang),
        sessions=sight.sessions(day),
        driver_days=[view for view in sight.days if view.date == day],
        drivers=sight.programme.drivers,
        before=before[-1] if before else None,
        after=after[0] if after else None,
    )


@router.get("/plans/{plan_id}/open")
def left_open(plan_id: str, screen: TheScreen) -> Response:
    """Show what the plan leaves open, why, and what would help."""
    state, sight = finished(screen, plan_id)
    missing = [record for record in sight.plan.unassigned if record not in sight.cancelled]
    return plan_page(
        screen,
        state,
        sight,
        "open",
        sessions=missed_sessions(missing, sight, screen.words),
        cancelled=missed_sessions(sight.cancelled, sight, screen.words),
        rides=missed_rides(sight, screen.words),
    )


@router.get("/plans/{plan_id}/map")
def on_the_map(plan_id: str, screen: TheScreen) -> Response:
    """Show the map inside of the page."""
    state, sight = finished(screen, plan_id)
    return plan_page(screen, state, sight, "map")


@router.get("/plans/{plan_id}/figures")
def figures(plan_id: str, screen: TheScreen) -> Response:
    """Show the figures of the plan."""
    state, sight = finished(screen, plan_id)
    return plan_page(screen, state, sight, "figures", indicators=sight.plan.indicators)


def finished(screen: Screen, plan_id: str) -> tuple[State, Sight]:
    """Return a finished plan and how its order stands.

    Raises
    ------
    UnknownPlanError, NotReadyError
        When there is no such plan, or not yet.
    """
    state = screen.service.desk.state(plan_id)
    return state, sights_of(screen.request).of(state.id)


def plan_page(
    screen: Screen, state: State, sight: Sight, name: str, status: int = 200, **values: Any
) -> HTMLResponse:
    """Return one of the pages of a finished plan, below what all of them say."""
    states = screen.service.desk.states(MOST_LISTED)
    family = family_of(state, states)
    return screen.show(
        f"plan/{name}.html.j2",
        status,
        here=name,
        home=f"/plans/{state.id}",
        state=state,
        sight=sight,
        plan=sight.plan,
        published=family.published,
        comparable=len(finished_ones(states)) > 1,
        newer=_newer(state, family.states),
        noted_count=len(Drafts(screen.service.database).of(state.id)),
        **values,
    )


def _form_for(screen: Screen, state: State) -> str:
    """Return the address of the form, filled in as for an order that gave no plan."""
    service = screen.service
    try:
        programme = service.library.order(state.id).programme
    except InputFaults:  # the territory has changed since: that may be why there is no plan
        return "/"
    shipped = [name for name, known in service.programmes.items() if known.name == programme.name]
    stored = [e.id for e in service.shelf.stored.page(MOST_LISTED) if e.title == programme.title]
    asked = {"programme": next(iter([*stored, *shipped]), "")}
    asked |= {"month": f"{programme.horizon.first:%Y-%m}"} if programme.horizon else {}
    return f"/?{urlencode(asked)}"


def _known(screen: Screen, plan_id: str | None) -> State | None:
    """Return how another order stands, ``None`` where there is none any more."""
    try:
        return None if plan_id is None else screen.service.desk.state(plan_id)
    except UnknownPlanError:
        return None


def _newer(state: State, versions: tuple[State, ...]) -> State | None:
    """Return the newest finished version, when it is not this one."""
    ready = [other for other in versions if other.status is Status.COMPLETED]
    newest = ready[0] if ready else None
    return newest if newest and newest.created_at > state.created_at else None


def _standing(screen: Screen, state: State) -> dict[str, Any]:
    """Return how far the work is, in words."""
    now, words = state.standing, screen.words
    phase = words(f"phases.{now.phase}") if words.has(f"phases.{now.phase}") else ""
    return {
        "phase": phase or PHASES.get(now.phase, "") or words(f"waiting.{state.status}"),
        "share": round(now.done, 4),
        "percent": words.percent(round(now.done, 2)),
        "best": _best(screen, state),
        "elapsed": "" if state.elapsed_s is None else words.elapsed(state.elapsed_s),
    }


def _best(screen: Screen, state: State) -> str:
    """Say what is known of the best plan so far."""
    now, words = state.standing, screen.words
    if now.cost is None:
        return ""
    cost = words.wording.number(now.cost)
    if not now.gap:
        return words("making.proven", cost=cost)
    return words("making.best", cost=cost, gap=words.percent(now.gap))
