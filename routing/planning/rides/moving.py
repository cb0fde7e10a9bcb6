"""Whom their date leaves out is tried once more: there, and on every other date they accept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from routing.planning.rides.dates import Effort
from routing.planning.rides.day import DayAnswer, plan_empty
from routing.planning.rides.ground import Ground
from routing.planning.rides.insertion import inserted
from routing.planning.rides.question import request_of, weight_of
from routing.planning.rides.visits import Visit


@dataclass(slots=True, kw_only=True)
class Moving:
    """Dates as they are planned, and the visit that each request is down for; both change."""

    ground: Ground
    effort: Effort
    answers: dict[date, DayAnswer]
    where: dict[str, Visit]

    def run(self, could: Mapping[str, Sequence[Visit]]) -> None:
        """Try everybody who is left out, those who count most first."""
        left = {name for answer in self.answers.values() for name in answer.unserved}
        for name in sorted(left, key=lambda n: (-weight_of(self.where[n].request), n)):
            if self.effort.cancelled():
                return
            mine = self.where[name].date
            for visit in sorted(could[name], key=lambda v: (v.date != mine, v.date)):
                if self._fits(visit):
                    break

    def _fits(self, visit: Visit) -> bool:
        """Plan a date with one visit more, and keep that if nobody gives way."""
        name, day = visit.request.id, visit.date
        before = self.answers.get(day) or plan_empty(self.ground.question(day, ()))
        if name in before.served:
            return True
        others = [v for v in before.question.visits if v.request.id != name]
        question = self.ground.asked_again(visit, others, before.question.shifts)
        if question is None:
            return False
        after = inserted(before, question, self.effort.seed, self.effort.cancelled)
        if after is None:
            return False
        old = self.where[name].date
        self.where[name], self.answers[day] = visit, after
        if old != day:
            self.answers[old] = self._without(self.answers[old], name)
        return True

    def _without(self, answer: DayAnswer, name: str) -> DayAnswer:
        """Return the answer of a date from whose question an unserved visit is taken away."""
        stay = [visit for visit in answer.question.visits if visit.request.id != name]
        question = self.ground.question(answer.question.date, stay, answer.question.shifts)
        unassigned = tuple(
            left for left in answer.solution.unassigned if request_of(left.task) != name
        )
        return replace(
            answer, question=question, solution=replace(answer.solution, unassigned=unassigned)
        )
