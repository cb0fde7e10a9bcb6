"""What people were told before a new month is planned: the month before it, or this very one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from api.http.bodies import read
from api.http.plans.asking import programme_of
from api.http.plans.request import PlanRequest
from api.http.service import Service
from api.recipe import coming_month
from api.wire.range_model import RangeModel

MOST_LOOKED_AT = 100


def already_told(service: Service, wanted: Mapping[str, object]) -> dict[str, str]:
    """Return the published plans that an order follows, under the names it gives them.

    ``previous`` ends on the day before, ``published`` is about the same dates; of several
    versions, that published last.

    Raises
    ------
    InputFaults
        When the order cannot be read.
    """
    asked = read(PlanRequest, wanted)
    programme = programme_of(service, asked.programme or "")
    dates = asked.dates() or programme.horizon or coming_month(date.today())
    found: dict[str, tuple[int, str]] = {}
    for state in service.desk.states(MOST_LOOKED_AT, published=True):
        if state.number is None or not state.title.startswith(programme.title):
            continue
        plan = service.library.plan(state.id).document  # only its dates count
        if plan["programme"] != programme.name:
            continue
        horizon = RangeModel.model_validate(plan["horizon"])
        if horizon.last + timedelta(days=1) == dates.first:
            name = "previous"
        elif (horizon.first, horizon.last) == (dates.first, dates.last):
            name = "published"
        else:
            continue
        found[name] = max(found.get(name, (0, "")), (state.number, state.id))
    return {name: plan_id for name, (_, plan_id) in found.items()}
