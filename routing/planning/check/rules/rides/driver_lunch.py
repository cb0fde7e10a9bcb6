"""Volunteers have their lunch."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from routing.planning.check.case import Case
from routing.planning.check.rides import Outing
from routing.planning.check.violation import Violation
from routing.planning.check.wording import clock, day, span
from routing.planning.dates import DAY_S
from routing.planning.drivers import Lunch
from routing.sentence import say


def driver_lunch(case: Case) -> Iterator[Violation]:
    """Who is out at the last moment at which lunch may begin has had time for it by then.

    It begins between both times of the driver's lunch: in a pause that is long enough, or at
    home, before leaving or between two rides. Who is at home at that last moment may begin then.
    """
    for name, outings in case.rides.outings_by_driver.items():
        lunch = outings[0].driver.lunch
        for date, rides in groupby(outings, key=lambda outing: outing.ride.date):
            today = list(rides)
            if lunch is not None and _out(today, lunch) and not _eats(today, lunch):
                yield Violation(
                    "DRIVER_LUNCH_MISSING",
                    name,
                    say(
                        "{name} est en route le {date} sans {length} de pause commencée entre "
                        "{earliest} et {latest}.",
                        name=name,
                        date=day(date),
                        length=span(lunch.length_s),
                        earliest=clock(lunch.from_s),
                        latest=clock(lunch.until_s),
                    ),
                )


def _out(outings: Sequence[Outing], lunch: Lunch) -> bool:
    return any(o.ride.depart_s <= lunch.until_s < o.ride.return_s for o in outings)


def _eats(outings: Sequence[Outing], lunch: Lunch) -> bool:
    for start_s, end_s in _free(outings):
        begins_s = max(start_s, lunch.from_s)
        if begins_s <= lunch.until_s and begins_s + lunch.length_s <= end_s:
            return True
    return False


def _free(outings: Sequence[Outing]) -> Iterator[tuple[int, int]]:
    """Yield pauses, and the time at home before, between and after the rides of a date."""
    rides = [outing.ride for outing in outings]
    for ride in rides:
        yield from ((pause.start_s, pause.end_s) for pause in ride.pauses)
    away = [(0, 0), *((ride.depart_s, ride.return_s) for ride in rides), (DAY_S, DAY_S)]
    for before, after in pairwise(away):
        yield before[1], after[0]
