"""The literature's instance files, read into :class:`routing.vrp.Instance`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from benchmarks.formats.cordeau import FAMILIES as _CORDEAU
from benchmarks.formats.cordeau import read_cordeau
from benchmarks.formats.faults import FormatError
from benchmarks.formats.lilim import read_li_lim
from benchmarks.formats.problem import Objective, Problem
from benchmarks.formats.ride import read_ride
from benchmarks.formats.scaled import SCALE
from benchmarks.formats.solomon import read_solomon

READERS: Mapping[str, Callable[[Path], Problem]] = {
    "darp": read_ride,
    "pdptw": read_li_lim,
    "vrptw": read_solomon,
    **{name: partial(read_cordeau, kinds=(kind,)) for kind, name in _CORDEAU.items()},
    "pvrp": read_cordeau,
}
"""By family; ``pvrp`` takes every one of Cordeau's types, the file says which it is."""


def read(family: str, path: Path) -> Problem:
    """Read the instance file ``path`` of a ``family``.

    Raises
    ------
    FormatError
        Naming path and line, what was found and what was expected.
    OSError
        When the file cannot be read.
    """
    return READERS[family](Path(path))


__all__ = ["READERS", "SCALE", "FormatError", "Objective", "Problem", "read"]
