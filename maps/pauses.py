"""Pauses among the stops of a trip: on the spot, or on the road between them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol, TypeVar

from routing.planning.plans import Pause


class Halting(Protocol):
    """A stop of a trip, with the pauses taken on the spot."""

    @property
    def arrive_s(self) -> int:
        """Seconds after midnight at which the vehicle is there."""

    @property
    def pauses(self) -> tuple[Pause, ...]:
        """Pauses between arrival and departure."""


Halt = TypeVar("Halt", bound=Halting)


def with_pauses(halts: Iterable[Halt], pauses: Iterable[Pause]) -> tuple[Halt | Pause, ...]:
    """Return the stops, and the pauses taken on the road between them, as they happen."""
    stops = list(halts)
    on_the_spot = {pause for stop in stops for pause in stop.pauses}
    timed: list[tuple[int, Halt | Pause]] = [(stop.arrive_s, stop) for stop in stops]
    timed += [(pause.start_s, pause) for pause in pauses if pause not in on_the_spot]
    return tuple(event for _, event in sorted(timed, key=lambda pair: pair[0]))
