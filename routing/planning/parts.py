"""Parts of a month that are planned anew together while the rest is kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import combinations, zip_longest

from ortools.sat.python import cp_model

from routing.planning.model.rounds import Column
from routing.planning.programme import Programme
from routing.planning.rides.places import site_key
from routing.planning.travel import Travel

NEIGHBOURS = 10
"""Permanences that are planned anew together, near one another."""

CENTRES = 22
"""Most neighbourhoods."""

Columns = Mapping[tuple[str, date], Sequence[Column]]
Kept = list[cp_model.IntVar]


def kept_apart(columns: Columns, programme: Programme, travel: Travel) -> list[Kept]:
    """Return the decisions to keep, one list for each part that is planned anew.

    A part is two weekdays of every week, so that sessions change days and company, or the
    permanences of a neighbourhood, so that rounds through it are drawn anew on any day.
    """
    everything = [column for group in columns.values() for column in group]
    both = zip_longest(_weekdays(everything, 2), _neighbourhoods(everything, programme, travel))
    return [kept for pair in both for kept in pair if kept is not None]


def _weekdays(columns: Sequence[Column], many: int) -> Iterator[Kept]:
    """For every so many weekdays, the decisions of all the others."""
    weekdays = sorted({column.date.weekday() for column in columns})
    for some in combinations(weekdays, many) if len(weekdays) > many else ():
        yield [c.chosen for c in columns if c.date.weekday() not in some]


def _neighbourhoods(
    columns: Sequence[Column], programme: Programme, travel: Travel
) -> Iterator[Kept]:
    """For places all over the territory, the decisions that do not touch what is near."""
    sites = {permanence.id: site_key(permanence.site) for permanence in programme.permanences}
    if len(sites) <= NEIGHBOURS:
        return
    names = sorted(sites)
    for centre in names[:: -(-len(names) // CENTRES)]:
        away = {name: travel.seconds(sites[centre], sites[name]) for name in names}
        free = set(sorted(names, key=away.__getitem__)[:NEIGHBOURS])
        yield [c.chosen for c in columns if free.isdisjoint(p for p, _ in c.template.slots)]
