"""Volunteers drive when they are free."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from routing.planning.check.case import Case
from routing.planning.check.rides import Outing
from routing.planning.check.violation import Violation
from routing.planning.check.wording import clock, day
from routing.planning.drivers import Driver
from routing.sentence import Sentence, conjoined, say


def driver_hours(case: Case) -> Iterator[Violation]:
    """No ride on a date of absence, and none that is out of the driver's hours, even in part.

    Hours that follow on each other without a gap count as one.
    """
    for outing in case.rides.outings:
        driver, ride = outing.driver, outing.ride
        spoken = say(
            "{driver} n’est pas libre pour le transport {ride} du {date}",
            driver=driver.id,
            ride=ride.id,
            date=day(ride.date),
        )
        if any(ride.date in absence for absence in driver.absences):
            yield Violation("DRIVER_ABSENT", ride.id, say("{spoken} : absence.", spoken=spoken))
        elif not _covered(outing):
            hours = _spoken(_hours(driver, ride.date))
            yield Violation(
                "DRIVER_NOT_FREE",
                ride.id,
                say(
                    "{spoken} de {depart} à {back} (libre : {hours}).",
                    spoken=spoken,
                    depart=clock(ride.depart_s),
                    back=clock(ride.return_s),
                    hours=hours,
                ),
            )


def _hours(driver: Driver, value: date) -> list[tuple[int, int]]:
    weekly = [(h.start_s, h.end_s) for h in driver.hours if h.weekday == value.weekday()]
    return sorted(weekly + [(h.start_s, h.end_s) for h in driver.extra_hours if h.date == value])


def _spoken(hours: Sequence[tuple[int, int]]) -> Sentence:
    if not hours:
        return say("jamais")
    return conjoined(
        say("{start}–{end}", start=clock(start_s), end=clock(end_s)) for start_s, end_s in hours
    )


def _covered(outing: Outing) -> bool:
    until_s = outing.ride.depart_s
    for start_s, end_s in _hours(outing.driver, outing.ride.date):
        if start_s <= until_s <= end_s:
            until_s = end_s
    return outing.ride.return_s <= until_s
