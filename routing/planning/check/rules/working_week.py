"""Nobody works more hours a week than contract and law allow."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

from routing.planning.check.case import Case
from routing.planning.check.violation import Violation
from routing.planning.check.wording import day, span
from routing.planning.check.work import week_of, work_s
from routing.planning.programme import StaffMember
from routing.sentence import say


def working_week(case: Case) -> Iterator[Violation]:
    """Require that shifts and past duties of a week (from Monday) keep within the ceiling.

    The ceiling is the smaller of ``contract_s_per_week``, which binds whoever has one, and
    ``max_week_s`` (Code du travail, article L3121-20) for those whom the rules bind.
    """
    for name, shifts in case.shifts_by_member.items():
        most = _ceiling(case, shifts[0].member)
        if most is None:
            continue
        weeks: Counter[date] = Counter()
        for shift in shifts:
            weeks[week_of(shift.round.date)] += work_s(case, shift)
        for monday, planned in sorted(weeks.items()):
            total = planned + _past(case, name, monday)
            if total > most:
                yield Violation(
                    "WEEK_TOO_LONG",
                    name,
                    say(
                        "{name} travaille {total} dans la semaine du {monday} (au plus {most}).",
                        name=name,
                        total=span(total),
                        monday=day(monday),
                        most=span(most),
                    ),
                )


def _ceiling(case: Case, member: StaffMember) -> int | None:
    law = case.programme.rules.max_week_s if case.binds(member) else None
    return min(
        (limit for limit in (law, member.contract_s_per_week) if limit is not None), default=None
    )


def _past(case: Case, name: str, monday: date) -> int:
    return sum(
        duty.work_s
        for session in case.programme.past
        if week_of(session.date) == monday
        for duty in session.team
        if duty.staff == name
    )
