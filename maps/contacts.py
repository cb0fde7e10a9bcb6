"""Who is behind a pseudonym, for documents meant to say so: joined when a page is made, never kept.

Plans know pseudonyms only. Whoever may see names gives the functions of this package a mapping
``people: Mapping[str, Contact]`` by pseudonym of passenger or code of driver; without it, the
pages are those that everybody may see.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_WORD = re.compile(r"[^\W\d_][^\s\-\N{HYPHEN}\N{NON-BREAKING HYPHEN}]*")

_NUMBER = re.compile(r"\+?\d(?:[\s.()\-]*\d){2,}")


def unbroken(phone: str) -> str:
    """Return a phone whose numbers no end of a line takes apart."""
    return _NUMBER.sub(lambda number: number.group().replace(" ", "\N{NO-BREAK SPACE}"), phone)


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Contact:
    """A person as a driver needs to know them; what is unknown is empty.

    Its ``repr`` tells nothing, so that no log or traceback can.

    Parameters
    ----------
    name, phone
        As they are to be shown.
    address
        In words, for people; plans have points of their own.
    notes
        For whoever drives.
    """

    name: str = ""
    phone: str = ""
    address: str = ""
    notes: str = ""

    @property
    def initials(self) -> str:
        """First letters of the words of the name, as in ``"J.-P. D."``; ``""`` without a name.

        A hyphen stays, because « Jean-Pierre » is known as « J.-P. ».
        """
        parts = (self._letters(part) for part in self.name.split())
        return " ".join(part for part in parts if part)

    @property
    def dialled(self) -> str:
        """The first number of the phone as a ``tel:`` link takes it, ``""`` without any."""
        found = _NUMBER.search(self.phone.replace("(0)", ""))
        return re.sub(r"[^+\d]", "", found.group()) if found else ""

    @property
    def empty(self) -> bool:
        """Whether nothing is known."""
        return not (self.name or self.phone or self.address or self.notes)

    def __repr__(self) -> str:
        """Return no field: this ends in logs."""
        return "Contact(…)"

    @staticmethod
    def _letters(part: str) -> str:
        return "-".join(f"{word[0].upper()}." for word in _WORD.findall(part))
