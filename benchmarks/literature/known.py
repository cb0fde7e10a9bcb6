"""Best-known values: of the folder's own BKS.csv and of the list shipped with the benchmark.

Where both know an instance the better value counts: the fewer vehicles first where the family
is compared so. The VRPTW is compared by distance alone, and many lists give the least distance
of the smallest fleet instead, which more vehicles undercut by several percent.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path

from benchmarks.literature.runs import BestKnown

SHIPPED = Path(__file__).with_name("best_known.csv")
"""Columns family, instance, bks, bks_vehicles, source."""


def best_known(folder: Path, family: str) -> Mapping[str, BestKnown]:
    """Return the best-known values by instance name.

    Raises
    ------
    ValueError
        When a row of a list is not what it should be, with its file and line.
    """
    known = _read(SHIPPED, family)
    own = folder / "BKS.csv"
    for name, value in (_read(own, None) if own.exists() else {}).items():
        other = known.get(name, value)
        known[name] = min(value, other, key=lambda v: _order(v, fleet_first=family == "pdptw"))
    return known


def _order(value: BestKnown, *, fleet_first: bool) -> tuple[float, float]:
    fleet = float("inf") if value.vehicles is None else float(value.vehicles)
    return (fleet if fleet_first else 0.0), value.cost


def _read(path: Path, family: str | None) -> dict[str, BestKnown]:
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file)
        found = {}
        for row in rows:
            if family is None or row["family"] == family:
                try:
                    found[row["instance"]] = BestKnown(
                        cost=float(row["bks"]),
                        vehicles=int(row["bks_vehicles"]) if row.get("bks_vehicles") else None,
                        source=row.get("source") or "",
                    )
                except (KeyError, TypeError, ValueError):
                    raise ValueError(
                        f"{path}, line {rows.line_num}: expected columns instance, bks (a number)"
                        " and bks_vehicles (a whole number or nothing)"
                    ) from None
        return found
