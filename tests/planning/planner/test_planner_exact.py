"""The steps of the search reach the optimum of the whole model, whenever they claim it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from routing.planning.drivers import Car, Driver, Hours
from routing.planning.model.budget import Budget, Limits
from routing.planning.model.build import Question, build
from routing.planning.model.search import Search, Stage
from routing.planning.phases import Phase
from routing.planning.pool import Template
from routing.planning.programme import Programme, Unit
from routing.planning.progress import Reporter
from routing.planning.ride_requests import RideRequest, Spot, ToPermanence
from routing.planning.strategy import LEADING, solve


def budget(iterations: int) -> Budget:
    limits = Limits(iterations=iterations, time_s=None, seed=1)
    return Budget(limits, Reporter(), lambda: False)


def whole_model(question: Question) -> tuple[list[int], bool]:
    """Costs of the leading aims, one after the other, over every route there is."""

    def everything(unit: Unit, day: date) -> Sequence[Template]:
        return question.open(question.pool.templates(unit, day.weekday()), unit, day)

    built, spent = build(question, everything), budget(20_000)
    search = Search(built.model, spent, Phase.PROOF)
    search.run([Stage(parts=(built.objectives[aim],)) for aim in LEADING])
    return [outcome.cost for outcome in search.outcomes], spent.stopped_by == "optimal"


def with_passengers(programme: Programme, seed: int) -> Programme:
    """Let people ask for sessions, some by date, and few drivers be free; or, in half, nobody."""
    dice = Random(seed)  # noqa: S311 - no secrets
    if dice.random() < 0.5 or programme.horizon is None:
        return programme
    home = Spot(lon=6.1, lat=43.0)
    days = list(programme.horizon)
    requests = [
        RideRequest(
            id=f"r{n}",
            passenger=f"p{n}",
            pickup=home,
            destination=ToPermanence(
                permanence=dice.choice(programme.permanences).id,
                dates=tuple(dice.sample(days, dice.randint(0, 2))),
            ),
        )
        for n in range(8)
    ]
    hours = [Hours(weekday=dice.randrange(6), start_s=0, end_s=24 * 3600) for _ in range(3)]
    car = Car(configurations=((1, 0),))
    free = Driver(id="d", label="D", home=home, car=car, hours=tuple(hours))
    return replace(programme, requests=tuple(requests), drivers=(free,))


@settings(max_examples=25)
@given(seed=st.integers(0, 2**32 - 1))
def test_what_is_proven_is_the_optimum_of_the_whole_model(lab, seed):
    question = lab.question(with_passengers(lab.by_chance(seed, (1, 2), permanences=4), seed))
    answer = solve(question, budget(600), 0.0)
    leading = answer.outcomes[: len(LEADING)]
    costs, optimal = whole_model(question)
    assert optimal
    found = [outcome.cost for outcome in leading]
    assert found >= costs
    if all(outcome.gap == 0 for outcome in leading):
        assert found == costs
    # the first bound holds whatever the others are
    assert leading[0].bound <= costs[0]


@settings(max_examples=10)
@given(seed=st.integers(0, 2**32 - 1), gap=st.sampled_from([0.05, 0.3]))
def test_a_gap_that_is_allowed_is_told(lab, seed, gap):
    question = lab.question(lab.by_chance(seed, weeks=(1, 2), permanences=5))
    travel = solve(question, budget(600), gap).outcomes[LEADING.index("kilometres_and_minutes")]
    best = solve(question, budget(600), 0.0).outcomes[: len(LEADING)]
    if all(outcome.gap == 0 for outcome in best):
        assert travel.bound <= best[-1].cost
