"""Words, dates, hours and numbers as people write them, by language.

The words lie in ``maps/locales/<language>.toml``; dates and numbers come from the CLDR
through Babel.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from importlib import resources
from typing import Any

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_currency, format_decimal, format_percent

from routing.language import Language, told
from routing.planning.dates import Horizon

_HALF_MINUTE = 30  # seconds
_KM_WITHOUT_DECIMALS = 99_950  # metres, from where "100 km" reads better than "100,0 km"


class Wording:
    """How one language says things; ``words`` holds the fixed texts.

    Raises
    ------
    ValueError
        When there is no catalogue for ``lang``; the message lists those that exist.
    """

    def __init__(self, lang: str = "fr") -> None:
        self.lang = lang
        self.words: Mapping[str, Any] = _catalogue(lang)
        self._locale = Locale(lang)

    def count(self, key: str, n: int) -> str:
        """Return a counted noun, such as « 1 tournée » or « 8 tournées »."""
        one, many = self.words["counts"][key]
        pattern = one if self._locale.plural_form(n) == "one" else many
        return str(pattern).format(n=format_decimal(n, locale=self._locale))

    def day(self, day: date) -> str:
        """Return the date in words, such as « jeudi 3 décembre 2026 »."""
        return self._date(day, "day")

    def short_day(self, day: date) -> str:
        """Return « jeu. 3 déc. »."""
        return self._date(day, "short_day")

    def weekday(self, day: date) -> str:
        """Return « jeudi 3 décembre », as one says it for a date that is near."""
        return self._date(day, "weekday")

    def say(self, text: str) -> str:
        """Return what the planner says, in this language where it is known; else as it is."""
        return told(text, Language(self.lang))

    def sentence(self, text: str) -> str:
        """Return the text with a capital first letter."""
        return text[:1].upper() + text[1:]

    def period(self, horizon: Horizon) -> str:
        """Return « décembre 2026 » for a whole month, else « du … au … »."""
        first, last = horizon.first, horizon.last
        if first.day == 1 and (last + timedelta(days=1)).day == 1 and len(horizon) <= 31:
            return format_date(first, str(self.words["formats"]["month"]), locale=self._locale)
        return str(self.words["formats"]["period"]).format(
            first=self._date(first, "plain_day"), last=self._date(last, "plain_day")
        )

    def days(self, span: Horizon) -> str:
        """Return « du … au … » without years, or one date."""
        if span.first == span.last:
            return self.short_day(span.first)
        return str(self.words["formats"]["period"]).format(
            first=self.short_day(span.first), last=self.short_day(span.last)
        )

    def hour(self, seconds: int) -> str:
        """Return a time of day (seconds after midnight) as a clock shows it: « 8 h 05 »."""
        minutes = seconds // 60  # cut, not rounded: nobody may leave later than planned
        return str(self.words["formats"]["hour"]).format(h=minutes // 60, m=minutes % 60)

    def short_hour(self, seconds: int) -> str:
        """Return a time of day as posters tell it: « 9 h », « 9 h 30 »."""
        said = self.words["formats"]["hour" if seconds // 60 % 60 else "full_hour"]
        return str(said).format(h=seconds // 3600, m=seconds // 60 % 60)

    def month_name(self, day: date) -> str:
        """Return « janvier »."""
        return str(format_date(day, "MMMM", locale=self._locale))

    def day_number(self, day: date) -> str:
        """Return the day of the month: « 21 », « 1er »."""
        return self._date(day, "day_number")

    def duration(self, seconds: int) -> str:
        """Return « 42 min » or « 1 h 05 »."""
        minutes = (seconds + _HALF_MINUTE) // 60
        key = "minutes" if minutes < 60 else "hours"
        return str(self.words["formats"][key]).format(h=minutes // 60, m=minutes % 60)

    def drive(self, metres: int, seconds: int) -> str:
        """Return « 12,3 km · 15 min »; no time for the few metres that take less than a minute."""
        said = [self.distance(metres), self.duration(seconds)]
        return " · ".join(said[: 2 if seconds >= _HALF_MINUTE else 1])

    def distance(self, metres: int) -> str:
        """Return « 350 m », « 38,4 km » or « 112 km »."""
        if metres < 995:
            return f"{self.number(round(metres, -1))}\N{NO-BREAK SPACE}m"
        if metres < _KM_WITHOUT_DECIMALS:
            text = format_decimal(metres / 1000, "0.0", locale=self._locale)
        else:
            text = self.number(round(metres / 1000))
        return f"{text}\N{NO-BREAK SPACE}km"

    def number(self, value: int) -> str:
        """Return a whole number with the language's thousands separator."""
        return str(format_decimal(value, locale=self._locale))

    def euros(self, amount: Decimal) -> str:
        """Return « 1 234,50 € »."""
        return str(format_currency(amount, "EUR", locale=self._locale))

    def decimal(self, value: float | Decimal, digits: int = 1) -> str:
        """Return a number with so many decimals: « 12,5 »."""
        return str(format_decimal(value, f"#,##0.{'0' * digits}", locale=self._locale))

    def percent(self, share: float) -> str:
        """Return a share from 0 to 1 as « 57 % »."""
        return str(format_percent(share, locale=self._locale))

    @property
    def colon(self) -> str:
        """A colon with the spaces that the language puts around it."""
        return str(self.words["formats"]["colon"])

    @property
    def semicolon(self) -> str:
        """A semicolon with the spaces that the language puts around it."""
        return str(self.words["formats"]["semicolon"])

    def numeric_date(self, day: date) -> str:
        """Return « 07/01/2027 », for tables."""
        return str(format_date(day, str(self.words["formats"]["numeric"]), locale=self._locale))

    def _date(self, day: date, key: str) -> str:
        pattern = str(self.words["formats"][key])
        if day.day == 1:
            pattern = pattern.replace("d", str(self.words["formats"]["first_of_month"]), 1)
        return str(format_date(day, pattern, locale=self._locale))


@cache
def _catalogue(lang: str) -> Mapping[str, Any]:
    folder = resources.files("maps") / "locales"
    known = sorted(f.name.removesuffix(".toml") for f in folder.iterdir())
    if lang not in known:
        raise ValueError(f"no words for language {lang!r}; there are {', '.join(known)}")
    return tomllib.loads((folder / f"{lang}.toml").read_text(encoding="utf-8"))
