"""Draws and writes many documents on two cores, says how far it is, and stops when asked to."""

from __future__ import annotations

import gc
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_EXCEPTION, Future, ThreadPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, NoReturn, TypeAlias

from api.cli._common import fail
from api.cli._second import SHEETS
from api.documents import write
from maps.documents import PDF, pieces
from maps.selection import ALL

if TYPE_CHECKING:
    from api.cli._second import Second
    from maps.document_kind import DocumentKind
    from maps.plan_context import PlanContext
    from maps.selection import Selection

    Piece: TypeAlias = tuple[DocumentKind, Selection]
    Hand: TypeAlias = Callable[[DocumentKind, Selection], list[Path]]
    """Draws a piece and writes it; returns its file, if there is one."""

_MANY = 20
"""From so many files on, a bar tells how far it is."""
_INTERRUPTED = 130
_ALONG_ROADS = frozenset({"map", "gpx", "geojson"})
"""Documents, sheets apart, that draw the ways driven."""


def draw(
    context: PlanContext,
    kinds: Iterable[DocumentKind],
    selection: Selection,
    folder: Path,
    second: Second | None = None,
) -> int:
    """Write the documents of a plan into a folder; return how many there are.

    Typst sets PDFs outside of Python: one thread begins with them, the other with what Python
    draws, and whoever is done first goes on with what is left. With a second process the first
    thread has its pieces drawn there, sheets before all. Ctrl-C ends after the files at hand, so
    that none is left half written, with exit code 130.

    Raises
    ------
    SelectionError, PlanMismatchError, RoadError
        As the documents that are drawn.
    """
    asked = list(pieces(context, kinds, selection))
    folder.mkdir(parents=True, exist_ok=True)
    if second is not None:
        second.give(context)
    context.warm()
    gc.freeze()  # plan and roads stay until the end: they need not be looked through again
    here = _here(context, folder)
    if second is None:
        hands, order = (here, here), _by_maker(asked)
    else:
        hands, order = (_there(second, folder, here), here), _sheets_first(asked)
    written: list[Path] = []
    try:
        with _bar(len(asked)) as advance:
            _work(list(zip(hands, _from_both_ends(order), strict=True)), written, advance)
    except KeyboardInterrupt:
        _interrupted(len(written), folder)
    finally:
        gc.unfreeze()
    return len(written)


def _here(context: PlanContext, folder: Path) -> Hand:
    def hand(kind: DocumentKind, chosen: Selection) -> list[Path]:
        made = kind.draw(context, chosen)
        return write([made] if made else [], folder)

    return hand


def _there(second: Second, folder: Path, otherwise: Hand) -> Hand:
    """Have pieces drawn by the second process, or here when it is gone."""

    def hand(kind: DocumentKind, chosen: Selection) -> list[Path]:
        try:
            return second.draw(kind, chosen, folder)
        except BrokenProcessPool:
            return otherwise(kind, chosen)

    return hand


def _work(
    lanes: Sequence[tuple[Hand, Iterator[Piece]]],
    written: list[Path],
    advance: Callable[[], None],
) -> None:
    """Draw from every queue on a thread of its own; all of them end before this does."""
    stop = Event()

    def work(hand: Hand, queue: Iterator[Piece]) -> None:
        for kind, chosen in queue:
            if stop.is_set():
                return
            written.extend(hand(kind, chosen))
            advance()

    with ThreadPoolExecutor(max_workers=len(lanes)) as threads:
        try:
            _finish([threads.submit(work, *lane) for lane in lanes])
        finally:
            stop.set()


def _by_maker(asked: Sequence[Piece]) -> list[Piece]:
    """Put what Typst makes at one end and what Python makes at the other, each in order."""
    pdf = [piece for piece in asked if piece[0].media_type == PDF]
    other = [piece for piece in asked if piece[0].media_type != PDF]
    return [*pdf, *reversed(other)]


def _sheets_first(asked: Sequence[Piece]) -> list[Piece]:
    """Put the sheets at the end where the second process begins, and all else at the other.

    The longest pieces first, the PDFs of single sheets last: they are short, so that both processes
    are done at the same time. What follows roads waits here until the second has found the ways.
    """
    sheets = [piece for piece in asked if piece[0].group in SHEETS]
    other = [piece for piece in asked if piece[0].group not in SHEETS]

    def size(piece: Piece) -> int:
        kind, chosen = piece
        return 1 if kind.media_type != PDF else 0 if chosen == ALL else 2

    other.sort(key=lambda piece: piece[0].id in _ALONG_ROADS)
    return [*sorted(sheets, key=size), *reversed(other)]


def _from_both_ends(order: Sequence[Piece]) -> tuple[Iterator[Piece], Iterator[Piece]]:
    """Return two ways through the same pieces, from either end; each is given to one of them."""
    left = deque(order)

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
