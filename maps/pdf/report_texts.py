"""The parts that reports are made of, as their template reads them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, TypeAlias

from maps.pdf.sheet_texts import Texts
from maps.wording import Wording
from routing.planning.terms import Dated, last_checked

Part: TypeAlias = dict[str, Any]


def facts(title: str | None, *entries: tuple[str, str] | None) -> Part:
    """Return labels, each with its figure; ``None`` is left out."""
    return {"kind": "facts", "title": title, "facts": [entry for entry in entries if entry]}


def table(
    title: str | None,
    columns: Sequence[str],
    kinds: str,
    rows: Sequence[Sequence[str]],
    *,
    total: Sequence[str] | None = None,
    across: int = 1,
    breakable: bool = False,
) -> Part:
    """Return a table.

    Parameters
    ----------
    kinds
        A letter for each column: ``w`` takes the width there is, ``t`` is a text, ``n`` a number.
    across
        In how many columns of tables it stands.
    breakable
        Whether it may run over several pages.
    """
    return {
        "kind": "table",
        "title": title,
        "columns": list(columns),
        "kinds": list(kinds),
        "rows": [list(row) for row in rows],
        "total": total and list(total),
        "across": across,
        "breakable": breakable,
    }


def text(title: str | None, *lines: str) -> Part:
    """Return sentences."""
    return {"kind": "text", "title": title, "lines": list(lines)}


def room(title: str, height_mm: float) -> Part:
    """Return a frame to write in."""
    return {"kind": "room", "title": title, "height": height_mm}


def choice(lead: str, choices: Sequence[tuple[bool, str]], fields: Sequence[str]) -> Part:
    """Return boxes, ticked or to be ticked, and lines to sign on."""
    return {
        "kind": "choice",
        "title": None,
        "lead": lead,
        "choices": list(choices),
        "fields": list(fields),
    }


def unchecked(wording: Wording, kind: str, terms: Dated, day: date) -> Iterator[str]:
    """Yield what to make sure of where nobody has for a day: terms of an earlier year apply.

    ``kind`` is ``mileage``, ``climate`` or ``social``.
    """
    if last_checked(terms) < day:
        reports = wording.words["reports"]
        yield str(reports["unchecked"]).format(
            what=reports["terms"][kind].format(year=day.year),
            source=terms.source,
            until=wording.numeric_date(last_checked(terms)),
        )


def page(
    *,
    eyebrow: str,
    title: str,
    who: str,
    rows: Sequence[Sequence[Part]],
    figures: Sequence[tuple[str, str]] = (),
    alerts: Sequence[str] = (),
    notes: Sequence[str] = (),
    footer: str = "",
    size: float = 10.0,
) -> Texts:
    """Return a report; parts in one row stand side by side, ``alerts`` in a frame below."""
    return {
        "eyebrow": eyebrow,
        "title": title,
        "who": who,
        "figures": list(figures),
        "rows": [list(row) for row in rows],
        "alerts": list(alerts),
        "notes": list(notes),
        "footer": footer,
        "size": size,
    }
