"""Reads ``places.csv``: lieux-dits of the communes, and the towns and villages around."""

from __future__ import annotations

import csv
import math
from collections.abc import Mapping
from pathlib import Path

from routing.roads.gazetteer.types import CommuneName, GazetteerFileError, NamedPoint

COLUMNS = ("insee", "name", "kind", "lon", "lat")


def read_places(path: Path) -> tuple[tuple[NamedPoint, ...], tuple[CommuneName, ...]]:
    """Read lieux-dits, and apart from them the towns outside (rows without ``insee``).

    Raises
    ------
    GazetteerFileError
        Naming the first wrong line and column.
    """
    points, towns = [], []
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            if missing := [name for name in COLUMNS if name not in (reader.fieldnames or ())]:
                raise GazetteerFileError(f"{path}, ligne 1 : la colonne « {missing[0]} » manque.")
            for row in reader:
                where = f"{path}, ligne {reader.line_num}"
                lon, lat = _degrees(row, "lon", 180, where), _degrees(row, "lat", 90, where)
                name = (row["name"] or "").strip()
                if row["insee"]:
                    points.append(NamedPoint(name=name, lon=lon, lat=lat, insee=row["insee"]))
                else:
                    towns.append(CommuneName(insee="", name=name, lon=lon, lat=lat))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise GazetteerFileError(f"{path} est illisible ({error}).") from error
    return tuple(points), tuple(towns)


def _degrees(row: Mapping[str, str | None], column: str, limit: float, where: str) -> float:
    try:
        value = float(row[column] or "")
    except ValueError:
        value = math.nan
    if not abs(value) <= limit:
        raise GazetteerFileError(
            f"{where}, colonne {column} : « {row[column] or ''} » : donnez des degrés."
        )
    return value
