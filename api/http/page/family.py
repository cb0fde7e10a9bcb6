"""Plans of the same programme and dates: versions of one another."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from api.http.plans.asking import CORRECTED
from api.store.order_records import State


@dataclass(frozen=True, slots=True)
class Family:
    """What several orders ask for, and the orders, the newest first."""

    title: str
    states: tuple[State, ...]

    @property
    def published(self) -> State | None:
        """The version that was published last."""
        told = [state for state in self.states if state.number is not None]
        return max(told, key=lambda state: state.number or 0, default=None)

    @property
    def pair(self) -> tuple[State, State] | None:
        """The two versions that people want to compare: that they know, and the newest other."""
        ready = finished_ones(self.states)
        known = self.published or (ready[1] if len(ready) > 1 else None)
        others = [state for state in ready if known is not None and state.id != known.id]
        if known is None or not others:
            return None
        return (known, others[0]) if known.created_at < others[0].created_at else (others[0], known)


def finished_ones(states: Iterable[State]) -> list[State]:
    """Return the orders of which a plan has come."""
    return [state for state in states if state.status.final and state.has_plan]


def families(states: Iterable[State]) -> list[Family]:
    """Return orders by what they ask for, each family at the place of its newest."""
    found: dict[str, list[State]] = {}
    for state in states:
        found.setdefault(family_title(state), []).append(state)
    return [Family(title, tuple(some)) for title, some in found.items()]


def family_of(state: State, states: Iterable[State]) -> Family:
    """Return the versions of an order's plan."""
    title = family_title(state)
    return Family(title, tuple(other for other in states if family_title(other) == title))


def family_title(state: State) -> str:
    """Return what an order asks for, whichever version."""
    return state.title.removesuffix(CORRECTED)
