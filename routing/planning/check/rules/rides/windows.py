"""People are at the door in time, and fetched in time."""

from __future__ import annotations

from collections.abc import Iterator

from routing.planning.check.case import Case
from routing.planning.check.ride_windows import awaited
from routing.planning.check.rides import Carriage
from routing.planning.check.violation import Violation
from routing.planning.check.wording import clock
from routing.planning.plans import Leg
from routing.sentence import Sentence, say


def windows(case: Case) -> Iterator[Violation]:
    """Nobody gets out there, or in for the way back, before or after they may.

    See :mod:`routing.planning.check.ride_windows`. The door at home binds nobody.
    """
    for carriage in case.rides.carriages:
        waits = awaited(case, carriage.request, carriage.ride.date)
        if waits is None:
            continue
        if carriage.leg is Leg.OUTBOUND:
            start_s, window = carriage.dropoff.start_s, waits.arrive
            yield from _compare(carriage, "ARRIVES", say("est à destination"), start_s, window)
        else:
            start_s = carriage.pickup.start_s
            wanted = waits.collect(carriage.request, _arrived(case, carriage))
            if wanted is not None:
                yield from _compare(carriage, "FETCHED", say("repart"), start_s, wanted)


def _arrived(case: Case, back: Carriage) -> int | None:
    """Return when somebody was at the door on the date on which they are brought back."""
    there = case.rides.carriages_by_request.get((back.request.id, Leg.OUTBOUND), ())
    times = [one.dropoff.start_s for one in there if one.ride.date == back.ride.date]
    return min(times, default=None)


def _compare(
    carriage: Carriage, code: str, verb: Sentence, start_s: int, window: tuple[int, int]
) -> Iterator[Violation]:
    earliest_s, latest_s = window
    name, request = carriage.ride.id, carriage.request.id
    said = say(
        "Transport {name} : la demande {request} {verb} à {start}, ",
        name=name,
        request=request,
        verb=verb,
        start=clock(start_s),
    )
    if start_s < earliest_s:
        yield Violation(
            f"{code}_EARLY",
            name,
            say("{said}au plus tôt à {earliest}.", said=said, earliest=clock(earliest_s)),
        )
    if start_s > latest_s:
        yield Violation(
            f"{code}_LATE",
            name,
            say("{said}au plus tard à {latest}.", said=said, latest=clock(latest_s)),
        )
