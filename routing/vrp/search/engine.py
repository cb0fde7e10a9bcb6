"""What every search looks like from outside: it is advanced in slices and shares its best."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Protocol


@dataclass(frozen=True, slots=True)
class Order:
    """The stops of one route, in order, without times.

    Parameters
    ----------
    vehicle, day
        Index of the vehicle in the instance; day of the horizon.
    stops
        Codes: client ``c`` is ``c``; of shipment ``s`` the pickup is ``C + 2 s`` and the
        delivery ``C + 2 s + 1``, with ``C`` the number of clients; the vehicle's reload ``r``
        is ``-1 - r``.
    """

    vehicle: int
    day: int
    stops: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class PoolRoute:
    """A feasible route met by a search; ``kind`` says which (vehicle, day) could drive it.

    ``cost`` is what the route itself costs: distance, duration and use.
    """

    kind: int
    stops: tuple[int, ...]
    cost: int


@dataclass(frozen=True, slots=True)
class Epoch:
    """A part of the budget, up to the share ``until``, cooling from ``begin`` to ``end``."""

    until: float
    begin: float
    end: float


ONE_COOLING = (
    Epoch(0.5, 0.0, 0.5),
    Epoch(0.75, 0.5, 0.75),
    Epoch(0.9, 0.75, 0.9),
    Epoch(1, 0.9, 1),
)
"""One cooling over the whole budget, with three recombinations on the way."""


class Engine(Protocol):
    """One search over one instance. Not thread-safe; different engines may run in threads."""

    EPOCHS: ClassVar[tuple[Epoch, ...]]
    """How the budget is spent; what all engines met is recombined at the end of each epoch."""
    EXCHANGE_AT: ClassVar[tuple[float, ...]]
    """Shares of the budget at which the worse of two engines takes over the better's best."""

    @property
    def kinds(self) -> Sequence[Sequence[tuple[int, int]]]:
        """For each kind of route, the interchangeable (vehicle, day) that may drive it."""

    @property
    def best_cost(self) -> tuple[int, int]:
        """``(missed, total)`` of the best, as :class:`routing.vrp.Cost` counts them."""

    def run(self, iterations: int, begin: float, end: float) -> None:
        """Search on, cooling from share ``begin`` of the budget to share ``end``.

        The compiled part releases the GIL. The same seed and calls give the same answer.
        """

    def best(self) -> list[Order]:
        """Return the best solution: only routes that have stops."""

    def adopt(self, orders: Sequence[Order]) -> None:
        """Take another's solution as the current one, and as the best where it is better."""

    def pool(self) -> list[PoolRoute]:
        """Return good, distinct, feasible routes met so far, for set partitioning."""
