"""What may stand in the cells of rides: hours of a weekday, seats, places, kilometres."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime
from decimal import Decimal

from api.wire.faults import fold
from api.wire.scalars import ScalarError, read_text
from api.wire.xlsx.cell_times import CellValue, plain, read_cell_clock, read_cell_day
from api.wire.xlsx.cells import Kind, choice, read_number, split_list
from routing.sentence import say

_SPAN = re.compile(r"(?:de )?(.+?)(?: ?[-–—→] ?| a | jusqu'a )(.+)")
_NONE = {"non", "-", "aucune", "indisponible", "absent", "absente"}
_SEATS = re.compile(
    r"(\d{1,2})(?: ?(?:places?|sieges?)(?: assises?)?)?"
    r"(?: ?(?:\+|et) ?(\d{1,2})(?: ?fauteuils?(?: roulants?)?)?)?"
)
_NUMBER = r"[+-]?\d+(?:[.,]\d+)?"
_POINT = re.compile(rf"({_NUMBER}) ?; ?({_NUMBER})(?: ?;([^;]*))?(?:;(.*))?", re.DOTALL)
_POINT_OF_MAPS = re.compile(r"([+-]?\d+\.\d+)(?:, ?| )([+-]?\d+\.\d+)")
_SITE_MARK = re.compile(r"lieu ?: ?", re.IGNORECASE)


def _hours(value: CellValue) -> object:
    """Read the hours of one weekday: « 8:00-12:00; 14:00-18:00 », « de 8h à 18h »."""
    text = fold(plain(value))
    if text in _NONE:
        return []
    return [_span(entry.strip()) for entry in re.split(r"[;,\n]| et | puis ", text)]


def _span(text: str) -> dict[str, str]:
    found = _SPAN.fullmatch(text)
    with suppress(ScalarError):
        if found is not None:
            start, end = (read_cell_clock(_hour(part)) for part in found.groups())
            return {"start": start, "end": end}
    raise ScalarError("BAD_HOURS", say("indiquez des heures comme 8:00-12:00; 14:00-18:00."))


def _hour(text: str) -> CellValue:
    return int(text) if re.fullmatch(r"\d{1,2}", text.strip()) else text.strip()


def _write_hours(value: object) -> CellValue:
    spans = value if isinstance(value, Sequence) else ()
    return "; ".join(f"{span['start']}-{span['end']}" for span in spans) or None


def _configurations(value: CellValue) -> object:
    """Read the seats of a car: « 4 places; 2 places + 1 fauteuil », « 4 ou 2+1 »."""
    found = []
    for entry in re.split(r"[;,\n]| ou ", fold(plain(value))):
        match = _SEATS.fullmatch(entry.strip())
        if match is None:
            raise ScalarError(
                "BAD_SEATS", say("indiquez les places comme « 4 places; 2 places + 1 fauteuil ».")
            )
        found.append({"seats": int(match[1]), "wheelchairs": int(match[2] or 0)})
    return found


def _write_configurations(value: object) -> CellValue:
    words = []
    for pair in value if isinstance(value, Sequence) else ():
        seats, wheelchairs = pair["seats"], pair["wheelchairs"]
        words.append(f"{seats} place{'s' if seats > 1 else ''}")
        if wheelchairs:
            words[-1] += f" + {wheelchairs} fauteuil{'s' if wheelchairs > 1 else ''}"
    return "; ".join(words)


def _km(value: CellValue) -> object:
    return read_number(re.sub(r" ?km$", "", value.strip()) if isinstance(value, str) else value)


def _days(value: CellValue) -> object:
    """Read one date, or several separated by semicolons."""
    if isinstance(value, date | datetime | int | float):
        return [read_cell_day(value).isoformat()]
    days = [read_cell_day(entry).isoformat() for entry in split_list(value)]
    if not days:
        raise ScalarError("BAD_DATE", say("indiquez une date, par exemple 05/01/2027."))
    return days


def _write_days(value: object) -> CellValue:
    days = [date.fromisoformat(str(day)) for day in value] if isinstance(value, Sequence) else []
    if len(days) == 1:
        return days[0]
    return "; ".join(f"{day:%d/%m/%Y}" for day in days) or None


def _place(value: CellValue) -> object:
    return read_text(plain(value))


def read_point(text: str) -> dict[str, object] | None:
    """Return the wire place of « latitude; longitude; commune; repère », else ``None``."""
    found = _POINT.fullmatch(text) or _POINT_OF_MAPS.fullmatch(text)
    if found is None:
        return None
    lat, lon, *rest = found.groups()
    place: dict[str, object] = {
        "lat": float(lat.replace(",", ".")),
        "lon": float(lon.replace(",", ".")),
    }
    for key, words in zip(("commune", "label"), rest, strict=False):
        if words and words.strip():
            place[key] = words.strip()
    return place


def read_site_mark(text: str) -> str | None:
    """Return the code after « lieu : », ``None`` where that does not stand."""
    mark = _SITE_MARK.match(text)
    return text[mark.end() :] if mark else None


def write_place(value: object) -> CellValue:
    """Return the cell of a wire place: a site's code, or a point with its commune and label."""
    assert isinstance(value, Mapping)  # noqa: S101 -- the writer starts from a valid document
    site = value["site"]
    if site is not None:
        plain_code = read_point(site) is None and read_site_mark(site) is None
        return str(site) if plain_code else f"lieu : {site}"
    degrees = [f"{Decimal(repr(value[key])):f}" for key in ("lat", "lon")]
    commune, label = value["commune"] or "", value["label"]
    more = [commune, label] if label else [commune] if commune else []
    return "; ".join([*degrees, *more])


HOURS = Kind(read=_hours, write=_write_hours, number_format="@")
CONFIGURATIONS = Kind(read=_configurations, write=_write_configurations, number_format="@")
KM = Kind(read=_km, write=lambda value: value, number_format="General")  # type: ignore[arg-type,return-value]
DAYS = Kind(read=_days, write=_write_days, number_format="dd/mm/yyyy")
PLACE = Kind(read=_place, write=write_place, number_format="@")
GOAL = choice({"permanence": "permanence", "appointment": "rendez-vous", "event": "évènement"})
RETURN = choice(
    {
        "none": "aucun",
        "after": "dès que fini",
        "at": "à l’heure dite",
        "when_finished": "quand il ou elle appelle",
    }
)
WHEELCHAIR = choice({"none": "non", "foldable": "pliant", "rigid": "non pliant"})
