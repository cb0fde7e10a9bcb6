"""The start page: choose a programme and a month, press « Planifier »; the plans there are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.responses import HTMLResponse, Response

from api.http.page.family import families
from api.http.page.forms import TheForm, TheKey, new_once, order_id_of
from api.http.page.screen import Screen, TheScreen
from api.http.plans import place_order
from api.problems import BusyError
from api.recipe import DEFAULT_PROGRAMME, coming_month
from api.store.keys import Key
from api.wire.faults import InputFaults
from maps.wording import Wording
from routing.sentence import sentence_of

MONTHS_AHEAD = 12
MOST_LISTED = 100

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)


@router.get("/")
def start(screen: TheScreen, programme: str = "", month: str = "") -> HTMLResponse:
    """Show the form, and the plans there are."""
    return start_page(screen, {"programme": programme, "month": month})


@router.post("/")
async def order(form: TheForm, key: TheKey, screen: TheScreen) -> Response:
    """Order a plan from the form, then show how it stands."""
    return await run_in_threadpool(_order, form.fields, key, screen)


def _order(fields: Mapping[str, str], key: Key, screen: Screen) -> Response:
    service = screen.service
    wanted: dict[str, object] = {
        name: fields[name] for name in ("programme", "month") if name in fields
    }
    order_id = order_id_of(service, key, fields.get("once", ""))
    try:
        state = place_order(service, wanted, order_id)
    except InputFaults as found:
        return start_page(
            screen, fields, [screen.words.say(fault.line) for fault in found.faults], 422
        )
    except BusyError as error:
        return start_page(screen, fields, [screen.words.say(sentence_of(error))], 429)
    return screen.go(f"/plans/{state.id}")


def start_page(
    screen: Screen, typed: Mapping[str, str], faults: Sequence[str] = (), status: int = 200
) -> HTMLResponse:
    """Return the start page, with what was typed and what is wrong with it."""
    service, key = screen.service, screen.key
    return screen.show(
        "start.html.j2",
        status,
        territory=service.territory,
        programmes=service.programmes,
        chosen=typed.get("programme") or DEFAULT_PROGRAMME,
        months=list(_months(date.today(), screen.words.wording)),
        month=typed.get("month", ""),
        families=families(service.desk.states(MOST_LISTED)),
        once=new_once(service, key) if key else "",
        faults=faults,
        most_bytes=service.settings.max_body_bytes,
    )


def _months(today: date, wording: Wording) -> Iterator[tuple[str, str]]:
    """Return the coming months as ``2027-01`` and « janvier 2027 », the next one first."""
    day = today
    for _ in range(MONTHS_AHEAD):
        month = coming_month(day)
        yield f"{month.first:%Y-%m}", wording.period(month)
        day = month.first
