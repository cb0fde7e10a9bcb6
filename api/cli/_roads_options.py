"""Options of the commands that ask the road network something."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from api.cli._common import network_option, territory_option
from api.cli._coordinates import number, numbers

if TYPE_CHECKING:
    from routing.roads import Closure

_Command = TypeVar("_Command", bound=Callable[..., Any])

MAX_DISTANCE_M = 1000.0


def read_minutes(ctx: click.Context, param: click.Parameter, value: str) -> tuple[float, ...]:
    """Read minutes such as « 10,20,30 » (a callback of an option)."""
    found = [number(part) for part in value.split(",")]
    minutes = tuple(each for each in found if each is not None and each > 0)
    if len(minutes) != len(found):
        message = f"« {value} » : donnez des minutes, par exemple 10,20,30."
        raise click.BadParameter(message, ctx, param)
    return minutes


def _read_discs(
    ctx: click.Context, param: click.Parameter, values: tuple[str, ...]
) -> list[tuple[float, ...]]:
    discs = [numbers(value) for value in values]
    for value, disc in zip(values, discs, strict=True):
        if len(disc) not in (2, 3) or (len(disc) == 3 and disc[2] <= 0):
            raise click.BadParameter(
                f"« {value} » : donnez latitude, longitude et au besoin un rayon en mètres, "
                "par exemple 43.41,6.06,50.",
                ctx,
                param,
            )
    return discs


def asking_options(command: _Command) -> _Command:
    """Add ``--network``, ``--territory``, ``--max-distance`` and ``--closure``."""
    for option in (
        click.option(
            "--closure",
            "closures",
            multiple=True,
            callback=_read_discs,
            metavar="LAT,LON[,RAYON]",
            help="Fermer les routes dans ce disque, rayon de 15 m si rien n’est dit (répétable).",
        ),
        click.option(
            "--max-distance",
            type=click.FloatRange(min=0, min_open=True),
            default=MAX_DISTANCE_M,
            show_default=True,
            metavar="MÈTRES",
            help="Distance au plus entre un lieu et sa route.",
        ),
        network_option,
        territory_option,
    ):
        command = option(command)
    return command


def closures_of(options: Mapping[str, Any]) -> tuple[Closure, ...]:
    """Read the closures asked for by ``--closure``."""
    from routing.roads import Closure

    return tuple(
        Closure(lat=lat, lon=lon, **({"radius_m": radius[0]} if radius else {}))
        for lat, lon, *radius in options["closures"]
    )


def addresses_option(command: _Command) -> _Command:
    """Add ``--addresses``."""
    return click.option(
        "--addresses",
        type=click.Path(path_type=Path, exists=True, dir_okay=False),
        help="Autre fichier de numéros, fait par « tournees roads addresses import ».",
    )(command)
