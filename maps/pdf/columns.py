"""Where the second of two columns begins, reckoned in lines.

Typst could measure what it sets, but setting everything twice takes half as long again.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from math import ceil

from maps.pdf.sheet_texts import Texts

_LETTERS = 52
"""In a line of a column, about."""
_LEG_LETTERS = 62
_GAP = 0.5


def halves(lines: Sequence[float], most: float) -> int | None:
    """Return how many entries stand in the left column so that both are about as tall.

    ``None`` where half of them take more than ``most`` lines.
    """
    half = sum(lines) / 2
    if half > most:
        return None
    reached = [0.0, *accumulate(lines)]
    return min(range(len(reached)), key=lambda count: (abs(reached[count] - half), -count))


def row_lines(row: Texts) -> float:
    """Return about how many lines an entry of the timetable takes."""
    if row["kind"] == "drive":
        return 1 + _GAP
    if row["kind"] == "pause":
        return 1 + _GAP
    if row["kind"] == "end":
        return _lines(f"{row['what']}{row['place']}") + (row["until"] is not None) + _GAP
    head = _lines(f"{row['place']}{row['place']}{row['detail']}")
    told = sum(row[key] is not None for key in ("landmark", "note", "wait"))
    written = 2 * bool(row["blanks"]) + bool(row["known"])
    return head + told + written + sum(map(_call_lines, row["calls"])) + len(row["pauses"]) + _GAP


def leg_lines(leg: Texts) -> float:
    """Return about how many lines a drive takes, road by road."""
    roads = sum(len(road["ref"] + road["name"] + road["km"]) + 6 for road in leg["roads"])
    return ceil((len(leg["to"] + leg["meta"]) + 6 + roads) / _LEG_LETTERS) + _GAP


def _call_lines(call: Texts) -> int:
    said = " ".join(
        (call["at"], call["who"], *call["tasks"], call["other"] or "", call["wait"] or "")
    )
    letters = _LETTERS - 12 if call["boxes"] else _LETTERS
    return ceil(len(said) / letters)


def _lines(text: str) -> int:
    return max(1, ceil(len(text) / _LETTERS))
