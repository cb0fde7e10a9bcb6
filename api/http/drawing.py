"""Documents drawn for requests; the latest ones are remembered."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Generic, TypeVar

from api.documents import context_of
from api.problems import NotReadyError, UnknownPlanError
from api.recipe import Ground
from maps.document_kind import Document, DocumentKind
from maps.plan_context import PlanContext
from maps.selection import Selection

if TYPE_CHECKING:
    from api.http.service import Service
    from routing.planning.plans import Plan

_Key = TypeVar("_Key", bound=Hashable)
_Value = TypeVar("_Value")

MOST_PLANS = 4
"""Plans (in a language) whose views and ways are kept in memory."""
MOST_DOCUMENTS = 64
_BIGGEST = 4_000_000
"""Bytes of a document that is still remembered."""


@dataclass(slots=True)
class Latest(Generic[_Key, _Value]):
    """The values used last, up to a number of them."""

    most: int
    _values: OrderedDict[_Key, _Value] = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def get(self, key: _Key) -> _Value | None:
        """Return a value that is still there."""
        with self._lock:
            if key not in self._values:
                return None
            self._values.move_to_end(key)
            return self._values[key]

    def put(self, key: _Key, value: _Value) -> None:
        """Keep a value, and let go of the one not used for longest."""
        with self._lock:
            self._values[key] = value
            self._values.move_to_end(key)
            while len(self._values) > self.most:
                self._values.popitem(last=False)


class PlanDocuments:
    """The documents of one plan in one language: each is drawn once, one after the other.

    Not at the same time: views and ways are made by the first document that needs them.
    """

    def __init__(self, context: PlanContext) -> None:
        self.context = context
        self._drawn: Latest[tuple[str, Selection], Document] = Latest(MOST_DOCUMENTS)
        self._lock = threading.Lock()

    def draw(self, kind: DocumentKind, selection: Selection) -> Document | None:
        """Return a document, as :meth:`maps.documents.DocumentKind.draw` does."""
        key = (kind.id, selection)
        with self._lock:
            made = self._drawn.get(key)
            if made is None:
                made = kind.draw(self.context, selection)
                if made is not None and len(made.content) <= _BIGGEST:
                    self._drawn.put(key, made)
        return made


class Drawing:
    """Finds the plans of a service; nothing is solved here."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._plans: Latest[Hashable, PlanDocuments] = Latest(MOST_PLANS)

    def plan(self, plan_id: str, lang: str) -> PlanDocuments:
        """Return the documents of a finished plan.

        Raises
        ------
        UnknownPlanError, NotReadyError
            When there is no such plan, or not yet.
        """
        found = self._service.library.plan(plan_id)
        key = (found.id, lang, found.state.number, found.digest)
        known = self._plans.get(key)
        if known is None:
            context = self._context(found.id, found.plan, found.state.number, lang)
            known = PlanDocuments(context)
            self._plans.put(key, known)
        return known

    def _context(self, plan_id: str, plan: Plan, number: int | None, lang: str) -> PlanContext:
        order = self._service.library.order(plan_id)
        told = None if order.published is None else self._told(order.published)
        return context_of(
            plan,
            order.programme,
            Ground(self._service.territory, self._service.roads),
            lang=lang,
            before=told and told[0],
            version=number or (told[1] + 1 if told else 0),
        )

    def _told(self, plan_id: str) -> tuple[Plan, int] | None:
        """Return the plan that people knew before, and its number; ``None`` once forgotten."""
        try:
            found = self._service.library.plan(plan_id)
            return found.plan, found.state.number or 0
        except (UnknownPlanError, NotReadyError):
            return None
