"""A plan's tables as CSV: in French as Excel in France opens it, else as the world reads it."""

from __future__ import annotations

import csv
import io
from datetime import date

from maps.plan_context import PlanContext
from maps.selection import Selection
from maps.tables import Column, Table, Value, table

_FORMULA = ("=", "+", "-", "@")


def calendar_csv(context: PlanContext, selection: Selection) -> bytes | None:
    """Return the sessions."""
    return table_csv(table("calendar", context, selection), french=context.lang == "fr")


def rounds_csv(context: PlanContext, selection: Selection) -> bytes | None:
    """Return the rounds."""
    return table_csv(table("rounds", context, selection), french=context.lang == "fr")


def rides_csv(context: PlanContext, selection: Selection) -> bytes | None:
    """Return the drivers' trips."""
    return table_csv(table("rides", context, selection), french=context.lang == "fr")


def teams_csv(context: PlanContext, selection: Selection) -> bytes | None:
    """Return who is in which round."""
    return table_csv(table("teams", context, selection), french=context.lang == "fr")


def unplanned_csv(context: PlanContext, selection: Selection) -> bytes | None:
    """Return what is not planned, and why."""
    return table_csv(table("unplanned", context, selection), french=context.lang == "fr")


def indicators_csv(context: PlanContext, selection: Selection) -> bytes | None:
    """Return the plan's figures."""
    return table_csv(table("indicators", context, selection), french=context.lang == "fr")


def table_csv(shown: Table, *, french: bool) -> bytes | None:
    """Return a table, ``None`` where it has no rows.

    In French: semicolons, a byte order mark, a decimal comma. Otherwise commas and points. Dates
    are ISO 8601 and lines end in CR LF (RFC 4180) in both; distances are kilometres, durations
    hours and minutes.
    """
    if not shown.rows:
        return None
    text = io.StringIO(newline="")
    lines = csv.writer(text, delimiter=";" if french else ",", lineterminator="\r\n")
    lines.writerow(shown.headings)
    for row in shown.rows:
        lines.writerow(
            _cell(value, column, "," if french else ".")
            for value, column in zip(row, shown.columns, strict=True)
        )
    return text.getvalue().encode("utf-8-sig" if french else "utf-8")


def _cell(value: Value, column: Column, point: str) -> str:
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        return harmless(value)
    match column:
        case Column.TIME | Column.DURATION:
            minutes = int(value) // 60 if column is Column.TIME else round(value / 60)
            return f"{minutes // 60:02}:{minutes % 60:02}"
        case Column.DISTANCE:
            return f"{value / 1000:.1f}".replace(".", point)
        case _:
            return f"{value}".replace(".", point)


def harmless(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula: an apostrophe goes before one.

    See OWASP, *CSV Injection*; blanks before the sign do not hide it.
    """
    risky = text.lstrip().startswith(_FORMULA) or text.startswith(("\t", "\r"))
    return f"'{text}" if risky else text
