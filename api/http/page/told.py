"""What changed from the plan that people know, or the one that was corrected."""

from __future__ import annotations

from dataclasses import dataclass

from api.http.page.sight import Sight
from api.http.service import Service
from api.problems import NotReadyError, UnknownPlanError
from api.store.order_records import State
from routing.planning.comparison import differences
from routing.sentence import Sentence


@dataclass(frozen=True, slots=True)
class Told:
    """The earlier plan, and a sentence for each thing that is no longer so."""

    before: State
    sentences: tuple[Sentence, ...]


def told_changes(service: Service, sight: Sight) -> Told | None:
    """Compare a plan with the one it was made from; ``None`` where there is none any more."""
    earlier = sight.order.base or sight.order.published
    return None if earlier is None else compared_with(service, sight, earlier)


def compared_with(service: Service, sight: Sight, earlier: str) -> Told | None:
    """Compare a plan with an earlier one; ``None`` where that is forgotten."""
    try:
        before = service.library.plan(earlier)
        state = service.desk.state(earlier)
    except (UnknownPlanError, NotReadyError):
        return None
    found = differences(before.plan, sight.plan, sight.programme)
    return Told(state, tuple(found))
