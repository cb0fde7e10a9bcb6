"""Whoever watches plans being made: one look at the database for all of them."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import suppress

from sqlalchemy.exc import SQLAlchemyError
from starlette.concurrency import run_in_threadpool

from api.problems import BusyError
from api.store.order_records import State
from routing.sentence import say

LOOK_S = 0.5
"""Seconds between two looks."""
HEARTBEAT_S = 15.0
"""Seconds after which a listener to whom nothing was told hears that the line is open."""
_log = logging.getLogger(__name__)


class Following:
    """Tells listeners how orders stand; a listener is a coroutine, not a thread.

    Parameters
    ----------
    look
        Returns how the orders with some ids stand; those that do not exist are missing.
    most
        Most listeners at a time.
    """

    def __init__(
        self, look: Callable[[Sequence[str]], Mapping[str, State]], most: int = 200
    ) -> None:
        self._look = look
        self._most = most
        self._listeners: Counter[str] = Counter()
        self._seen: Mapping[str, State | None] = {}
        self._news = asyncio.Condition()
        self._joined = asyncio.Event()
        self._watcher: asyncio.Task[None] | None = None

    async def states(self, order_id: str) -> AsyncIterator[State | None]:
        """Return how an order stands, time and again until it is final or no longer exists.

        ``None`` stands for nothing new in :data:`HEARTBEAT_S`: a sign that the line is open.

        Raises
        ------
        BusyError
            When ``most`` listen already.
        """
        if self._listeners.total() >= self._most:
            raise BusyError(
                say("Trop de personnes suivent des plans ; redemandez dans un instant.")
            )
        self._join(order_id)
        last: State | None = None
        try:
            while last is None or not last.status.final:
                try:
                    state = await self._next(order_id, last)
                except TimeoutError:
                    yield None
                    continue
                if state is None:
                    return
                yield state
                last = state
        finally:
            self._leave(order_id)

    def _join(self, order_id: str) -> None:
        self._listeners[order_id] += 1
        self._joined.set()
        if self._watcher is None or self._watcher.done():
            self._watcher = asyncio.create_task(self._watch())

    def _leave(self, order_id: str) -> None:
        self._listeners[order_id] -= 1
        if not self._listeners[order_id]:
            del self._listeners[order_id]

    async def _next(self, order_id: str, last: State | None) -> State | None:
        """Wait until an order stands otherwise than at last, ``None`` once it does not exist."""

        def told() -> bool:
            return order_id in self._seen and self._seen[order_id] != last

        async with asyncio.timeout(HEARTBEAT_S), self._news:
            await self._news.wait_for(told)
        return self._seen[order_id]

    async def _watch(self) -> None:
        """Look at all orders that somebody follows, until nobody does."""
        while self._listeners:
            self._joined.clear()
            wanted = sorted(self._listeners)
            try:
                found = await run_in_threadpool(self._look, wanted)
                self._seen = {order_id: found.get(order_id) for order_id in wanted}
            except SQLAlchemyError as error:  # out of reach for a while: listeners wait
                _log.warning("nobody could be told of plans: %s", type(error).__name__)
            async with self._news:
                self._news.notify_all()
            with suppress(TimeoutError):
                await asyncio.wait_for(self._joined.wait(), LOOK_S)
        self._seen = {}
