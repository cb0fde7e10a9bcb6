"""What can go wrong with personal data; no message holds any."""

from __future__ import annotations


class PeopleKeyError(Exception):
    """The key that opens personal data is missing, unreadable or another one."""


class SealBrokenError(Exception):
    """A sealed row is not what was written there: damaged, or another person's."""


class LinkRefusedError(Exception):
    """A driver's link cannot be made as things are."""


class UnknownPersonError(LookupError):
    """Nothing is kept under this pseudonym."""
