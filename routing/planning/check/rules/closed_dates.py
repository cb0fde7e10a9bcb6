"""Nothing is held on a date that is closed."""

from __future__ import annotations

from collections.abc import Iterator

from routing.planning.check.case import Case
from routing.planning.check.violation import Violation
from routing.sentence import say


def closed_dates(case: Case) -> Iterator[Violation]:
    """No session that was cancelled, or on a public holiday, a closed date, in school holidays."""
    for session in case.sessions:
        permanence, round_ = session.permanence, session.round
        for code, sentence in case.closures.reasons(permanence, round_.date):
            message = say(
                "Permanence {permanence}, tournée {round} : {sentence}.",
                permanence=permanence.id,
                round=round_.id,
                sentence=sentence,
            )
            yield Violation(code, round_.id, message)
