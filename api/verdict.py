"""What the checker finds in a plan, in the language of who asks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict

from routing.language import Language, told
from routing.planning.check import Violation
from routing.planning.plans import Plan
from routing.planning.wording import Counted, counted
from routing.sentence import say

_SESSIONS: Counted = (say("0 séance"), say("1 séance"), say("{n} séances"))
_ROUNDS: Counted = (say("0 tournée"), say("1 tournée"), say("{n} tournées"))
_MISSING: Counted = (
    say("0 non planifiée"),
    say("1 non planifiée"),
    say("{n} non planifiées"),
)


def verdict(made: Plan, violations: Sequence[Violation], language: Language) -> str:
    """Return that a plan keeps to its programme, or each of its faults on a line."""
    if violations:
        faults = say("1 faute") if len(violations) == 1 else say("{n} fautes", n=len(violations))
        head = told(say("Plan non conforme : {faults}.", faults=faults), language)
        width = max(len(violation.code) for violation in violations)
        lines = [f"{each.code:<{width}}  {told(each.message, language)}" for each in violations]
        return "\n".join([head, *lines])
    passed = say(
        "Plan conforme : {sessions} en {rounds}, {missing}.",
        sessions=counted(sum(len(round_.stops) for round_ in made.rounds), _SESSIONS),
        rounds=counted(len(made.rounds), _ROUNDS),
        missing=counted(len(made.unassigned), _MISSING),
    )
    return told(passed, language)


def listed(violations: Iterable[Violation], language: Language) -> list[dict[str, str]]:
    """Return the faults of a plan as JSON tells them."""
    return [asdict(each) | {"message": told(each.message, language)} for each in violations]
