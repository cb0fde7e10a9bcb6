"""Writes a trip down once its times are known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from routing.planning.plans import Pause, Ride, RideStop, RideStopKind
from routing.planning.rides.calls import Call
from routing.planning.rides.question import DayQuestion
from routing.planning.rides.shifts import DriverShift

Load = tuple[int, int, int, int]
"""Seats, wheelchair places, places in the boot, child seats."""


def written(
    question: DayQuestion,
    calls: Sequence[Call],
    shift: DriverShift,
    starts: Sequence[int],
    pauses: Mapping[int, Pause],
) -> Ride:
    """Return the trip, without an id; a car with nobody in it leaves as late as it can.

    Parameters
    ----------
    starts
        Second of the day at which getting in or out begins, one a call.
    pauses
        By the number of the call before which they are taken; after the last, their count.
    """
    places = [shift.place, *(call.place for call in calls), shift.place]
    driving = [question.travel.seconds(a, b) for a, b in pairwise(places)]
    metres = [question.travel.metres(a, b) for a, b in pairwise(places)]
    loads = _loads(calls)
    leaves = _departures(calls, starts, pauses, driving, loads)
    stops = [
        RideStop(
            kind=call.kind,
            request=call.visit.request.id,
            leg=call.leg,
            place=call.place,
            arrive_s=leaves[number] + driving[number],
            start_s=starts[number],
            depart_s=leaves[number + 1],
            load=loads[number],
            distance_m=metres[number],
            travel_s=driving[number],
        )
        for number, call in enumerate(calls)
    ]
    return Ride(
        id="",
        date=question.date,
        driver=shift.driver.id,
        depart_s=leaves[0],
        return_s=leaves[-1] + driving[-1],
        distance_m=sum(metres),
        driving_s=sum(driving),
        stops=tuple(stops),
        pauses=tuple(pauses.values()),
    )


def _departures(
    calls: Sequence[Call],
    starts: Sequence[int],
    pauses: Mapping[int, Pause],
    driving: Sequence[int],
    loads: Sequence[Load],
) -> list[int]:
    """Return when the driver leaves home, and then each stop."""
    due = [pauses[k].start_s if k in pauses else start for k, start in enumerate(starts)]
    leaves = [due[0] - driving[0]]
    for number, call in enumerate(calls):
        leave, onward = starts[number] + call.service_s, number + 1
        if onward == len(calls):
            leave = pauses[onward].end_s if onward in pauses else leave
        elif not any(loads[number]):
            leave = max(leave, due[onward] - driving[onward])
        leaves.append(leave)
    return leaves


def _loads(calls: Sequence[Call]) -> list[Load]:
    """Return what is aboard after each stop."""
    aboard, found = (0, 0, 0, 0), []
    for call in calls:
        sign = 1 if call.kind is RideStopKind.PICKUP else -1
        seats, chairs, boot, children = call.visit.request.party.load
        aboard = (
            aboard[0] + sign * seats,
            aboard[1] + sign * chairs,
            aboard[2] + sign * boot,
            aboard[3] + sign * children,
        )
        found.append(aboard)
    return found
