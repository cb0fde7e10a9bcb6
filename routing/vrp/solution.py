"""What the vehicle-routing core answers. Integer seconds and metres only."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import overload

from routing.vrp.ties import StopKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """A stop of a route.

    Parameters
    ----------
    task
        Id of the client or shipment; of a reload, the empty string.
    location
        Row of the matrix.
    arrive_s, start_s, depart_s
        Arrival, START of service (of reloading), and departure, seconds of the day.
    load
        Load per dimension aboard on leaving.
    """

    kind: StopKind
    task: str
    location: int
    arrive_s: int
    start_s: int
    depart_s: int
    load: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenBreak:
    """A break: the seconds of the day it fills, and before which stop it lies.

    ``before`` is the index of the stop at which it is taken on arrival; the number of stops of
    the route: after the last stop.
    """

    start_s: int
    end_s: int
    before: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """What a vehicle does on a day: never empty of stops."""

    vehicle: str
    day: int
    stops: tuple[Stop, ...]
    depart_s: int
    return_s: int
    distance_m: int
    driving_s: int
    breaks: tuple[TakenBreak, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Blocked:
    """Why a vehicle could not serve a task: an UPPER_SNAKE code and a sentence."""

    vehicle: str
    code: str
    message: str


class Reasons(Sequence[Blocked]):
    """What stands against each vehicle, found out when somebody asks: it takes its time.

    Equal to the tuple of the same reasons; kept as one when pickled.
    """

    def __init__(self, find: Callable[[], tuple[Blocked, ...]]) -> None:
        self._find = find

    @cached_property
    def found(self) -> tuple[Blocked, ...]:
        """The reasons, found out by now."""
        return self._find()

    @property
    def known(self) -> tuple[Blocked, ...] | None:
        """The reasons, unless nobody has asked yet."""
        return self.__dict__.get("found")

    def __len__(self) -> int:
        return len(self.found)

    @overload
    def __getitem__(self, index: int) -> Blocked: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Blocked, ...]: ...
    def __getitem__(self, index: int | slice) -> Blocked | tuple[Blocked, ...]:
        return self.found[index]

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Reasons):
            return self.found == other.found
        return self.found == other

    def __hash__(self) -> int:
        return hash(self.found)

    def __reduce__(self) -> tuple[type[tuple[Blocked, ...]], tuple[tuple[Blocked, ...]]]:
        return tuple, (self.found,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unassigned:
    """A client or shipment that is not served, and what stands against each vehicle."""

    task: str
    reasons: Sequence[Blocked]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """Cost by part. ``missed`` counts those that had to be served, weighed by 1 + priority."""

    missed: int = 0
    distance: int = 0
    duration: int = 0
    use: int = 0
    prizes: int = 0
    links: int = 0

    @property
    def total(self) -> int:
        """Everything but ``missed``, which weighs more than any total."""
        return self.distance + self.duration + self.use + self.prizes + self.links


@dataclass(frozen=True, slots=True, kw_only=True)
class TracePoint:
    """A new best: when, at which iteration, and its cost (``missed`` first)."""

    elapsed_s: float
    iteration: int
    missed: int
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Solution:
    """Routes, what is left out and why, and how the answer came about.

    Parameters
    ----------
    lower_bound
        A proven bound on ``cost.total`` where one is known; equal to it when proven optimal.
    finished
        What ended the search: ``optimal``, or the stopping criterion's name.
    """

    routes: tuple[Route, ...]
    unassigned: tuple[Unassigned, ...]
    cost: Cost
    lower_bound: int | None = None
    trace: tuple[TracePoint, ...] = ()
    seed: int = 0
    iterations: int = 0
    wall_s: float = 0.0
    finished: str = ""
    versions: dict[str, str] = field(default_factory=dict)
