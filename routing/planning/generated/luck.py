"""Draws that a seed repeats, on any machine and with any later NumPy."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate
from typing import TypeVar
from zlib import crc32

import numpy as np

_Item = TypeVar("_Item")


class Luck:
    """A stream of draws.

    Only raw bits are taken from NumPy: their streams are promised never to change, unlike those
    of its distributions. Streams of different ``purpose`` do not touch each other, so that one
    more driver leaves all passengers as they were.
    """

    def __init__(self, seed: int, purpose: str) -> None:
        self._bits = np.random.PCG64(np.random.SeedSequence([seed, crc32(purpose.encode())]))

    def share(self) -> float:
        """Return a number from 0 to below 1."""
        return int(self._bits.random_raw() >> 11) * 2.0**-53

    def happens(self, probability: float) -> bool:
        """Whether something of this probability happens."""
        return self.share() < probability

    def whole(self, low: int, high: int, step: int = 1) -> int:
        """Return one of ``low``, ``low + step`` and so on, up to ``high`` at most."""
        return low + step * int(self.share() * ((high - low) // step + 1))

    def one_of(self, items: Sequence[_Item], weights: Sequence[float] | None = None) -> _Item:
        """Return an item, by weight; where all weights are 0, each is as likely."""
        if weights is None or sum(weights) <= 0:
            return items[int(self.share() * len(items))]
        sums = list(accumulate(weights))
        at = bisect_right(sums, self.share() * sums[-1])
        return items[min(at, len(items) - 1)]

    def several(
        self, items: Sequence[_Item], count: int, weights: Sequence[float] | None = None
    ) -> list[_Item]:
        """Return ``count`` different items (or all there are), in their order."""
        left = list(range(len(items)))
        picked: list[int] = []
        while left and len(picked) < count:
            at = self.one_of(left, None if weights is None else [weights[k] for k in left])
            left.remove(at)
            picked.append(at)
        return [items[at] for at in sorted(picked)]
