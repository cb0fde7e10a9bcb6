"""Every due session is held once, or listed as unassigned."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

from routing.planning.check.case import Case
from routing.planning.check.periods import Dues, dues
from routing.planning.check.violation import Violation
from routing.planning.check.wording import counted, dates, day
from routing.planning.dates import DateRange
from routing.sentence import say


def frequency(case: Case) -> Iterator[Violation]:
    """Held and unassigned sessions of each period add up to what the period asks for."""
    listed = Counter(
        (record.id, record.due.first, record.due.last)
        for record in case.plan.unassigned
        if record.kind == "permanence" and record.id in case.permanences
    )
    for name, sessions in case.sessions_by_permanence.items():
        held = {s.round.date for s in sessions if s.round.date in case.plan.horizon}
        asked = dues(case, case.permanences[name])
        yield from _not_due(name, held, asked)
        for period in asked:
            count = sum(value in period.dates for value in held)
            yield from _too_many(name, count, period)
            missing = max(period.due - count, 0)
            unassigned = listed.pop((name, period.dates.first, period.dates.last), 0)
            yield from _balance(name, missing, unassigned, period.dates)
    for (name, first, last), count in listed.items():
        yield from _balance(name, 0, count, DateRange(first, last))


def _not_due(name: str, held: set[date], asked: tuple[Dues, ...]) -> Iterator[Violation]:
    wanted = [period for period in asked if period.due or period.past]
    for value in sorted(held):
        if not any(value in period.dates for period in wanted):
            message = say(
                "La permanence {name} est tenue le {day}, où elle n’est pas due.",
                name=name,
                day=day(value),
            )
            yield Violation("SESSION_NOT_DUE", name, message)


def _too_many(name: str, count: int, period: Dues) -> Iterator[Violation]:
    if (period.due or period.past) and count > period.due:
        past = counted(
            period.past,
            say(", après 1\N{NO-BREAK SPACE}séance passée"),
            say(", après {n}\N{NO-BREAK SPACE}séances passées"),
        )
        yield Violation(
            "SESSION_TOO_MANY",
            name,
            say(
                "La permanence {name} est tenue {count} fois {dates}, au lieu de {due}{past}.",
                name=name,
                count=count,
                dates=dates(period.dates),
                due=period.due,
                past=past if period.past else "",
            ),
        )


def _balance(name: str, missing: int, unassigned: int, due: DateRange) -> Iterator[Violation]:
    if missing > unassigned:
        count = counted(
            missing - unassigned,
            say("1\N{NO-BREAK SPACE}séance due"),
            say("{n}\N{NO-BREAK SPACE}séances dues"),
        )
        yield Violation(
            "SESSION_MISSING",
            name,
            say(
                "Permanence {name} : {count} {due}, sans séance tenue ni mention parmi "
                "les séances non planifiées.",
                name=name,
                count=count,
                due=dates(due),
            ),
        )
    elif unassigned > missing:
        count = counted(
            unassigned - missing,
            say("1\N{NO-BREAK SPACE}séance"),
            say("{n}\N{NO-BREAK SPACE}séances"),
        )
        yield Violation(
            "UNASSIGNED_NOT_DUE",
            name,
            say(
                "Permanence {name} : {count} {due} à tort parmi les séances non planifiées.",
                name=name,
                count=count,
                due=dates(due),
            ),
        )
