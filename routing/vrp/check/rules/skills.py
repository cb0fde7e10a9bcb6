"""Only vehicles with the right skills come."""

from __future__ import annotations

from collections.abc import Iterator

from routing.vrp.check.asked import tasks_of
from routing.vrp.check.case import Case
from routing.vrp.check.violation import Violation


def skills(case: Case) -> Iterator[Violation]:
    """Compare with all, at least one and none of the skills that a task names."""
    for task in tasks_of(case.instance):
        for name in sorted({route.vehicle for route, _ in case.stops_by_task[task.id]}):
            vehicle = case.instance.vehicle_by_id.get(name)
            if vehicle is None:
                continue
            rule, has = task.skills, vehicle.skills
            lacks = sorted(rule.all_of - has)
            if lacks or (rule.any_of and rule.any_of.isdisjoint(has)) or rule.none_of & has:
                message = (
                    f"{name} has skills {sorted(has)}; asked are all of {sorted(rule.all_of)}, "
                    f"any of {sorted(rule.any_of)}, none of {sorted(rule.none_of)}."
                )
                yield Violation("SKILLS", f"task {task.id}", message)
