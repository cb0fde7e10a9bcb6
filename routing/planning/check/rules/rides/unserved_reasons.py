"""Whoever is not served is told why."""

from __future__ import annotations

import re
from collections.abc import Iterator

from routing.planning.check.case import Case
from routing.planning.check.violation import Violation
from routing.sentence import say

_CODE = re.compile(r"[A-Z][A-Z0-9]*(_[A-Z0-9]+)*")


def unserved_reasons(case: Case) -> Iterator[Violation]:
    """Require reasons with code and words of each unserved record, and words of each change."""
    for record in case.plan.unserved:
        if not record.reasons or not all(
            _CODE.fullmatch(reason.code) and reason.message.strip() for reason in record.reasons
        ):
            yield Violation(
                "UNSERVED_REASON_MISSING",
                record.request,
                say(
                    "La demande {request}, non servie, n’a pas de raison complète : il faut "
                    "un code en majuscules et une phrase.",
                    request=record.request,
                ),
            )
        if not all(
            change.kind.strip() and change.message.strip() and change.amount >= 0
            for change in record.changes
        ):
            yield Violation(
                "UNSERVED_CHANGE_INCOMPLETE",
                record.request,
                say(
                    "La demande {request}, non servie, propose un changement sans genre, "
                    "sans phrase ou d’un montant négatif.",
                    request=record.request,
                ),
            )
