"""Set-up and service fit into the time at a stop."""

from __future__ import annotations

from collections.abc import Iterator

from routing.vrp.check.case import Case
from routing.vrp.check.violation import Violation


def stop_times(case: Case) -> Iterator[Violation]:
    """From arrival to start there is time to set up, from start to departure to serve."""
    for run in case.runs:
        for index, halt in enumerate(run.halts):
            stop = halt.stop
            if stop.start_s - stop.arrive_s < halt.setup_s:
                message = (
                    f"Arrived at {stop.arrive_s} s, started at {stop.start_s} s: setting up "
                    f"takes {halt.setup_s} s."
                )
                yield Violation("SETUP_CUT", run.at(index), message)
            if stop.depart_s - stop.start_s < halt.asked.service_s:
                message = (
                    f"Started at {stop.start_s} s, left at {stop.depart_s} s: service takes "
                    f"{halt.asked.service_s} s."
                )
                yield Violation("SERVICE_CUT", run.at(index), message)
