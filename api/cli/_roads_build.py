"""Builds a road network file with a progress bar."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

import click

from api.cli import _roads_text as text
from api.cli._coordinates import numbers
from api.wire.faults import Fault, InputFaults


class _Progress(Protocol):
    def __call__(self, phase: str, share: float) -> None: ...


def build_network_file(source: Path | None, out: Path, options: Mapping[str, Any]) -> None:
    """Compile the network asked for, write it and print its figures.

    Raises
    ------
    InputFaults
        When it is not clear where the data comes from, or a polygon file is unusable.
    RoadError
        When the data cannot be read or downloaded.
    """
    _require_folder(out)
    asked = _source(source, options)

    from routing.roads import RoadNetwork
    from routing.roads.areas import read_area
    from routing.roads.builder.recipe import build_network

    area = read_area(options["polygon"]) if options["polygon"] else None
    detail = (
        read_area(options["detail"], margin_km=options["detail_margin"])
        if options["detail"]
        else None
    )
    with _bar() as progress:
        data = build_network(
            area if area is not None else asked,
            detail=detail,
            date=options["date"],
            limits=tuple(options["limits"]),
            progress=progress,
        )
        progress("Écriture", 0.0)
        data.save(out)
    click.echo(text.info_text(RoadNetwork(data).info(), out.stat().st_size))


def _source(source: Path | None, options: Mapping[str, Any]) -> Any:
    given = [x for x in (source, options["place"], options["bbox"], options["polygon"]) if x]
    if len(given) != 1:
        raise _faulty(
            "SOURCE", None, "donnez un fichier, ou bien une seule des options --place, --bbox et "
            "--polygon."
        )  # fmt: skip
    if options["bbox"]:
        return _box(options["bbox"])
    return given[0]


def _box(given: str) -> tuple[float, float, float, float]:
    box = numbers(given)
    if len(box) == 4:
        west, south, east, north = box
        if -180 <= west < east <= 180 and -90 <= south < north <= 90:
            return west, south, east, north
    raise _faulty(
        "--bbox", given, "donnez ouest,sud,est,nord en degrés, par exemple 5.7,43.3,6.3,43.7."
    )


def _require_folder(out: Path) -> None:
    if not out.parent.is_dir():
        raise _faulty("--out", str(out), f"le dossier {out.parent} n’existe pas ; créez-le.")


def _faulty(path: str, value: object, message: str) -> InputFaults:
    fault = Fault(path=path, value=value, message=message, code="BUILD_OPTION")
    return InputFaults("tournees roads build", [fault])


@contextmanager
def _bar() -> Iterator[_Progress]:
    """Show each phase of the building with its own bar, on stderr."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description:<36}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True)) as display:
        running: dict[str, Any] = {}

        def tell(phase: str, share: float) -> None:
            if phase not in running:
                for task in running.values():
                    display.update(task, total=1.0, completed=1.0)
                    display.stop_task(task)
                running[phase] = display.add_task(phase, total=None)
            if share > 0:
                display.update(running[phase], total=1.0, completed=share)

        yield tell
        for task in running.values():
            display.update(task, total=1.0, completed=1.0)
