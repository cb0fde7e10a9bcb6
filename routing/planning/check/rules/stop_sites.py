"""A permanence is held at its own site."""

from __future__ import annotations

from collections.abc import Iterator

from routing.planning.check.case import Case
from routing.planning.check.violation import Violation
from routing.planning.check.wording import quoted


def stop_sites(case: Case) -> Iterator[Violation]:
    """Require that the site of a stop is the site of its permanence."""
    for session in case.sessions:
        permanence, stop = session.permanence, session.stop
        if stop.site != permanence.site:
            yield Violation(
                "WRONG_SITE",
                session.round.id,
                f"La tournée {session.round.id} tient la permanence {permanence.id} au site "
                f"{quoted(stop.site)} au lieu de {quoted(permanence.site)}.",
            )
