"""Reads the keys of a TOML table one by one, and notes what is wrong with each."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from routing.planning.territory import TerritoryFault
from routing.sentence import say

_Value = TypeVar("_Value")
_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Keys:
    """One TOML table and where it stands (``prefix`` such as ``holidays.``)."""

    file: str
    prefix: str
    content: Mapping[str, Any]
    faults: list[TerritoryFault]

    def fault(self, key: str, value: str | None, advice: str) -> None:
        """Note what is wrong with a key."""
        self.faults.append(
            TerritoryFault(file=self.file, column=self.prefix + key, value=value, advice=advice)
        )

    def read(self, key: str, parse: Callable[[Any], _Value], blank: _Value) -> _Value:
        """Return a key's value; ``blank`` where it is missing or wrong, and noted."""
        if key not in self.content:
            self.fault(key, None, say("ce réglage manque ; ajoutez-le."))
            return blank
        value = self.content[key]
        try:
            return parse(value)
        except ValueError as error:
            self.fault(key, str(value), str(error))
            return blank

    def read_optional(self, key: str, parse: Callable[[Any], _Value]) -> _Value | None:
        """Return a key's value, ``None`` where there is none."""
        if key not in self.content:
            return None
        return self.read(key, parse, None)

    def table(self, key: str) -> Keys:
        """Return a section; an empty one where there is none."""
        value = self.content.get(key, {})
        if not isinstance(value, dict):
            self.fault(key, str(value), say("écrivez une section « [{key}] ».", key=key))
            value = {}
        return Keys(self.file, f"{self.prefix}{key}.", value, self.faults)

    def tables(self, key: str) -> list[Keys]:
        """Return the sections of an array."""
        value = self.content.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            self.fault(key, str(value), say("écrivez des sections « [[{key}]] ».", key=key))
            return []
        return [
            Keys(self.file, f"{self.prefix}{key}[{position}].", item, self.faults)
            for position, item in enumerate(value, start=1)
        ]


def text(value: Any) -> str:
    """Return a text that is not blank."""
    if not isinstance(value, str) or not value.strip():
        raise ValueError("mettez un texte entre guillemets.")
    return value.strip()


def name(value: Any) -> str:
    """Return a short name that may stand in a file name."""
    if not isinstance(value, str) or not _NAME.fullmatch(value):
        raise ValueError("mettez un nom court en minuscules sans accent, comme « mon-pays ».")
    return value


def timezone(value: Any) -> ZoneInfo:
    """Return a time zone by its name."""
    try:
        return ZoneInfo(text(value))
    except (KeyError, OSError, ValueError):
        raise ValueError(
            "ce fuseau horaire est inconnu ; mettez un nom comme « Europe/Paris »."
        ) from None


def school_zone(value: Any) -> str:
    """Return a zone of the French school calendar."""
    if value not in ("A", "B", "C"):
        raise ValueError("mettez la zone scolaire « A », « B » ou « C ».")
    return str(value)


def country(value: Any) -> str:
    """Return a country by its two letters."""
    if not isinstance(value, str) or not re.fullmatch(r"[A-Z]{2}", value):
        raise ValueError("mettez le code du pays en deux lettres, comme « FR ».")
    return value


def day(value: Any) -> date:
    """Return a date as TOML writes it."""
    if type(value) is not date:
        raise ValueError("mettez une date sans guillemets, comme 2019-10-17.")
    return value


def whole(value: Any) -> int:
    """Return a positive whole number."""
    if type(value) is not int or value <= 0:
        raise ValueError("mettez un nombre entier supérieur à zéro.")
    return value


def amount(value: Any) -> Decimal:
    """Return an amount that is not negative."""
    if type(value) not in (Decimal, int) or not Decimal(value).is_finite() or value < 0:
        raise ValueError("mettez un montant en euros, comme 0.32.")
    return Decimal(value)


def new_year(value: Any) -> date:
    """Return the first of January of a year."""
    if (found := day(value)) != date(found.year, 1, 1):
        raise ValueError("un barème vaut par année civile : mettez un 1er janvier.")
    return found


def growing(value: Any) -> tuple[int, ...]:
    """Return two kilometres, the smaller first."""
    if not isinstance(value, list) or len(value) != 2:
        raise ValueError("mettez deux nombres de kilomètres, comme [5000, 20000].")
    first, second = (whole(item) for item in value)
    if second <= first:
        raise ValueError("mettez le plus petit d’abord, comme [5000, 20000].")
    return first, second


def amounts(count: int) -> Callable[[Any], tuple[Decimal, ...]]:
    """Return a reader of a list of so many amounts."""

    def read(value: Any) -> tuple[Decimal, ...]:
        if not isinstance(value, list) or len(value) != count:
            raise ValueError(f"mettez {count} montants en euros entre crochets.")
        return tuple(amount(item) for item in value)

    return read
