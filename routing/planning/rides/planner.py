"""The recipe of rides: who may be carried when, each date's trips, fair shares, and reasons."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from routing.planning.dates import Horizon
from routing.planning.plans import Ride, Round, UnservedRide
from routing.planning.programme import Programme
from routing.planning.rides.choice import chosen
from routing.planning.rides.dates import Effort, plan_days
from routing.planning.rides.day import DayAnswer
from routing.planning.rides.explain import reasons_of
from routing.planning.rides.ground import Ground
from routing.planning.rides.limits import kept
from routing.planning.rides.sharing import shared
from routing.planning.rides.shifts import UNLIMITED
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
    effort: Effort,
    told: Callable[[float], None],
) -> RidesAnswer:
    """Plan the rides to the sessions that ``rounds`` hold, to appointments and to events."""
    if not programme.requests:
        return RidesAnswer()
    ground = Ground.of(programme, territory, travel, horizon, sessions_held(rounds))
    calendar = ground.calendar()
    where = chosen(calendar.visits, programme, effort.seed)
    answers = _planned(ground, where.values(), effort, told)
    answers, where = _moved(ground, calendar.visits, where, answers, effort)
    answers, rides = _within_limits(programme, answers, effort)
    refused = [
        UnservedRide(request=name, reasons=refusal.reasons, changes=refusal.changes)
        for name, refusal in calendar.refusals.items()
    ]
    return RidesAnswer(
        rides=_numbered(rides),
        unserved=tuple(
            sorted(
                (*refused, *_explained(programme, answers, where)), key=lambda left: left.request
            )
        ),
    )


def _planned(
    ground: Ground, visits: Iterable[Visit], effort: Effort, told: Callable[[float], None]
) -> dict[date, DayAnswer]:
    """Plan every date on which somebody is to be carried."""
    on: dict[date, list[Visit]] = defaultdict(list)
    for visit in visits:
        on[visit.date].append(visit)
    questions = [ground.question(day, on[day], UNLIMITED) for day in sorted(on)]
    answers = plan_days(questions, effort, told)
    return {answer.question.date: answer for answer in answers}


def _moved(
    ground: Ground,
    could: Mapping[str, Sequence[Visit]],
    where: dict[str, Visit],
    answers: dict[date, DayAnswer],
    effort: Effort,
) -> tuple[dict[date, DayAnswer], dict[str, Visit]]:
    """Try those whom their date does not serve on the other dates they accept, one by one."""
    for name in [name for answer in answers.values() for name in sorted(answer.unserved)]:
        for visit in could[name]:
            if effort.cancelled():
                return answers, where
            if visit.date == where[name].date:
                continue
            before = answers.get(visit.date)
            there = before.question.visits if before else ()
            tried = _planned(ground, (*there, visit), effort, _silent)[visit.date]
            if tried.unserved <= (before.unserved if before else frozenset()):
                left = answers[where[name].date].question.visits
                stay = [other for other in left if other.request.id != name]
                answers[where[name].date] = _without(ground, answers[where[name].date], stay)
                answers[visit.date], where[name] = tried, visit
                break
    return answers, where


def _without(ground: Ground, answer: DayAnswer, stay: Sequence[Visit]) -> DayAnswer:
    """Return the answer of a date from whose question an unserved visit is taken away."""
    question = ground.question(answer.question.date, stay, UNLIMITED)
    kept = {visit.request.id for visit in stay}
    unassigned = tuple(
        left for left in answer.solution.unassigned if left.task.rsplit(":", 1)[0] in kept
    )
    return replace(
        answer, question=question, solution=replace(answer.solution, unassigned=unassigned)
    )


def _within_limits(
    programme: Programme, answers: dict[date, DayAnswer], effort: Effort
) -> tuple[dict[date, DayAnswer], Sequence[Ride]]:
    """Hand the trips out; where limits forbid it, plan the dates again one after the other."""
    in_order = [answers[day] for day in sorted(answers)]
    rides = shared(in_order, programme.drivers, effort.seed)
    if rides is None:
        in_order = kept(in_order, lambda question: plan_days([question], effort, _silent)[0])
        rides = shared(in_order, programme.drivers, effort.seed)
    if rides is None:
        rides = [ride for answer in in_order for ride in answer.rides]
    return {answer.question.date: answer for answer in in_order}, rides


def _numbered(rides: Iterable[Ride]) -> tuple[Ride, ...]:
    """Put all trips in order, with ids that say date, driver and number of the trip."""
    counts: dict[tuple[date, str], int] = defaultdict(int)
    named = []
    for ride in sorted(rides, key=lambda ride: (ride.date, ride.driver, ride.depart_s)):
        counts[ride.date, ride.driver] += 1
        number = counts[ride.date, ride.driver]
        named.append(replace(ride, id=f"{ride.date:%Y-%m-%d}-{ride.driver}-{number}"))
    return tuple(named)


def _explained(
    programme: Programme, answers: Mapping[date, DayAnswer], where: Mapping[str, Visit]
) -> Iterable[UnservedRide]:
    for answer in answers.values():
        for name in answer.unserved:
            yield UnservedRide(request=name, reasons=reasons_of(programme, answer, where[name]))


def _silent(share: float) -> None:
    """Tell nobody."""
