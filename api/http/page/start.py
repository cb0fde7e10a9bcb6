"""The start page: choose a programme and a month, press « Planifier »; the plans there are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from fastapi import APIRouter
from starlette.responses import HTMLResponse, Response

from api.http.page.already import already_told
from api.http.page.family import families, finished_ones
from api.http.page.forms import TheForm, TheKey, new_once, once
from api.http.page.screen import Screen, TheScreen
from api.http.plans import place_order
from api.problems import BusyError
from api.recipe import DEFAULT_PROGRAMME, coming_months
from api.wire.faults import InputFaults
from routing.sentence import sentence_of

MOST_PROGRAMMES = 20
MOST_LISTED = 100

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)


@router.get("/")
def start(screen: TheScreen, programme: str = "", month: str = "") -> HTMLResponse:
    """Show the form, and the plans there are."""
    return start_page(screen, {"programme": programme, "month": month})


@router.post("/")
def order(form: TheForm, key: TheKey, screen: TheScreen) -> Response:
    """Order a plan from the form, then show how it stands."""
    service, fields = screen.service, form.fields
    wanted: dict[str, object] = {
        name: fields[name] for name in ("programme", "month") if name in fields
    }
    try:
        if "follow" in fields:
            wanted |= already_told(service, wanted)
        with once(service, key, fields):
            state = place_order(service, wanted)
    except InputFaults as found:
        return start_page(
            screen, fields, [screen.words.say(fault.line) for fault in found.faults], 422
        )
    except BusyError as error:
        return start_page(screen, fields, [screen.words.say(sentence_of(error))], 429)
    return screen.go(f"/plans/{state.id}")


def start_page(
    screen: Screen,
    typed: Mapping[str, str],
    faults: Sequence[str] = (),
    status: int = 200,
    report: object = None,
) -> HTMLResponse:
    """Return the start page, with what was typed and what is wrong with it.

    ``report``: what became of a workbook that was sent, see :mod:`api.http.page.upload`.
    """
    service, key = screen.service, screen.key
    months = coming_months(date.today())
    states = service.desk.states(MOST_LISTED)
    return screen.show(
        "start.html.j2",
        status,
        territory=service.territory,
        shipped=service.programmes,
        uploaded=service.shelf.stored.page(MOST_PROGRAMMES),
        chosen=typed.get("programme") or DEFAULT_PROGRAMME,
        months=[(f"{m.first:%Y-%m}", screen.words.wording.period(m)) for m in months],
        month=typed.get("month", ""),
        follow=not faults or "follow" in typed,
        families=families(states),
        comparable=len(finished_ones(states)) > 1,
        once=new_once(service, key) if key else "",
        faults=faults,
        report=report,
        most_bytes=service.settings.max_body_bytes,
        most=screen.words.size(service.settings.max_body_bytes),
    )
