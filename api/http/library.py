"""Finished plans, read once and kept at hand: they never change."""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from api.http.drawing import Latest
from api.jobs.desk import Desk
from api.jobs.order import Order
from api.store.order_records import PLAN, Glance, State
from api.wire.plan_json import load_plan
from api.wire.sentences import sentences_of
from routing.planning.plans import Plan
from routing.planning.territory import Territory
from routing.sentence import Sentence

MOST_PLANS = 16


@dataclass(frozen=True)
class StoredPlan:
    """A finished plan: how it stands, its document, and what that is read as when asked for.

    Readers share one: nobody may change what it holds.
    """

    state: State
    content: bytes

    @property
    def id(self) -> str:
        """The id of its order."""
        return self.state.id

    @cached_property
    def digest(self) -> str:
        """What tells this plan from any other, for ``ETag``."""
        return f"{zlib.crc32(self.content):08x}{len(self.content):x}"

    @cached_property
    def document(self) -> dict[str, Any]:
        """The plan as JSON writes it."""
        found: dict[str, Any] = json.loads(self.content)
        return found

    @cached_property
    def sentences(self) -> Mapping[str, Sentence]:
        """What the document says to people, by its French text."""
        return sentences_of(self.document)

    @cached_property
    def plan(self) -> Plan:
        """The plan itself."""
        return load_plan(self.content)


class Library:
    """The plans asked for last."""

    def __init__(self, desk: Desk, territory: Territory) -> None:
        self._desk = desk
        self._territory = territory
        self._plans: Latest[Glance, StoredPlan] = Latest(MOST_PLANS)

    def plan(self, plan_id: str) -> StoredPlan:
        """Return a finished plan by id or number.

        Raises
        ------
        UnknownPlanError, NotReadyError
            When there is no such plan, or not yet.
        """
        now = self._desk.glance(plan_id)  # forgotten plans are not read from memory
        known = self._plans.get(now)
        if known is None:
            known = StoredPlan(self._desk.state(now.id), self._desk.file(now.id, PLAN))
            self._plans.put(now, known)
        return known

    def order(self, plan_id: str) -> Order:
        """Return what was ordered; ``UnknownPlanError`` when there is no such order."""
        return Order.read(self._desk.order(plan_id), self._territory)
