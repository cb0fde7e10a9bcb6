"""Parameters of the search, one vector a character."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

# Entries of Case.tuning.
(
    STRINGS,
    RELATED,
    RANDOM,
    ROUTE,
    MEAN,
    LONGEST,
    LEAST_REST,
    MOST_REST,
    HOT,
    COLD,
    NOISY,
    NOISE,
    REGRET_ALL,
    BANNED,
    REMAINDER,
    SPLIT,
    TRADED,
) = range(17)


def tuning_of(character: int) -> NDArray[np.float64]:
    """Return the parameters, in the order of the names above."""
    eager = character % 2
    return np.array(
        [
            0.70,  # strings, share of the iterations
            0.15,  # related
            0.05,  # random
            0.05,  # a whole route; the rest: the worst
            8.0,  # strings: requests, on the mean
            8.0,  # strings: longest
            2.0,  # else: fewest requests
            12.0,  # else: most
            0.35,  # temperature in mean costs a request, at the start
            0.10,  # and at the end
            0.5,  # share of iterations with noise
            0.20 if eager else 0.15,  # noise
            0.25 if eager else 0.5,  # share of iterations with regret over all vehicles
            0.7,  # share of iterations in which one request may not return
            0.4,  # share of the rest's cheapest insertions counted against the bar
            0.0,  # strings that keep a part in the middle
            1.0,  # share of iterations in which one more may be left out, falling to none
        ]
    )
