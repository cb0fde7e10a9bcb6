"""Which part of a plan a document is about: a date, somebody, a unit, a village."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from enum import StrEnum

from routing.planning.plans import Plan
from routing.planning.programme import Programme
from routing.planning.territory import Territory
from routing.sentence import say


class Selector(StrEnum):
    """By what a document can be narrowed."""

    DATE = "date"
    DRIVER = "driver"
    UNIT = "unit"
    MEMBER = "member"
    VILLAGE = "village"


class SelectionError(ValueError):
    """A document cannot be narrowed like that; the message says to what it can be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """What is asked for; ``None`` means all.

    ``driver``, ``unit`` and ``member`` (of the team aboard) are ids of the programme, ``village``
    is an INSEE code.
    """

    date: date | None = None
    driver: str | None = None
    unit: str | None = None
    member: str | None = None
    village: str | None = None

    @property
    def given(self) -> tuple[Selector, ...]:
        """By what it narrows."""
        return tuple(key for key in Selector if getattr(self, key.value) is not None)

    def takes(self, **values: object) -> bool:
        """Whether something with these values (``date=…``, ``driver=…``) is asked for."""
        wanted = ((key, getattr(self, key)) for key in values)
        return all(want is None or want == values[key] for key, want in wanted)


ALL = Selection()


def select(
    programme: Programme,
    territory: Territory,
    plan: Plan,
    *,
    day: date | None = None,
    driver: str | None = None,
    unit: str | None = None,
    member: str | None = None,
    village: str | None = None,
) -> Selection:
    """Return the selection that people name; a village goes by its name or INSEE code.

    Raises
    ------
    SelectionError
        When the programme or territory has none of that name, or the date is not of the plan.
    """
    if day is not None and day not in plan.horizon:
        first, last = plan.horizon.first, plan.horizon.last
        raise SelectionError(
            say(
                "date : ce plan va du {first} au {last} ; {day} n’en est pas.",
                first=first,
                last=last,
                day=day,
            )
        )
    if driver is not None:
        _known("driver", driver, [item.id for item in programme.drivers])
    if unit is not None:
        _known("unit", unit, [item.id for item in programme.units])
    if member is not None:
        _known("member", member, [item.id for item in programme.staff])
    insee = None if village is None else _insee(village, territory)
    return Selection(date=day, driver=driver, unit=unit, member=member, village=insee)


def parts_of(plan: Plan, by: tuple[Selector, ...], territory: Territory) -> Iterator[Selection]:
    """Yield every selection by these that a plan has something for, in order."""
    found: dict[Selection, None] = {}
    for record in sorted(_records(plan, territory), key=_order):
        if all(getattr(record, key.value) is not None for key in by):
            found.setdefault(Selection(**{key.value: getattr(record, key.value) for key in by}))
    yield from found


def _records(plan: Plan, territory: Territory) -> Iterator[Selection]:
    """Yield what there is: a record per session of a round, and per ride."""
    for held in plan.rounds:
        for stop in held.stops:
            village = territory.site(stop.site).insee
            yield Selection(date=held.date, unit=held.unit, village=village)
        for duty in held.team:
            yield Selection(date=held.date, unit=held.unit, member=duty.staff)
    for ride in plan.rides:
        yield Selection(date=ride.date, driver=ride.driver)


def _order(record: Selection) -> tuple[date, tuple[str, ...]]:
    names = (record.unit, record.driver, record.member, record.village)
    return record.date or date.min, tuple(name or "" for name in names)


def _known(key: str, wanted: str, known: list[str]) -> None:
    if wanted not in known:
        raise SelectionError(
            say(
                "{key} : « {wanted} » n’existe pas ; {hint}.",
                key=key,
                wanted=wanted,
                hint=_hint(wanted, known),
            )
        )


def _insee(wanted: str, territory: Territory) -> str:
    names = {plain(commune.name): commune.insee for commune in territory.communes}
    if wanted in names.values():
        return wanted
    if plain(wanted) not in names:
        labels = [commune.name for commune in territory.communes]
        raise SelectionError(
            say(
                "village : « {wanted} » n’est pas une commune du territoire ; {hint}.",
                wanted=wanted,
                hint=_hint(wanted, labels),
            )
        )
    return names[plain(wanted)]


def _hint(wanted: str, known: Iterable[str]) -> str:
    names = list(known)
    near = get_close_matches(wanted, names, n=3) or names[:6]
    if not near:
        return say("le programme n’en a pas")
    return say("choisissez par exemple {near}", near=", ".join(near))


def plain(text: str) -> str:
    """Return a text in small ASCII letters and digits, words joined by hyphens."""
    bare = unicodedata.normalize("NFKD", text.casefold())
    kept = (c if c.isascii() and c.isalnum() else " " for c in bare if not unicodedata.combining(c))
    return "-".join("".join(kept).split())
