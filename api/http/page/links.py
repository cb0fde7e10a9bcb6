"""What each volunteer gets: their sheet, and a link that opens it on their telephone."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import HTMLResponse, Response

from api.http.page.papers import volunteers
from api.http.page.plan import finished, plan_page
from api.http.page.screen import TheScreen

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)


@router.get("/plans/{plan_id}/volunteers")
def listed(plan_id: str, screen: TheScreen) -> Response:
    """List the volunteers of a plan, how much each drives, and their sheets."""
    state, sight = finished(screen, plan_id)
    return plan_page(screen, state, sight, "volunteers", volunteers=volunteers(sight))
