"""Why a due session is not held: first what each date lacks, then what would free one.

Reasons are facts. A missing person, unit or date is read off the programme
(:mod:`.date_reasons`); a conflict with other sessions is shown by solving again with one
thing more and seeing the session held (:mod:`.trial`). Where the search was stopped
before anything was shown, the reason says so.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from routing.planning.additions import additions
from routing.planning.date_reasons import date_reasons
from routing.planning.model.budget import Budget
from routing.planning.model.build import Built, Question
from routing.planning.model.frequency import WORTH
from routing.planning.model.search import Search
from routing.planning.plans import Reason, Unassigned
from routing.planning.trial import Present, helped, missing_alone
from routing.sentence import say

ITERATIONS = 150
"""Most iterations spent on finding reasons, beside those of the plan."""

_UNCLEAR = Reason(
    code="CAUSE_UNKNOWN",
    message=say(
        "aucune date ne convient avec les autres séances ; la recherche de ce qui manque s’est "
        "arrêtée avant la fin"
    ),
)
_COMPETITION = Reason(
    code="COMPETITION",
    message=say(
        "possible si elle était seule, mais pas avec les autres séances (personnes et unités "
        "prises, dates trop proches), et ni une personne ni une unité de plus n’y suffirait"
    ),
)
_NO_TEAM = Reason(
    code="NO_TEAM",
    message=say(
        "aucune équipe ne peut être réunie, même sans les autres séances : rôles, conduite, "
        "places à bord, heures et repos pris ensemble"
    ),
)


_TOO_FEW_DATES = Reason(
    code="TOO_FEW_DATES",
    message=say(
        "la période n’offre pas assez de dates pour toutes les séances de cette permanence, "
        "même sans les autres : jours ouverts, écarts et équipes pris ensemble"
    ),
)


def unassigned(
    question: Question, built: Built, search: Search, budget: Budget, *, open_cost: int
) -> tuple[Unassigned, ...]:
    """List every session that is due and not held, with its reasons.

    Parameters
    ----------
    budget
        What may be spent on finding out; a cancellation ends it.
    open_cost
        How much better, at most, another plan can be at holding sessions, as the first aim
        counts it; 0 where it is certain that no more can be held.
    """
    counts = {n: search.value(count) for n, (_, count) in enumerate(built.sessions.missing)}
    missing = [n for n, count in counts.items() if count]
    reasons = {n: date_reasons(question, question.due[n]) for n in missing}
    puzzling = [n for n in missing if not reasons[n]]
    if puzzling:
        present = Present.of(built, search)
        reasons |= _conflicts(question, present, puzzling, budget, open_cost)
    return tuple(
        Unassigned(
            kind="permanence",
            id=question.due[n].permanence.id,
            due=question.due[n].due,
            reasons=reasons[n],
        )
        for n in missing
        for _ in range(counts[n])
    )


def _conflicts(
    question: Question,
    present: Present,
    puzzling: Sequence[int],
    budget: Budget,
    open_cost: int,
) -> dict[int, tuple[Reason, ...]]:
    """Find what single addition would let each of these needs be held."""
    found: dict[int, list[Reason]] = defaultdict(list)
    complete = True
    trials = additions(question.programme, [question.due[n].permanence for n in puzzling])
    for index, addition in enumerate(trials):
        concerned = [n for n in puzzling if addition.concerns(question.due[n].permanence)]
        share = 1 / (len(trials) - index + 1)
        named, certain = helped(question, present, addition, concerned, budget, share)
        complete = complete and certain
        for n in named:
            found[n].append(Reason(code=addition.code, message=addition.message))
    undecided = [n for n in puzzling if _worth(question, n) <= open_cost]
    for n in puzzling:
        if n in undecided:
            found[n].insert(0, _stopped(question, present, undecided, open_cost))
        elif not found[n]:
            missing = present.missing[n]
            found[n].append(_alone(question, n, missing, budget) if complete else _UNCLEAR)
    return {n: tuple(found[n]) for n in puzzling}


def _worth(question: Question, need: int) -> int:
    """Return what holding one more session of a need is worth to the first aim."""
    return WORTH * question.due[need].permanence.priority


def _stopped(
    question: Question, present: Present, undecided: Sequence[int], open_cost: int
) -> Reason:
    """Say that the search was stopped, and how many sessions that leaves undecided."""
    sessions = sum(present.missing[n] for n in undecided)
    most = open_cost // min(_worth(question, n) for n in undecided)
    if most >= sessions:
        known = say(
            "la recherche s’est arrêtée avant d’avoir prouvé que la séance ne peut être tenue"
        )
    else:
        known = say(
            "au plus {most} des {sessions} séances dans ce cas pourraient encore être tenues, "
            "c’est prouvé ; la recherche s’est arrêtée avant de savoir lesquelles",
            most=most,
            sessions=sessions,
        )
    message = say("{known} : augmentez --iterations ou --time-limit", known=known)
    return Reason(code="SEARCH_STOPPED", message=message)


def _alone(question: Question, need: int, missing: int, budget: Budget) -> Reason:
    """Tell a session that others crowd out from one that cannot be held at all."""
    least = missing_alone(question, question.due[need], budget)
    if least is None:
        return _UNCLEAR
    if least < missing:
        return _COMPETITION
    return _NO_TEAM if least == question.due[need].count else _TOO_FEW_DATES
