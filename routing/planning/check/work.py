"""How long people work: duties, the pauses in them, the weeks they fall into."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import groupby, pairwise

from routing.planning.check.case import TOLERANCE, Case, Shift
from routing.planning.plans import Pause
from routing.planning.programme import Joins


def week_of(value: date) -> date:
    """Return the Monday of the date's week."""
    return value - timedelta(days=value.weekday())


def by_day(shifts: Iterable[Shift]) -> Iterator[tuple[date, list[Shift]]]:
    """Yield each date with its shifts; the shifts must be sorted by date."""
    for day, group in groupby(shifts, key=lambda shift: shift.round.date):
        yield day, list(group)


def work_s(case: Case, shift: Shift) -> int:
    """Seconds of work in a shift: from departure to return, without the pauses."""
    rest = sum(pause.end_s - pause.start_s for pause in pauses(case, shift))
    return shift.duty.return_s - shift.duty.depart_s - rest


def pauses(case: Case, shift: Shift) -> list[Pause]:
    """Return the pauses of the round in which this person is truly free, by time.

    A pause counts where it lies in free time of the person's own; overlapping pauses are
    counted once.
    """
    windows = list(free_windows(case, shift))
    free: list[Pause] = []
    for pause in sorted(shift.round.pauses, key=lambda pause: pause.start_s):
        inside = any(low <= pause.start_s <= pause.end_s <= high for low, high in windows)
        if inside and (not free or pause.start_s >= free[-1].end_s):
            free.append(pause)
    return free


def free_windows(case: Case, shift: Shift) -> Iterator[tuple[int, int]]:
    """Yield the spans without driving, set-up, session or packing.

    Aboard, that is the waiting between arrival at a stop and setting up. Who joins at the
    village drives from one served stop to the next and waits there; they arrive at the
    first one just in time.
    """
    if shift.duty.joins is Joins.DEPOT:
        for session in case.held(shift.round):
            if session.stop.arrive_s < session.ready_s:
                yield session.stop.arrive_s, session.ready_s
        return
    for here, there in pairwise(shift.sessions):
        ends = here.permanence.site, there.permanence.site
        if all(site in case.sites for site in ends):
            arrive_s = here.stop.depart_s + case.leg(*ends).seconds - TOLERANCE
            if arrive_s < there.ready_s:
                yield arrive_s, there.ready_s
