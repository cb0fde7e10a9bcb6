"""Scenarios as a table that grows while they are planned."""

from __future__ import annotations

from types import TracebackType
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from api.cli.scenarios import Label
    from api.scenarios import Result
    from routing.planning.plans import Plan

_NAMES = "Territoire", "Programme", "Mois", "Graine"
_FIGURES = "Tenues", "Servies", "km tournées", "km trajets", "Écart"
_WIDTH = 110


class Board:
    """A bar of what is done, on stderr, and in the end the table, on stdout; a context manager."""

    def __init__(self, total: int, *, silent: bool = False) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeElapsedColumn

        columns = "Plans", BarColumn(), MofNCompleteColumn(), TimeElapsedColumn()
        self._bar = Progress(*columns, console=Console(stderr=True), transient=True)
        self._task = self._bar.add_task("", total=total)
        self._silent = silent
        self._rows: list[tuple[Label, Result]] = []

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self._bar.stop()
        if self._rows and not self._silent:
            self._show()

    def add(self, label: Label, result: Result) -> None:
        """Count a scenario as done."""
        self._bar.advance(self._task)
        self._rows.append((label, result))

    def _show(self) -> None:
        from rich import box
        from rich.console import Console
        from rich.table import Table

        self._rows.sort(key=lambda row: row[1].scenario)
        several = len({label.territory for label, _ in self._rows}) > 1
        names, table = _NAMES if several else _NAMES[1:], Table(box=box.SIMPLE_HEAD)
        for heading in names:
            table.add_column(heading)
        for heading in _FIGURES:
            table.add_column(heading, justify="right")
        for label, result in self._rows:
            named = label.territory, label.programme, label.month, str(label.seed)
            figures = _figures(result.plan) if result.plan else ("–",) * len(_FIGURES)
            table.add_row(*named[-len(names) :], *figures)
        console = Console(highlight=False)
        if not console.is_terminal:
            console = Console(highlight=False, width=max(console.width, _WIDTH))
        console.print(table)
        for label, result in self._rows:
            if result.plan is None:
                where = f"{label.programme}, {label.month}, graine {label.seed}"
                console.print(f"{where} : {result.failure}", markup=False)


def _figures(plan: Plan) -> tuple[str, ...]:
    found = plan.indicators
    due, held = found["permanences_due"], found["permanences_held"]
    asked = len({stop.request for ride in plan.rides for stop in ride.stops})
    wanted = asked + len(plan.unserved)
    km = sum(round_.distance_m for round_ in plan.rounds) / 1000
    rides_km = sum(ride.distance_m for ride in plan.rides) / 1000
    return (
        f"{held:.0f}/{due:.0f}",
        f"{asked}/{wanted}" if wanted else "",
        f"{km:.0f}",
        f"{rides_km:.0f}" if wanted else "",
        f"{100 * plan.solver.gap:.1f} %".replace(".", ","),
    )
