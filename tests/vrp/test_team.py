"""Engines side by side: the same slices whatever the clock, cooling that never turns back."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count

import pytest

from routing.vrp.search.engine import ONE_COOLING, Epoch, Order, PoolRoute
from routing.vrp.stop import Cancelled, FirstOf, MaxIterations, MaxTime, NoImprovement
from routing.vrp.team import Progress, Team, cooling


class Falling:
    """An engine whose cost falls by one each iteration, down to a floor."""

    EPOCHS = ONE_COOLING
    EXCHANGE_AT = (0.5,)
    kinds = ()

    def __init__(self, cost: int, floor: int) -> None:
        self.cost, self.floor = cost, floor
        self.calls: list[tuple[int, float, float]] = []

    @property
    def best_cost(self) -> tuple[int, int]:
        return (0, self.cost)

    def run(self, iterations: int, begin: float, end: float) -> None:
        self.calls.append((iterations, begin, end))
        self.cost = max(self.floor, self.cost - iterations)

    def best(self) -> list[Order]:
        return [Order(0, 0, (self.cost,))]

    def adopt(self, orders: Sequence[Order]) -> None:
        self.cost = orders[0].stops[0]

    def pool(self) -> list[PoolRoute]:
        return []


def team_of(*engines: Falling, stop, reports: list[Progress] | None = None) -> Team:
    ticks = count()
    told: list[Progress] = [] if reports is None else reports
    return Team(engines, stop, lambda: next(ticks) * 0.001, told.append)


def test_an_iteration_limit_makes_the_same_slices_every_time() -> None:
    runs = []
    for _ in range(2):
        engines = Falling(5000, 0), Falling(7000, 0)
        team = team_of(*engines, stop=MaxIterations(2000))
        assert team.search(1.0)
        assert team.finished == "iterations"
        runs.append([engine.calls for engine in engines])
    assert runs[0] == runs[1]
    assert sum(size for size, _, _ in runs[0][0]) == 2000


def test_cooling_never_turns_back() -> None:
    engine = Falling(3000, 2500)
    team = team_of(engine, stop=FirstOf(NoImprovement(1000), MaxIterations(10_000)))
    team.search(1.0)
    shares = [share for _, begin, end in engine.calls for share in (begin, end)]
    assert shares == sorted(shares)
    assert team.finished == "no improvement"


def test_the_worse_takes_over_the_better() -> None:
    engines = Falling(5000, 0), Falling(9000, 0)
    team = team_of(*engines, stop=MaxIterations(1000))
    assert not team.search(0.5)
    team.exchange()
    assert engines[0].cost == engines[1].cost == 4500


def test_progress_and_trace_tell_every_improvement() -> None:
    reports: list[Progress] = []
    team = team_of(Falling(1000, 200), stop=MaxIterations(2000), reports=reports)
    team.note()
    team.search(1.0)
    assert [point.total for point in team.trace] == list(range(1000, 199, -100))
    assert reports[-1].total == 200
    assert reports[-1].share <= 1


def test_a_cancel_ends_it_at_once() -> None:
    engine = Falling(10**9, 0)
    asked = count()
    team = team_of(engine, stop=FirstOf(MaxTime(1e9), Cancelled(lambda: next(asked) > 4)))
    team.search(1.0)
    assert team.finished == "cancelled"
    assert len(engine.calls) < 6


@pytest.mark.parametrize("limit", [1, 99, 100, 250])
def test_no_more_iterations_than_asked_for(limit: int) -> None:
    engine = Falling(10**6, 0)
    team_of(engine, stop=MaxIterations(limit)).search(1.0)
    assert sum(size for size, _, _ in engine.calls) == limit


def test_even_a_budget_used_up_by_preparing_gets_some_routes() -> None:
    engine = Falling(10**6, 0)
    team = Team([engine], MaxTime(1.0), lambda: 5.0, lambda _: None)
    assert team.search(0.5)
    assert engine.calls
    assert team.finished == "time"


def test_every_epoch_cools_from_its_own_heat() -> None:
    epochs = (Epoch(0.4, 0.0, 1.0), Epoch(1.0, 0.5, 1.0))
    heats = [cooling(epochs, share) for share in (0.0, 0.2, 0.4, 0.7, 1.0)]
    assert heats == pytest.approx([0.0, 0.5, 0.5, 0.75, 1.0])
    assert cooling(ONE_COOLING, 0.3) == pytest.approx(0.3)
    assert cooling(ONE_COOLING, 0.95) == pytest.approx(0.95)
