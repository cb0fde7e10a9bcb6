"""Routes read out of the linked lists, outside compiled code."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from routing.vrp.search.periodic.tables import Ints, Tables


def routes_of(t: Tables, succ: Ints) -> Iterator[tuple[int, tuple[int, ...]]]:
    """Yield slot and clients of each route that has visits."""
    depots = t.n * t.days
    for slot in range(t.slots):
        stops = []
        node = int(succ[depots + slot])
        while node != depots + slot:
            stops.append(int(t.row[node]))
            node = int(succ[node])
        if stops:
            yield slot, tuple(stops)


def day_set_of(t: Tables, client: int, days: Sequence[int]) -> int:
    """Return which day set of the client consists of these days.

    Raises
    ------
    ValueError
        When none does.
    """
    wanted = sorted(days)
    for p in range(int(t.sets_of[client]), int(t.sets_of[client + 1])):
        if t.set_days[t.set_days_of[p] : t.set_days_of[p + 1]].tolist() == wanted:
            return p
    raise ValueError(f"client {client}: {wanted} is none of its day sets")
