"""Tells the queue how far an order is, and the worker whether to go on."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from sqlalchemy.exc import SQLAlchemyError

from api.phases import overall
from api.store.order_records import Claim, Standing
from api.store.orders import Orders
from routing.planning import Phase, Progress
from routing.planning.plans import Plan

BEAT_S = 0.4
"""Seconds between two signs of life while at work."""
_log = logging.getLogger(__name__)


@dataclass(slots=True)
class Watch:
    """How far an order is, and whether to go on: told to the queue by a thread of its own.

    ``write`` makes a document of the best plan so far; without it, none is kept.
    """

    orders: Orders
    claim: Claim
    write: Callable[[Plan], bytes] | None = None
    stopped: bool = False
    _now: Progress = field(default_factory=lambda: Progress(phase=Phase.ROADS))
    _done: float = 0.0
    _kept: Plan | None = None
    _over: threading.Event = field(default_factory=threading.Event)

    def progress(self, now: Progress) -> None:
        """Note how far the work is; of the whole, never less than before."""
        self._now = now
        self._done = max(self._done, overall(now.phase, now.share))

    def cancelled(self) -> bool:
        """Whether somebody asked to stop, or another worker has taken over."""
        return self.stopped

    def beat(self) -> None:
        """Give signs of life until it is over."""
        while not self._over.wait(BEAT_S):
            try:
                self._tell()
            except SQLAlchemyError as error:  # out of reach for a while: a beat, not the order
                _log.warning("no sign of life could be given: %s", type(error).__name__)

    def end(self) -> None:
        """Stop giving signs of life."""
        self._over.set()

    def _tell(self) -> None:
        now = self._now
        best = None
        if self.write is not None and now.best is not None and now.best is not self._kept:
            best = self.write(now.best)
        standing = Standing(
            phase=now.phase, share=now.share, done=self._done, cost=now.cost, gap=now.gap
        )
        self.stopped = not self.orders.push(self.claim, standing, best)
        self._kept = now.best
