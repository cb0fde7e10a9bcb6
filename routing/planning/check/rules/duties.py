"""Duties are consistent with the people who have them and the round they belong to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from routing.planning.check.case import Case, Shift
from routing.planning.check.violation import Violation
from routing.planning.programme import Joins
from routing.sentence import say

_JOINS = {Joins.DEPOT: say("au dépôt"), Joins.SITE: say("sur place")}


def duties(case: Case) -> Iterator[Violation]:
    """One duty a person and round, a role they hold, their own way of joining, known stops."""
    for round_ in case.plan.rounds:
        for name, count in Counter(duty.staff for duty in round_.team).items():
            if count > 1:
                message = say(
                    "{name} figure {count} fois dans l’équipe de la tournée {round}.",
                    name=name,
                    count=count,
                    round=round_.id,
                )
                yield Violation("DUTY_TWICE", round_.id, message)
    for shift in case.shifts:
        yield from _role(shift)
        yield from _joins(shift)
        yield from _stops(shift)


def _role(shift: Shift) -> Iterator[Violation]:
    if shift.duty.role not in shift.member.roles:
        yield Violation(
            "ROLE_NOT_HELD",
            shift.round.id,
            say(
                "{member} tient le rôle {role} dans la tournée {round} sans l’avoir.",
                member=shift.member.id,
                role=shift.duty.role,
                round=shift.round.id,
            ),
        )


def _joins(shift: Shift) -> Iterator[Violation]:
    if shift.duty.joins is not shift.member.joins:
        yield Violation(
            "JOINS_MISMATCH",
            shift.round.id,
            say(
                "{member} rejoint la tournée {round} {joins} au lieu de {right}.",
                member=shift.member.id,
                round=shift.round.id,
                joins=_JOINS[shift.duty.joins],
                right=_JOINS[shift.member.joins],
            ),
        )


def _stops(shift: Shift) -> Iterator[Violation]:
    served, round_ = shift.duty.permanences, shift.round
    stops = {stop.permanence for stop in round_.stops}
    if not served:
        message = say(
            "{member} ne sert à aucune étape de la tournée {round}.",
            member=shift.member.id,
            round=round_.id,
        )
        yield Violation("DUTY_WITHOUT_STOP", round_.id, message)
    for name in sorted(set(served) - stops):
        message = say(
            "{member} sert à la permanence {name}, qui n’est pas une étape de la tournée {round}.",
            member=shift.member.id,
            name=name,
            round=round_.id,
        )
        yield Violation("DUTY_ELSEWHERE", round_.id, message)
    for name, count in Counter(served).items():
        if count > 1:
            message = say(
                "{member} sert {count}\N{NO-BREAK SPACE}fois à la permanence {name} dans la "
                "tournée {round} : une personne n’y a qu’un rôle.",
                member=shift.member.id,
                count=count,
                name=name,
                round=round_.id,
            )
            yield Violation("SERVED_TWICE", round_.id, message)
    if served and shift.duty.joins is Joins.DEPOT and not stops <= set(served):
        left = ", ".join(sorted(stops - set(served)))
        message = say(
            "{member} est à bord de la tournée {round} mais n’y sert pas à toutes "
            "les étapes ({left}).",
            member=shift.member.id,
            round=round_.id,
            left=left,
        )
        yield Violation("ABOARD_SERVES_ALL", round_.id, message)
