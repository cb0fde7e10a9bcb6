"""The smallest changes that would let somebody be served, each found by planning their date again.

What is claimed is planned: with the change the person is carried, everybody else still is, and
nobody drives more than they allow. With half of the change the search finds nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from routing.planning.plans import Leg, Ride, RideChange
from routing.planning.ride_requests import RideRequest, ToPermanence
from routing.planning.rides.changes import (
    SAID,
    Kind,
    car_needed,
    changed,
    helper,
    part_of,
)
from routing.planning.rides.dates import Effort
from routing.planning.rides.day import DayAnswer, plan_empty
from routing.planning.rides.ground import Ground
from routing.planning.rides.insertion import inserted
from routing.planning.rides.limits import within
from routing.planning.rides.places import pickup_key
from routing.planning.rides.shifts import DriverShift, extra_shift
from routing.planning.rides.visits import Visit
from routing.planning.wording import day as said_day
from routing.planning.wording import minutes
from routing.sentence import Sentence, say

STEP_S = 5 * 60
MOST_S = 60 * 60
"""Largest change of a time that is tried."""
SHIFTS_S = (MOST_S, 20 * 60)
"""Shifts of an appointment that are tried: an hour may run into what a driver does next."""
MOST_DATES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Remedies:
    """Plans the dates of ``answers`` again with one thing changed."""

    ground: Ground
    answers: Mapping[date, DayAnswer]
    effort: Effort

    def of(self, visit: Visit) -> tuple[RideChange, ...]:
        """Return what would serve a visit that its date leaves out, the least asked for first."""
        dates = self.dates(visit.request, visit.date)
        return (*self._times(visit), *self._wait(visit), *self._driver(visit), *dates)

    def dates(self, request: RideRequest, day: date | None = None) -> Iterator[RideChange]:
        """Yield the session nearest to ``day`` that would do, none of those asked for."""
        wanted = request.destination
        if not isinstance(wanted, ToPermanence) or not (wanted.dates or wanted.only_next):
            return
        others = {s.date for s in self.ground.held if s.permanence == wanted.permanence}
        others -= set(wanted.dates) | {day}
        near = day or min(wanted.dates, default=self.ground.horizon.first)
        for other in sorted(others, key=lambda found: (abs(found - near), found))[:MOST_DATES]:
            if self._serves(changed(request, Kind.DATE, 0, other), other):
                message = say("à la séance du {day}", day=said_day(other))
                yield _said(Kind.DATE, 0, message, other)
                return

    def _times(self, visit: Visit) -> Iterator[RideChange]:
        request, day = visit.request, visit.date
        question = self.answers[day].question
        board_s = max(question.max_ride_s(visit, leg) for leg in Leg)

        def moved(kind: Kind, base: int = 0) -> Callable[[int], bool]:
            return self._tried(request, day, kind, base)

        later = _least(moved(Kind.LATER), SHIFTS_S)
        if later is not None:
            yield _said(Kind.LATER, later, _later(request, later))
        sooner = _least(moved(Kind.SOONER), SHIFTS_S)
        if sooner is not None:
            yield _said(Kind.SOONER, sooner, _sooner(request, sooner))
        earlier = _least(moved(Kind.EARLIER))
        if earlier is not None:
            message = say("si la personne acceptait d’arriver {by} plus tôt", by=minutes(earlier))
            yield _said(Kind.EARLIER, earlier, message)
        longer = _least(moved(Kind.TIME_ON_BOARD, board_s))
        if longer is not None:
            message = say(
                "avec {most} à bord au plus, au lieu de {now}",
                most=minutes(board_s + longer),
                now=minutes(board_s),
            )
            yield _said(Kind.TIME_ON_BOARD, board_s + longer, message)

    def _wait(self, visit: Visit) -> Iterator[RideChange]:
        """Try a longer wait for the way back."""
        if visit.collect_s is None:
            return
        wait_s = visit.collect_s[1] - visit.collect_s[0]
        longer = _least(self._tried(visit.request, visit.date, Kind.WAIT, wait_s))
        if longer is not None:
            message = say(
                "si la personne acceptait d’attendre la voiture {most} au plus pour le retour, au "
                "lieu de {now}",
                most=minutes(wait_s + longer),
                now=minutes(wait_s),
            )
            yield _said(Kind.WAIT, wait_s + longer, message)

    def _tried(
        self, request: RideRequest, day: date, kind: Kind, base: int
    ) -> Callable[[int], bool]:
        """Return whether so much more than ``base`` would serve somebody."""
        return lambda amount: self._serves(changed(request, kind, base + amount), day)

    def _driver(self, visit: Visit) -> Iterator[RideChange]:
        """One more driver, from next door; or somebody else than those wished for."""
        if visit.request.wished_drivers:
            anybody = changed(visit.request, Kind.ANY_DRIVER, 0)
            if self._serves(anybody, visit.date):
                yield _said(Kind.ANY_DRIVER, 0, say("si un autre conducteur pouvait venir"))
            return
        part = part_of(self.ground.programme, visit.request)
        more = helper(visit.request, visit.date, part)
        shift = extra_shift(more, visit.date, pickup_key(visit.request))
        if self._planned(visit, (shift,)):
            message = say(
                "avec un conducteur de plus le {day}, {part}{needs}",
                day=said_day(visit.date),
                part=SAID[part],
                needs=car_needed(visit.request.party),
            )
            yield _said(Kind.DRIVER, 1, message, visit.date)

    def _serves(self, request: RideRequest | None, day: date) -> bool:
        if request is None:
            return False
        return any(
            self._planned(visit)
            for visit in self.ground.visits(request)
            if visit.date == day and not self.ground.verdict(visit).reasons
        )

    def _planned(self, visit: Visit, more: Sequence[DriverShift] = ()) -> bool:
        """Whether a date can be planned with a visit as it is given here."""
        before = self.answers.get(visit.date)
        if before is None:
            before = plan_empty(self.ground.question(visit.date, ()))
        name, served = visit.request.id, before.served
        others = [v for v in before.question.visits if v.request.id in served - {name}]
        asked = self.ground.asked_again(visit, others, (*before.question.shifts, *more))
        if asked is None:
            return False
        elsewhere = self.elsewhere(visit.date)
        for anyhow in (True, False):  # what is found first may drive too far; the best may not
            after = inserted(before, asked, self.effort.seed, self.effort.cancelled, anyhow=anyhow)
            if after is None:
                return False
            if within(self.ground.programme.drivers, after.rides, elsewhere):
                return True
        return False

    def elsewhere(self, day: date) -> list[Ride]:
        """Return the trips of all dates but one."""
        return [
            ride for other, answer in self.answers.items() if other != day for ride in answer.rides
        ]


def _later(request: RideRequest, by_s: int) -> Sentence:
    if request.back.from_s is not None:  # the way back has its own time, which moves as well
        return say("si le rendez-vous et le retour étaient {by} plus tard", by=minutes(by_s))
    return say("si le rendez-vous était {by} plus tard", by=minutes(by_s))


def _sooner(request: RideRequest, by_s: int) -> Sentence:
    if request.back.from_s is not None:
        return say("si le rendez-vous et le retour étaient {by} plus tôt", by=minutes(by_s))
    return say("si le rendez-vous était {by} plus tôt", by=minutes(by_s))


def _least(serves: Callable[[int], bool], tried_s: Sequence[int] = (MOST_S,)) -> int | None:
    """Return the least change in seconds that serves, half of which does not.

    It is looked for below the first of ``tried_s`` that serves.
    """
    most = next((amount for amount in tried_s if serves(amount)), None)
    if most is None:
        return None
    low, high = 0, most // STEP_S
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if serves(middle * STEP_S) else (middle, high)
    least = high * STEP_S
    while least > 60 and serves(least // 2):
        least //= 2
    return least


def _said(kind: Kind, amount: int, message: Sentence, on: date | None = None) -> RideChange:
    return RideChange(kind=kind.value, amount=amount, message=message, on=on)
