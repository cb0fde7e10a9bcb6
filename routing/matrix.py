"""The one type that the road network and the vehicle-routing core share."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

UNREACHABLE = 2**30
"""Entry of a :class:`Matrix` where no way exists; far above any real duration or distance."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Matrix:
    """Travel between ``n`` places, row = from, column = to.

    Parameters
    ----------
    durations_s
        Shape ``(n, n)``, int32, seconds along the fastest path.
    distances_m
        Shape ``(n, n)``, int32, metres along that same path.

    Raises
    ------
    ValueError
        When the arrays are not square, not of one shape, not int32 or hold a negative entry.
    """

    durations_s: NDArray[np.int32]
    distances_m: NDArray[np.int32]

    def __post_init__(self) -> None:
        shape = self.durations_s.shape
        if len(shape) != 2 or shape[0] != shape[1] or self.distances_m.shape != shape:
            raise ValueError(
                "a matrix needs two square arrays of one shape, "
                f"got {shape} and {self.distances_m.shape}"
            )
        for name, array in (
            ("durations_s", self.durations_s),
            ("distances_m", self.distances_m),
        ):
            if array.dtype != np.int32:
                raise ValueError(f"{name} must be int32, got {array.dtype}")
            if array.size and int(array.min()) < 0:
                raise ValueError(f"{name} holds a negative entry")

    @property
    def size(self) -> int:
        """Number of places."""
        return int(self.durations_s.shape[0])

    def reachable(self, origin: int, destination: int) -> bool:
        """Whether a way leads from ``origin`` to ``destination`` (both indices)."""
        return int(self.durations_s[origin, destination]) < UNREACHABLE
