"""What is not served is listed with reasons, and nothing else is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from routing.vrp.check.case import Case
from routing.vrp.check.violation import Violation
from routing.vrp.solution import Reasons


def unassigned(case: Case) -> Iterator[Violation]:
    """Each task without stops is listed once, with at least one reason; others are not.

    Without any vehicle there is nobody to give a reason for. Reasons that nobody has asked for
    yet are not looked at.
    """
    listed = Counter(left.task for left in case.solution.unassigned)
    for name, stops in case.stops_by_task.items():
        where = f"task {name}"
        if not stops and not listed[name]:
            yield Violation("NOT_LISTED", where, "Neither served nor among the unassigned.")
        if stops and listed[name]:
            message = f"Among the unassigned, though it has {len(stops)} stops."
            yield Violation("LISTED_BUT_SERVED", where, message)
        if listed[name] > 1:
            yield Violation("LISTED_TWICE", where, f"Listed {listed[name]} times as unassigned.")
    for left in case.solution.unassigned:
        reasons = left.reasons.known if isinstance(left.reasons, Reasons) else left.reasons
        if reasons is None:
            continue
        said = [reason for reason in reasons if reason.code and reason.message]
        if case.instance.vehicles and (not said or len(said) < len(reasons)):
            message = f"{len(said)} of its {len(reasons)} reasons say something."
            yield Violation("NO_REASON", f"task {left.task}", message)
