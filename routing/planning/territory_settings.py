"""Reads ``territory.toml``: the settings of a territory that are not tables."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from routing.planning.territory import SocialTransportTerms, TerritoryFault
from routing.planning.territory_tables import read_text

_Value = TypeVar("_Value")
_UTC = ZoneInfo("UTC")
_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What ``territory.toml`` says, see :class:`~routing.planning.territory.Territory`."""

    name: str = ""
    title: str = ""
    timezone: ZoneInfo = field(default=_UTC)
    school_zone: str = ""
    holiday_country: str = ""
    holiday_subdivision: str | None = None
    social_transport: tuple[SocialTransportTerms, ...] = ()


def read_settings(path: Path, faults: list[TerritoryFault]) -> Settings:
    """Return the settings; whatever is wrong is added to ``faults``."""
    text = read_text(path, faults)
    if text is None:
        return Settings()
    try:
        content = tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        faults.append(
            TerritoryFault(
                file=path.name, advice=f"ce fichier n’est pas du TOML valable ({error})."
            )
        )
        return Settings()
    keys = _Keys(path.name, "", content, faults)
    holidays = keys.table("holidays")
    return Settings(
        name=keys.read("name", _name, ""),
        title=keys.read("title", _text, ""),
        timezone=keys.read("timezone", _timezone, _UTC),
        school_zone=keys.read("school_zone", _school_zone, ""),
        holiday_country=holidays.read("country", _country, ""),
        holiday_subdivision=holidays.read_optional("subdivision", _text),
        social_transport=_social_transport(keys),
    )


@dataclass(frozen=True, slots=True)
class _Keys:
    """One TOML table and where it stands (``prefix`` such as ``holidays.``)."""

    file: str
    prefix: str
    content: Mapping[str, Any]
    faults: list[TerritoryFault]

    def fault(self, key: str, value: str | None, advice: str) -> None:
        self.faults.append(
            TerritoryFault(file=self.file, column=self.prefix + key, value=value, advice=advice)
        )

    def read(self, key: str, parse: Callable[[Any], _Value], blank: _Value) -> _Value:
        if key not in self.content:
            self.fault(key, None, "ce réglage manque ; ajoutez-le.")
            return blank
        value = self.content[key]
        try:
            return parse(value)
        except ValueError as error:
            self.fault(key, str(value), str(error))
            return blank

    def read_optional(self, key: str, parse: Callable[[Any], _Value]) -> _Value | None:
        if key not in self.content:
            return None
        return self.read(key, parse, None)

    def table(self, key: str) -> _Keys:
        value = self.content.get(key, {})
        if not isinstance(value, dict):
            self.fault(key, str(value), f"écrivez une section « [{key}] ».")
            value = {}
        return _Keys(self.file, f"{self.prefix}{key}.", value, self.faults)

    def tables(self, key: str) -> list[_Keys]:
        value = self.content.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            self.fault(key, str(value), f"écrivez des sections « [[{key}]] ».")
            return []
        return [
            _Keys(self.file, f"{self.prefix}{key}[{position}].", item, self.faults)
            for position, item in enumerate(value, start=1)
        ]


def _social_transport(keys: _Keys) -> tuple[SocialTransportTerms, ...]:
    terms = [
        SocialTransportTerms(
            since=table.read("since", _date, date.min),
            max_distance_m=table.read("max_km", _whole, 0) * 1000,
            max_seats=table.read("max_seats", _whole, 0),
            contribution_eur_per_km=table.read("contribution_eur_per_km", _amount, Decimal(0)),
            source=table.read("source", _text, ""),
        )
        for table in keys.tables("social_transport")
    ]
    dates = [item.since for item in terms]
    for day in sorted({day for day in dates if dates.count(day) > 1} - {date.min}):
        keys.fault("social_transport", day.isoformat(), "cette date figure deux fois.")
    return tuple(sorted(terms, key=lambda item: item.since))


def _text(value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError("mettez un texte entre guillemets.")
    return value.strip()


def _name(value: Any) -> str:
    if not isinstance(value, str) or not _NAME.fullmatch(value):
        raise ValueError("mettez un nom court en minuscules sans accent, comme « mon-pays ».")
    return value


def _timezone(value: Any) -> ZoneInfo:
    try:
        return ZoneInfo(_text(value))
    except (KeyError, OSError, ValueError):
        raise ValueError(
            "ce fuseau horaire est inconnu ; mettez un nom comme « Europe/Paris »."
        ) from None


def _school_zone(value: Any) -> str:
    if value not in ("A", "B", "C"):
        raise ValueError("mettez la zone scolaire « A », « B » ou « C ».")
    return str(value)


def _country(value: Any) -> str:
    if not isinstance(value, str) or not re.fullmatch(r"[A-Z]{2}", value):
        raise ValueError("mettez le code du pays en deux lettres, comme « FR ».")
    return value


def _date(value: Any) -> date:
    if type(value) is not date:
        raise ValueError("mettez une date sans guillemets, comme 2019-10-17.")
    return value


def _whole(value: Any) -> int:
    if type(value) is not int or value <= 0:
        raise ValueError("mettez un nombre entier supérieur à zéro.")
    return value


def _amount(value: Any) -> Decimal:
    if type(value) not in (Decimal, int) or not Decimal(value).is_finite() or value < 0:
        raise ValueError("mettez un montant en euros, comme 0.32.")
    return Decimal(value)
