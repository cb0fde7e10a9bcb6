"""What drivers' sheets and round sheets say alike, in strings for their templates."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol, TypeAlias

from maps.directions import Direction
from maps.pdf.drawings import qr_file
from maps.wording import Wording
from routing.planning.plans import Pause

Texts: TypeAlias = dict[str, Any]
"""What a template reads: strings, numbers, lists and more of these."""


class _Drive(Protocol):
    @property
    def distance_m(self) -> int: ...

    @property
    def duration_s(self) -> int: ...


class SheetTexts:
    """How one language says drives and pauses."""

    def __init__(self, wording: Wording) -> None:
        self._w, self._words = wording, wording.words

    def drive(self, leg: _Drive, *more: str) -> Texts:
        """Return a line of the timetable for a drive."""
        return {"kind": "drive", "text": self.meta(leg, *more)}

    def pause(self, pause: Pause) -> Texts:
        """Return a line of the timetable for a pause."""
        span = str(self._words["pause_text"])
        return {
            "kind": "pause",
            "at": self._w.hour(pause.start_s),
            "what": self._words["pause"],
            "text": span.format(start=self._w.hour(pause.start_s), end=self._w.hour(pause.end_s)),
        }

    def meta(self, leg: _Drive, *more: str) -> str:
        """Return « 12,3 km · 15 min »."""
        return " · ".join([self._w.drive(leg.distance_m, leg.duration_s), *more])

    def leg(
        self,
        number: int,
        to: str,
        leg: _Drive,
        rows: Sequence[Direction],
        geo: str,
        *,
        tolls: bool,
    ) -> Texts:
        """Return a drive road by road; ``number`` 0 is the way home, without a code."""
        nameless = self._words["unnamed_road"]
        return {
            "number": number,
            "to": to,
            "meta": self.meta(leg, *([self._words["tolls"]] if tolls else [])),
            "roads": [
                {
                    "ref": row.ref.replace(" ", "\N{NO-BREAK SPACE}"),
                    "name": row.name or ("" if row.ref else nameless),
                    "km": self._w.distance(row.distance_m),
                }
                for row in rows
            ],
            "qr": qr_file(geo) if geo else None,
            "geo": geo,
        }
