"""Duties are consistent with the people who have them and the round they belong to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from routing.planning.check.case import Case, Shift
from routing.planning.check.violation import Violation
from routing.planning.check.wording import plural
from routing.planning.programme import Joins

_JOINS = {Joins.DEPOT: "au dépôt", Joins.SITE: "sur place"}


def duties(case: Case) -> Iterator[Violation]:
    """One duty a person and round, a role they hold, their own way of joining, known stops."""
    for round_ in case.plan.rounds:
        for name, count in Counter(duty.staff for duty in round_.team).items():
            if count > 1:
                message = f"{name} figure {count} fois dans l’équipe de la tournée {round_.id}."
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
            f"{shift.member.id} tient le rôle {shift.duty.role} dans la tournée "
            f"{shift.round.id} sans l’avoir.",
        )


def _joins(shift: Shift) -> Iterator[Violation]:
    if shift.duty.joins is not shift.member.joins:
        yield Violation(
            "JOINS_MISMATCH",
            shift.round.id,
            f"{shift.member.id} rejoint la tournée {shift.round.id} "
            f"{_JOINS[shift.duty.joins]} au lieu de {_JOINS[shift.member.joins]}.",
        )


def _stops(shift: Shift) -> Iterator[Violation]:
    served, round_ = shift.duty.permanences, shift.round
    stops = {stop.permanence for stop in round_.stops}
    if not served:
        message = f"{shift.member.id} ne sert à aucune étape de la tournée {round_.id}."
        yield Violation("DUTY_WITHOUT_STOP", round_.id, message)
    for name in sorted(set(served) - stops):
        message = (
            f"{shift.member.id} sert à la permanence {name}, "
            f"qui n’est pas une étape de la tournée {round_.id}."
        )
        yield Violation("DUTY_ELSEWHERE", round_.id, message)
    for name, count in Counter(served).items():
        if count > 1:
            message = (
                f"{shift.member.id} sert {plural(count, 'fois', 'fois')} à la permanence {name} "
                f"dans la tournée {round_.id} : une personne n’y a qu’un rôle."
            )
            yield Violation("SERVED_TWICE", round_.id, message)
    if served and shift.duty.joins is Joins.DEPOT and not stops <= set(served):
        left = ", ".join(sorted(stops - set(served)))
        message = (
            f"{shift.member.id} est à bord de la tournée {round_.id} "
            f"mais n’y sert pas à toutes les étapes ({left})."
        )
        yield Violation("ABOARD_SERVES_ALL", round_.id, message)
