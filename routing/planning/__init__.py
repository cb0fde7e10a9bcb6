"""Our own field: a programme of permanences becomes a plan of dated rounds and teams.

Importing this package is cheap; OR-Tools is loaded by the first call of :func:`plan`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from routing.planning.errors import Cancelled, PlanningError
from routing.planning.options import PlanOptions
from routing.planning.phases import Phase
from routing.planning.progress import Progress
from routing.planning.territory import TerritoryError
from routing.planning.territory_folder import load_territory

if TYPE_CHECKING:
    from collections.abc import Callable

    from routing.planning.plans import Plan
    from routing.planning.programme import Programme
    from routing.planning.progress import Tell
    from routing.planning.territory import Territory
    from routing.planning.travel import Roads

__all__ = [
    "Cancelled",
    "Phase",
    "PlanOptions",
    "PlanningError",
    "Progress",
    "TerritoryError",
    "load_territory",
    "plan",
]


def plan(
    programme: Programme,
    territory: Territory,
    roads: Roads,
    options: PlanOptions | None = None,
    *,
    published: Plan | None = None,
    progress: Tell | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Plan:
    """Plan a programme; see :func:`routing.planning.planner.plan`."""
    from routing.planning.planner import plan as make

    return make(
        programme,
        territory,
        roads,
        options,
        published=published,
        progress=progress,
        cancelled=cancelled,
    )
