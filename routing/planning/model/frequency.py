"""Every due session is held or counted missing; sessions keep their distance in days."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from ortools.sat.python import cp_model

from routing.planning.dates import Horizon
from routing.planning.model.rounds import Held
from routing.planning.programme import Permanence, Programme
from routing.planning.series import Need

WORTH = 10
"""How much worse a missing session is than a gap too long, at the same priority."""


@dataclass(slots=True)
class Sessions:
    """``on[permanence, date]`` literals, ``missing`` counts by need, ``late`` gap literals."""

    on: dict[tuple[str, date], cp_model.IntVar] = field(default_factory=dict)
    missing: list[tuple[Need, cp_model.IntVar]] = field(default_factory=list)
    late: list[tuple[Permanence, cp_model.IntVar]] = field(default_factory=list)


def add_sessions(
    model: cp_model.CpModel,
    held: Held,
    programme: Programme,
    horizon: Horizon,
    due: Iterable[Need],
) -> Sessions:
    """Tie what is held to what is due."""
    sessions = Sessions(on=_held_on(model, held))
    for index, need in enumerate(due):
        name = need.permanence.id
        days = [sessions.on[name, day] for day in need.dates if (name, day) in sessions.on]
        certain = max(0, need.count - len(days))
        missing = model.new_int_var(certain, need.count, f"missing:{name}:{index}")
        model.add(sum(days) + missing == need.count)
        sessions.missing.append((need, missing))
    for permanence in programme.permanences:
        dates = sorted(day for name, day in sessions.on if name == permanence.id)
        past = sorted({p.date for p in programme.past if p.permanence == permanence.id})
        _keep_apart(model, sessions, permanence, dates)
        _count_late(model, sessions, permanence, dates, past, horizon)
    return sessions


def _held_on(model: cp_model.CpModel, held: Held) -> dict[tuple[str, date], cp_model.IntVar]:
    by_date: dict[tuple[str, date], list[cp_model.IntVar]] = defaultdict(list)
    for (permanence, day, _), literals in held.items():
        by_date[permanence, day] += literals
    found = {}
    for (permanence, day), literals in by_date.items():
        found[permanence, day] = model.new_bool_var(f"on:{permanence}:{day}")
        model.add(sum(literals) == found[permanence, day])
    return found


def _keep_apart(
    model: cp_model.CpModel, sessions: Sessions, permanence: Permanence, days: Sequence[date]
) -> None:
    """Hold no two sessions within ``min_gap_days``; the past has ruled dates out before."""
    low = permanence.min_gap_days or 1
    for first in days if low > 1 else ():
        close = [sessions.on[permanence.id, d] for d in days if 0 <= (d - first).days < low]
        if len(close) > 1:
            model.add_at_most_one(close)


def _count_late(
    model: cp_model.CpModel,
    sessions: Sessions,
    permanence: Permanence,
    days: Sequence[date],
    past: Sequence[date],
    horizon: Horizon,
) -> None:
    """Count the sessions that no other follows within ``max_gap_days``, where the horizon could."""
    if permanence.max_gap_days is None:
        return
    for start in sorted({*past, *days}):
        end = start + timedelta(days=permanence.max_gap_days)
        if end not in horizon or any(start < day <= end for day in past):
            continue
        soon = [sessions.on[permanence.id, d] for d in days if start < d <= end]
        late = model.new_bool_var(f"late:{permanence.id}:{start}")
        begun = sessions.on.get((permanence.id, start), 1)
        model.add(sum(soon) + late >= begun)
        sessions.late.append((permanence, late))
