"""Lists and ranges in options: ``1..5``, ``2027-01..2027-06``, ``1,7``."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING, TypeVar

import click

if TYPE_CHECKING:
    from routing.planning.dates import Horizon

_Value = TypeVar("_Value")
MOST = 400
_MONTH = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])")


def read_months(
    _ctx: click.Context, option: click.Parameter, value: str | None
) -> list[Horizon] | None:
    """Return the whole months that an option names; a callback for options."""
    from api.recipe import month_of

    if value is None:
        return None
    return [month_of(day) for day in _listed(value, _month, _months, option)]


def read_seeds(_ctx: click.Context, option: click.Parameter, value: str) -> list[int]:
    """Return the seeds that an option names; a callback for options."""
    return _listed(value, _seed, lambda first, last: iter(range(first, last + 1)), option)


def _listed(
    text: str,
    read: Callable[[str], _Value],
    between: Callable[[_Value, _Value], Iterator[_Value]],
    option: click.Parameter,
) -> list[_Value]:
    """Return what commas and ``..`` list, each value once."""
    found: dict[_Value, None] = {}
    for part in text.split(","):
        first, dots, last = part.partition("..")
        try:
            values = between(read(first), read(last)) if dots else iter([read(first)])
        except ValueError as error:
            raise click.BadParameter(str(error), param=option) from None
        for value in values:
            found[value] = None
            if len(found) > MOST:
                raise click.BadParameter(f"« {text} » : au plus {MOST} valeurs.", param=option)
    if not found:
        raise click.BadParameter(f"« {text} » va à rebours.", param=option)
    return list(found)


def _seed(text: str) -> int:
    if not text.strip().isdecimal() or int(text) >= 2**31:
        raise ValueError(f"« {text} » n’est pas une graine ; écrivez par exemple 1..5.")
    return int(text)


def _month(text: str) -> date:
    if not _MONTH.fullmatch(text.strip()):
        raise ValueError(f"« {text} » n’est pas un mois ; écrivez par exemple 2027-01..2027-06.")
    return date.fromisoformat(f"{text.strip()}-01")


def _months(first: date, last: date) -> Iterator[date]:
    while first <= last:
        yield first
        first = (first + timedelta(days=32)).replace(day=1)
