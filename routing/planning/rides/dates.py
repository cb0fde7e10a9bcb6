"""Plans several dates, on both cores."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date

from routing.planning.rides.day import DayAnswer, effort, plan_day
from routing.planning.rides.question import DayQuestion
from routing.vrp.stop import Cancelled, FirstOf

LARGE = 40
"""Legs from which a date has both threads of the core to itself."""
SMALL = 10
"""Legs up to which a date is proven optimal; with more, listing all routes rarely ends in time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Effort:
    """From which seed, and until when at most; how long is a matter of each date's legs."""

    seed: int
    cancelled: Callable[[], bool] = lambda: False


def plan_days(
    questions: Sequence[DayQuestion], effort_: Effort, told: Callable[[float], None]
) -> list[DayAnswer]:
    """Plan dates that do not depend on each other, small ones two at a time."""
    halted = Cancelled(effort_.cancelled)

    def answer(question: DayQuestion, threads: int) -> DayAnswer:
        stop = FirstOf(effort(question), halted)
        exact = len(question.instance.shipments) <= SMALL
        return plan_day(question, stop, effort_.seed, threads=threads, exact=exact)

    large = [q for q in questions if len(q.instance.shipments) >= LARGE]
    small = [q for q in questions if len(q.instance.shipments) < LARGE]
    answers: dict[date, DayAnswer] = {}
    total = sum(len(q.instance.shipments) for q in questions) or 1
    done = 0
    with ThreadPoolExecutor(2) as pool:
        for question, made in zip(small, pool.map(lambda q: answer(q, 1), small), strict=True):
            answers[question.date] = made
            done += len(question.instance.shipments)
            told(done / total)
    for question in large:
        answers[question.date] = answer(question, 2)
        done += len(question.instance.shipments)
        told(done / total)
    return [answers[question.date] for question in questions]
