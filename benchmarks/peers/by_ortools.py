"""OR-Tools' routing library, by itself: the model that the core also uses for first routes."""

from __future__ import annotations

import time
from dataclasses import dataclass

from benchmarks.peers import Answer
from routing.vrp.construct import routing_orders
from routing.vrp.instance import Instance
from routing.vrp.solution import TracePoint


@dataclass(frozen=True, slots=True)
class OrTools:
    """The routing library, with guided local search or with its automatic setting.

    It takes no seed. It is asked what it can express in part as well: its answers are verified.
    """

    name: str
    guided: bool

    def expresses(self, instance: Instance) -> str | None:  # noqa: ARG002 - whatever it is
        """Return ``None``: there is no family it cannot be asked."""
        return None

    def solve(self, instance: Instance, seconds: float, seed: int) -> Answer:  # noqa: ARG002
        """Search for so many seconds; without guidance it may end earlier, in a local optimum."""
        began = time.perf_counter()
        trace: list[TracePoint] = []

        def note(missed: int, total: int) -> None:
            if not trace or (missed, total) < (trace[-1].missed, trace[-1].total):
                trace.append(
                    TracePoint(
                        elapsed_s=time.perf_counter() - began,
                        iteration=len(trace),
                        missed=missed,
                        total=total,
                    )
                )

        orders = routing_orders(
            instance, seconds=seconds, solutions=None, guided=self.guided, on_best=note
        )
        return Answer(orders=tuple(orders), trace=tuple(trace))


def guided() -> OrTools:
    """With guided local search, the setting its users are advised to take."""
    return OrTools("ortools", guided=True)


def default() -> OrTools:
    """With the automatic setting, which descends to a local optimum."""
    return OrTools("ortools-default", guided=False)
