"""Pauses are truly free."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from routing.planning.check.case import Case
from routing.planning.check.violation import Violation
from routing.planning.check.wording import clock
from routing.planning.plans import Pause, Round
from routing.sentence import Sentence, say


def pauses(case: Case) -> Iterator[Violation]:
    """Require pauses between an arrival and the setting up that follows; none overlap."""
    for round_ in case.plan.rounds:
        windows = [(s.stop.arrive_s, s.ready_s) for s in case.held(round_)]
        for pause in round_.pauses:
            free = any(low <= pause.start_s <= pause.end_s <= high for low, high in windows)
            if not free or pause.start_s == pause.end_s:
                yield _violation("PAUSE_NOT_FREE", round_, pause, say("n’est pas du temps libre"))
        ordered = sorted(round_.pauses, key=lambda pause: pause.start_s)
        for before, after in pairwise(ordered):
            if after.start_s < before.end_s:
                yield _violation("PAUSE_OVERLAP", round_, after, say("en chevauche une autre"))


def _violation(code: str, round_: Round, pause: Pause, fault: Sentence) -> Violation:
    spoken = say("de {start} à {end}", start=clock(pause.start_s), end=clock(pause.end_s))
    message = say(
        "Tournée {round} : la pause {spoken} {fault}.", round=round_.id, spoken=spoken, fault=fault
    )
    return Violation(code, round_.id, message)
