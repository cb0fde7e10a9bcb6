"""The search itself: ruin, recreate, accept or step back; the best and the routes are kept."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from routing.vrp.search.dice import below, uniform
from routing.vrp.search.memory import remember
from routing.vrp.search.rich.recreate import arrange, recreate
from routing.vrp.search.rich.removal import settle
from routing.vrp.search.rich.ruin import ruin
from routing.vrp.search.rich.state import (
    BEST_MISSED,
    BEST_TOTAL,
    OUT,
    ROWS,
    TOTAL,
    Routes,
    keep,
    undo,
)
from routing.vrp.search.rich.tables import MISSED, PRIZE, UNSERVED
from routing.vrp.timing.arrays import CODE, GROUP
from routing.vrp.timing.boxed import boxed
from routing.vrp.timing.jit import once

# entries of settings: cumulative shares of ruins, then the rest
RUINS, REGRETS, NOISY, NOISE, BLINK, MEAN = 0, 5, 6, 7, 8, 9
FEW_MORE = 8
"""Requests left out that a step tries again, besides those it took out itself."""


class Best(NamedTuple):
    """The best routes met, by slot, and the choices of requests; ``codes``: scratch."""

    route: NDArray[np.int64]
    length: NDArray[np.int64]
    chosen: NDArray[np.int64]
    place: NDArray[np.int64]
    codes: NDArray[np.int32]


class Luck(NamedTuple):
    """The state of the dice."""

    dice: NDArray[np.uint64]


def empty_best(routes: Routes) -> Best:
    """Make the room for the best of a search."""
    return Best(
        route=routes.route.copy(),
        length=routes.length.copy(),
        chosen=routes.chosen.copy(),
        place=routes.place.copy(),
        codes=np.zeros(routes.route.shape[1], np.int32),
    )


@once
def note_best(plan, routes, best):  # type: ignore[no-untyped-def]
    """Keep the current routes when they are the best met: fewer missed, or as few for less."""
    number = routes.number
    missed, total = 0, number[TOTAL]
    for x in range(number[OUT]):
        r = routes.out[x]
        missed += plan.request[r, MISSED]
        total += plan.request[r, PRIZE] - plan.request[r, UNSERVED]
    if missed > number[BEST_MISSED]:
        return
    if missed == number[BEST_MISSED] and total >= number[BEST_TOTAL]:
        return
    number[BEST_MISSED], number[BEST_TOTAL] = missed, total
    for row in range(routes.length.shape[0] - 1):
        best.length[row] = routes.length[row]
        for i in range(routes.length[row]):
            best.route[row, i] = routes.route[row, i]
    for r in range(routes.chosen.shape[0]):
        best.chosen[r] = routes.chosen[r]
        for part in range(routes.place.shape[1]):
            best.place[r, part] = routes.place[r, part]


@once
def _remember(arrays, plan, routes, back, best, memory):  # type: ignore[no-untyped-def]
    """Put the routes that a step made into the memory."""
    nodes = arrays.node.shape[0]
    for x in range(routes.number[ROWS]):
        row = back.rows[x]
        n = routes.length[row]
        if n == 0 or routes.stamp[row] == back.stamp[row]:
            continue
        group = arrays.slot[row, GROUP]
        key = plan.mark[nodes + group]
        for i in range(n):
            v = routes.route[row, i]
            key += plan.mark[v]
            best.codes[i] = arrays.node[v, CODE]
        if key == np.uint64(0):
            key = np.uint64(1)
        remember(memory, key, group, routes.cost[row], best.codes, n)


@once
def _more(routes, options, dice, count):  # type: ignore[no-untyped-def]
    """Add some of the requests that were out before to the pending ones."""
    removed, out = count, routes.number[OUT]
    for x in range(out):
        if count - removed >= FEW_MORE:
            break
        r = routes.out[x if out - removed <= FEW_MORE else below(dice, out)]
        new = True
        for y in range(count):
            new = new and options.pending[y] != r
        if new:
            options.pending[count] = r
            count += 1
    return count


@once
def _all_out(routes, options):  # type: ignore[no-untyped-def]
    """List all that is out as pending."""
    for x in range(routes.number[OUT]):
        options.pending[x] = routes.out[x]
    return routes.number[OUT]


@njit(nogil=True, cache=True, error_model="numpy")
def anneal(  # type: ignore[no-untyped-def]
    arrays, plan, routes, back, space, options, luck, best, memory, settings, steps, hot, cold
):
    """Search: see :func:`_anneal`; the door from Python."""
    _anneal(
        boxed(arrays),
        boxed(plan),
        boxed(routes),
        boxed(back),
        boxed(space),
        boxed(options),
        boxed(luck).dice,
        boxed(best),
        boxed(memory),
        settings,
        steps,
        hot,
        cold,
    )


@once
def _anneal(  # type: ignore[no-untyped-def]
    arrays, plan, routes, back, space, options, dice, best, memory, settings, steps, hot, cold
):
    """Make ``steps`` steps, cooling geometrically from temperature ``hot`` to ``cold``.

    The threshold of acceptance is drawn before a step, so that a hopeless one ends early. With
    ``steps`` negative all that is out is inserted instead, in mode ``-1 - steps``: one loop for
    both, as compiling all below it twice would take twice as long.
    """
    number = routes.number
    filling = steps < 0
    factor = (cold / hot) ** (1.0 / max(steps, 1))
    heat = hot
    for _ in range(max(steps, 1)):
        heat *= factor
        total = number[TOTAL]
        noise, blink = 0.0, settings[BLINK]
        if filling:
            limit, way, blink = np.inf, -1 - steps, 0.0
            count = _all_out(routes, options)
        else:
            limit = total - heat * np.log(max(uniform(dice), 1e-300))
            draw, mode = uniform(dice), 0
            while mode < 4 and draw >= settings[RUINS + mode]:
                mode += 1
            count = ruin(arrays, plan, routes, back, options, dice, mode, np.int64(settings[MEAN]))
            settle(arrays, plan, routes, back, space)
            count = _more(routes, options, dice, count)
            way = 1 + below(dice, 3) if uniform(dice) < settings[REGRETS] else 0
            if uniform(dice) < settings[NOISY]:
                noise = settings[NOISE]
        if way == 0:
            arrange(plan, options, dice, count)
        if recreate(
            arrays, plan, routes, back, space, options, dice, count, way, noise, blink, limit
        ):
            _remember(arrays, plan, routes, back, best, memory)
            keep(routes, back)
            note_best(plan, routes, best)
        else:
            undo(routes, back, total)
