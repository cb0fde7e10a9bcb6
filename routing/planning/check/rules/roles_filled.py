"""Each session has the team it needs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from routing.planning.check.case import Case, Session
from routing.planning.check.violation import Violation
from routing.planning.check.wording import day, people
from routing.sentence import say


def roles_filled(case: Case) -> Iterator[Violation]:
    """Require the required roles, and a remark ``ROLE_EMPTY`` for an empty optional one.

    Counted are distinct known people whose duty has the role and serves the permanence.
    More people than needed are allowed: who is aboard for one stop is there for all.
    """
    remarked = {remark.id for remark in case.plan.remarks if remark.code == "ROLE_EMPTY"}
    for session in case.sessions:
        filled = _filled(case, session)
        required: Counter[str] = Counter()
        wanted: Counter[str] = Counter()
        for need in session.permanence.roles:
            wanted[need.role] += need.count
            required[need.role] += 0 if need.optional else need.count
        for role in wanted:
            if filled[role] < required[role]:
                yield _lacking(session, "ROLE_MISSING", role, required[role] - filled[role])
            elif filled[role] < wanted[role] and session.permanence.id not in remarked:
                yield _lacking(
                    session, "ROLE_EMPTY_NOT_REMARKED", role, wanted[role] - filled[role]
                )


def _filled(case: Case, session: Session) -> Counter[str]:
    people = {
        (duty.staff, duty.role)
        for duty in session.round.team
        if duty.staff in case.members and session.permanence.id in duty.permanences
    }
    return Counter(role for _, role in people)


def _lacking(session: Session, code: str, role: str, count: int) -> Violation:
    permanence, round_ = session.permanence.id, session.round
    what = say("{count} au rôle {role}", count=people(count), role=role)
    where = say(
        "permanence {permanence}, tournée {round} du {date}",
        permanence=permanence,
        round=round_.id,
        date=day(round_.date),
    )
    if code == "ROLE_MISSING":
        return Violation(
            code, round_.id, say("Il manque {what} : {where}.", what=what, where=where)
        )
    message = say(
        "Il manque {what} (facultatif), sans remarque ROLE_EMPTY : {where}.", what=what, where=where
    )
    return Violation(code, round_.id, message)
