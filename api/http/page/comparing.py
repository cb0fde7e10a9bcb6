"""Any two plans side by side: what changed from one to the other, in words."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import HTMLResponse

from api.http.page.family import finished_ones
from api.http.page.screen import TheScreen
from api.http.page.sight import sights_of
from api.http.page.told import Told, compared_with

MOST_OFFERED = 200
router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)


@router.get("/compare")
def compare(screen: TheScreen, before: str = "", after: str = "") -> HTMLResponse:
    """Say what changed from one plan to another; offer all plans to choose from."""
    desk = screen.service.desk
    offered = finished_ones(desk.states(MOST_OFFERED))
    chosen = [desk.state(name) for name in (before, after) if name]
    offered += [state for state in chosen if state not in offered]
    told: Told | None = None
    apart = False
    if len(chosen) == 2 and chosen[0].id != chosen[1].id:
        sights = sights_of(screen.request)
        earlier, later = (sights.of(state.id) for state in chosen)
        told = compared_with(screen.service, later, earlier.stored.id)
        apart = not any(day in later.plan.horizon for day in earlier.plan.horizon)
    return screen.show(
        "compare.html.j2",
        offered=offered,
        before=chosen[0].id if before else "",
        after=chosen[-1].id if after else "",
        same=len(chosen) == 2 and told is None,
        told=told,
        apart=apart,
    )
