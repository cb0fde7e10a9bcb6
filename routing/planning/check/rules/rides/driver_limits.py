"""Volunteers give no more of a day or a month than they offer."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from itertools import groupby

from routing.planning.check.case import Case
from routing.planning.check.rides import Outing
from routing.planning.check.violation import Violation
from routing.planning.check.wording import day, metres, month, span
from routing.planning.drivers import Driver
from routing.sentence import Sentence, say


def driver_limits(case: Case) -> Iterator[Violation]:
    """Hours out and kilometres of a date, and of a calendar month, stay within a driver's limits.

    Hours count from leaving home to being back: those at home between two rides do not.
    """
    for outings in case.rides.outings_by_driver.values():
        driver = outings[0].driver
        for today, rides in groupby(outings, key=lambda outing: outing.ride.date):
            limits = driver.max_s_per_day, driver.max_m_per_day
            yield from _within(driver, "DAY", say("le {day}", day=day(today)), list(rides), limits)
        for first, rides in groupby(outings, key=_month):
            limits = driver.max_s_per_month, driver.max_m_per_month
            yield from _within(
                driver, "MONTH", say("en {month}", month=month(first)), list(rides), limits
            )


def _month(outing: Outing) -> date:
    return outing.ride.date.replace(day=1)


def _within(
    driver: Driver,
    period: str,
    spoken: Sentence,
    outings: Sequence[Outing],
    limits: tuple[int | None, int | None],
) -> Iterator[Violation]:
    out_s = sum(outing.out_s for outing in outings)
    driven_m = sum(outing.ride.distance_m for outing in outings)
    yield from _limit(driver, f"DRIVER_{period}_TOO_LONG", spoken, (out_s, limits[0]), span)
    yield from _limit(driver, f"DRIVER_{period}_TOO_FAR", spoken, (driven_m, limits[1]), metres)


def _limit(
    driver: Driver,
    code: str,
    spoken: Sentence,
    amounts: tuple[int, int | None],
    words: Callable[[int], str],
) -> Iterator[Violation]:
    total, most = amounts
    if most is not None and total > most:
        message = say(
            "{driver} donne {total} {spoken} (au plus {most}).",
            driver=driver.id,
            total=words(total),
            spoken=spoken,
            most=words(most),
        )
        yield Violation(code, driver.id, message)
