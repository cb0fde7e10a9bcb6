"""The constant-time insertion test against longest paths over all constraints."""

from __future__ import annotations

import numpy as np
import pytest

from routing.vrp.search.rides import closure, express, insertion
from routing.vrp.search.rides.closure import close
from routing.vrp.search.rides.engine import _empty_state
from routing.vrp.search.rides.insertion import cheapest
from routing.vrp.search.rides.tables import COST, END, LENGTH, NEVER


def _with(stops, q, i, j):
    return (*stops[:i], 2 * q, *stops[i:j], 2 * q + 1, *stops[j:])


@pytest.fixture
def plain(monkeypatch):
    """The plain Python of what is called by what is tested."""
    monkeypatch.setattr(closure, "fitting", closure.fitting.py_func)
    monkeypatch.setattr(closure, "_loads", closure._loads.py_func)
    monkeypatch.setattr(insertion, "fitting", insertion.fitting.py_func)


@pytest.mark.usefixtures("plain")
@pytest.mark.parametrize("block", range(4))
def test_the_cheapest_place_is_the_cheapest_feasible_one(draw, judge, block):
    """Grow random routes; the plain Python of the compiled code is run, so nothing compiles."""
    tried = possible = 0
    for seed in range(60 * block, 60 * block + 60):
        instance = draw(seed, requests=6, vehicles=1)
        tables = express(instance)
        assert tables is not None
        state = _empty_state(tables, 1, 0)
        rng = np.random.default_rng(seed)
        stops: tuple[int, ...] = ()
        for q in rng.permutation(6).tolist():
            places = [
                (i, j)
                for i in range(len(stops) + 1)
                for j in range(i, len(stops) + 1)
                if judge(instance, 0, 0, _with(stops, q, i, j)) is not None
            ]
            tried += (len(stops) + 1) * (len(stops) + 2) // 2
            possible += len(places)
            base = judge(instance, 0, 0, stops) if stops else 0
            state.seq[0, 1 : len(stops) + 1] = stops
            state.seq[0, len(stops) + 1] = tables.case.slot[0, END]
            state.info[0, LENGTH] = len(stops) + 1
            with np.errstate(over="ignore"):
                assert close.py_func(tables.case, state, 0, 0)
                assert state.info[0, COST] == base
                added, i, j = cheapest.py_func(tables.case, state, 0, 0, q)
            if not tables.case.allowed[q, 0]:
                continue
            costs = [judge(instance, 0, 0, _with(stops, q, a, b)) for a, b in places]
            if not places:
                assert added == NEVER, (seed, stops, q)
                continue
            assert added == min(costs) - base, (seed, stops, q)
            assert judge(instance, 0, 0, _with(stops, q, i, j)) == base + added
            stops = _with(stops, q, *places[int(rng.integers(len(places)))])
    assert tried > 1000
    assert possible > 100
