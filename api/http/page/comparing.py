"""Any two plans side by side: what changed from one to the other, in words."""

from __future__ import annotations

from collections.abc import Sequence

from fastapi import APIRouter
from starlette.responses import HTMLResponse

from api.http.page.family import family_title, finished_ones
from api.http.page.screen import Screen, TheScreen
from api.http.page.sight import sights_of
from api.http.page.told import Told, compared_with
from api.store.order_records import State

MOST_OFFERED = 200
router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)


@router.get("/compare")
def compare(screen: TheScreen, before: str = "", after: str = "") -> HTMLResponse:
    """Say what changed from one plan to another; offer all plans to choose from."""
    desk = screen.service.desk
    offered = finished_ones(desk.states(MOST_OFFERED))
    earlier, later = (desk.state(name) if name else None for name in (before, after))
    offered += [state for state in (earlier, later) if state and state not in offered]
    told, apart = None, False
    if earlier and later and earlier.id != later.id:
        told, apart = _compared(screen, earlier, later)
    later = later or next(iter(offered), None)
    return screen.show(
        "compare.html.j2",
        offered=offered,
        before=earlier or _suggested(later, offered),
        after=later,
        same=bool(before and after) and told is None,
        told=told,
        apart=apart,
    )


def _compared(screen: Screen, earlier: State, later: State) -> tuple[Told | None, bool]:
    """Return what changed, and whether the plans have no date in common."""
    sights = sights_of(screen.request)
    first, second = sights.of(earlier.id), sights.of(later.id)
    apart = not any(day in second.plan.horizon for day in first.plan.horizon)
    return compared_with(screen.service, second, earlier.id), apart


def _suggested(later: State | None, offered: Sequence[State]) -> State | None:
    """Return what somebody may want to compare a plan with: another version of it, if any."""
    others = [state for state in offered if later and state.id != later.id]
    versions = [s for s in others if later and family_title(s) == family_title(later)]
    return next(iter([*versions, *others]), None)
