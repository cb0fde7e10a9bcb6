"""Programmes as workbooks: the template to fill in, and the filled one with all its faults."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from fastapi import APIRouter
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.http.page.forms import TheForm
from api.http.page.screen import Screen, TheScreen
from api.http.page.start import start_page
from api.http.programmes.body import XLSX
from api.http.service import Service
from api.wire.faults import Fault, InputFaults, shown
from api.wire.programme_json import programme_text
from api.wire.programme_xlsx import read_programme_xlsx
from api.wire.template import template_xlsx
from routing.planning.programme import Programme
from routing.planning.ride_requests import RideRequest, ToAppointment, ToPermanence

LATEST = 20
router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mistake:
    """What is wrong in a workbook: where, what stands there, what to change."""

    where: str
    value: str
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What became of a workbook: its mistakes, or remarks about what was read."""

    name: str
    mistakes: Sequence[Mistake] = ()
    remarks: Sequence[str] = ()


@router.get("/programmes/modele.xlsx")
def template(screen: TheScreen) -> Response:
    """Hand out an empty workbook with examples."""
    return Response(
        template_xlsx(screen.service.territory),
        media_type=XLSX,
        headers={"Content-Disposition": 'attachment; filename="programme-modele.xlsx"'},
    )


@router.post("/programmes")
def upload(form: TheForm, screen: TheScreen) -> Response:
    """Keep the programme of a workbook, or say all that is to be corrected."""
    name, content = form.files.get("workbook", ("", b""))
    if not content:
        return start_page(screen, form.fields, [screen.words("upload.no_file")], 422)
    service, words = screen.service, screen.words
    remarks: list[str] = []
    try:
        programme = read_programme_xlsx(
            content, service.territory, tell=remarks.append, addresses=service.addresses
        )
    except InputFaults as found:
        mistakes = [_mistake(fault, screen) for fault in found.faults]
        report = Report(name=name, mistakes=mistakes)
        return start_page(screen, form.fields, (), 422, report)
    chosen = {"programme": _kept(service, programme), "month": _month(programme) or form["month"]}
    if remarks:
        told = [words.say(remark) for remark in remarks]
        report = Report(name=name, remarks=told)
        return start_page(screen, {**form.fields, **chosen}, (), 200, report)
    query = urlencode({**chosen, "said": "uploaded"})
    return RedirectResponse(f"/?{query}", status_code=303)


def _kept(service: Service, programme: Programme) -> str:
    """Return the id of a programme that is kept from now on; one sent twice is kept once."""
    text = programme_text(programme)
    for entry in service.shelf.stored.page(LATEST):
        found = service.shelf.stored.find(entry.id) if entry.title == programme.title else None
        if found is not None and found[1] == text:
            return entry.id
    return service.shelf.stored.add(programme).id


def _month(programme: Programme) -> str:
    """Return the month that a programme is about, as the form names it; empty where none is."""
    if programme.horizon is not None:
        return f"{programme.horizon.first:%Y-%m}"
    months = Counter(f"{day:%Y-%m}" for wanted in programme.requests for day in _dates(wanted))
    return max(months, key=lambda month: months[month], default="")


def _dates(wanted: RideRequest) -> Sequence[date]:
    goal = wanted.destination
    match goal:
        case ToAppointment():
            return [goal.date]
        case ToPermanence():
            return goal.dates
    return []


def _mistake(fault: Fault, screen: Screen) -> Mistake:
    say = screen.words.say
    where = " – ".join(filter(None, (say(fault.path), say(fault.record))))
    value = "" if fault.value in (None, "") else shown(fault.value)
    return Mistake(where=where, value=value, what=screen.words.capital(say(fault.message)))
