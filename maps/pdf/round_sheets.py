"""Rounds' sheets (« feuilles de tournée ») as PDF, from the same sheets as the HTML pages."""

from __future__ import annotations

from collections.abc import Iterator

from maps.pdf.drawings import sketch_svg
from maps.pdf.sheet_texts import SheetTexts, Texts
from maps.pdf.typeset import typeset
from maps.plan_context import PlanContext
from maps.selection import Selection
from maps.sheets import RoundSheet, round_sheets
from maps.views import MemberView, StopView
from routing.planning.territory import Site

_SIZES = ((3, 10.0), (5, 9.4))
"""Up to so many stops, type in points; beyond, :data:`_SMALLEST`."""
_SMALLEST = 8.8


def round_sheets_pdf(context: PlanContext, selection: Selection) -> bytes | None:
    """Return the sheets of the rounds asked for, merged; ``None`` without any."""
    sheets = list(round_sheets(context, selection))
    if not sheets:
        return None
    words, period = context.wording.words, context.period
    if len(dates := {sheet.view.date for sheet in sheets}) == 1:
        period = context.wording.day(*dates)
    title = f"{words['all_sheets' if len(sheets) > 1 else 'sheet']} – {period}"
    pages = [
        context.once(("round in print", sheet.view.number), _Writer(context, sheet).page)
        for sheet in sheets
    ]
    return typeset("round", {"title": title, "lang": context.lang, "pages": pages})


class _Writer:
    """Says one sheet in strings."""

    def __init__(self, context: PlanContext, sheet: RoundSheet) -> None:
        self._context, self._sheet, self._view = context, sheet, sheet.view
        self._w, self._words = context.wording, context.wording.words
        self._said = SheetTexts(context.wording)

    def page(self) -> Texts:
        say, words, view = self._w, self._words, self._view
        held = view.round
        return {
            "eyebrow": f"{words['sheet']} · {self._context.title}",
            "date": say.sentence(say.day(view.date)),
            "who": view.unit.label,
            "code": view.code,
            "code-text": words["round_code"].format(code=view.code),
            "size": next((size for most, size in _SIZES if len(view.stops) <= most), _SMALLEST),
            "summary": [
                (words["departure"], say.hour(held.depart_s)),
                (words["return"], say.hour(held.return_s)),
                (words["distance"], say.distance(held.distance_m)),
                (words["driving_time"], say.duration(held.driving_s)),
                (words["stops"], say.number(len(view.stops))),
            ],
            "words": {
                "times": words["timetable"],
                "plan": words["sketch"],
                "team": words["team"],
                "roads": words["directions"],
                "notes": words["notes"],
            },
            "rows": list(self._rows()),
            "sketch": sketch_svg(self._sheet.sketch, self._context.lang),
            "alt": words["sketch_alt"].format(villages=view.villages),
            "team": [self._member(member) for member in view.team],
            "legs": list(self._legs()),
            "advice": [(words["closed_door_title"], words["closed_door"])],
            "emergency": list(
                self._context.ride_words.emergency(self._context.territory.association)
            ),
            "fields": [
                words["km_start"],
                words["km_end"],
                words["rides"]["time_actual_start"],
                words["rides"]["time_actual_end"],
                words["people_received"],
                words["signature"],
            ],
            "footer": words["times_note"],
        }

    def _rows(self) -> Iterator[Texts]:
        view = self._view
        yield self._end(view.round.depart_s, "departure")
        for event in view.events:
            if isinstance(event, StopView):
                yield self._said.drive(view.legs[event.order - 1])
                yield self._stop(event)
            else:
                yield self._said.pause(event)
        yield self._said.drive(view.legs[-1])
        yield self._end(view.round.return_s, "return")

    def _end(self, at_s: int, what: str) -> Texts:
        depot = self._view.depot
        return {
            "kind": "end",
            "at": self._w.hour(at_s),
            "what": self._words[what],
            "place": f"{depot.name}, {depot.commune}",
            "until": None,
        }

    def _stop(self, stop: StopView) -> Texts:
        hours = (
            ("arrival", stop.arrive_s, False),
            ("start", stop.start_s, True),
            ("end", stop.end_s, True),
            ("leaving", stop.depart_s, False),
        )
        return {
            "kind": "stop",
            "at": self._w.hour(stop.arrive_s),
            "number": stop.order,
            "place": stop.site.commune,
            "detail": self._address(stop.site),
            "hours": [(self._words[key], self._w.hour(at), strong) for key, at, strong in hours],
            "pauses": [self._said.pause(pause) for pause in stop.pauses],
        }

    def _address(self, site: Site) -> str:
        town = f"{site.postal_code} {site.commune}"
        told = ", ".join(part for part in (site.name, site.address, town) if part)
        if site.approximate or not site.address:
            return f"{told} ({self._words['approximate_address']})"
        return told if site.verified else f"{told} ({self._words['unverified']})"

    def _member(self, member: MemberView) -> Texts:
        presence = str(self._words["aboard" if member.aboard else "on_site"])
        if member.villages:
            only = str(self._words["only_at"]).format(villages=", ".join(member.villages))
            presence = f"{presence}, {only}"
        tag = "driver" if member.driver else "relief" if member.relief else None
        return {
            "role": member.role,
            "name": member.name,
            "presence": presence,
            "tag": tag and self._words[tag],
            "light": member.relief,
        }

    def _legs(self) -> Iterator[Texts]:
        last = len(self._sheet.legs)
        for order, leg in enumerate(self._sheet.legs, 1):
            number, geo = (order, leg.geo) if order < last else (0, "")
            to = leg.view.destination.commune
            yield self._said.leg(number, to, leg.view, leg.directions, geo, tolls=leg.tolls)
