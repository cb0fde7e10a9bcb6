"""Moments in a row with windows and longest spans: earliest, latest and shortest timings.

Every rule on the times of one order has one of two shapes: a moment lies so many seconds after
the one before it, or at most so many after an earlier one; and each moment has its own allowed
intervals. Such systems are closed under taking the smaller, and under taking the greater, of two
solutions moment by moment (Jeavons & Cooper 1995, 10.1016/0004-3702(95)00107-7). So raising
every moment just as far as some rule demands ends at the earliest solution, in which ALL moments
are as early as they can be at once, however many windows there are; likewise the latest.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass, replace

Interval = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Chain:
    """Moments of a route in order, from before its departure to after its return.

    Parameters
    ----------
    domains
        Rising, disjoint intervals in which each moment may lie.
    gaps
        ``gaps[k]``: least seconds from moment ``k - 1`` to moment ``k``; ``gaps[0]`` is 0.
    spans
        ``(a, b, most)``: moment ``b`` is at most ``most`` seconds after moment ``a``, a < b.
    departure, back
        Which moments are the departure and the return.
    """

    domains: tuple[tuple[Interval, ...], ...]
    gaps: tuple[int, ...]
    spans: tuple[tuple[int, int, int], ...]
    departure: int
    back: int

    def with_span(self, a: int, b: int, most: int) -> Chain:
        """Return the chain with one more longest span."""
        return replace(self, spans=(*self.spans, (a, b, most)))


def _raised(domain: tuple[Interval, ...], value: int) -> int | None:
    for low, high in domain:
        if value <= high:
            return max(low, value)
    return None


def _lowered(domain: tuple[Interval, ...], value: int) -> int | None:
    for low, high in reversed(domain):
        if value >= low:
            return min(high, value)
    return None


def _hopeless(chain: Chain) -> bool:
    """Whether driving and service alone break a span; else raising and lowering must end."""
    at, far = [], 0
    for gap in chain.gaps:
        far += gap
        at.append(far)
    return any(at[b] - at[a] > most for a, b, most in chain.spans)


def earliest(chain: Chain, floor: Mapping[int, int] | None = None) -> list[int] | None:
    """Return the earliest timing with each moment in ``floor`` no earlier than said there."""
    if _hopeless(chain):
        return None
    lows = floor or {}
    times = [lows.get(k, -(2**62)) for k in range(len(chain.gaps))]
    moved = True
    while moved:
        moved = False
        for k, domain in enumerate(chain.domains):
            need = times[k] if k == 0 else max(times[k], times[k - 1] + chain.gaps[k])
            raised = _raised(domain, need)
            if raised is None:
                return None
            times[k] = raised
        for a, b, most in chain.spans:
            if times[b] - most > times[a]:
                times[a], moved = times[b] - most, True
    return times


def latest(chain: Chain, ceiling: Mapping[int, int] | None = None) -> list[int] | None:
    """Return the latest timing with each moment in ``ceiling`` no later than said there."""
    if _hopeless(chain):
        return None
    highs = ceiling or {}
    last = len(chain.gaps) - 1
    times = [highs.get(k, 2**62) for k in range(last + 1)]
    moved = True
    while moved:
        moved = False
        for k in range(last, -1, -1):
            need = times[k] if k == last else min(times[k], times[k + 1] - chain.gaps[k + 1])
            lowered = _lowered(chain.domains[k], need)
            if lowered is None:
                return None
            times[k] = lowered
        for a, b, most in chain.spans:
            if times[a] + most < times[b]:
                times[b], moved = times[a] + most, True
    return times


def _departures(chain: Chain, first: list[int]) -> set[int]:
    """Return the departures among which one of least duration lies.

    Leaving later shortens the route until something cannot wait: the last possible departure,
    or the last one before which some moment still meets a window that is not its last.
    """
    found = {timing[chain.departure] for timing in [latest(chain)] if timing}
    for k, domain in enumerate(chain.domains):
        begin = bisect_left([high for _, high in domain], first[k])
        for _, high in domain[begin:-1]:
            timing = latest(chain, {k: high})
            if timing:
                found.add(timing[chain.departure])
    return found


def shortest(chain: Chain) -> tuple[int, int] | None:
    """Return the least (duration, return) of the route, or ``None`` where it cannot be timed."""
    first = earliest(chain)
    if first is None:
        return None
    durations = []
    for departure in _departures(chain, first):
        timing = earliest(chain, {chain.departure: departure})
        if timing:
            durations.append(timing[chain.back] - departure)
    duration = min(durations)
    timing = earliest(chain.with_span(chain.departure, chain.back, duration))
    return None if timing is None else (duration, timing[chain.back])


def settle(chain: Chain, duration: int, back: int, late: list[int]) -> list[int] | None:
    """Time the route with this duration and return; moments in ``late`` as late as can be."""
    chain = chain.with_span(chain.departure, chain.back, duration)
    timing = latest(chain, {chain.back: back})
    if timing is None:
        return None
    return earliest(chain, {k: timing[k] for k in (chain.departure, *late)})
