"""Vehicles arrive when the matrix says so."""

from __future__ import annotations

from collections.abc import Iterator

from routing.vrp.check.case import Case
from routing.vrp.check.violation import Violation


def legs(case: Case) -> Iterator[Violation]:
    """Each arrival is the last departure plus the way, which there must be.

    A break is taken on arrival, so none lies between. Without a start the route begins, and
    without an end it ends, at a stop.
    """
    for run in case.runs:
        stops = [halt.stop for halt in run.halts]
        left = [run.route.depart_s, *(stop.depart_s for stop in stops)]
        come = [*(stop.arrive_s for stop in stops), run.route.return_s]
        for index, (origin, destination) in enumerate(run.legs):
            where = run.at(index) if index < len(stops) else f"{run.where}, return"
            open_end = (index == 0 and run.vehicle.start is None) or (
                index == len(stops) and run.vehicle.end is None
            )
            if not open_end and not run.matrix.reachable(origin, destination):
                message = f"No way leads from row {origin} to row {destination}."
                yield Violation("UNREACHABLE", where, message)
                continue
            seconds = 0 if open_end else int(run.matrix.durations_s[origin, destination])
            if come[index] - left[index] != seconds:
                message = (
                    f"Left at {left[index]} s, there at {come[index]} s: the way from row "
                    f"{origin} to row {destination} takes {seconds} s."
                )
                yield Violation("WRONG_ARRIVAL", where, message)
