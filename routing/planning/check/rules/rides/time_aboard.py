"""Nobody sits in a car for too long."""

from __future__ import annotations

from collections.abc import Iterator

from routing.planning.check.case import Case
from routing.planning.check.rides import Carriage
from routing.planning.check.violation import Violation
from routing.planning.check.wording import span
from routing.planning.plans import Leg
from routing.sentence import say

_LEAST_SLACK_S = 15 * 60


def time_aboard(case: Case) -> Iterator[Violation]:
    """From being in to starting to get out, at most the time that a request allows.

    By default the larger of one and a half times the direct way and fifteen minutes more than it.
    """
    for carriage in case.rides.carriages:
        most_s = _most_s(case, carriage)
        if most_s is not None and carriage.aboard_s > most_s:
            yield Violation(
                "TOO_LONG_ABOARD",
                carriage.ride.id,
                say(
                    "Transport {ride} : la demande {request} reste {aboard} à bord, au plus "
                    "{most}.",
                    ride=carriage.ride.id,
                    request=carriage.request.id,
                    aboard=span(carriage.aboard_s),
                    most=span(most_s),
                ),
            )


def _most_s(case: Case, carriage: Carriage) -> int | None:
    request = carriage.request
    if request.max_ride_s is not None:
        return request.max_ride_s
    door, goal = case.rides.places.door(request), case.rides.places.destination(request)
    if goal is None:
        return None
    ends = [door.road_name, goal.road_name]
    direct = case.leg(*(ends if carriage.leg is Leg.OUTBOUND else reversed(ends)))
    return max(direct.seconds * 3 // 2, direct.seconds + _LEAST_SLACK_S) if direct.exists else None
