"""What tells namesakes apart within one town: the side on which each of them lies."""

from __future__ import annotations

from collections.abc import Sequence
from math import cos, radians
from typing import TypeAlias

LonLat: TypeAlias = tuple[float, float]


def sides(spots: Sequence[LonLat]) -> list[str]:
    """Return a hint for each of several spots, « au nord », and no hint for a lone one.

    Hints differ: where two spots lie on the same side, they are numbered.

    >>> sides([(6.0, 43.4), (6.0, 43.5)])
    ['au sud', 'au nord']
    """
    if len(spots) < 2:
        return [""] * len(spots)
    lons, lats = zip(*spots, strict=True)
    centre = sum(lons) / len(spots), sum(lats) / len(spots)
    told = [_side(spot, centre) for spot in spots]
    return [
        f"{side}, {told[: at + 1].count(side)}" if told.count(side) > 1 else side
        for at, side in enumerate(told)
    ]


def _side(spot: LonLat, centre: LonLat) -> str:
    east, north = spot[0] - centre[0], spot[1] - centre[1]
    if abs(north) > abs(east) * cos(radians(spot[1])):
        return "au nord" if north > 0 else "au sud"
    return "à l’est" if east > 0 else "à l’ouest"
