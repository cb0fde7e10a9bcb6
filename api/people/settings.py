"""What an association may set about personal data, by environment variables."""

from __future__ import annotations

from dataclasses import dataclass, field

from api.environment import Environment
from api.people.retention import Times

_MOST_DAYS = 36_500


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
    def read(environment: Environment) -> PeopleSettings:
        """Return the settings that the environment holds."""
        return PeopleSettings(
            times=Times(
                person=environment.number("PEOPLE_DAYS", 365, least=1, most=_MOST_DAYS),
                audit=environment.number("AUDIT_DAYS", 365, least=30, most=_MOST_DAYS),
            ),
            names_on_sheets=environment.switch("NAMES_ON_SHEETS"),
            link_days=environment.number("LINK_DAYS", 1, most=_MOST_DAYS),
            public_url=environment.text("PUBLIC_URL").rstrip("/"),
            contact=environment.text("CONTACT"),
        )
