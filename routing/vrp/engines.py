"""Which search takes an instance: the narrowest that expresses all of it."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from types import ModuleType

from routing.vrp.instance import Instance
from routing.vrp.search.engine import Engine
from routing.vrp.search.freshness import drop_stale

Make = Callable[[int, int], Engine]

ROOMS = Path(__file__).parent / "search"
SEARCHES = {
    "periodic": "PeriodicSearch",
    "rides": "Engine",
    "rich": "Engine",
    "windows": "WindowsEngine",
}
"""Each room of :mod:`routing.vrp.search` and the name of its engine."""


def engines_for(instance: Instance, seed: int, threads: int) -> list[Engine]:
    """Make one engine a thread, of different characters and seeds."""
    make = _narrowest(instance)
    return [make(1_000_003 * seed + thread, thread % 2) for thread in range(threads)]


def room(name: str) -> ModuleType:
    """Import a room of :mod:`routing.vrp.search`, without code compiled from older sources."""
    drop_stale(ROOMS / name, ROOMS, ROOMS.parent / "timing")
    return import_module(f"routing.vrp.search.{name}")


def _narrowest(instance: Instance) -> Make:
    for name in _candidates(instance):
        search = room(name)
        tables = search.express(instance)
        if tables is not None:
            engine = getattr(search, SEARCHES[name])
            return lambda seed, character: engine(tables, seed, character)
    raise AssertionError("the general search expresses every instance")


def _candidates(instance: Instance) -> tuple[str, ...]:
    """Name the searches that may fit, the fastest for this kind of instance first."""
    sets = [days for c in instance.clients if c.pattern for days in c.pattern.day_sets]
    if any(len(days) > 1 for days in sets):
        return ("periodic", "rich")
    rides = any(shipment.max_ride_s is not None for shipment in instance.shipments)
    limited = any(vehicle.max_duration_s is not None for vehicle in instance.vehicles)
    if instance.shipments and (rides or limited):
        return ("rides", "windows", "rich")
    return ("windows", "periodic", "rides", "rich")
