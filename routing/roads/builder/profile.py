"""Durations: cruising speed, bends, arrivals, and what accelerating and braking allow.

Along every way the speed profile is the highest one that keeps each of these bounds; the
forward and backward sweeps that find it are the usual ones of time-optimal path following
(Bobrow, Dubowsky, Gibson 1985, doi:10.1177/027836498500400301), here as running minima over
all ways at once.
"""

from __future__ import annotations

import numpy as np

from routing.roads.builder.junctions import Arrivals
from routing.roads.builder.streets import Bools, Floats, Streets
from routing.roads.data import CLASSES
from routing.roads.speed import SpeedModel

_KPH = 3.6
_GAP_M = 10_000.0
"""Between one way and the next on the running metres, so that no window spans two ways."""


def step_seconds(
    streets: Streets, built_up: Bools, arriving: Arrivals, model: SpeedModel
) -> tuple[Floats, Floats]:
    """Seconds from each vertex to the next, along the way and against it, waits included.

    The last vertex of a way has 0. Forbidden directions get durations all the same.
    """
    metres = _running_metres(streets)
    bend = bend_kph(streets, metres, model)
    along = _drive(streets, metres, built_up, bend, arriving.kph_along, model, backwards=False)
    against = _drive(streets, metres, built_up, bend, arriving.kph_against, model, backwards=True)
    # a wait belongs to the step that ends at the vertex where it happens
    along[:-1] += np.where(streets.last[:-1], 0.0, arriving.wait_along[1:])
    against += np.where(streets.last, 0.0, arriving.wait_against)
    return along, against


def _running_metres(streets: Streets) -> Floats:
    """Metres along all ways laid end to end, with a gap between them."""
    before = np.append(0.0, np.cumsum(streets.step_m)[:-1])
    return np.asarray(before + streets.way * _GAP_M)


def bend_kph(streets: Streets, metres: Floats, model: SpeedModel) -> Floats:
    """Speed that the bend around each vertex allows, km/h.

    The radius comes from the change of direction within ``bend_window_m``; signed turns that
    cancel out within the window (the noise of digitising) do not count. A drawn corner stands
    for a short arc: its turn is spread over half of the steps on both sides, a quarter of the
    window at most, so that the radius does not depend on how densely a bend was drawn.
    """
    most = model.bend_window_m / 4
    after = np.minimum(streets.step_m / 2, most)
    before = np.append(0.0, np.minimum(streets.step_m[:-1] / 2, most))
    turned = np.cumsum(_turns(streets))
    at = np.stack([metres - before, metres + after], axis=1).ravel()
    heading = np.stack([np.append(0.0, turned[:-1]), turned], axis=1).ravel()
    half = model.bend_window_m / 2
    change = np.interp(metres + half, at, heading) - np.interp(metres - half, at, heading)
    radius = model.bend_window_m / np.maximum(np.abs(change), 1e-6)
    kph = _KPH * np.sqrt(model.lateral_m_s2 * radius)
    return np.asarray(np.maximum(kph, model.slowest_bend_kph))


def _turns(streets: Streets) -> Floats:
    """Signed change of direction at each inner vertex, radians."""
    heading = np.arctan2(
        np.diff(streets.y, append=streets.y[-1:]), np.diff(streets.x, append=streets.x[-1:])
    )
    turn = np.zeros(len(heading))
    turn[1:] = (np.diff(heading) + np.pi) % (2 * np.pi) - np.pi
    turn[streets.start[:-1]] = 0.0
    turn[streets.last] = 0.0
    return turn


def cruise_kph(
    streets: Streets, built_up: Bools, model: SpeedModel, *, backwards: bool = False
) -> Floats:
    """Free speed on each step in one direction, before bends and junctions, km/h."""
    limit = (streets.limit_against if backwards else streets.limit_along)[streets.way]
    open_speed = np.array([model.open_kph[name] for name in CLASSES])
    built_speed = np.array([model.built_up_kph[name] for name in CLASSES])
    road_class = streets.road_class[streets.way]
    usual = np.where(built_up, built_speed[road_class], open_speed[road_class])
    posted = np.minimum(model.limit_share * limit, model.over_class * usual)
    speed = np.where(np.isnan(limit), usual, posted)
    bounds = (
        (streets.unpaved, model.unpaved_kph),
        (streets.local, model.local_kph),
        (streets.calmed, model.calming_kph),
    )
    for marked, most in bounds:
        speed = np.where(marked[streets.way], np.minimum(speed, most), speed)
    return np.clip(speed, model.slowest_kph, model.fastest_kph)


def _drive(
    streets: Streets,
    metres: Floats,
    built_up: Bools,
    bend: Floats,
    arriving: Floats,
    model: SpeedModel,
    *,
    backwards: bool,
) -> Floats:
    """Seconds per step in one direction, waits not included."""
    cruise = cruise_kph(streets, built_up, model, backwards=backwards) / _KPH
    here = np.where(streets.last, np.inf, cruise)  # of the step after the vertex
    before = np.append(np.inf, here[:-1])  # of the step before it
    at_vertex = np.minimum(np.minimum(here, before), np.minimum(bend, arriving) / _KPH)
    speed_up, slow_down = model.accelerate_m_s2, model.brake_m_s2
    if backwards:
        speed_up, slow_down = slow_down, speed_up
    square = _reachable(at_vertex**2, metres, streets, speed_up)
    square = _reachable(square[::-1], -metres[::-1], streets, slow_down, reverse=True)[::-1]
    leaving = np.append(square[1:], 0.0)
    seconds = _trapezoid(streets.step_m, square, leaving, cruise, speed_up, slow_down)
    slowest = streets.step_m / (model.slowest_kph / _KPH)
    fastest = streets.step_m / (model.fastest_kph / _KPH)
    return np.asarray(np.where(streets.last, 0.0, np.clip(seconds, fastest, slowest)))


def _reachable(
    square: Floats, metres: Floats, streets: Streets, rate: float, *, reverse: bool = False
) -> Floats:
    """Lower squared speeds to what is reached from the vertices before, at a given rate.

    ``u(s) = min over t ≤ s in the same way of u(t) + 2·rate·(s − t)``: a running minimum,
    kept apart from way to way by an offset that falls faster than anything can rise.
    """
    way = streets.way[::-1] if reverse else streets.way
    order = way.max() - way if reverse else way
    slope = 2 * rate
    longest = float(np.add.reduceat(streets.step_m, streets.start[:-1]).max())
    apart = float(square.max()) + slope * longest + 1.0
    # metres within the way only: keeps the numbers small enough for exact differences
    starts = np.flatnonzero(np.diff(order, prepend=-1))
    local = metres - metres[starts][order]
    shifted = square - slope * local - apart * order
    return np.minimum.accumulate(shifted) + slope * local + apart * order


def _trapezoid(
    length: Floats, enter: Floats, leave: Floats, cruise: Floats, up: float, down: float
) -> Floats:
    """Seconds over steps entered and left at given squared speeds, cruising in between.

    Where the cruising speed is not reached, the car brakes from the highest speed it gets to.
    """
    reached = np.minimum((2 * up * down * length + down * enter + up * leave) / (up + down),
                         cruise**2)  # fmt: skip
    reached = np.maximum(reached, np.maximum(enter, leave))
    top, first, last = np.sqrt(reached), np.sqrt(enter), np.sqrt(leave)
    rising, falling = (reached - enter) / (2 * up), (reached - leave) / (2 * down)
    cruising = np.maximum(length - rising - falling, 0.0)
    return np.asarray((top - first) / up + (top - last) / down + cruising / top)
