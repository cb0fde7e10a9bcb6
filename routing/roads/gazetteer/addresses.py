"""House numbers by street: looked up, or interpolated between two neighbours."""

from __future__ import annotations

import json
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from routing.roads.gazetteer.types import GazetteerFileError, HouseNumber

FORMAT = "tournees-addresses-1"
APART_M = 800.0
"""Neighbours farther apart than this say nothing about the numbers between them."""

_M_PER_DEGREE = 111_320.0
_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, LookupError, ValueError, TypeError)

Ints = NDArray[np.int32]


class Spot(NamedTuple):
    """Where a house number is, in degrees, and how that is known."""

    lon: float
    lat: float
    number: HouseNumber


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Addresses:
    """The addresses of some communes, street by street.

    Coordinates are integer microdegrees. ``s`` streets, ``a`` addresses.

    Parameters
    ----------
    names, insee
        Name and commune of each of the ``s`` streets and lieux-dits.
    start
        ``(s + 1,)`` int32: street ``i`` has the addresses ``start[i]:start[i + 1]``, by number.
    number
        ``(a,)`` int32; 0 where the file gives a place and no number.
    suffix
        ``(a,)`` int32 indices into ``suffixes``; 0 for none.
    lon, lat
        ``(a,)`` int32 microdegrees.
    suffixes
        « bis », « a » …, the empty one first.
    meta
        JSON-able facts: the name of the source, whom to credit.
    """

    names: tuple[str, ...]
    insee: tuple[str, ...]
    start: Ints
    number: Ints
    suffix: Ints
    lon: Ints
    lat: Ints
    suffixes: tuple[str, ...]
    meta: Mapping[str, Any]

    def __post_init__(self) -> None:
        """Refuse arrays that do not belong together."""
        count = len(self.number)
        sizes = {len(self.suffix), len(self.lon), len(self.lat), int(self.start[-1])}
        steps = np.diff(self.start)
        if sizes != {count} or self.start[0] != 0 or (steps.size and steps.min() < 1):
            raise ValueError("les colonnes ne vont pas ensemble")
        if not len(self.names) == len(self.insee) == len(self.start) - 1:
            raise ValueError("des noms de voies manquent")
        if count and not 0 <= self.suffix.min() <= self.suffix.max() < len(self.suffixes):
            raise ValueError("des suffixes manquent")

    def middle(self, street: int) -> tuple[float, float]:
        """Degrees of the address in the middle of a street."""
        at = (self.start[street] + self.start[street + 1]) // 2
        return float(self.lon[at]) / 1e6, float(self.lat[at]) / 1e6

    def find(self, street: int, number: int, suffix: str = "") -> Spot | None:
        """Find a number of a street; ``None`` when nothing near it is known.

        Without its own entry, « 12 bis » is placed at 12, and 12 between its neighbours on its
        side of the street, or else between any.
        """
        first, last = int(self.start[street]), int(self.start[street + 1])
        numbers = self.number[first:last]
        same = first + np.flatnonzero(numbers == number)
        for at in same.tolist():
            if self.suffixes[self.suffix[at]] == suffix:
                return self._spot(at, HouseNumber.EXACT)
        if len(same):
            return self._spot(int(same[0]), HouseNumber.INTERPOLATED)
        for neighbours in (numbers % 2 == number % 2, numbers % 2 >= 0):
            known = first + np.flatnonzero(neighbours & (numbers > 0))
            if (spot := self._between(known, number)) is not None:
                return spot
        return None

    def _spot(self, at: int, how: HouseNumber) -> Spot:
        return Spot(float(self.lon[at]) / 1e6, float(self.lat[at]) / 1e6, how)

    def _between(self, at: NDArray[np.int64], number: int) -> Spot | None:
        """Place a number on the straight line between its neighbours among ``at``."""
        above = int(np.searchsorted(self.number[at], number))
        if not 0 < above < len(at):
            return None
        low, high = at[above - 1], at[above]
        ends = np.array([(self.lon[i], self.lat[i]) for i in (low, high)]) / 1e6
        east, north = (ends[1] - ends[0]) * _M_PER_DEGREE
        if np.hypot(east * np.cos(np.radians(ends[0, 1])), north) > APART_M:
            return None
        share = (number - self.number[low]) / (self.number[high] - self.number[low])
        lon, lat = (ends[0] + share * (ends[1] - ends[0])).tolist()
        return Spot(lon, lat, HouseNumber.INTERPOLATED)

    def save(self, path: Path) -> None:
        """Write one compressed file; a half-written one never remains."""
        columns = {f.name: getattr(self, f.name) for f in fields(self)}
        head = {name: columns.pop(name) for name in ("names", "insee", "suffixes", "meta")}
        text = json.dumps({"format": FORMAT, **head}, ensure_ascii=False)
        partial = path.with_name(f".{path.name}.part")
        try:
            with partial.open("wb") as file:
                packed = np.frombuffer(text.encode(), dtype=np.uint8)
                np.savez_compressed(file, head=packed, **columns)
            partial.replace(path)
        finally:
            partial.unlink(missing_ok=True)

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read what `save` wrote.

        Raises
        ------
        GazetteerFileError
            When the file is missing, damaged or something else.
        """
        try:
            with path.open("rb") as file, np.load(file, allow_pickle=False) as archive:
                head = json.loads(archive["head"].tobytes())
                columns = {
                    name: archive[name] for name in ("start", "number", "suffix", "lon", "lat")
                }
            if head.pop("format") != FORMAT:
                raise ValueError("format inconnu")
            names, insee, suffixes = (tuple(head[name]) for name in ("names", "insee", "suffixes"))
            meta = dict(head["meta"])
            return cls(names=names, insee=insee, suffixes=suffixes, meta=meta, **columns)
        except OSError as error:
            raise GazetteerFileError(
                f"Fichier d’adresses illisible : {path} ({error.strerror or error})."
            ) from error
        except _DAMAGE as error:
            raise GazetteerFileError(
                f"Le fichier d’adresses {path} est abîmé ({error}). Refaites-le avec "
                "« tournees roads addresses import »."
            ) from error


def addresses_of(rows: Sequence[AddressRow], meta: Mapping[str, Any]) -> Addresses:
    """Sort addresses by street and number; of the same address twice the first counts."""
    suffixes = ("", *sorted({row.suffix for row in rows} - {""}))
    code = {suffix: i for i, suffix in enumerate(suffixes)}
    distinct: dict[tuple[str, str, int, int], AddressRow] = {}
    for row in rows:
        distinct.setdefault((row.insee, row.street, row.number, code[row.suffix]), row)
    keys = sorted(distinct)
    streets = list(dict.fromkeys((insee, street) for insee, street, _, _ in keys))
    index = {street: i for i, street in enumerate(streets)}
    counts = np.bincount([index[key[0], key[1]] for key in keys], minlength=len(streets))
    spots = [(distinct[key].lon, distinct[key].lat) for key in keys]
    lon, lat = np.rint(np.array(spots).reshape(-1, 2) * 1e6).astype(np.int32).T
    return Addresses(
        names=tuple(street for _, street in streets),
        insee=tuple(insee for insee, _ in streets),
        start=np.concatenate([[0], np.cumsum(counts)]).astype(np.int32),
        number=np.array([key[2] for key in keys], dtype=np.int32),
        suffix=np.array([key[3] for key in keys], dtype=np.int32),
        lon=lon,
        lat=lat,
        suffixes=suffixes,
        meta=meta,
    )


class AddressRow(NamedTuple):
    """One address as a source gives it, in degrees; ``number`` 0 stands for none."""

    insee: str
    street: str
    number: int
    suffix: str
    lon: float
    lat: float
