"""The recipe of rides: who may be carried when, each date's trips, fair shares, and reasons."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date

from routing.planning.dates import Horizon
from routing.planning.plans import Ride, Round, UnservedRide
from routing.planning.programme import Programme
from routing.planning.rides.cars import shared_out
from routing.planning.rides.choice import chosen
from routing.planning.rides.dates import Effort, plan_days
from routing.planning.rides.day import DayAnswer
from routing.planning.rides.explain import reasons_of
from routing.planning.rides.ground import Ground, Refusal
from routing.planning.rides.insertion import replanned
from routing.planning.rides.limits import kept
from routing.planning.rides.moving import Moving
from routing.planning.rides.overlaps import one_at_a_time
from routing.planning.rides.published import Published, drivers_of
from routing.planning.rides.remedies import Remedies
from routing.planning.rides.sharing import shared
from routing.planning.rides.visits import Visit, sessions_held
from routing.planning.territory import Territory
from routing.planning.travel import Travel


@dataclass(frozen=True, slots=True, kw_only=True)
class RidesAnswer:
    """All trips of a plan in order, and the requests that none of them serves, with reasons."""

    rides: tuple[Ride, ...] = ()
    unserved: tuple[UnservedRide, ...] = ()


def plan_rides(
    programme: Programme,
    territory: Territory,
    travel: Travel,
    horizon: Horizon,
    rounds: Sequence[Round],
    published: Published,
    effort: Effort,
    told: Callable[[float], None],
) -> RidesAnswer:
    """Plan the rides to the sessions that ``rounds`` hold, to appointments and to events.

    What was ``published`` stays where it is about as good.
    """
    if not programme.requests:
        return RidesAnswer()
    ground = Ground.of(programme, territory, travel, horizon, sessions_held(rounds))
    calendar = ground.calendar()
    picked = chosen(calendar.visits, programme, effort.seed, published.dates())
    where, twice = one_at_a_time(picked, calendar.visits, travel)
    refusals = calendar.refusals | {
        name: Refusal(reasons=(reason,), other_date=True) for name, reason in twice.items()
    }
    answers = _planned(ground, where.values(), published, effort, told)
    Moving(ground=ground, effort=effort, answers=answers, where=where).run(calendar.visits)
    answers = _within_limits(programme, answers, published, effort)
    remedies = Remedies(ground=ground, answers=answers, effort=effort)
    unserved = [*_refused(remedies, refusals), *_left_out(remedies, where)]
    return RidesAnswer(
        rides=_numbered(ride for answer in answers.values() for ride in answer.rides),
        unserved=tuple(sorted(unserved, key=lambda left: left.request)),
    )


def _planned(
    ground: Ground,
    visits: Iterable[Visit],
    published: Published,
    effort: Effort,
    told: Callable[[float], None],
) -> dict[date, DayAnswer]:
    """Plan every date on which somebody is to be carried, unless nothing has changed there."""
    on: dict[date, list[Visit]] = defaultdict(list)
    for visit in visits:
        on[visit.date].append(visit)
    questions = [ground.question(day, on[day]) for day in sorted(on)]
    known = {question.date: published.on(question) for question in questions}
    same = {day: known[day].unchanged() for day in known}
    answers = {day: answer for day, answer in same.items() if answer is not None}
    changed = [question for question in questions if question.date not in answers]
    for answer in plan_days(changed, effort, told):
        mine = shared_out(answer, ground.programme, effort.seed, effort.cancelled)
        day = known[mine.question.date]
        if mine.question is not day.question:  # a shared car has changed hands
            day = published.on(mine.question)
        answers[mine.question.date] = day.kept(mine, effort.seed, effort.cancelled)
    return {day: answers[day] for day in sorted(answers)}


def _within_limits(
    programme: Programme, answers: Mapping[date, DayAnswer], published: Published, effort: Effort
) -> dict[date, DayAnswer]:
    """Hand the trips out; where limits forbid it, plan the dates again one after the other."""
    in_order = [answers[day] for day in sorted(answers)]
    told = drivers_of(published.rides)
    handed_out = shared(in_order, programme.drivers, told, effort.seed)
    if handed_out is None:
        in_order = kept(
            in_order, lambda answer, asked: replanned(answer, asked, effort.seed, effort.cancelled)
        )
        handed_out = shared(in_order, programme.drivers, told, effort.seed)
    return {answer.question.date: answer for answer in handed_out or in_order}


def _numbered(rides: Iterable[Ride]) -> tuple[Ride, ...]:
    """Put all trips in order, with ids that say date, driver and number of the trip."""
    counts: dict[tuple[date, str], int] = defaultdict(int)
    named = []
    for ride in sorted(rides, key=lambda ride: (ride.date, ride.driver, ride.depart_s)):
        counts[ride.date, ride.driver] += 1
        number = counts[ride.date, ride.driver]
        named.append(replace(ride, id=f"{ride.date:%Y-%m-%d}-{ride.driver}-{number}"))
    return tuple(named)


def _refused(remedies: Remedies, refusals: Mapping[str, Refusal]) -> Iterator[UnservedRide]:
    """Yield the requests that are on no date's list, with a date that would do if there is one."""
    for request in remedies.ground.programme.requests:
        refusal = refusals.get(request.id)
        if refusal is not None:
            dates = remedies.dates(request) if refusal.other_date else ()
            changes = (*refusal.changes, *dates)
            yield UnservedRide(request=request.id, reasons=refusal.reasons, changes=changes)


def _left_out(remedies: Remedies, where: Mapping[str, Visit]) -> list[UnservedRide]:
    """Say why each visit left out is, and what would help; two at a time, on both cores."""

    def explained(answer: DayAnswer, name: str) -> UnservedRide:
        elsewhere = remedies.elsewhere(answer.question.date)
        reasons = reasons_of(remedies.ground.programme, answer, where[name], elsewhere)
        return UnservedRide(request=name, reasons=reasons, changes=remedies.of(where[name]))

    left = [(a, name) for a in remedies.answers.values() for name in sorted(a.unserved)]
    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(lambda pair: explained(*pair), left))
