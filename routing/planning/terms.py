"""Rates and factors that hold from a date: settings of a territory, never constants of the code."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Protocol, TypeVar

CENT = Decimal("0.01")


class Dated(Protocol):
    """Terms that hold from a day, and until when somebody has made sure that they still do."""

    @property
    def since(self) -> date:
        """The first day."""
        ...

    @property
    def checked_until(self) -> date | None:
        """The last day that somebody has made sure of; ``None``: see :func:`last_checked`."""
        ...

    @property
    def source(self) -> str:
        """Where it is written."""
        ...


_Terms = TypeVar("_Terms", bound=Dated)


def in_force(terms: Sequence[_Terms], day: date) -> _Terms | None:
    """Return the latest terms that hold on ``day``, ``None`` before the first."""
    return max((t for t in terms if t.since <= day), key=lambda t: t.since, default=None)


def last_checked(terms: Dated) -> date:
    """Return the last day that terms are known for: that of their first year unless told."""
    return terms.checked_until or date(terms.since.year, 12, 31)


@dataclass(frozen=True, slots=True, kw_only=True)
class Association:
    """Whom people know and call; a phone of the house, nobody's own."""

    name: str
    phone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CarRates:
    """What the scale grants cars of up to ``max_cv`` fiscal horsepower; ``None``: all others.

    In the bracket ``i`` of the year's kilometres, ``d`` kilometres are worth
    ``d × eur_per_km[i] + plus_eur[i]``.
    """

    max_cv: int | None
    eur_per_km: tuple[Decimal, ...]
    plus_eur: tuple[Decimal, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MileageScale:
    """The tax scale of a calendar year and those after it (CGI, annexe IV, art. 6 B).

    Parameters
    ----------
    brackets_km
        Where the brackets of the year's kilometres end; the last one is open.
    electric_bonus
        Share that an electric car's amount is raised by.
    checked_until
        The last day that somebody has made sure of, see :func:`last_checked`.
    """

    since: date
    brackets_km: tuple[int, ...]
    cars: tuple[CarRates, ...]
    electric_bonus: Decimal
    source: str
    checked_until: date | None = None

    def rates(self, fiscal_power: int) -> CarRates:
        """Return the rates of a car."""
        return next(c for c in self.cars if c.max_cv is None or fiscal_power <= c.max_cv)

    def worth(self, metres: int, fiscal_power: int, *, electric: bool) -> Decimal:
        """Return what a year's metres are worth in euros, to the cent."""
        rates, km = self.rates(fiscal_power), Decimal(metres) / 1000
        bracket = sum(km > end for end in self.brackets_km)
        euros = km * rates.eur_per_km[bracket] + (rates.plus_eur[bracket] if metres else 0)
        factor = 1 + (self.electric_bonus if electric else 0)
        return (euros * factor).quantize(CENT, ROUND_HALF_UP)

    def amount(self, before_m: int, driven_m: int, fiscal_power: int, *, electric: bool) -> Decimal:
        """Return what metres are worth to who has driven ``before_m`` this year already.

        The difference of two sums of the year: whatever the year is cut into, the parts add up.
        """
        after = self.worth(before_m + driven_m, fiscal_power, electric=electric)
        return after - self.worth(before_m, fiscal_power, electric=electric)


@dataclass(frozen=True, slots=True, kw_only=True)
class EmissionFactors:
    """Greenhouse gases of a kilometre in kilograms of CO₂ equivalent."""

    since: date
    car_kg_per_km: Decimal
    electric_kg_per_km: Decimal
    source: str
    checked_until: date | None = None
