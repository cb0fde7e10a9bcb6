"""A second process that draws: Python alone keeps but one core busy, however many threads it has.

Starting one costs what loading a plan costs, so that only many sheets are worth it. Plan, roads and
people reach it through a pipe: nothing of them is on a command line or in a temporary file.
"""

from __future__ import annotations

import gc
import os
import signal
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager, suppress
from multiprocessing import get_context, parent_process
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

from api.documents import write
from maps.documents import KINDS, PDF

if TYPE_CHECKING:
    from maps.document_kind import DocumentKind
    from maps.itinerary import Ways
    from maps.plan_context import PlanContext
    from maps.selection import Selection
    from routing.planning.plans import Plan

WORTH_IT = 20
"""Sheets as PDF beyond which the second process draws more than its start costs."""
SHEETS = frozenset({"sheets", "sheets-pdf"})
"""The groups of documents that it begins with: what they are made of is then made there only."""

_held: dict[str, PlanContext] = {}
"""In the second process: what it draws from."""


class Second:
    """The second process, from here."""

    def __init__(self) -> None:
        context = get_context("spawn")  # threads run here: no forking
        self._pool = ProcessPoolExecutor(1, mp_context=context, initializer=_begin)
        with _ctrl_c_blocked():
            self._pool.submit(_load)

    def give(self, context: PlanContext) -> None:
        """Hand over what to draw from; the ways that it finds first are told to ``context``."""

        def learn(found: Future[Ways]) -> None:
            with suppress(Exception):  # the document that lacks a way says so
                context.itineraries.learn(found.result())

        self._pool.submit(_hold, context).add_done_callback(learn)

    def draw(self, kind: DocumentKind, chosen: Selection, folder: Path) -> list[Path]:
        """Have a document written, and wait for it; return its file, if there is one.

        Raises
        ------
        BrokenProcessPool
            When the process is gone, for want of memory as a rule.
        Exception
            As :meth:`maps.document_kind.DocumentKind.draw`.
        """
        return self._pool.submit(_draw, kind.id, chosen, folder).result()

    def end(self) -> None:
        """Let it finish the file at hand, and end."""
        self._pool.shutdown(cancel_futures=True)


@contextmanager
def second_process(plan: Plan, kinds: Iterable[DocumentKind]) -> Iterator[Second | None]:
    """Start a second process where it is worth it, and end it in the end."""
    if _cores() < 2 or _pdf_sheets(plan, kinds) <= WORTH_IT:
        yield None
        return
    second = Second()
    try:
        yield second
    finally:
        second.end()


def _pdf_sheets(plan: Plan, kinds: Iterable[DocumentKind]) -> int:
    asked = {kind.id for kind in kinds}
    rounds = {(held.date, held.unit) for held in plan.rounds}
    days = {(ride.date, ride.driver) for ride in plan.rides}
    return len(rounds) * ("round-sheets-pdf" in asked) + len(days) * ("driver-sheets-pdf" in asked)


def _cores() -> int:
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # only Linux says what this process may use
        return os.cpu_count() or 1


@contextmanager
def _ctrl_c_blocked() -> Iterator[None]:
    """Let Ctrl-C pass over a process started here, even before it can ignore it by itself."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _begin() -> None:
    """Leave Ctrl-C to the first process, and end with it, even when it is killed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_follow, daemon=True).start()


def _follow() -> None:
    first = parent_process()
    if first is not None:
        first.join()
        os._exit(1)


def _load() -> None:
    """Import what sheets need, while the first process reads programme and roads."""
    for kind in KINDS.values():
        if kind.group in SHEETS and kind.media_type == PDF:
            kind.load()


def _hold(context: PlanContext) -> Ways:
    _held["context"] = context
    context.warm()
    ways = context.ways()
    gc.freeze()  # plan and roads stay until the end: they need not be looked through again
    return ways


def _draw(kind: str, chosen: Selection, folder: Path) -> list[Path]:
    made = KINDS[kind].draw(_held["context"], chosen)
    return write([made] if made else [], folder)
