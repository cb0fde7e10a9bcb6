"""The exact timetable of one route order under all rules of the model.

``timetable``, ``obstacles`` and ``route_cost`` are plain Python, written to be read; the
compiled twin for searches is in :mod:`routing.vrp.timing.kernel`, loaded on demand.
"""

from __future__ import annotations

from routing.vrp.timing.faults import obstacles
from routing.vrp.timing.plan import best_duration, cost_as_timed, route_cost, timetable

__all__ = ["best_duration", "cost_as_timed", "obstacles", "route_cost", "timetable"]
