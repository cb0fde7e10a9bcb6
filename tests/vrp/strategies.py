"""Tiny random instances with any mix of features, for property tests and brute force.

Load it with ``importlib`` through the fixture or helper of the test room: tests are no package.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import numpy as np
from hypothesis import strategies as st

from routing.matrix import UNREACHABLE, Matrix
from routing.vrp import (
    Break,
    Client,
    Incompatibility,
    Instance,
    Link,
    Pin,
    Prefix,
    PrefixStop,
    Reload,
    Shift,
    Shipment,
    ShipmentStop,
    SkillRule,
    TimeWindow,
    Vehicle,
    VisitPattern,
)

FEATURES = (
    "asymmetric",
    "breaks",
    "configurations",
    "costs",
    "crews",
    "days",
    "incompatibilities",
    "limits",
    "links",
    "loads",
    "many_windows",
    "open_ends",
    "patterns",
    "pins",
    "prefixes",
    "priorities",
    "prizes",
    "profiles",
    "reloads",
    "ride_limits",
    "same",
    "service",
    "setup",
    "shifts",
    "shipments",
    "skills",
    "two_vehicles",
    "unreachable",
    "windows",
)
"""What an instance may have; give ``features`` to narrow it down."""

_SKILLS = ("lift", "nurse")


def _flag(draw: Any, one_in: int = 2) -> bool:
    return draw(st.integers(1, one_in)) == one_in


def _matrix(draw: Any, size: int, has: Collection[str]) -> Matrix:
    spots = [draw(st.tuples(st.integers(0, 30), st.integers(0, 30))) for _ in range(size)]
    metres = np.array([[abs(a - c) + abs(b - d) for c, d in spots] for a, b in spots], np.int32)
    pace = draw(st.integers(1, 2))
    if "asymmetric" in has:
        noise = draw(st.lists(st.integers(0, 9), min_size=size * size, max_size=size * size))
        metres = metres + np.array(noise, np.int32).reshape(size, size)
        np.fill_diagonal(metres, 0)
    seconds = (metres * pace).astype(np.int32)
    if "unreachable" in has:
        a, b = draw(st.integers(0, size - 1)), draw(st.integers(0, size - 1))
        if a != b:
            seconds[a, b] = metres[a, b] = UNREACHABLE
    return Matrix(durations_s=seconds, distances_m=metres.astype(np.int32))


def _windows(draw: Any, has: Collection[str]) -> tuple[TimeWindow, ...]:
    if "windows" not in has or _flag(draw, 4):
        return ()
    most = 3 if "many_windows" in has else 1
    windows, at = [], draw(st.integers(0, 200))
    for _ in range(draw(st.integers(1, most))):
        until = at + draw(st.integers(0, 120))
        windows.append(TimeWindow(earliest_s=at, latest_s=until))
        at = until + draw(st.integers(1, 100))
    return tuple(windows)


def _load(draw: Any, dimensions: int, most: int = 2) -> tuple[int, ...]:
    return tuple(draw(st.integers(0, most)) for _ in range(dimensions))


def _rule(draw: Any, has: Collection[str]) -> SkillRule:
    if "skills" not in has or _flag(draw):
        return SkillRule()
    field = draw(st.sampled_from(("all_of", "any_of", "none_of")))
    return SkillRule(**{field: frozenset({draw(st.sampled_from(_SKILLS))})})


def _worth(draw: Any, has: Collection[str]) -> dict[str, Any]:
    worth: dict[str, Any] = {}
    if "prizes" in has and _flag(draw):
        worth["prize"] = draw(st.integers(0, 80))
    elif "priorities" in has:
        worth["priority"] = draw(st.integers(0, 2))
    return worth


def _service(draw: Any, has: Collection[str]) -> dict[str, int]:
    return {
        "service_s": draw(st.integers(0, 20)) if "service" in has else 0,
        "setup_s": draw(st.integers(0, 15)) if "setup" in has else 0,
    }


def _pattern(draw: Any, has: Collection[str], days: int) -> VisitPattern | None:
    if "patterns" not in has or _flag(draw, 3):
        return None
    sets = draw(
        st.lists(
            st.sets(st.integers(0, days - 1), min_size=1, max_size=min(days, 2)),
            min_size=1,
            max_size=3,
        )
    )
    same = draw(st.sampled_from(("free", "vehicle", "crew"))) if "same" in has else "free"
    return VisitPattern(day_sets=tuple({tuple(sorted(s)): None for s in sets}), same=same)


def _client(draw: Any, k: int, size: int, dimensions: int, days: int, has: set[str]) -> Client:
    return Client(
        id=f"c{k}",
        location=draw(st.integers(0, size - 1)),
        windows=_windows(draw, has),
        delivery=_load(draw, dimensions),
        pickup=_load(draw, dimensions, 1),
        skills=_rule(draw, has),
        pattern=_pattern(draw, has, days),
        **_service(draw, has),
        **_worth(draw, has),
    )


def _shipment(draw: Any, k: int, size: int, dimensions: int, days: int, has: set[str]) -> Shipment:
    ends = [
        ShipmentStop(
            location=draw(st.integers(0, size - 1)),
            windows=_windows(draw, has),
            **_service(draw, has),
        )
        for _ in range(2)
    ]
    limited = "ride_limits" in has and not _flag(draw, 4)
    on = days > 1 and _flag(draw, 3)
    return Shipment(
        id=f"s{k}",
        pickup=ends[0],
        delivery=ends[1],
        load=_load(draw, dimensions),
        max_ride_s=draw(st.integers(20, 150)) if limited else None,
        skills=_rule(draw, has),
        days=(draw(st.integers(0, days - 1)),) if on else None,
        **_worth(draw, has),
    )


def _breaks(draw: Any, has: Collection[str]) -> tuple[Break, ...]:
    if "breaks" not in has or _flag(draw, 4):
        return ()
    found = []
    for _ in range(draw(st.integers(1, 2))):
        first = draw(st.integers(0, 200))
        windows = [TimeWindow(earliest_s=first, latest_s=first + draw(st.integers(0, 100)))]
        if "many_windows" in has and _flag(draw, 3):
            after = windows[0].latest_s + draw(st.integers(1, 60))
            windows.append(TimeWindow(earliest_s=after, latest_s=after + draw(st.integers(0, 40))))
        found.append(Break(windows=tuple(windows), duration_s=draw(st.integers(0, 40))))
    return tuple(found)


def _shifts(draw: Any, days: int, has: Collection[str]) -> tuple[Shift, ...]:
    shifts = []
    for day in range(days):
        if day and _flag(draw, 4):
            continue
        earliest = draw(st.integers(0, 80)) if "shifts" in has else 0
        latest = earliest + draw(st.integers(150, 500)) if "shifts" in has else 1000
        shifts.append(
            Shift(day=day, earliest_s=earliest, latest_s=latest, breaks=_breaks(draw, has))
        )
    return tuple(shifts)


def _reloads(draw: Any, size: int, has: Collection[str]) -> dict[str, Any]:
    if "reloads" not in has:
        return {}
    reloads = tuple(
        Reload(
            location=draw(st.integers(0, size - 1)),
            duration_s=draw(st.integers(0, 15)),
            windows=_windows(draw, has),
        )
        for _ in range(draw(st.integers(1, 2)))
    )
    return {"reloads": reloads, "max_trips": draw(st.integers(1, 3))}


def _limits(draw: Any, has: Collection[str]) -> dict[str, int]:
    limits: dict[str, int] = {}
    if "limits" in has:
        for field, low, high in (
            ("max_distance_m", 40, 200),
            ("max_duration_s", 60, 300),
            ("max_stops", 1, 6),
        ):
            if _flag(draw, 3):
                limits[field] = draw(st.integers(low, high))
    return limits


def _capacities(draw: Any, dimensions: int, has: Collection[str]) -> tuple[tuple[int, ...], ...]:
    most = 2 if "configurations" in has else 1
    count = draw(st.integers(0, most)) if dimensions else 0
    return tuple(tuple(draw(st.integers(0, 4)) for _ in range(dimensions)) for _ in range(count))


def _vehicle(draw: Any, k: int, size: int, dimensions: int, days: int, has: set[str]) -> Vehicle:
    row = st.integers(0, size - 1)
    either = st.none() | row if "open_ends" in has else row
    costs = {}
    if "costs" in has:
        costs = {
            "cost_per_m": draw(st.integers(0, 2)),
            "cost_per_s": draw(st.integers(0, 2)),
            "cost_per_use": draw(st.integers(0, 30)),
        }
    skilled = "skills" in has
    return Vehicle(
        id=f"v{k}",
        start=draw(either),
        end=draw(either),
        shifts=_shifts(draw, days, has),
        capacities=_capacities(draw, dimensions, has),
        skills=draw(st.frozensets(st.sampled_from(_SKILLS))) if skilled else frozenset(),
        profile=draw(st.integers(0, 1)) if "profiles" in has else 0,
        crew=draw(st.sampled_from((None, "k"))) if "crews" in has else None,
        **_reloads(draw, size, has),
        **_limits(draw, has),
        **costs,
    )


def _pins(draw: Any, tasks: list[str], vehicles: list[str], days: int) -> tuple[Pin, ...]:
    if not tasks:
        return ()
    return (
        Pin(
            task=draw(st.sampled_from(tasks)),
            vehicles=draw(st.frozensets(st.sampled_from(vehicles), min_size=1)),
            day=draw(st.none() | st.integers(0, days - 1)),
        ),
    )


def _prefix(draw: Any, parts: dict[str, Any]) -> tuple[Prefix, ...]:
    """One short prefix that skills, pins and days allow; its times may still be too tight."""
    vehicle = draw(st.sampled_from(parts["vehicles"]))
    tasks = [*parts["clients"], *parts["shipments"]]
    if not tasks or not vehicle.shifts:
        return ()
    task, day = draw(st.sampled_from(tasks)), draw(st.sampled_from(vehicle.shifts)).day
    pinned = [pin for pin in parts["pins"] if pin.task == task.id]
    allowed = task.skills.accepts(vehicle.skills) and all(
        vehicle.id in pin.vehicles and pin.day in (None, day) for pin in pinned
    )
    if isinstance(task, Client):
        sets = task.pattern.day_sets if task.pattern else ((day,),)
        allowed = allowed and any(day in days for days in sets)
        stops = [PrefixStop(kind="visit", task=task.id)]
    else:
        allowed = allowed and (task.days is None or day in task.days)
        stops = [PrefixStop(kind=kind, task=task.id) for kind in ("pickup", "delivery")]
        stops = stops[: draw(st.integers(1, 2))]
    return (Prefix(vehicle=vehicle.id, day=day, stops=tuple(stops)),) if allowed else ()


@st.composite
def instances(
    draw: Any,
    *,
    features: Collection[str] = FEATURES,
    always: Collection[str] = (),
    max_tasks: int = 5,
    max_vehicles: int = 2,
    max_days: int = 3,
) -> Instance:
    """Draw a tiny valid instance with any subset of ``features``, and those in ``always``."""
    has = set(draw(st.frozensets(st.sampled_from(sorted(features))))) if features else set()
    has |= set(always)
    days = draw(st.integers(1, max_days)) if has & {"days", "patterns"} else 1
    dimensions = draw(st.integers(1, 2)) if has & {"loads", "configurations"} else 0
    size = draw(st.integers(2, 6))
    matrices = tuple(_matrix(draw, size, has) for _ in range(2 if "profiles" in has else 1))
    tasks = draw(st.integers(1, max_tasks))
    carried = draw(st.integers(0, tasks)) if has & {"shipments", "links"} else 0
    shape = (size, dimensions, days, has)
    crowd = draw(st.integers(1, max_vehicles)) if has & {"two_vehicles", "crews"} else 1
    parts: dict[str, Any] = {
        "clients": tuple(_client(draw, k, *shape) for k in range(tasks - carried)),
        "shipments": tuple(_shipment(draw, k, *shape) for k in range(carried)),
        "vehicles": tuple(_vehicle(draw, k, *shape) for k in range(crowd)),
        "pins": (),
    }
    names = [shipment.id for shipment in parts["shipments"]]
    if "links" in has and carried >= 2:
        parts["links"] = (
            Link(
                first=names[0],
                second=names[1],
                same_vehicle=_flag(draw, 3),
                penalty=draw(st.integers(0, 30)),
            ),
        )
    if "incompatibilities" in has and carried >= 2:
        scope = draw(st.sampled_from(("aboard", "route")))
        two = draw(st.frozensets(st.sampled_from(names), min_size=2))
        parts["incompatibilities"] = (Incompatibility(shipments=two, scope=scope),)
    if "pins" in has:
        ids = [client.id for client in parts["clients"]] + names
        parts["pins"] = _pins(draw, ids, [v.id for v in parts["vehicles"]], days)
    if "prefixes" in has:
        parts["prefixes"] = _prefix(draw, parts)
    return Instance(matrices=matrices, days=days, dimensions=dimensions, **parts)
