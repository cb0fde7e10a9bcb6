"""Coordinates and options of an address, read as OSRM reads them."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from api.http.osrm.refusal import Refusal
from api.wire.faults import shown, suggestion
from maps.polyline import decode
from routing.roads.types import Place
from routing.sentence import say

_Value = TypeVar("_Value")

PROFILES = ("driving", "car")
_LINE = re.compile(r"(polyline6?)\((.*)\)", re.DOTALL)
_DECIMALS = {"polyline": 5, "polyline6": 6}


def coordinates(text: str, most: int) -> tuple[Place, ...]:
    """Return the places of an address: ``lon,lat;lon,lat`` or ``polyline(…)``.

    Raises
    ------
    Refusal
        ``InvalidUrl`` when they cannot be read, ``TooBig`` when there are more than ``most``.
    """
    line = _LINE.fullmatch(text.removesuffix(".json"))
    pairs = _decoded(*line.groups()) if line else _written(text.removesuffix(".json"))
    if len(pairs) > most:
        raise Refusal(
            "TooBig",
            say("{pairs} coordonnées : indiquez-en au plus {most}.", pairs=len(pairs), most=most),
        )
    return tuple(
        Place(id=str(i), lon=lon, lat=lat, label=say("la coordonnée {i}", i=i))
        for i, (lon, lat) in enumerate(pairs)
    )


def _decoded(kind: str, text: str) -> list[tuple[float, float]]:
    try:
        points = decode(text, _DECIMALS[kind])
    except ValueError:
        raise Refusal("InvalidUrl", say("Cette ligne {kind} est illisible.", kind=kind)) from None
    return [(float(lon), float(lat)) for lon, lat in points]


def _written(text: str) -> list[tuple[float, float]]:
    pairs = []
    for number, part in enumerate(text.split(";")):
        values = [_finite(value) for value in part.split(",")]
        if len(values) != 2 or None in values:
            raise Refusal(
                "InvalidUrl",
                say(
                    "Coordonnée {number}, « {part} » : écrivez longitude,latitude.",
                    number=number,
                    part=shown(part),
                ),
            )
        lon, lat = (value for value in values if value is not None)
        if abs(lon) > 180 or abs(lat) > 90:
            raise Refusal(
                "InvalidValue",
                say(
                    "Coordonnée {number}, « {part} » : la longitude va de -180 à 180, la "
                    "latitude de -90 à 90, dans cet ordre.",
                    number=number,
                    part=shown(part),
                ),
            )
        pairs.append((lon, lat))
    return pairs


def _finite(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def check_profile(profile: str) -> None:
    """Refuse what is not driven by car: better no answer than a car's for a pedestrian."""
    if profile not in PROFILES:
        raise Refusal(
            "InvalidValue",
            say("Profil « {profile} » : seule la voiture est connue.", profile=shown(profile)),
        )


class Options:
    """The options of a query, each asked for once by the service that knows it."""

    def __init__(self, items: Iterable[tuple[str, str]], count: int) -> None:
        self._given = dict(items)
        self._count = count

    def only(self, known: Sequence[str]) -> None:
        """Refuse options that the service does not know, as OSRM does."""
        for name in self._given:
            if name not in known:
                hint = suggestion(name, known)
                raise Refusal(
                    "InvalidQuery",
                    say("Option « {name} » inconnue.{hint}", name=shown(name), hint=hint),
                )

    def flag(self, name: str, default: bool = False) -> bool:
        """Return a ``true`` or ``false``."""
        return self.one_of(name, ("true", "false"), str(default).lower()) == "true"

    def one_of(self, name: str, values: Sequence[str], default: str) -> str:
        """Return one of several words."""
        found = self._given.get(name, default)
        if found not in values:
            raise self._bad(name, say("choisissez parmi {values}.", values=", ".join(values)))
        return found

    def some_of(self, name: str, values: Sequence[str], default: str) -> frozenset[str]:
        """Return several words, separated by commas."""
        found = frozenset(self._given.get(name, default).split(","))
        if not found <= set(values):
            raise self._bad(
                name,
                say("choisissez parmi {values}, séparés d’une virgule.", values=", ".join(values)),
            )
        return found

    def positive(self, name: str, default: float | None = None) -> float | None:
        """Return a number above zero."""
        if name not in self._given:
            return default
        value = _finite(self._given[name])
        if value is None or value <= 0:
            raise self._bad(name, say("indiquez un nombre supérieur à 0."))
        return value

    def whole(self, name: str, default: int) -> int:
        """Return a whole number, at least 1."""
        text = self._given.get(name, str(default))
        if not re.fullmatch(r"[0-9]{1,6}", text) or int(text) < 1:
            raise self._bad(name, say("indiquez un nombre entier à partir de 1."))
        return int(text)

    def indices(self, name: str) -> list[int]:
        """Return which coordinates are meant: ``all``, or numbers from 0 on."""
        text = self._given.get(name, "all")
        if text == "all":
            return list(range(self._count))
        numbers = text.split(";")
        if not all(re.fullmatch(r"[0-9]{1,6}", n) and int(n) < self._count for n in numbers):
            raise self._bad(
                name, say("indiquez des numéros de 0 à {last}, ou all.", last=self._count - 1)
            )
        return [int(number) for number in numbers]

    def per_place(
        self, name: str, read: Callable[[str], _Value | None], remedy: str
    ) -> list[_Value | None]:
        """Return one value a coordinate, ``None`` where it is left empty."""
        if name not in self._given:
            return [None] * self._count
        parts = self._given[name].split(";")
        if len(parts) != self._count:
            raise Refusal(
                "InvalidOptions",
                say(
                    "Option « {name} » : {parts} valeurs pour {count} coordonnées.",
                    name=name,
                    parts=len(parts),
                    count=self._count,
                ),
            )
        values = [read(part) if part else None for part in parts]
        if any(part and value is None for part, value in zip(parts, values, strict=True)):
            raise self._bad(name, remedy)
        return values

    def _bad(self, name: str, remedy: str) -> Refusal:
        return Refusal(
            "InvalidValue",
            say(
                "Option {name}=« {shown} » : {remedy}",
                name=name,
                shown=shown(self._given[name]),
                remedy=remedy,
            ),
        )


def radius(text: str) -> float | None:
    """Return metres, from 0 on; ``unlimited`` is infinite."""
    value = math.inf if text == "unlimited" else _finite(text)
    return None if value is None or value < 0 else value


def bearing(text: str) -> tuple[float, float] | None:
    """Return a course (0 to 360) and how far to both sides of it one may drive (0 to 180)."""
    values = [_finite(value) for value in text.split(",")]
    if len(values) == 2 and values[0] is not None and values[1] is not None:
        course, spread = values[0], values[1]
        if 0 <= course <= 360 and 0 <= spread <= 180:
            return course, spread
    return None
