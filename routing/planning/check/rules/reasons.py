"""Whatever is not planned says why."""

from __future__ import annotations

import re
from collections.abc import Iterator

from routing.planning.check.case import Case
from routing.planning.check.violation import Violation
from routing.planning.check.wording import dates, quoted
from routing.sentence import say

_CODE = re.compile(r"[A-Z][A-Z0-9]*(_[A-Z0-9]+)*")


def reasons(case: Case) -> Iterator[Violation]:
    """Require a known kind and reasons with code and words of each unassigned record."""
    for record in case.plan.unassigned:
        if record.kind != "permanence":
            message = say("Séance non planifiée de genre inconnu {kind}.", kind=quoted(record.kind))
            yield Violation("UNKNOWN_KIND", record.id, message)
        if not record.reasons or not all(
            _CODE.fullmatch(reason.code) and reason.message.strip() for reason in record.reasons
        ):
            yield Violation(
                "REASON_MISSING",
                record.id,
                say(
                    "La séance non planifiée de {record} ({due}) n’a pas de raison complète "
                    ": il faut un code en majuscules et une phrase.",
                    record=record.id,
                    due=dates(record.due),
                ),
            )
