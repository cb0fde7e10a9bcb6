"""Drivers' sheets (« feuilles de route ») as PDF, from the same sheets as the HTML pages."""

from __future__ import annotations

from collections.abc import Iterator

from maps.contacts import unbroken
from maps.pdf.columns import halves, leg_lines, row_lines
from maps.pdf.drawings import sketch_svg
from maps.pdf.sheet_texts import SheetTexts, Texts
from maps.pdf.typeset import typeset
from maps.plan_context import PlanContext
from maps.ride_doors import Door
from maps.ride_sheets import (
    DriverSheet,
    RideLegSheet,
    driver_sheets,
    driver_words,
    wheel_name,
)
from maps.ride_views import CallView, HaltView, RideLegView, RideView
from maps.selection import Selection

_SIZES = {"": 10.0, "dense": 9.6, "densest": 8.8}
"""Type in points by how much there is on a sheet."""
_COLUMN_LINES = 50
"""Lines of a column on one page, about."""


def driver_sheets_pdf(context: PlanContext, selection: Selection) -> bytes | None:
    """Return the sheets of the drivers' dates asked for, merged; ``None`` without any.

    Passengers go by their pseudonyms, unless the context knows names or initials. The document's
    properties tell kind and dates alone.
    """
    sheets = list(driver_sheets(context, selection))
    if not sheets:
        return None
    words, period = context.wording.words["rides"], context.period
    if len(dates := {sheet.view.date for sheet in sheets}) == 1:
        period = context.wording.day(*dates)
    pages = [
        context.once(("driver in print", sheet.view.number), _Writer(context, sheet).page)
        for sheet in sheets
    ]
    title = f"{words['all_sheets' if len(sheets) > 1 else 'sheet']} – {period}"
    return typeset("driver", {"title": title, "lang": context.lang, "pages": pages})


class _Writer:
    """Says one sheet in strings."""

    def __init__(self, context: PlanContext, sheet: DriverSheet) -> None:
        self._context, self._sheet, self._view = context, sheet, sheet.view
        self._w, self._ride = context.wording, driver_words(context)
        self._words = context.wording.words
        self._said = SheetTexts(context.wording)

    def page(self) -> Texts:
        say, words, rides, view = self._w, self._words, self._words["rides"], self._view
        rows = list(self._rows())
        legs = [self._leg(leg) for leg in self._sheet.legs]
        return {
            "eyebrow": f"{rides['sheet']} · {self._context.title}",
            "date": say.sentence(say.day(view.date)),
            "who": wheel_name(self._context, view),
            "code": view.code,
            "code-text": rides["code"].format(code=view.code),
            "size": _SIZES[self._sheet.size],
            "wide": bool(self._sheet.size),
            "short": self._sheet.size == "densest",
            "summary": [
                (words["departure"], say.hour(view.depart_s)),
                (words["return"], say.hour(view.return_s)),
                (words["distance"], say.distance(view.distance_m)),
                (words["driving_time"], say.duration(view.driving_s)),
                (rides["people"], say.number(view.people)),
            ],
            "words": {
                "times": words["timetable"],
                "plan": words["sketch"],
                "roads": words["directions"],
                "notes": rides["notes"],
            },
            "rows": rows,
            "split": halves([row_lines(row) for row in rows], _COLUMN_LINES),
            "sketch": sketch_svg(self._sheet.sketch, self._context.lang),
            "alt": rides["sketch_alt"].format(places=", ".join(view.communes)),
            "advice": list(self._ride.advice(view)),
            "emergency": list(self._ride.emergency(self._context.territory.association)),
            "legs": legs,
            "legs-split": halves([leg_lines(leg) for leg in legs], _COLUMN_LINES),
            "fields": [
                words["km_start"],
                words["km_end"],
                rides["time_actual_start"],
                rides["time_actual_end"],
                words["signature"],
            ],
            "footer": words["times_note"],
        }

    def _rows(self) -> Iterator[Texts]:
        trips = self._view.rides
        for trip, after in zip(trips, [*trips[1:], None], strict=True):
            yield self._end(trip.ride.depart_s, "departure", None)
            yield from self._events(trip)
            yield self._said.drive(trip.legs[-1], *self._empty(trip.legs[-1]))
            yield self._end(trip.ride.return_s, "return", after)

    def _events(self, trip: RideView) -> Iterator[Texts]:
        first = trip.halts[0].order
        for event in trip.events:
            if not isinstance(event, HaltView):
                yield self._said.pause(event)
                continue
            leg = trip.legs[event.order - first]
            if leg.distance_m:
                yield self._said.drive(leg, *self._empty(leg))
            yield self._halt(event, trip)

    def _end(self, at_s: int, what: str, after: RideView | None) -> Texts:
        at_home = self._words["rides"]["at_home"]
        return {
            "kind": "end",
            "at": self._w.hour(at_s),
            "what": self._words[what],
            "place": self._ride.base(self._view),
            "until": after and at_home.format(until=self._w.hour(after.ride.depart_s)),
        }

    def _empty(self, leg: RideLegView) -> list[str]:
        return [self._words["rides"]["empty_run"]] if leg.empty else []

    def _halt(self, halt: HaltView, trip: RideView) -> Texts:
        door = self._sheet.doors.get(halt.order)
        said: Texts = {"landmark": None, "known": [], "blanks": [], "note": None}
        if door is not None and not door.told:
            said = self._door(door)
        return said | {
            "kind": "stop",
            "at": self._w.hour(halt.arrive_s),
            "number": halt.order,
            "place": self._ride.place(halt.place),
            "detail": self._ride.detail(halt) + self._point(door),
            "wait": self._waiting(self._ride.wait_before(halt)),
            "calls": [self._call(call, trip) for call in halt.calls],
            "pauses": [self._said.pause(pause) for pause in halt.pauses],
        }

    def _point(self, door: Door | None) -> str:
        if door is None:
            return ""
        if door.told:
            return f" {self._words['rides']['see_stop'].format(number=door.told)}"
        return f" · {door.point}"

    def _door(self, door: Door) -> Texts:
        rides, who = self._words["rides"], door.contact
        known = [(rides["address"], who.address), (rides["phone"], unbroken(who.phone))]
        known = [(label, value) for label, value in known if value]
        return {
            "landmark": (rides["landmark"], door.label) if door.label else None,
            "known": known,
            "blanks": [] if known else [rides["address"], rides["phone"]],
            "note": (rides["to_know"], who.notes) if who.notes else None,
        }

    def _call(self, call: CallView, trip: RideView) -> Texts:
        journey = self._sheet.journeys[call.request.id]
        rides = self._words["rides"]
        return {
            "mark": "▲" if call.pickup else "▼",
            "at": self._w.hour(call.stop.start_s),
            "who": self._ride.call(call),
            "tasks": list(self._ride.tasks(call)),
            "other": self._ride.elsewhere(call, trip, journey),
            "wait": self._waiting(self._ride.wait_after(call)),
            "boxes": [rides["tick_absent"]] if call.pickup else None,
        }

    def _leg(self, leg: RideLegSheet) -> Texts:
        to = self._ride.place(leg.view.destination) if leg.number else self._words["return"]
        return self._said.leg(leg.number, to, leg.view, leg.directions, leg.geo, tolls=leg.tolls)

    def _waiting(self, until_s: int | None) -> str | None:
        if until_s is None:
            return None
        return str(self._words["rides"]["waiting"].format(until=self._w.hour(until_s)))
