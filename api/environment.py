"""Settings from environment variables: all that is wrong with them is said at once."""

from __future__ import annotations

import os
from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

from limits import RateLimitItem, parse_many

from api.wire.faults import Fault, InputFaults
from routing.sentence import say

_Choice = TypeVar("_Choice", bound=StrEnum)
PREFIX = "TOURNEES_"
_YES = {"1", "true", "yes", "oui", "on"}
_NO = {"0", "false", "no", "non", "off"}


class Environment:
    """Reads variables whose names begin with ``TOURNEES_``; :meth:`check` tells what is wrong.

    What is empty counts as not set, as in compose files.
    """

    def __init__(self, variables: Mapping[str, str] | None = None) -> None:
        self._variables = os.environ if variables is None else variables
        self._faults: list[Fault] = []

    def text(self, name: str, otherwise: str = "") -> str:
        """Return a text."""
        return self._variables.get(PREFIX + name, "").strip() or otherwise

    def words(self, name: str) -> tuple[str, ...]:
        """Return texts separated by commas or spaces."""
        return tuple(self.text(name).replace(",", " ").split())

    def number(self, name: str, otherwise: int, *, least: int = 0, most: int = 10**9) -> int:
        """Return a whole number."""
        text = self.text(name)
        if not text:
            return otherwise
        if text.isascii() and text.isdigit() and len(text) < 20 and least <= int(text) <= most:
            return int(text)
        self._wrong(name, say("indiquez un nombre de {least} à {most}.", least=least, most=most))
        return otherwise

    def switch(self, name: str) -> bool:
        """Return a yes or a no; no where nothing is said."""
        text = self.text(name, "no").lower()
        if text not in _YES | _NO:
            self._wrong(name, say("indiquez oui ou non."))
        return text in _YES

    def choice(self, name: str, otherwise: _Choice) -> _Choice:
        """Return one of a few words."""
        kind, text = type(otherwise), self.text(name)
        try:
            return kind(text) if text else otherwise
        except ValueError:
            self._wrong(name, say("choisissez parmi {values}.", values=", ".join(kind)))
            return otherwise

    def rates(self, name: str, otherwise: str) -> tuple[RateLimitItem, ...]:
        """Return rates such as « 20/second;600/minute »; « aucun » stands for none."""
        text = self.text(name, otherwise)
        if text in {"aucun", "none", "0"}:
            return ()
        try:
            return tuple(parse_many(text))
        except ValueError:
            self._wrong(name, say("écrivez par exemple « 20/second;600/minute », ou « none »."))
            return ()

    def check(self) -> None:
        """Raise what was found.

        Raises
        ------
        InputFaults
            With every variable that is wrong.
        """
        if self._faults:
            raise InputFaults("environment", self._faults)

    def _wrong(self, name: str, message: str) -> None:
        value = self.text(name)
        self._faults.append(
            Fault(path=PREFIX + name, value=value, message=message, code="BAD_SETTING")
        )
