"""From when on a planned route may begin at all.

Starting early trades being early at the first steps for being less late at the last. Among equal
trades the earliest would win, at the dawn of time; VROOM goes back no further than its windows
and the route ask for, and so do we, to give the same times.
"""

from __future__ import annotations

from collections.abc import Sequence

Windows = Sequence[tuple[float, float]]


def horizon_s(
    windows_s: Sequence[Windows], reach_s: Sequence[float], bounds_s: Sequence[tuple[float, float]]
) -> float:
    """Return the first second at which anything may begin that the request does not force.

    Parameters
    ----------
    windows_s, bounds_s
        Of the start, each step and the end: windows, and moments forced by the request.
    reach_s
        Seconds from departure until each of them, without any waiting.
    """
    opens = [windows[0][0] if windows else None for windows in windows_s]
    opens = [None if moment == float("-inf") else moment for moment in opens]
    first = min((moment for moment in opens if moment is not None), default=0.0)
    sample = _violations(windows_s, reach_s, bounds_s, first)
    margin = 0.0
    for last, reach in enumerate(reach_s):
        if reach > first:
            return first
        margin, early = reach, 0.0
        for moment, before in zip(opens[: last + 1], reach_s, strict=False):
            early += 0.0 if moment is None else moment - first + reach - before
        if early > sample:
            break
    return first - margin


def _violations(
    windows_s: Sequence[Windows],
    reach_s: Sequence[float],
    bounds_s: Sequence[tuple[float, float]],
    first: float,
) -> float:
    """Return the seconds outside windows of going as soon as may be."""
    candidates = [most - reach for (_, most), reach in zip(bounds_s, reach_s, strict=True)]
    now = min(windows_s[0][0][0] if windows_s[0] else first, *candidates)
    total, before = 0.0, 0.0
    for windows, reach, (least, _) in zip(windows_s, reach_s, bounds_s, strict=True):
        now, before = max(now + reach - before, least), reach
        total += min((max(low - now, now - high, 0.0) for low, high in windows), default=0.0)
    return total
