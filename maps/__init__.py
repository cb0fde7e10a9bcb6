"""What people open: the map of a plan, sheets, posters and reports to print, calendars and files.

``maps.documents`` lists them all; this package itself names what writes the first of them.

Importing this package is cheap; Folium, Shapely and Babel are loaded on first use. A caller
that has something else to wait for can hide that cost by calling :func:`preload` in a thread.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from maps.map_page import write_map as write_map
    from maps.ride_passengers import write_passengers as write_passengers
    from maps.ride_sheets import write_driver_sheets as write_driver_sheets
    from maps.sheets import write_round_sheets as write_round_sheets
    from maps.views import PlanMismatchError as PlanMismatchError

__all__ = [
    "PlanMismatchError",
    "preload",
    "write_driver_sheets",
    "write_map",
    "write_passengers",
    "write_round_sheets",
]

_HOMES = {
    "PlanMismatchError": "maps.views",
    "write_driver_sheets": "maps.ride_sheets",
    "write_map": "maps.map_page",
    "write_passengers": "maps.ride_passengers",
    "write_round_sheets": "maps.sheets",
}


def preload() -> None:
    """Import everything that drawing needs (one to two seconds, mostly Folium's pandas)."""
    from importlib import import_module

    for module in sorted(set(_HOMES.values())):
        import_module(module)


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)
