"""Volunteers wait no longer than they want to."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from routing.planning.check.case import Case, Leg
from routing.planning.check.rides import Call, Outing, loads_of
from routing.planning.check.violation import Violation
from routing.planning.check.wording import span
from routing.planning.plans import Ride
from routing.sentence import say


def waits(case: Case) -> Iterator[Violation]:
    """With nobody aboard, no waiting beyond ``max_wait_s`` where there is time to go home.

    Time enough means: to drive home and from there to the next stop, pauses apart, within the
    kilometres that the driver offers for the day and the month.
    """
    for outing in case.rides.outings:
        most_s, calls = outing.driver.max_wait_s, case.rides.calls(outing.ride)
        if most_s is None or len(calls) != len(outing.ride.stops):
            continue
        for (before, after), load in zip(pairwise(calls), loads_of(calls), strict=False):
            if not any(load):
                yield from _wait(case, outing, before, after, most_s)


def _wait(
    case: Case, outing: Outing, before: Call, after: Call, most_s: int
) -> Iterator[Violation]:
    here, there = case.rides.place(before), case.rides.place(after)
    home = case.rides.places.base(outing.driver)
    if here is None or there is None or home is None:
        return
    direct = case.leg(here.road_name, there.road_name)
    back = case.leg(here.road_name, home.road_name), case.leg(home.road_name, there.road_name)
    free_s = before.stop.start_s + before.service_s, after.stop.start_s
    waited_s = free_s[1] - free_s[0] - direct.seconds - _rest_s(outing.ride, free_s)
    detour_s = sum(leg.seconds for leg in back) - direct.seconds
    if waited_s > most_s and waited_s >= detour_s and _affords(case, outing, direct, back):
        yield Violation(
            "DRIVER_WAITS",
            outing.ride.id,
            say(
                "{driver} attend {waited} avant la demande {request} (transport {ride}, "
                "au plus {most}) et aurait le temps de rentrer.",
                driver=outing.driver.id,
                waited=span(waited_s),
                request=after.request.id,
                ride=outing.ride.id,
                most=span(most_s),
            ),
        )


def _rest_s(ride: Ride, free_s: tuple[int, int]) -> int:
    return sum(
        max(0, min(pause.end_s, free_s[1]) - max(pause.start_s, free_s[0])) for pause in ride.pauses
    )


def _affords(case: Case, outing: Outing, direct: Leg, back: tuple[Leg, Leg]) -> bool:
    """Whether ways lead home and back, and the driver's limits allow their kilometres."""
    driver, day = outing.driver, outing.ride.date
    if not all(leg.exists for leg in back):
        return False
    extra_m = sum(leg.metres for leg in back) - direct.metres
    rides = [other.ride for other in case.rides.outings_by_driver[driver.id]]
    month_m = sum(
        ride.distance_m
        for ride in rides
        if (ride.date.year, ride.date.month) == (day.year, day.month)
    )
    day_m = sum(ride.distance_m for ride in rides if ride.date == day)
    return all(
        most_m is None or driven_m + extra_m <= most_m
        for driven_m, most_m in (
            (day_m, driver.max_m_per_day),
            (month_m, driver.max_m_per_month),
        )
    )
