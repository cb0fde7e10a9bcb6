"""A permanence is held at its own site."""

from __future__ import annotations

from collections.abc import Iterator

from routing.planning.check.case import Case
from routing.planning.check.violation import Violation
from routing.planning.check.wording import quoted
from routing.sentence import say


def stop_sites(case: Case) -> Iterator[Violation]:
    """Require that the site of a stop is the site of its permanence."""
    for session in case.sessions:
        permanence, stop = session.permanence, session.stop
        if stop.site != permanence.site:
            yield Violation(
                "WRONG_SITE",
                session.round.id,
                say(
                    "La tournée {round} tient la permanence {permanence} au site {site} au "
                    "lieu de {right}.",
                    round=session.round.id,
                    permanence=permanence.id,
                    site=quoted(stop.site),
                    right=quoted(permanence.site),
                ),
            )
