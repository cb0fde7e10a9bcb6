"""The legs of a way: steps with what to do at each, and figures along the line."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np

from api.http.osrm.lines import Line, bearing, cut, lengths_m, written
from routing.roads.types import Leg, Step

_TURNS = (
    (10, "straight"),
    (45, "slight right"),
    (120, "right"),
    (170, "sharp right"),
    (190, "uturn"),
    (240, "sharp left"),
    (315, "left"),
    (350, "slight left"),
    (360, "straight"),
)
"""Up to which change of course, degrees clockwise, a turn has which name."""


def written_leg(leg: Leg, form: str, *, steps: bool, annotations: frozenset[str]) -> dict[str, Any]:
    """Return a leg as OSRM writes it."""
    found: dict[str, Any] = {
        "steps": _steps(leg, form) if steps else [],
        "summary": _summary(leg.steps) if steps else "",
        "weight": leg.duration_s,
        "duration": leg.duration_s,
        "distance": leg.distance_m,
    }
    if annotations:
        found["annotation"] = _annotation(leg, annotations)
    return found


def _parts(leg: Leg) -> list[Line]:
    """Cut the leg's line where its steps end; a leg that goes nowhere is one part."""
    driven = np.cumsum([0, *(step.distance_m for step in leg.steps)])
    if driven[-1] <= 0:
        return [leg.geometry]
    return cut(leg.geometry, driven / driven[-1])


def _steps_of(leg: Leg) -> tuple[Step, ...]:
    """Return the steps, one for each part of the line."""
    if sum(step.distance_m for step in leg.steps) > 0:
        return leg.steps
    return (Step(name="", ref="", distance_m=leg.distance_m, duration_s=leg.duration_s),)


def _steps(leg: Leg, form: str) -> list[dict[str, Any]]:
    steps, parts, found, before = _steps_of(leg), _parts(leg), list[dict[str, Any]](), None
    for step, line in zip(steps, parts, strict=True):
        found.append(_step(step, line, form, before, "depart" if before is None else "turn"))
        before = line
    last = parts[-1][[-1, -1]]
    end = Step(name=steps[-1].name, ref=steps[-1].ref, distance_m=0, duration_s=0)
    return [*found, _step(end, last, form, parts[-1], "arrive")]


def _step(step: Step, line: Line, form: str, before: Line | None, kind: str) -> dict[str, Any]:
    course_before = 0 if before is None else bearing(before, at_end=True)
    course = 0 if kind == "arrive" else bearing(line, at_end=False)
    turn: dict[str, Any] = {
        "type": kind,
        "location": line[0].round(6).tolist(),
        "bearing_before": course_before,
        "bearing_after": course,
    }
    if kind == "turn":
        turn["modifier"] = _turn((course - course_before) % 360)
        if turn["modifier"] == "straight":
            turn["type"] = "new name"
    found = {
        "distance": step.distance_m,
        "duration": step.duration_s,
        "weight": step.duration_s,
        "geometry": written(line, form),
        "name": step.name,
        "mode": "driving",
        "driving_side": "right",
        "maneuver": turn,
        "intersections": [_crossing(line, course_before, course, kind)],
    }
    return found | {"ref": step.ref} if step.ref else found


def _crossing(line: Line, before: int, after: int, kind: str) -> dict[str, Any]:
    """Return the one crossing of a step that is known: where it begins."""
    back = (before + 180) % 360
    ways: dict[str, Any] = {
        "depart": {"bearings": [after], "entry": [True], "out": 0},
        "arrive": {"bearings": [back], "entry": [True], "in": 0},
    }.get(kind, {"bearings": [back, after], "entry": [False, True], "in": 0, "out": 1})
    return {"location": line[0].round(6).tolist(), **ways}


def _turn(change: int) -> str:
    return next(name for up_to, name in _TURNS if change <= up_to)


def _summary(steps: tuple[Step, ...]) -> str:
    """Name the two longest roads, in the order in which they are driven."""
    named = [(i, step) for i, step in enumerate(steps) if step.name or step.ref]
    longest = sorted(named, key=lambda pair: -pair[1].distance_m)[:2]
    names = [step.name or step.ref for _, step in sorted(longest, key=lambda pair: pair[0])]
    return ", ".join(dict.fromkeys(names))


def _annotation(leg: Leg, wanted: frozenset[str]) -> dict[str, Any]:
    """Return figures for every stretch between two points of the line.

    The time of a step is spread over its length: speeds within a step are its mean.
    """
    steps = _steps_of(leg)
    along = np.concatenate([[0.0], np.cumsum(lengths_m(leg.geometry))])
    along *= leg.distance_m / along[-1] if along[-1] else 0.0
    driven = np.cumsum([0, *(step.distance_m for step in steps)])
    gone = np.cumsum([0, *(step.duration_s for step in steps)])
    distance, duration = np.diff(along), np.diff(np.interp(along, driven, gone))
    speed = np.divide(distance, duration, out=np.zeros_like(distance), where=duration > 0)
    found = {"distance": distance, "duration": duration, "weight": duration, "speed": speed}
    shown: dict[str, Any] = {
        name: values.round(1).tolist()
        for name, values in found.items()
        if name in wanted or "true" in wanted
    }
    if wanted & {"datasources", "true"}:
        shown["datasources"] = [0] * len(distance)
    return shown


def whole_line(legs: tuple[Leg, ...]) -> Line:
    """Join the legs' lines; where two meet the point is there once."""
    lines = [leg.geometry for leg in legs]
    joined = [lines[0]]
    for before, line in pairwise(lines):
        joined.append(line[1:] if np.array_equal(before[-1], line[0]) else line)
    return np.concatenate(joined)
