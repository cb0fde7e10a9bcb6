"""The bar on stderr, and a Ctrl-C that ends a benchmark with what there is."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click


@contextmanager
def bar(total: int) -> Iterator[Callable[[str, float], None]]:
    """Show which run is on, and how far; without a terminal, or where lines go to it, nothing."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    console = Console(stderr=True)
    columns = (
        TextColumn("{task.description:<36}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(
        *columns,
        console=console,
        transient=True,
        redirect_stdout=False,
        redirect_stderr=False,
        disable=not console.is_terminal or sys.stdout.isatty(),
    ) as display:
        task = display.add_task("Préparation", total=total)

        def tell(what: str, done: float) -> None:
            display.update(task, description=what, completed=done)

        yield tell


def rearm() -> None:
    """Take Ctrl-C back from a library that has set its own handler and left the default."""
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGINT, signal.getsignal(signal.SIGINT))


@contextmanager
def interruptible() -> Iterator[Callable[[], bool]]:
    """Make a first Ctrl-C ask for the end, and a second one end the process at once.

    Compiled peers cannot be interrupted from Python: the first Ctrl-C waits for the one that
    is running, the second does not.
    """
    asked: list[bool] = []

    def hear(_signal: int, _frame: object) -> None:
        asked.append(True)
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        click.echo("Arrêt demandé : on garde les calculs finis (encore Ctrl-C : sortie).", err=True)

    before = signal.signal(signal.SIGINT, hear)
    try:
        yield lambda: bool(asked)
    finally:
        signal.signal(signal.SIGINT, before)
