"""The page's texts, by language; dates, hours and numbers are those of the documents."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import datetime, tzinfo
from functools import cache
from importlib import resources
from typing import Any

from babel import Locale
from babel.dates import format_datetime
from babel.numbers import format_decimal, format_percent
from fastapi import Request
from markupsafe import Markup

from api.wire.language import preferred
from maps.wording import Wording
from routing.language import Language, sayable, told

LANGUAGES = tuple(language.value for language in Language)
COOKIE = "lang"


class Words:
    """What the page says in one language; texts lie in ``api/locales/page.<language>.toml``."""

    def __init__(self, lang: str = "fr") -> None:
        self.lang = lang
        self.wording = Wording(lang)
        self._texts = _catalogue(lang)
        self._locale = Locale(lang)

    def __call__(self, key: str, **values: object) -> str:
        """Return a text by its dotted name, with values in their places."""
        text = self._find(key)
        if not isinstance(text, str):
            raise KeyError(key)
        return text.format(**values) if values else text

    def has(self, key: str) -> bool:
        """Whether there is a text of this name."""
        try:
            return isinstance(self._find(key), str)
        except KeyError:
            return False

    def count(self, key: str, n: int, **values: object) -> str:
        """Return a counted noun: « 1 changement », « 3 changements »."""
        one, many = self._find(f"counts.{key}")
        pattern = str(one if self._locale.plural_form(n) == "one" else many)
        return pattern.format(n=format_decimal(n, locale=self._locale), **values)

    def say(self, sentence: str) -> str:
        """Return a sentence of the planner or of a fault in this language, where it is known."""
        return told(sentence, Language(self.lang))

    def spoken(self, sentence: str) -> Markup:
        """Return what tells browsers that a sentence of a plan is left in French."""
        known = sayable(sentence, Language(self.lang))
        return Markup() if known else Markup(' lang="fr"')

    def capital(self, text: str) -> str:
        """Return the text with a capital first letter."""
        return self.wording.sentence(text)

    def moment(self, moment: datetime, zone: tzinfo) -> str:
        """Return when something happened, such as « 3 déc. 2026 à 14 h 05 »."""
        pattern = self("formats.moment")
        return str(format_datetime(moment.astimezone(zone), pattern, locale=self._locale))

    def decimal(self, value: float) -> str:
        """Return a number with at most one decimal."""
        return str(format_decimal(round(value, 1), "#,##0.#", locale=self._locale))

    def elapsed(self, seconds: float) -> str:
        """Return a time that passes, such as « 42 s » or « 3 min »."""
        if seconds < 60:
            return self("formats.seconds", n=int(seconds))
        return self.wording.duration(int(seconds))

    def size(self, octets: int) -> str:
        """Return a file's size in megabytes, such as « 2 Mo »."""
        return self("formats.size", n=self.decimal(octets / 1e6))

    def percent(self, share: float) -> str:
        """Return a share, such as « 2,4 % »."""
        return str(format_percent(share, "#,##0.#\N{NO-BREAK SPACE}%", locale=self._locale))

    def _find(self, key: str) -> Any:
        found: Any = self._texts
        for part in key.split("."):
            found = found[part]
        return found


def words_of(request: Request) -> Words:
    """Return the texts in the language chosen: in the address, earlier, or by the browser."""
    asked = (request.query_params.get("lang"), request.cookies.get(COOKIE))
    chosen = next((lang for lang in asked if lang in LANGUAGES), None)
    return _words(chosen or preferred(request.headers.get("accept-language")).value)


@cache
def _words(lang: str) -> Words:
    return Words(lang)


@cache
def _catalogue(lang: str) -> Mapping[str, Any]:
    path = resources.files("api") / "locales" / f"page.{lang}.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))
