"""Publishing: what it means, what changes for people who were told, and the number it gets."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import HTMLResponse, Response

from api.http.page.family import family_of
from api.http.page.forms import TheForm
from api.http.page.plan import MOST_LISTED, finished, plan_page
from api.http.page.screen import TheScreen
from api.http.page.told import compared_with

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)


@router.get("/plans/{plan_id}/publish")
def before_publishing(plan_id: str, screen: TheScreen) -> Response:
    """Show what publishing would change for people."""
    state, sight = finished(screen, plan_id)
    if state.number is not None:
        return screen.go(f"/plans/{state.id}", "published_already")
    last = family_of(state, screen.service.desk.states(MOST_LISTED)).published
    return plan_page(
        screen,
        state,
        sight,
        "publish",
        changes=compared_with(screen.service, sight, last.id) if last else None,
    )


@router.post("/plans/{plan_id}/publish")
def publish(plan_id: str, screen: TheScreen, _form: TheForm) -> Response:
    """Publish a plan; one that is published keeps its number."""
    before = screen.service.desk.state(plan_id)
    state = screen.service.desk.publish(plan_id)
    said = "published" if before.number is None else "published_already"
    return screen.go(f"/plans/{state.id}", said)
