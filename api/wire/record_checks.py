"""Checks inside one record: dates in order, openings that make sense, hours that fit."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from api.wire.document_view import View
from api.wire.faults import Issue
from api.wire.limits import DEFAULT_LEAVE_S, MAX_HORIZON_DAYS
from api.wire.scalars import (
    DEMI_JOURNEES,
    WEEKDAY_WORDS,
    read_clock,
    read_day,
    read_half_day,
    read_weekday,
    write_clock,
)
from routing.planning.dates import DAY_S
from routing.planning.programme import HalfDay
from routing.sentence import say

_STARTS_WITHIN = {
    HalfDay.MORNING: (0, 14 * 3600),
    HalfDay.AFTERNOON: (11 * 3600, 20 * 3600),
    HalfDay.EVENING: (15 * 3600, DAY_S),
}
"""Earliest and latest plausible start: outside it, one of hour and half-day is a slip."""


def check_records(root: View) -> Iterator[Issue]:
    """Yield what contradicts itself inside single records."""
    yield from _horizon(root["horizon"])
    for permanence in root["permanences"]:
        yield from check_ranges(permanence["closed"])
        yield from _openings(permanence)
        yield from _frequency(permanence)
        yield from _gaps(permanence)
    for member in root["staff"]:
        yield from check_ranges(member["absences"])
        yield from check_week(member["availability"])
        if member["joins"].value == "site" and member["home"].value is None:
            yield member["home"].issue(
                "HOME_MISSING", say("indiquez le domicile de qui rejoint sur place.")
            )
    for unit in root["units"]:
        yield from check_ranges(unit["maintenance"])
        yield from _shift(unit)


def _range(dates: View) -> Iterator[Issue]:
    first, last = dates["from"].read(read_day), dates["to"].read(read_day)
    if first and last and last < first:
        yield dates["to"].issue(
            "RANGE_REVERSED",
            say(
                "la fin précède le début ({first:%d/%m/%Y}) ; échangez les deux dates.", first=first
            ),
        )


def check_ranges(ranges: View) -> Iterator[Issue]:
    """Yield ranges of dates that end before they begin."""
    for dates in ranges:
        yield from _range(dates)


def _horizon(horizon: View) -> Iterator[Issue]:
    yield from _range(horizon)
    first, last = horizon["from"].read(read_day), horizon["to"].read(read_day)
    if first and last and (last - first).days >= MAX_HORIZON_DAYS:
        yield horizon["to"].issue(
            "HORIZON_TOO_LONG",
            say(
                "la période dépasse {max_horizon_days} jours ; raccourcissez-la.",
                max_horizon_days=MAX_HORIZON_DAYS,
            ),
        )


def _openings(permanence: View) -> Iterator[Issue]:
    seen: set[tuple[int, HalfDay]] = set()
    for opening in permanence["openings"]:
        weekday, half = (
            opening["weekday"].read(read_weekday),
            opening["half_day"].read(read_half_day),
        )
        if weekday is not None and half is not None:
            if (weekday, half) in seen:
                yield opening["half_day"].issue(
                    "DUPLICATE_OPENING",
                    say(
                        "le créneau {weekday} {half_day} est déjà indiqué plus haut ; "
                        "gardez-en un seul.",
                        weekday=WEEKDAY_WORDS[weekday],
                        half_day=DEMI_JOURNEES[half],
                    ),
                )
            seen.add((weekday, half))
        yield from _hours(opening, half)


def _hours(opening: View, half: HalfDay | None) -> Iterator[Issue]:
    start, latest = opening["start"].read(read_clock), opening["latest_start"].read(read_clock)
    if start is None:
        return
    for name, seconds in (("start", start), ("latest_start", latest)):
        if seconds == DAY_S:
            yield opening[name].issue("OUT_OF_RANGE", say("une séance commence avant 24:00."))
    if latest is not None and latest < start:
        yield opening["latest_start"].issue(
            "LATEST_BEFORE_START",
            say(
                "l’ouverture au plus tard précède l’ouverture ({start}).", start=write_clock(start)
            ),
        )
    low, high = _STARTS_WITHIN[half] if half else (0, DAY_S)
    if half and not low <= start <= high:
        yield opening["start"].issue(
            "HALF_DAY_MISMATCH",
            say(
                "cette heure ne va pas avec la demi-journée « {half_day} » ; "
                "corrigez l’une des deux.",
                half_day=DEMI_JOURNEES[half],
            ),
        )


def _frequency(permanence: View) -> Iterator[Issue]:
    frequency = permanence["frequency"]
    open_days = {opening["weekday"].read(read_weekday) for opening in permanence["openings"]}
    known = bool(open_days) and None not in open_days
    if frequency["kind"].value == "nth_weekday":
        weekday = frequency["weekday"].read(read_weekday)
        if known and weekday is not None and weekday not in open_days:
            yield frequency["weekday"].issue(
                "NO_OPENING_ON_WEEKDAY",
                say(
                    "aucun créneau n’est prévu le {weekday} ; ajoutez-en un.",
                    weekday=WEEKDAY_WORDS[weekday],
                ),
            )
        yield from check_repeated(list(frequency["nth"]))
    elif frequency["kind"].value == "on_dates":
        dates = list(frequency["dates"])
        yield from check_repeated(dates)
        for entry in dates:
            day = entry.read(read_day)
            if known and isinstance(day, date) and day.weekday() not in open_days:
                yield entry.issue(
                    "NO_OPENING_ON_WEEKDAY",
                    say(
                        "c’est un {weekday}, or aucun créneau n’est prévu ce jour-là.",
                        weekday=WEEKDAY_WORDS[day.weekday()],
                    ),
                )


def check_repeated(entries: list[View]) -> Iterator[Issue]:
    """Yield entries that stand in a list twice."""
    seen: set[str] = set()
    for entry in entries:
        if str(entry.value) in seen:
            yield entry.issue("DUPLICATE_VALUE", say("cette valeur se répète ; gardez-en une."))
        seen.add(str(entry.value))


def _gaps(permanence: View) -> Iterator[Issue]:
    low, high = permanence["min_gap_days"].number(), permanence["max_gap_days"].number()
    if low is not None and high is not None and high < low:
        yield permanence["max_gap_days"].issue(
            "GAPS_REVERSED",
            say("l’écart maximal est plus petit que l’écart minimal ({low} jours).", low=low),
        )


def check_week(availability: View) -> Iterator[Issue]:
    """Yield weekdays that are named twice, in two languages say."""
    keys = list(availability.value) if isinstance(availability.value, dict) else []
    seen: set[int] = set()
    for key in keys:
        weekday = View(key).read(read_weekday)
        if weekday in seen:
            yield availability[key].issue(
                "DUPLICATE_KEY", say("ce jour est déjà indiqué plus haut ; réunissez les deux.")
            )
        if weekday is not None:
            seen.add(weekday)


def _shift(unit: View) -> Iterator[Issue]:
    leave, back = unit["leave"].read(read_clock), unit["return"].read(read_clock)
    leave = DEFAULT_LEAVE_S if unit["leave"].value is None else leave
    if leave is not None and back is not None and back <= leave:
        yield unit["return"].issue(
            "SHIFT_REVERSED",
            say(
                "le retour au plus tard doit suivre le départ au plus tôt ({leave}).",
                leave=write_clock(leave),
            ),
        )
