"""People serve only at sites they accept and, for some roles, are authorised for."""

from __future__ import annotations

from collections.abc import Iterator

from routing.planning.check.case import Case, Shift
from routing.planning.check.violation import Violation
from routing.sentence import say


def staff_sites(case: Case) -> Iterator[Violation]:
    """Require sites that the person accepts and, for a doctor, that the Order authorised.

    The authorisation is personal and bound to the programme of the mobile unit: Code de la
    santé publique, article R4127-74 (décret n° 2012-694). Somebody aboard serves every
    stop, so every stop must be covered.
    """
    for shift in case.shifts:
        yield from _accepted(shift)
        role = case.roles.get(shift.duty.role)
        if role is not None and role.authorised_sites_only:
            yield from _authorised(shift)


def _accepted(shift: Shift) -> Iterator[Violation]:
    member = shift.member
    for site in _sites(shift):
        allowed = member.sites_allowed is None or site in member.sites_allowed
        if not allowed or site in member.sites_refused:
            message = say(
                "{member} ne va pas au site {site} (tournée {round}).",
                member=member.id,
                site=site,
                round=shift.round.id,
            )
            yield Violation("SITE_REFUSED", shift.round.id, message)


def _authorised(shift: Shift) -> Iterator[Violation]:
    member = shift.member
    for site in _sites(shift):
        if site not in member.authorised_sites:
            yield Violation(
                "SITE_NOT_AUTHORISED",
                shift.round.id,
                say(
                    "{member} n’a pas l’autorisation d’exercer au site {site} dans le rôle "
                    "{role} (tournée {round} ; CSP, art. R4127-74).",
                    member=member.id,
                    site=site,
                    role=shift.duty.role,
                    round=shift.round.id,
                ),
            )


def _sites(shift: Shift) -> list[str]:
    return sorted({session.permanence.site for session in shift.sessions})
