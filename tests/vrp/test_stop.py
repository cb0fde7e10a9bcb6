"""Stopping criteria: shares of a budget, and which of several ends a search."""

from __future__ import annotations

from dataclasses import replace
from itertools import count

import pytest

from routing.vrp.stop import (
    AllServed,
    Cancelled,
    FirstOf,
    GapBelow,
    MaxIterations,
    MaxTime,
    NoImprovement,
    SearchState,
    used,
)

STATE = SearchState(iterations=50, elapsed_s=2.0, stale_iterations=10, best=100, bound=98)


@pytest.mark.parametrize(
    ("stop", "share"),
    [
        (MaxIterations(100), 0.5),
        (MaxTime(8.0), 0.25),
        (NoImprovement(40), 0.25),
        (GapBelow(2.0), 1.0),
        (GapBelow(1.9), 0.0),
        (AllServed(), 1.0),
        (Cancelled(lambda: True), 1.0),
        (Cancelled(lambda: False), 0.0),
        (FirstOf(MaxIterations(100), MaxTime(3.0)), 2 / 3),
    ],
)
def test_the_share_used_up(stop, share: float) -> None:
    assert stop.share(STATE) == pytest.approx(share)


def test_all_are_served_where_a_best_is_known() -> None:
    assert AllServed().share(replace(STATE, best=None)) == 0.0


def test_a_gap_needs_a_best_and_a_bound() -> None:
    unknown = SearchState(iterations=1, elapsed_s=0.1, stale_iterations=0)
    assert GapBelow(100.0).share(unknown) == 0


def test_the_clock_has_a_say_where_any_part_looks_at_it() -> None:
    assert not FirstOf(MaxIterations(5), Cancelled(lambda: False)).timed
    assert FirstOf(MaxIterations(5), MaxTime(1.0)).timed


def test_what_ended_the_search_is_named() -> None:
    never = Cancelled(lambda: False)
    assert used(FirstOf(never, MaxIterations(50)), STATE) == (1.0, "iterations")
    assert used(FirstOf(never, FirstOf(never, MaxTime(1.0))), STATE) == (2.0, "time")


def test_every_criterion_is_asked_once() -> None:
    asked = count()
    used(FirstOf(MaxIterations(5), Cancelled(lambda: next(asked) > 9)), STATE)
    assert next(asked) == 1


@pytest.mark.parametrize("make", [MaxIterations, MaxTime, NoImprovement])
def test_an_empty_budget_is_refused(make) -> None:
    with pytest.raises(ValueError, match="give"):
        make(0)
