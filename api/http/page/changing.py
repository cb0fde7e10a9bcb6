"""Changes to a plan: noted one by one, told in words, then planned together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import APIRouter
from starlette.responses import HTMLResponse, Response

from api.http.bodies import read
from api.http.page.asked import change_of, in_words
from api.http.page.forms import Form, TheForm, TheKey, new_once, once
from api.http.page.plan import finished, plan_page
from api.http.page.screen import Screen, TheScreen
from api.http.page.sight import Sight, sights_of
from api.http.plans import place_order
from api.http.plans.request import PlanRequest
from api.problems import BusyError
from api.store.drafts import Changes, Drafts
from api.store.once import new_id
from api.wire.faults import Fault, InputFaults
from api.wire.place_lookup import AddressFinder
from api.wire.plan_changes import changed
from routing.sentence import sentence_of

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)


@router.get("/plans/{plan_id}/changes")
def noted(plan_id: str, screen: TheScreen) -> HTMLResponse:
    """Show the changes noted, and what else may be changed."""
    return _page(screen, plan_id)


@router.post("/plans/{plan_id}/changes")
def note(plan_id: str, form: TheForm, screen: TheScreen) -> Response:
    """Note a change, if it can be made."""
    sight = sights_of(screen.request).of(plan_id)
    drafts, plan_id = Drafts(screen.service.database), sight.stored.id
    before = drafts.of(plan_id)
    taken = [change["add_ride"]["id"] for change in before if "add_ride" in change]
    wanted = change_of(form, sight, taken)
    if wanted in before:
        return screen.go(_back(form, plan_id), "noted_already")
    try:
        _try([*before, wanted], sight, screen.service.addresses)
    except InputFaults as found:
        return _page(screen, plan_id, found.faults, form.fields, 422)
    drafts.change(plan_id, lambda kept: [*kept, wanted])
    return screen.go(_back(form, plan_id), "noted")


@router.post("/plans/{plan_id}/changes/drop")
def drop(plan_id: str, form: TheForm, screen: TheScreen) -> Response:
    """Forget a change, or all."""
    plan_id = screen.service.desk.state(plan_id).id
    at = form["at"]

    def without(kept: Changes) -> Changes:
        if at == "all":
            return []
        return [change for number, change in enumerate(kept) if str(number) != at]

    Drafts(screen.service.database).change(plan_id, without)
    return screen.go(f"/plans/{plan_id}/changes", "dropped")


@router.post("/plans/{plan_id}/changes/plan")
def plan_again(plan_id: str, form: TheForm, key: TheKey, screen: TheScreen) -> Response:
    """Order a plan with all changes."""
    service = screen.service
    plan_id = service.desk.state(plan_id).id
    drafts = Drafts(service.database)
    noted = drafts.of(plan_id)
    try:
        with once(service, key, form.fields):
            made = service.orders.state(new_id("order"))
            if made is not None:  # sent twice
                return screen.go(f"/plans/{made.id}")
            if not noted:
                return screen.go(f"/plans/{plan_id}/changes")
            wanted = {"base": plan_id, "changes": noted, "keep_dates": "keep_dates" in form}
            state = place_order(service, wanted)
    except InputFaults as found:
        return _page(screen, plan_id, found.faults, form.fields, 422)
    except BusyError as error:
        busy = Fault(path="", value=None, message=sentence_of(error), code="BUSY")
        return _page(screen, plan_id, [busy], form.fields, 429)
    drafts.change(plan_id, lambda kept: kept[len(noted) :])
    return screen.go(f"/plans/{state.id}")


def _try(changes: Changes, sight: Sight, addresses: AddressFinder) -> None:
    """Raise ``InputFaults`` when the changes cannot be made to a plan."""
    asked = read(PlanRequest, {"base": sight.stored.id, "changes": changes})
    changed(sight.programme, sight.plan, asked.changes, sight.territory, addresses=addresses)


def _page(
    screen: Screen,
    plan_id: str,
    faults: Sequence[Fault] = (),
    typed: Mapping[str, str] | None = None,
    status: int = 200,
) -> HTMLResponse:
    state, sight = finished(screen, plan_id)
    changes = Drafts(screen.service.database).of(state.id)
    key = screen.key
    return plan_page(
        screen,
        state,
        sight,
        "changes",
        status,
        noted=[in_words(change, sight, screen.words) for change in changes],
        once=new_once(screen.service, key) if key else "",
        faults=[_told(fault, screen) for fault in faults],
        typed=defaultdict(str, typed or {}),
        **_choices(sight),
    )


def _choices(sight: Sight) -> dict[str, Any]:
    """Return what the form for one more ride offers."""
    held = [(view.date, stop) for day in sight.dates for view, stop in sight.sessions(day)]
    return {
        "held": held,
        "events": [e for e in sight.programme.events if e.date in sight.plan.horizon],
        "communes": sight.territory.communes,
        "sites": [site for site in sight.territory.sites if site.kind != "depot"],
        "passengers": sorted({request.passenger for request in sight.programme.requests}),
    }


def _told(fault: Fault, screen: Screen) -> tuple[str, str]:
    """Return which field a fault is about, and what to change."""
    words = screen.words
    parts = [part for part in fault.path.split("/") if part and not part.isdecimal()]
    named = [words(f"fields.{part}") for part in parts if words.has(f"fields.{part}")]
    return " – ".join(dict.fromkeys(named)), words.say(
        Fault("", fault.value, fault.message, fault.code).line
    )


def _back(form: Form, plan_id: str) -> str:
    """Return the page to go back to: one of this plan's."""
    wanted, home = form["back"], f"/plans/{plan_id}"
    own = wanted.startswith(f"{home}/") and ".." not in wanted and "?" not in wanted
    return wanted if own else f"{home}/changes"
