"""What each volunteer gets: their sheet, and a link that opens it on their telephone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, Response

from api.http.driver_addresses import link_rules, link_url
from api.http.page.forms import TheForm, TheKey
from api.http.page.papers import volunteers
from api.http.page.plan import finished, plan_page
from api.http.page.screen import Screen, TheScreen
from api.http.people import coordinating
from api.people.errors import LinkRefusedError
from api.people.links import Link
from api.store.keys import Role
from routing.sentence import sentence_of

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """A link that opens: where, and until which day."""

    url: str
    until: str
    names: bool


@router.get("/plans/{plan_id}/volunteers")
def listed(plan_id: str, screen: TheScreen) -> Response:
    """List the volunteers of a plan, how much each drives, their sheets and links."""
    return _page(screen, plan_id)


@router.post("/plans/{plan_id}/drivers/{driver}/link")
def change(plan_id: str, driver: str, form: TheForm, key: TheKey, screen: TheScreen) -> Response:
    """Make a link, or close one."""
    service = screen.service
    caller = coordinating(screen.request, service, key)
    state = service.desk.state(plan_id)
    page, row = f"/plans/{state.id}/volunteers", f"#{form['row']}" if form["row"].isalnum() else ""
    if form["do"] == "close":
        service.people.links.revoke(state.id, driver, caller)
        return screen.go(page, "link_revoked", row)
    plan, names = service.library.plan(state.id).plan, "names" in form
    try:
        closes = link_rules(service).closing(plan, state.number, driver, names=names)
    except LinkRefusedError as error:
        return _page(screen, plan_id, screen.words.say(sentence_of(error)), 409)
    service.people.links.make(state.id, driver, closes, names=names, caller=caller)
    return screen.go(page, "link_made", row)


@router.post("/plans/{plan_id}/links")
def make_all(plan_id: str, form: TheForm, key: TheKey, screen: TheScreen) -> Response:
    """Make a link for everybody who has none and still has drives ahead."""
    service, links = screen.service, screen.service.people.links
    caller = coordinating(screen.request, service, key)
    state, sight = finished(screen, plan_id)
    names, have = "names" in form, _addresses(screen, state.id)
    made, refused = False, ""
    for person in volunteers(sight):
        if person.id in have:
            continue
        try:
            closes = link_rules(service).closing(sight.plan, state.number, person.id, names=names)
        except LinkRefusedError as error:  # such as: all of their dates are past
            refused = refused or screen.words.say(sentence_of(error))
        else:
            links.make(state.id, person.id, closes, names=names, caller=caller)
            made = True
    if refused and not made:
        return _page(screen, plan_id, refused, 409)
    return screen.go(f"/plans/{state.id}/volunteers", "links_made")


def _page(screen: Screen, plan_id: str, refused: str = "", status: int = 200) -> HTMLResponse:
    state, sight = finished(screen, plan_id)
    handing = screen.key is not None and screen.key.role is Role.COORDINATOR
    return plan_page(
        screen,
        state,
        sight,
        "volunteers",
        status,
        volunteers=volunteers(sight),
        handing=handing,
        refused=refused,
        may_name=screen.service.settings.people.names_on_sheets,
        links=_addresses(screen, state.id) if handing else {},
    )


def _addresses(screen: Screen, plan_id: str) -> Mapping[str, Address]:
    """Return the newest link that opens of each driver."""
    now, service = datetime.now(UTC), screen.service
    found: dict[str, Address] = {}
    for link in service.people.links.of_plan(plan_id):
        if link.opens(now):
            found.setdefault(link.driver, _address(link, screen, screen.request))
    return found


def _address(link: Link, screen: Screen, request: Request) -> Address:
    zone = screen.service.territory.timezone
    last = (link.expires_at.astimezone(zone) - timedelta(seconds=1)).date()
    return Address(
        url=link_url(link, screen.service, request),
        until=screen.words.wording.weekday(last),
        names=link.names,
    )
