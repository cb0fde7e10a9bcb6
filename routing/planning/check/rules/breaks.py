"""Nobody works too long without a break."""

from __future__ import annotations

from collections.abc import Iterator

from routing.planning.check.case import Case, Shift
from routing.planning.check.violation import Violation
from routing.planning.check.wording import span
from routing.planning.check.work import pauses
from routing.sentence import say


def breaks(case: Case) -> Iterator[Violation]:
    """No more than ``break_after_s`` within a shift without a pause of ``break_s``.

    Code du travail, article L3121-16: twenty minutes once six hours are reached. A pause
    shorter than ``break_s`` interrupts nothing. Each shift is looked at by itself.
    """
    rules = case.programme.rules
    for shift in case.shifts:
        longest = _longest(case, shift)
        if case.binds(shift.member) and longest > rules.break_after_s:
            yield Violation(
                "BREAK_MISSING",
                shift.round.id,
                say(
                    "{member}, tournée {round} : {longest} de travail sans pause de "
                    "{break_length} (au plus {break_after}).",
                    member=shift.member.id,
                    round=shift.round.id,
                    longest=span(longest),
                    break_length=span(rules.break_s),
                    break_after=span(rules.break_after_s),
                ),
            )


def _longest(case: Case, shift: Shift) -> int:
    """Most seconds between two real pauses, or between one and an end of the shift."""
    since, longest = shift.duty.depart_s, 0
    for pause in pauses(case, shift):
        if pause.end_s - pause.start_s >= case.programme.rules.break_s:
            longest = max(longest, pause.start_s - since)
            since = pause.end_s
    return max(longest, shift.duty.return_s - since)
