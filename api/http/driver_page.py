"""What a driver's link shows: their sheets, what to know about them, or that it is closed."""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from api.http.named_sheets import contacts
from api.http.page.words import Words, words_of
from api.people.audit import Caller
from api.people.errors import PeopleKeyError, SealBrokenError
from api.people.links import Link
from api.problems import NotReadyError, UnknownPlanError
from maps.contacts import Contact
from maps.documents import KINDS
from maps.plan_context import PlanContext
from maps.ride_sheets import driver_pages
from maps.selection import Selection
from maps.sheets import page_html

if TYPE_CHECKING:
    from api.http.drawing import Drawing
    from api.http.service import Service
    from api.store.order_records import State

_log = logging.getLogger(__name__)
_templates = Environment(
    loader=PackageLoader("api.http"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
)
_HEADERS = {
    "Cache-Control": "no-store",
    "Vary": "Accept-Language, Cookie",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
}
_ALONE = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; img-src data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
}
"""Sheets hold all that they show: nothing is fetched, nothing runs."""
_ROBOT = re.compile(r"bot\b|preview|facebookexternalhit|whatsapp|crawl|spider", re.IGNORECASE)
"""Who opens links only to show what is behind them: messengers do, on other people's machines."""
_NEWEST = 20
"""Published plans among which a newer one is looked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """What a driver has to know beside their sheets.

    Parameters
    ----------
    published, until
        When the plan was published, and the last day on which the link opens, in words.
    newer
        Number of a plan published since for dates that the driver still has before them.
    names
        Whether the page tells who passengers are; ``None``: it should, but they do not open.
    """

    number: int | None
    published: str
    until: str
    newer: int | None
    names: bool | None
    contact: str


@dataclass(frozen=True, slots=True)
class Opened:
    """What stands behind a link that opens: the plan as its driver may see it.

    ``names``: see :class:`Notice`.
    """

    link: Link
    state: State
    context: PlanContext
    names: bool | None
    words: Words


def answer_of(token: str, service: Service, drawing: Drawing, request: Request) -> Response:
    """Return the page of a link, whatever it is, in the language of who opens it."""
    found = _opened(token, service, drawing, request)
    if isinstance(found, Response):
        return found
    notice = _notice(service, found)
    text = _sheets(found, notice, pdf=f"{request.url.path}/pdf")
    return HTMLResponse(text, headers=_HEADERS | _ALONE | {"Content-Language": found.words.lang})


def pdf_of(token: str, service: Service, drawing: Drawing, request: Request) -> Response:
    """Return the sheets of a link as a file, for roads without a network."""
    found = _opened(token, service, drawing, request)
    if isinstance(found, Response):
        return found
    made = KINDS["driver-sheets-pdf"].draw(found.context, Selection(driver=found.link.driver))
    if made is None:
        return _closed(service, 410, found.words)
    shown = {"Content-Disposition": f'inline; filename="{made.name}"'}
    return Response(made.content, media_type=made.media_type, headers=_HEADERS | _ALONE | shown)


def _opened(
    token: str, service: Service, drawing: Drawing, request: Request
) -> Opened | HTMLResponse:
    """Return what stands behind a link, or the page that is shown in its place."""
    words = words_of(request)
    link = service.people.links.find(token)
    if link is None:
        return _closed(service, 404, words)
    if not link.opens(datetime.now(UTC)):
        return _closed(service, 410, words)
    if _ROBOT.search(request.headers.get("user-agent", "")):
        return _page("link_robot.html.j2", 200, words)
    try:
        state = service.desk.state(link.plan_id)
        context = drawing.plan(link.plan_id, words.lang).context
    except (UnknownPlanError, NotReadyError):
        return _closed(service, 410, words)
    via = f"GET {request.scope['route'].path}"
    people, names = _people(service, link, context, via)
    return Opened(link, state, context.with_people(people, names=bool(names)), names, words)


def _people(
    service: Service, link: Link, context: PlanContext, via: str
) -> tuple[Mapping[str, Contact], bool | None]:
    """Return who the driver's passengers are, as far as the link may tell; see :class:`Notice`."""
    names = link.names and service.settings.people.names_on_sheets
    caller = Caller(actor=f"link:{link.id}", via=via)
    try:
        chosen = Selection(driver=link.driver)
        return contacts(service, context, chosen, caller, names=names), names
    except (PeopleKeyError, SealBrokenError) as error:  # the drive takes place all the same
        _log.error("a driver's link: %s", error)
        return {}, None if names else False


def _notice(service: Service, found: Opened) -> Notice:
    link, state, context = found.link, found.state, found.context
    zone = service.territory.timezone
    published, until = state.published_at, link.expires_at.astimezone(zone) - timedelta(seconds=1)
    return Notice(
        number=state.number,
        published=context.wording.day(published.astimezone(zone).date()) if published else "",
        until=context.wording.day(until.date()),
        newer=_newer(service, link, state, context),
        names=found.names,
        contact=service.settings.people.contact,
    )


def _newer(service: Service, link: Link, state: State, context: PlanContext) -> int | None:
    """Return the newest number of plans of the same programme for dates still to be driven."""
    today = datetime.now(service.territory.timezone).date()
    days = [ride.date for ride in context.plan.rides if ride.driver == link.driver]
    ahead: list[date] = [day for day in days if day >= today] or days
    for other in service.desk.states(_NEWEST, published=True):
        if other.number is None or other.number <= (state.number or 0):
            continue
        plan = service.library.plan(other.id).plan
        if plan.programme == context.plan.programme and any(day in plan.horizon for day in ahead):
            return other.number
    return None


def _sheets(found: Opened, notice: Notice, pdf: str) -> str:
    context = found.context
    pages = list(driver_pages(context, Selection(driver=found.link.driver)))
    told = _templates.get_template("link_notice.html.j2").render(
        notice=notice, pdf=pdf, t=found.words
    )
    heading = (*pages[0].heading[:1], pages[0].heading[-1], context.period)
    texts = (told, *(page.article for page in pages))
    articles = [Markup(text) for text in texts]  # noqa: S704 - escaped where they were rendered
    return page_html(heading, articles, context.lang)


def _closed(service: Service, status: int, words: Words) -> HTMLResponse:
    contact = service.settings.people.contact
    return _page("link_closed.html.j2", status, words, unknown=status == 404, contact=contact)


def _page(name: str, status: int, words: Words, **values: object) -> HTMLResponse:
    headers = _HEADERS | {
        "Content-Language": words.lang,
        "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src data:; "
        "frame-ancestors 'none'",
    }
    text = _templates.get_template(name).render(values, t=words)
    return HTMLResponse(text, status_code=status, headers=headers)
