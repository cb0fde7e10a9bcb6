"""What the vehicle-routing core answers. Integer seconds and metres only."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pause:
    """Seconds of the day between which those aboard are free."""

    start_s: int
    end_s: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DayStop:
    """A visit in a route: ``client`` is its index in the instance."""

    client: int
    arrive_s: int
    start_s: int
    end_s: int
    depart_s: int
    distance_m: int
    travel_s: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DayRoute:
    """A feasible timed trip from the vehicle's start through its stops to its end."""

    stops: tuple[DayStop, ...]
    depart_s: int
    return_s: int
    distance_m: int
    driving_s: int
    pauses: tuple[Pause, ...] = ()

    @property
    def clients(self) -> tuple[int, ...]:
        """DayClient indices in visiting order."""
        return tuple(stop.client for stop in self.stops)

    @property
    def work_s(self) -> int:
        """Seconds from departure to return, pauses not counted."""
        free = sum(pause.end_s - pause.start_s for pause in self.pauses)
        return self.return_s - self.depart_s - free
