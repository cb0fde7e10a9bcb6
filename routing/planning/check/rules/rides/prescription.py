"""Who has a prescription for medical transport is not driven by volunteers."""

from __future__ import annotations

from collections.abc import Iterator

from routing.planning.check.case import Case
from routing.planning.check.violation import Violation
from routing.sentence import say


def prescription(case: Case) -> Iterator[Violation]:
    """Nobody with a medical transport prescription is carried, members included.

    Code de la sécurité sociale, articles L322-5 and R322-10: a taxi or VSL should be used.
    """
    for carriage in case.rides.carriages:
        request = carriage.request
        if request.entitlement.prescription:
            yield Violation(
                "MEDICAL_PRESCRIPTION",
                request.id,
                say(
                    "La demande {request} a une prescription de transport : taxi "
                    "conventionné ou VSL (CSS, L322-5 et R322-10).",
                    request=request.id,
                ),
            )
