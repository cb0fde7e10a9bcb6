"""Whether a route leaves room for its slot's break, if one is due."""

from __future__ import annotations

from routing.vrp.search.rides.tables import (
    CLOSES,
    LENGTH,
    OPENS,
    REST_FROM,
    REST_S,
    REST_UNTIL,
)
from routing.vrp.timing.jit import inner


@inner
def rested(case, state, b, s):  # type: ignore[no-untyped-def]
    """Whether the closed route of buffer ``b`` has room for the break of slot ``s``.

    A break is a stop without a place, on arrival at the next one; whether it fits there is what
    :func:`routing.vrp.search.rides.insertion.cheapest` asks of any stop. None is due where the
    route can end before the last moment at which it may begin, or begin after it.
    """
    rest, m = case.slot[s, REST_S], state.info[b, LENGTH]
    if rest == 0 or m == 1:
        return True
    begin, until = case.slot[s, REST_FROM], case.slot[s, REST_UNTIL]
    first, last, ticks, slack = state.first[b], state.last[b], state.ticks[b], state.slack[b]
    if first[m] < until or last[0] > until:
        return True
    if last[0] >= max(case.slot[s, OPENS], begin) + rest:
        return True
    if first[m] <= until and max(first[m], begin) + rest <= case.slot[s, CLOSES]:
        return True
    for i in range(m - 1):
        early = max(begin, first[i] + ticks[i + 1] - ticks[i])
        if early <= min(until, last[i + 1] - rest) and rest <= slack[i + 1, i]:
            return True
    return False
