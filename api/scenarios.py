"""Many plans side by side on any executor: processes of this machine, or a cluster."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import Executor, as_completed
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from api.problems import INTERNAL, problem_of
from api.recipe import Ground, PlanRejectedError, make_plan, open_ground
from routing.planning.options import PlanOptions
from routing.planning.programme import Programme

if TYPE_CHECKING:
    from routing.planning.plans import Plan

GROUNDS = 3
"""Territories that a process keeps open; each holds its road network in memory."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """One question of several: a programme with its horizon, where, and how to search.

    Territory and network are paths, as for :func:`api.recipe.open_ground`: whoever plans opens
    them for itself, so that machines of a cluster need the same folders.
    """

    programme: Programme
    options: PlanOptions
    territory: Path | None = None
    network: Path | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What came of a scenario: a verified plan, or a sentence that says why there is none."""

    scenario: int
    plan: Plan | None = None
    failure: str = ""


def plan_scenarios(scenarios: Sequence[Scenario], executor: Executor) -> Iterator[Result]:
    """Plan scenarios on an executor; give each result as soon as it is there.

    A scenario that fails does not stop the others, nor does a process that dies. When the
    iterator is closed, what is not begun is given up.

    Parameters
    ----------
    executor
        Any of :mod:`concurrent.futures` or like them; functions and plans are pickled.
    """
    futures = {executor.submit(planned, each): at for at, each in enumerate(scenarios)}
    try:
        for future in as_completed(futures):
            at = futures[future]
            error = future.exception()
            if error is not None:
                kind = type(error).__name__
                yield Result(scenario=at, failure=f"le calcul s’est interrompu ({kind})")
                continue
            outcome = future.result()
            if isinstance(outcome, str):
                yield Result(scenario=at, failure=outcome)
            else:
                yield Result(scenario=at, plan=outcome)
    finally:
        for future in futures:
            future.cancel()


def planned(scenario: Scenario) -> Plan | str:
    """Plan one scenario in this process; return why not where people can mend it."""
    try:
        return make_plan(
            scenario.programme,
            _ground(scenario.territory, scenario.network),
            scenario.options,
            progress=lambda _: None,
            cancelled=lambda: False,
        )
    except PlanRejectedError:
        return "le plan trouvé n’est pas conforme : signalez ce défaut"
    except Exception as error:
        if problem_of(error) is INTERNAL:
            raise
        return str(error)


@lru_cache(maxsize=GROUNDS)
def _ground(territory: Path | None, network: Path | None) -> Ground:
    return open_ground(territory, network)
