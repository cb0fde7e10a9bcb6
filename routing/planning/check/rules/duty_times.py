"""A person's day in a round begins and ends where they join and leave it."""

from __future__ import annotations

from collections.abc import Iterator

from routing.planning.check.case import TOLERANCE, Case, Shift
from routing.planning.check.travel import home_id
from routing.planning.check.violation import Violation
from routing.planning.check.wording import clock
from routing.planning.programme import Joins
from routing.sentence import say


def duty_times(case: Case) -> Iterator[Violation]:
    """Aboard, the times are the round's own; at the village, from home and back home.

    Who joins at the village leaves home so as to arrive exactly when setting up begins at
    the first stop they serve, and drives home when the last one is packed.
    """
    for shift in case.shifts:
        if shift.duty.joins is Joins.DEPOT:
            yield from _compare(shift, shift.round.depart_s, shift.round.return_s, 0)
        elif shift.member.joins is Joins.SITE and shift.sessions:
            yield from _from_home(case, shift)


def _from_home(case: Case, shift: Shift) -> Iterator[Violation]:
    first, last = shift.sessions[0], shift.sessions[-1]
    sites = first.permanence.site, last.permanence.site
    if any(site not in case.sites for site in sites):
        return
    home = home_id(shift.member.id)
    out, back = case.leg(home, sites[0]), case.leg(sites[1], home)
    if out.exists and back.exists:
        depart_s, return_s = first.ready_s - out.seconds, last.stop.depart_s + back.seconds
        yield from _compare(shift, depart_s, return_s, TOLERANCE)
    else:
        message = say(
            "Aucune route ne mène {member} à la tournée {round} et retour.",
            member=shift.member.id,
            round=shift.round.id,
        )
        yield Violation("NO_ROAD", shift.round.id, message)


def _compare(shift: Shift, depart_s: int, return_s: int, tolerance: int) -> Iterator[Violation]:
    duty = shift.duty
    wrong = max(abs(duty.depart_s - depart_s), abs(duty.return_s - return_s))
    if wrong > tolerance:
        yield Violation(
            "DUTY_TIMES",
            shift.round.id,
            say(
                "{member}, tournée {round} : de {depart} à {back} au lieu de "
                "{right_depart} à {right_back}.",
                member=shift.member.id,
                round=shift.round.id,
                depart=clock(duty.depart_s),
                back=clock(duty.return_s),
                right_depart=clock(depart_s),
                right_back=clock(return_s),
            ),
        )
