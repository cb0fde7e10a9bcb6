"""What is asked of the vehicle-routing core. Integer seconds and metres only."""

from __future__ import annotations

from dataclasses import dataclass

from routing.matrix import Matrix
from routing.vrp.time_window import TimeWindow


@dataclass(frozen=True, slots=True, kw_only=True)
class DayClient:
    """A visit.

    Parameters
    ----------
    location
        Row of the matrix.
    setup_s, service_s, packing_s
        Seconds before the start of service, of service, and after it, all at the client.
    period
        Part of the day, rising along a route; entering a later one takes a long pause.
    group
        Clients of one group exclude each other in a route (variants of one visit).
    """

    location: int
    window: TimeWindow
    service_s: int
    setup_s: int = 0
    packing_s: int = 0
    period: int = 0
    group: int = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class DayVehicle:
    """A vehicle and the working-time rules of those aboard.

    Parameters
    ----------
    start, end
        Rows of the matrix.
    earliest_s, latest_s
        Earliest departure from ``start``, latest arrival at ``end``.
    max_work_s
        Most seconds between departure and return, pauses not counted.
    break_after_s, break_s
        No stretch of work longer than the first without a pause of the second.
    period_break_s, longest_wait_s
        Least pause between visits of different periods; longest wait at a visit.
    max_stops
        Most visits in a route.
    """

    start: int
    end: int
    earliest_s: int
    latest_s: int
    max_work_s: int
    break_after_s: int
    break_s: int
    period_break_s: int
    longest_wait_s: int = 24 * 3600
    max_stops: int = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class DayInstance:
    """Clients that one vehicle may visit in a day, over a travel matrix."""

    matrix: Matrix
    clients: tuple[DayClient, ...]
    vehicle: DayVehicle

    def __post_init__(self) -> None:
        size = self.matrix.size
        for index, client in enumerate(self.clients):
            if not 0 <= client.location < size:
                raise ValueError(f"client {index}: location {client.location} is not in the matrix")
        for name in ("start", "end"):
            if not 0 <= getattr(self.vehicle, name) < size:
                raise ValueError(f"vehicle: {name} is not in the matrix")
