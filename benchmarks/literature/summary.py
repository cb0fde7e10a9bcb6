"""Figures of a benchmark: per solver, and the mean gap over time."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

from benchmarks.literature.runs import Run


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """One solver over one family; gaps are of feasible runs whose best known value is known."""

    solver: str
    runs: int
    feasible_percent: float
    gaps: int
    mean_gap: float | None
    worst_gap: float | None
    mean_vehicles: float | None
    mean_excess: float | None
    """Vehicles above the best known, where that is told."""
    mean_wall_s: float | None
    reason: str
    """Why the solver cannot express the family; empty: it can."""


def summary(solver: str, runs: Sequence[Run]) -> Summary:
    """Sum up the runs of one solver."""
    gaps = [run.gap_percent for run in runs if run.gap_percent is not None]
    feasible = [run for run in runs if run.feasible]
    excess = [run.excess for run in feasible if run.excess is not None]
    ran = [run for run in runs if run.expressible]
    return Summary(
        solver=solver,
        runs=len(runs),
        feasible_percent=100 * len(feasible) / len(runs),
        gaps=len(gaps),
        mean_gap=fmean(gaps) if gaps else None,
        worst_gap=max(gaps, default=None),
        mean_vehicles=fmean(run.vehicles or 0 for run in feasible) if feasible else None,
        mean_excess=fmean(excess) if excess else None,
        mean_wall_s=fmean(run.wall_s for run in ran) if ran else None,
        reason="" if ran else runs[0].reason,
    )


def references(runs: Sequence[Run]) -> dict[str, float]:
    """Return for every instance the best known value, or else the best found here."""
    found: dict[str, float] = {}
    for run in runs:
        if run.best_known is not None:
            found[run.instance] = run.best_known.cost
        elif run.feasible and run.cost is not None:
            found[run.instance] = min(run.cost, found.get(run.instance, run.cost))
    return found


def above(cost: float, reference: float) -> float:
    """Return how far ``cost`` lies above ``reference``, percent."""
    return (cost / reference - 1) * 100


def mean_curve(
    runs: Sequence[Run], reference: Mapping[str, float], moments: Sequence[float]
) -> list[tuple[float, float]]:
    """Return the mean gap of feasible runs at each moment from which all have a solution."""
    curves = [
        ([at for at, _ in run.curve], [above(c, reference[run.instance]) for _, c in run.curve])
        for run in runs
        if run.feasible and run.curve
    ]
    if not curves:
        return []
    begin = max(times[0] for times, _ in curves)
    return [
        (moment, fmean(min(gaps[: bisect_right(times, moment)]) for times, gaps in curves))
        for moment in sorted({begin, *(m for m in moments if m > begin)})
    ]
