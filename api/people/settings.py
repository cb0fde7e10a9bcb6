"""What an association may set about personal data, by environment variables."""

from __future__ import annotations

import os
from dataclasses import dataclass, field

from api.people.retention import Times
from api.wire.faults import Fault, InputFaults

_YES, _NO = {"1", "true", "yes", "oui", "on"}, {"", "0", "false", "no", "non", "off"}


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleSettings:
    """How personal data are kept and shown.

    Parameters
    ----------
    times
        For how long: ``TOURNEES_PEOPLE_DAYS`` after a person's last date, 365 by default;
        ``TOURNEES_AUDIT_DAYS`` for the log of accesses, 365.
    names_on_sheets
        Whether a coordinator may have drivers' sheets, printed or opened by a link, tell names,
        phones, addresses and notes (``TOURNEES_NAMES_ON_SHEETS``), no by default.
    link_days
        Days for which a link still opens after the driver's last date (``TOURNEES_LINK_DAYS``), 1.
    public_url
        What links begin with (``TOURNEES_PUBLIC_URL``), ``https://tournees.example.org``; the
        address that was asked by default.
    contact
        How drivers reach the coordination, shown on the pages of links (``TOURNEES_CONTACT``).
    """

    times: Times = field(default_factory=Times)
    names_on_sheets: bool = False
    link_days: int = 1
    public_url: str = ""
    contact: str = ""

    @staticmethod
    def from_environment() -> PeopleSettings:
        """Return the settings.

        Raises
        ------
        InputFaults
            When one is not of its kind.
        """
        return PeopleSettings(
            times=Times(
                person=_days("TOURNEES_PEOPLE_DAYS", 365, least=1),
                audit=_days("TOURNEES_AUDIT_DAYS", 365, least=30),
            ),
            names_on_sheets=_switch("TOURNEES_NAMES_ON_SHEETS"),
            link_days=_days("TOURNEES_LINK_DAYS", 1, least=0),
            public_url=os.environ.get("TOURNEES_PUBLIC_URL", "").rstrip("/"),
            contact=os.environ.get("TOURNEES_CONTACT", "").strip(),
        )


def _days(name: str, otherwise: int, *, least: int) -> int:
    text = os.environ.get(name, "").strip()
    if not text:
        return otherwise
    if not text.isascii() or not text.isdigit() or not least <= int(text) <= 36_500:
        raise _refused(name, text, f"indiquez un nombre de jours, de {least} à 36500.")
    return int(text)


def _switch(name: str) -> bool:
    text = os.environ.get(name, "").strip().lower()
    if text not in _YES | _NO:
        raise _refused(name, text, "indiquez oui ou non.")
    return text in _YES


def _refused(name: str, text: str, message: str) -> InputFaults:
    return InputFaults(name, [Fault(path="", value=text, message=message, code="BAD_SETTING")])
