"""Posted and implied speed limits, as OpenStreetMap writes them.

Implied limits by country and zone follow the OpenStreetMap wiki's table of default speed
limits; for France, Code de la route R413-2 and R413-3 (50 in built-up areas, 80 on ordinary
roads, 110 on dual carriageways, 130 on motorways).
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from routing.roads.builder.raw import Tags

MPH = 1.609344
WALK_KPH = 6.0

_ANYWHERE = {"urban": 50.0, "rural": 80.0, "trunk": 100.0, "motorway": 120.0}
_COUNTRIES: Mapping[str, Mapping[str, float]] = {
    "AD": {"rural": 90}, "AT": {"rural": 100, "motorway": 130}, "BE": {"rural": 90},
    "BG": {"rural": 90, "motorway": 140}, "CH": {"rural": 80},
    "CZ": {"rural": 90, "trunk": 110, "motorway": 130}, "DE": {"rural": 100, "motorway": math.inf},
    "DK": {"rural": 80, "motorway": 130}, "ES": {"rural": 90, "motorway": 120},
    "FI": {"rural": 80}, "FR": {"rural": 80, "trunk": 110, "motorway": 130},
    "GB": {"urban": 30 * MPH, "rural": 60 * MPH, "trunk": 70 * MPH, "motorway": 70 * MPH,
           "nsl_restricted": 30 * MPH, "nsl_single": 60 * MPH, "nsl_dual": 70 * MPH},
    "HR": {"rural": 90, "trunk": 110, "motorway": 130}, "HU": {"rural": 90, "motorway": 130},
    "IE": {"rural": 80}, "IT": {"rural": 90, "trunk": 110, "motorway": 130}, "LU": {"rural": 90},
    "MC": {"rural": 50}, "NL": {"rural": 80, "motorway": 130}, "NO": {"rural": 80},
    "PL": {"rural": 90, "motorway": 140}, "PT": {"rural": 90, "motorway": 120},
    "RO": {"rural": 90, "motorway": 130}, "SE": {"rural": 70},
    "SI": {"rural": 90, "trunk": 110, "motorway": 130}, "SK": {"rural": 90, "motorway": 130},
    "UK": {"urban": 30 * MPH, "rural": 60 * MPH, "trunk": 70 * MPH, "motorway": 70 * MPH,
           "nsl_restricted": 30 * MPH, "nsl_single": 60 * MPH, "nsl_dual": 70 * MPH},
}  # fmt: skip
_SAME_EVERYWHERE = {"living_street": 20.0, "walk": WALK_KPH, "bicycle_road": 30.0, "school": 30.0}
_NUMBER = re.compile(r"^(\d+(?:[.,]\d+)?)\s*(km/?h|kmh|kph|mph|knots)?$")
_ZONE = re.compile(r"^(?:([a-z]{2})(?:-[a-z]+)?:)?(?:zone:?)?([a-z_]+|\d+)$")
_UNITS = {"mph": MPH, "knots": 1.852}


@dataclass(frozen=True, slots=True)
class Limit:
    """A limit in km/h (``inf``: none, ``nan``: unknown) and what it says of the surroundings.

    ``built_up`` is True inside, False outside built-up areas, None where nothing is said.
    """

    kph: float = math.nan
    built_up: bool | None = None


UNKNOWN = Limit()


def parse_limit(text: str) -> Limit:
    """Read one ``maxspeed`` value; of several (``50;70``) the lowest counts.

    Examples
    --------
    >>> parse_limit("30 mph").kph
    48.28032
    >>> parse_limit("FR:urban")
    Limit(kph=50.0, built_up=True)
    """
    limits = [_parse_one(part.strip().lower()) for part in re.split(r"[;|]", text)]
    known = [limit for limit in limits if not math.isnan(limit.kph)]
    return min(known, key=lambda limit: limit.kph) if known else UNKNOWN


def _parse_one(text: str) -> Limit:
    if text in ("none", "unlimited", "no"):
        return Limit(math.inf, built_up=False)
    if number := _NUMBER.match(text):
        kph = float(number[1].replace(",", ".")) * _UNITS.get(number[2] or "", 1.0)
        return Limit(kph) if 1 <= kph <= 200 else UNKNOWN
    if text == "sign" or not (zone := _ZONE.match(text)):
        return UNKNOWN
    return _zone_limit(zone[1] or "", zone[2])


def _zone_limit(country: str, zone: str) -> Limit:
    if zone.isdigit():
        kph = float(zone) * (MPH if country in ("gb", "uk") else 1.0)
        # a zone of 20, 30 or 40 exists between houses only
        return Limit(kph, built_up=True) if kph <= 50 else Limit(kph)
    if zone in _SAME_EVERYWHERE:
        return Limit(_SAME_EVERYWHERE[zone], built_up=None if zone == "bicycle_road" else True)
    kph = {**_ANYWHERE, **_COUNTRIES.get(country.upper(), {})}.get(zone, math.nan)
    return UNKNOWN if math.isnan(kph) else Limit(kph, built_up=zone in ("urban", "nsl_restricted"))


_IMPLIED = ("maxspeed:type", "source:maxspeed", "zone:maxspeed", "zone:traffic")


def way_limits(tags: Tags) -> tuple[Limit, Limit]:
    """Limits of a way along its direction and against it."""
    implied = next((x for x in _implied(tags) if not math.isnan(x.kph)), UNKNOWN)
    both = _first(tags, "maxspeed:motorcar", "maxspeed")
    ahead = _first(tags, "maxspeed:forward")
    back = _first(tags, "maxspeed:backward")
    return _settle(ahead, both, implied), _settle(back, both, implied)


def _implied(tags: Tags) -> Iterator[Limit]:
    for key in _IMPLIED:
        # a bare number in source:maxspeed is no limit, a zone with its country is
        if key in tags and (key.startswith("zone:") or ":" in tags[key] or "zone" in tags[key]):
            yield parse_limit(tags[key])


def _first(tags: Tags, *keys: str) -> Limit:
    limits = (parse_limit(tags[key]) for key in keys if key in tags)
    return next((limit for limit in limits if not math.isnan(limit.kph)), UNKNOWN)


def _settle(own: Limit, both: Limit, implied: Limit) -> Limit:
    """Let the most particular number win; the surroundings may come from any of the three."""
    order = (own, both, implied)
    kph = next((x.kph for x in order if not math.isnan(x.kph)), math.nan)
    built_up = next((x.built_up for x in order if x.built_up is not None), None)
    return Limit(kph, built_up)
