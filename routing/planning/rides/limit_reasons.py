"""Which limit of a driver's would be passed by serving somebody more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from routing.planning.plans import Ride
from routing.planning.rides.day import plan_day
from routing.planning.rides.question import DayQuestion
from routing.planning.rides.shifts import DriverShift
from routing.planning.rides.visits import Visit
from routing.planning.wording import minutes
from routing.sentence import Sentence, say
from routing.vrp.stop import MaxIterations

ITERATIONS = 200


def limits_passed(
    question: DayQuestion,
    visit: Visit,
    shifts: Sequence[DriverShift],
    today: Sequence[Ride],
    elsewhere: Sequence[Ride],
) -> tuple[str, Sentence] | None:
    """Return the code and sentence of a limit that the trip alone passes, by what is driven else.

    ``shifts``: those of one driver that have room for the trip, or in which its two ways have.
    ``None`` where none is passed, or where the driver has others on that date, with whom the way
    may be shared.
    """
    driver = shifts[0].driver
    if any(ride.driver == driver.id for ride in today):
        return None
    free = tuple(replace(shift, max_m=None, max_s=None) for shift in shifts)
    asked = replace(question, visits=(visit,), shifts=free)
    alone = plan_day(asked, MaxIterations(ITERATIONS), threads=1).rides
    if not alone:
        return None
    month = [
        ride
        for ride in elsewhere
        if ride.driver == driver.id
        and (ride.date.year, ride.date.month) == (visit.date.year, visit.date.month)
    ]
    km, km_month = _metres(alone), _metres(month)
    spent, spent_month = _seconds(alone), _seconds(month)
    if driver.max_m_per_day is not None and km > driver.max_m_per_day:
        most = _km(driver.max_m_per_day)
        return "KM_DAY", say("ce trajet fait {km}, au plus {most} par jour", km=_km(km), most=most)
    if driver.max_m_per_month is not None and km + km_month > driver.max_m_per_month:
        none = say("aucun prévu encore")
        return "KM_MONTH", say(
            "ce trajet fait {km}, au plus {most} par mois, {taken}",
            km=_km(km),
            most=_km(driver.max_m_per_month),
            taken=say("dont {km} déjà prévus", km=_km(km_month)) if km_month else none,
        )
    if driver.max_s_per_day is not None and spent > driver.max_s_per_day:
        return "HOURS_DAY", say(
            "ce trajet dure {length}, au plus {most} par jour",
            length=minutes(spent),
            most=minutes(driver.max_s_per_day),
        )
    if driver.max_s_per_month is not None and spent + spent_month > driver.max_s_per_month:
        return "HOURS_MONTH", say(
            "ce trajet dure {length}, au plus {most} par mois, dont {taken} déjà prévues",
            length=minutes(spent),
            most=minutes(driver.max_s_per_month),
            taken=minutes(spent_month),
        )
    return None


def _metres(rides: Sequence[Ride]) -> int:
    return sum(ride.distance_m for ride in rides)


def _seconds(rides: Sequence[Ride]) -> int:
    return sum(ride.return_s - ride.depart_s for ride in rides)


def _km(metres: int) -> str:
    return f"{round(metres / 1000)}\N{NO-BREAK SPACE}km"
