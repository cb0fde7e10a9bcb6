"""The progress bar of long commands, on stderr."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from api.phases import PHASES, overall

if TYPE_CHECKING:
    from routing.planning.progress import Progress as Report
    from routing.planning.progress import Tell


@contextmanager
def bar() -> Iterator[Tell]:
    """Show the phases of planning as they pass; the bar never goes back."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    names = {str(phase): text for phase, text in PHASES.items()}
    columns = (
        TextColumn("{task.description:<26}"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f} %"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as display:
        task = display.add_task("Lecture", total=1.0)
        reached = 0.0

        def tell(now: Report) -> None:
            nonlocal reached
            reached = max(reached, overall(now.phase, now.share))
            display.update(task, description=names.get(now.phase, now.phase), completed=reached)

        yield tell
