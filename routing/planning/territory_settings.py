"""Reads ``territory.toml``: the settings of a territory that are not tables."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

from routing.planning import setting_keys as keys
from routing.planning.setting_keys import Keys
from routing.planning.terms import Association, CarRates, EmissionFactors, MileageScale
from routing.planning.territory import SocialTransportTerms, TerritoryFault
from routing.planning.territory_tables import read_text
from routing.sentence import say

_UTC = ZoneInfo("UTC")
_BRACKETS = 3


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
    association: Association | None = None
    mileage_scales: tuple[MileageScale, ...] = ()
    emissions: tuple[EmissionFactors, ...] = ()


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
    top = Keys(path.name, "", content, faults)
    holidays = top.table("holidays")
    return Settings(
        name=top.read("name", keys.name, ""),
        title=top.read("title", keys.text, ""),
        timezone=top.read("timezone", keys.timezone, _UTC),
        school_zone=top.read("school_zone", keys.school_zone, ""),
        holiday_country=holidays.read("country", keys.country, ""),
        holiday_subdivision=holidays.read_optional("subdivision", keys.text),
        social_transport=_social_transport(top),
        association=_association(top),
        mileage_scales=_mileage_scales(top),
        emissions=_emissions(top),
    )


def _social_transport(top: Keys) -> tuple[SocialTransportTerms, ...]:
    terms = [
        SocialTransportTerms(
            since=table.read("since", keys.day, date.min),
            max_distance_m=table.read("max_km", keys.whole, 0) * 1000,
            max_seats=table.read("max_seats", keys.whole, 0),
            contribution_eur_per_km=table.read("contribution_eur_per_km", keys.amount, Decimal(0)),
            source=table.read("source", keys.text, ""),
            checked_until=table.read_optional("checked_until", keys.day),
        )
        for table in top.tables("social_transport")
    ]
    _note_repeats(top, "social_transport", [item.since for item in terms])
    return tuple(sorted(terms, key=lambda item: item.since))


def _association(top: Keys) -> Association | None:
    if "association" not in top.content:
        return None
    table = top.table("association")
    return Association(
        name=table.read("name", keys.text, ""),
        phone=table.read_optional("phone", keys.text) or "",
    )


def _mileage_scales(top: Keys) -> tuple[MileageScale, ...]:
    scales = [
        MileageScale(
            since=table.read("since", keys.new_year, date.min),
            brackets_km=table.read("brackets_km", keys.growing, (1, 2)),
            cars=tuple(_car_rates(table)),
            electric_bonus=table.read("electric_bonus", keys.amount, Decimal(0)),
            source=table.read("source", keys.text, ""),
            checked_until=table.read_optional("checked_until", keys.day),
        )
        for table in top.tables("mileage_scale")
    ]
    _note_repeats(top, "mileage_scale", [item.since for item in scales])
    return tuple(sorted(scales, key=lambda item: item.since))


def _car_rates(scale: Keys) -> list[CarRates]:
    none = (Decimal(0),) * _BRACKETS
    cars = [
        CarRates(
            max_cv=table.read_optional("up_to_cv", keys.whole),
            eur_per_km=table.read("eur_per_km", keys.amounts(_BRACKETS), none),
            plus_eur=table.read("plus_eur", keys.amounts(_BRACKETS), none),
        )
        for table in scale.tables("cars")
    ]
    powers = [car.max_cv for car in cars]
    if not powers or powers[-1] is not None or None in powers[:-1]:
        advice = "terminez par une section sans « up_to_cv », pour les voitures plus puissantes."
        scale.fault("cars", None, advice)
    elif powers[:-1] != sorted(set(powers[:-1]), key=lambda power: power or 0):
        scale.fault("cars", None, say("rangez les sections par « up_to_cv » croissant."))
    return cars


def _emissions(top: Keys) -> tuple[EmissionFactors, ...]:
    factors = [
        EmissionFactors(
            since=table.read("since", keys.day, date.min),
            car_kg_per_km=table.read("car_kg_per_km", keys.amount, Decimal(0)),
            electric_kg_per_km=table.read("electric_kg_per_km", keys.amount, Decimal(0)),
            source=table.read("source", keys.text, ""),
            checked_until=table.read_optional("checked_until", keys.day),
        )
        for table in top.tables("emissions")
    ]
    _note_repeats(top, "emissions", [item.since for item in factors])
    return tuple(sorted(factors, key=lambda item: item.since))


def _note_repeats(top: Keys, key: str, dates: list[date]) -> None:
    for day in sorted({day for day in dates if dates.count(day) > 1} - {date.min}):
        top.fault(key, day.isoformat(), say("cette date figure deux fois."))
