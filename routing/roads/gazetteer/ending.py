"""Queries that end with a commune, « rue de la République, Carcès »: it comes first.

Where it has no such street, the commune itself stands before streets of that name elsewhere: who
wrote it knows where they are going, and a namesake in another town is the costlier mistake.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from routing.roads.gazetteer.readings import Reading

Floats: TypeAlias = NDArray[np.float32]
Bools: TypeAlias = NDArray[np.bool_]

NO_SUCH_STREET = 0.63
"""Score of the commune: less than a street in it that is half like what was asked …"""
MISSPELT_SHARE = 0.3
LEAST = 0.602
"""… and a little less, but not too little to be told, where the commune is misspelt."""
ELSEWHERE = 0.59
"""Score of a street of exactly that name in another town: less than the commune's."""
THERE_ALIKE = 0.8
"""From this likeness on, the commune has that street."""
OTHERWISE_ALIKE = 0.9
"""From this likeness on, a name explains the query better as it is: « Avenue Saint-Maximin »."""


def commune_first(
    scores: Floats,
    readings: Sequence[Reading],
    alike: Sequence[Floats],
    town: NDArray[np.int64],
    commune: Bools,
) -> Floats:
    """Return scores ``(entries,)`` for which the commune that ends the query counts most.

    Parameters
    ----------
    alike
        For each reading, how alike the name of each entry and the words kept are.
    town, commune
        Index of the town of each entry, and whether it is that town itself.
    """
    at = next((i for i, reading in enumerate(readings) if reading.ends is not None), None)
    if at is None or (ends := readings[at].ends) is None:
        return scores
    here = np.append(ends, False)[town]
    other = [one for one, reading in zip(alike, readings, strict=True) if not reading.inner]
    better = np.max(other, axis=0)
    meant = here | ((better >= OTHERWISE_ALIKE) & (better > alike[at]))
    kept = np.where(meant, scores, np.minimum(scores, ELSEWHERE * alike[at]))
    if not np.any(here & ~commune & (alike[at] >= THERE_ALIKE)):
        fit = np.append(readings[at].fit, 0)[town]
        told = np.maximum(LEAST, NO_SUCH_STREET - MISSPELT_SHARE * (1 - fit))
        kept = np.maximum(kept, np.where(here & commune, told, 0))
    return np.asarray(kept, dtype=np.float32)
