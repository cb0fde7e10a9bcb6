"""Draws and writes many documents on two threads, says how far it is, and stops when asked to."""

from __future__ import annotations

import gc
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_EXCEPTION, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, NoReturn, TypeAlias

from api.cli._common import fail
from api.documents import write
from maps.documents import PDF, pieces

if TYPE_CHECKING:
    from maps.document_kind import DocumentKind
    from maps.plan_context import PlanContext
    from maps.selection import Selection

    Piece: TypeAlias = tuple[DocumentKind, Selection]

_MANY = 20
"""From so many files on, a bar tells how far it is."""
_INTERRUPTED = 130


def draw(
    context: PlanContext, kinds: Iterable[DocumentKind], selection: Selection, folder: Path
) -> int:
    """Write the documents of a plan into a folder; return how many there are.

    Typst sets PDFs outside of Python: one thread begins with them, the other with what Python
    draws, and whoever is done first goes on with what is left. Ctrl-C ends after the files at hand,
    so that none is left half written, with exit code 130.

    Raises
    ------
    SelectionError, PlanMismatchError, RoadError
        As the documents that are drawn.
    """
    asked = list(pieces(context, kinds, selection))
    folder.mkdir(parents=True, exist_ok=True)
    context.warm()
    gc.freeze()  # plan and roads stay until the end: they need not be looked through again
    pdf = [piece for piece in asked if piece[0].media_type == PDF]
    other = [piece for piece in asked if piece[0].media_type != PDF]
    written: list[Path] = []
    try:
        with _bar(len(asked)) as advance:
            _work(context, _queues(pdf, other), folder, written, advance)
    except KeyboardInterrupt:
        _interrupted(len(written), folder)
    finally:
        gc.unfreeze()
    return len(written)


def _work(
    context: PlanContext,
    queues: Sequence[Iterator[Piece]],
    folder: Path,
    written: list[Path],
    advance: Callable[[], None],
) -> None:
    """Draw from every queue on a thread of its own; all of them end before this does."""
    stop = Event()

    def work(queue: Iterator[Piece]) -> None:
        for kind, chosen in queue:
            if stop.is_set():
                return
            made = kind.draw(context, chosen)
            written.extend(write([made] if made else [], folder))
            advance()

    with ThreadPoolExecutor(max_workers=len(queues)) as threads:
        try:
            _finish([threads.submit(work, queue) for queue in queues])
        finally:
            stop.set()


def _queues(pdf: Sequence[Piece], other: Sequence[Piece]) -> tuple[Iterator[Piece], ...]:
    """Return two ways through the same pieces, from either end; each is given to one of them."""
    left = deque([*pdf, *reversed(other)])

    def taken(take: Callable[[], Piece]) -> Iterator[Piece]:
        while True:
            try:
                yield take()
            except IndexError:
                return

    return taken(left.popleft), taken(left.pop)


def _finish(lanes: Sequence[Future[None]]) -> None:
    done, _ = wait(lanes, return_when=FIRST_EXCEPTION)
    for lane in done:
        lane.result()


def _interrupted(written: int, folder: Path) -> NoReturn:
    fail(
        _INTERRUPTED,
        f"Arrêté : {written} fichier{'s' if written > 1 else ''} dans {folder}, les autres "
        "manquent. Relancez la commande pour les avoir tous.",
    )


@contextmanager
def _bar(total: int) -> Iterator[Callable[[], None]]:
    """Give what is to be called after each file."""
    if total < _MANY:
        yield lambda: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (TextColumn("Documents"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as display:
        task = display.add_task("", total=total)
        yield lambda: display.advance(task)
