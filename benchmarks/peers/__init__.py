"""Other solvers behind one door, so that a benchmark runs them side by side.

A peer is asked first whether it can express an instance; one that cannot is shown as such.
What it answers is never believed: the caller gives every answer to the independent checker.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Protocol, cast

from routing.vrp.instance import Instance
from routing.vrp.search.engine import Order
from routing.vrp.solution import TracePoint

PEERS = {
    "ortools": "benchmarks.peers.by_ortools:guided",
    "ortools-default": "benchmarks.peers.by_ortools:default",
    "pyvrp": "benchmarks.peers.by_pyvrp:PyVrp",
    "vroom": "benchmarks.peers.by_vroom:Vroom",
}
"""Names of the peers, and where each is made; its package is imported only when asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """Routes of a peer, and how its best cost fell where the peer tells.

    An answer without orders means that the peer found no solution in its time.
    """

    orders: tuple[Order, ...]
    trace: tuple[TracePoint, ...] = ()


class Peer(Protocol):
    """A solver that is measured beside the others."""

    @property
    def name(self) -> str:
        """What it is called on the command line and in the report."""

    def expresses(self, instance: Instance) -> str | None:
        """Return ``None``, or why this peer cannot state the instance: "no ride-time limit"."""

    def solve(self, instance: Instance, seconds: float, seed: int) -> Answer:
        """Answer in about so many seconds of wall time.

        Raises
        ------
        ValueError
            When the peer cannot express the instance.
        """


def peer(name: str) -> Peer:
    """Return the peer called ``name``.

    Raises
    ------
    ValueError
        When there is none of that name.
    ModuleNotFoundError
        When its package is not installed: ``pip install tournees[bench]`` brings them all.
    """
    if name not in PEERS:
        raise ValueError(f"no peer is called {name!r}: choose among {', '.join(PEERS)}")
    module, maker = PEERS[name].split(":")
    return cast("Callable[[], Peer]", getattr(import_module(module), maker))()
