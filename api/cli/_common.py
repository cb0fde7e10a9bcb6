"""What the commands share: exit codes, and errors said in a sentence."""

from __future__ import annotations

import errno
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any, NoReturn, TypeVar

import click

from api.problems import INTERNAL, problem_of
from routing.planning.errors import Cancelled
from routing.planning.territory import TerritoryError
from routing.roads.types import NoRouteError, PlaceError, RoadError

EXIT_INTERNAL, EXIT_INPUT, EXIT_NO_ROAD = 1, 2, 3

_Command = TypeVar("_Command", bound=Callable[..., Any])


def fail(code: int, message: str) -> NoReturn:
    """End the program with a message on stderr."""
    click.echo(message, err=True)
    sys.exit(code)


def said(message: str) -> None:
    """Tell something on stderr and go on."""
    click.echo(message, err=True)


_WHY_NOT = {
    errno.ENOENT: "ce dossier n’existe pas",
    errno.ENOTDIR: "un fichier est là où il faut un dossier",
    errno.EEXIST: "un fichier de ce nom est déjà là",
    errno.EISDIR: "c’est un dossier, il faut un fichier",
    errno.EACCES: "l’accès est refusé",
    errno.EPERM: "l’accès est refusé",
    errno.EROFS: "on ne peut rien y écrire",
    errno.ENOSPC: "le disque est plein",
}
"""What the system says in English when a file cannot be written."""


@contextmanager
def told() -> Iterator[None]:
    """Turn errors that people can mend into sentences and exit codes."""
    try:
        yield
    except (NoRouteError, PlaceError) as error:
        fail(EXIT_NO_ROAD, str(error))
    except (RoadError, TerritoryError) as error:
        fail(EXIT_INPUT, str(error))
    except Cancelled as error:
        fail(EXIT_INTERNAL, str(error))
    except BrokenPipeError:
        raise
    except OSError as error:
        if error.filename is None:
            raise
        why = _WHY_NOT.get(error.errno or 0, error.strerror)
        fail(EXIT_INPUT, f"{error.filename} : {why}. Choisissez un autre chemin.")
    except Exception as error:
        problem = problem_of(error)
        if problem is INTERNAL:
            raise
        fail(EXIT_INPUT, str(error))


def as_date(_ctx: click.Context, option: click.Parameter, value: str | None) -> date | None:
    """Return the date that an option holds, as ISO 8601 writes it; a callback for options."""
    if value is None:
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        said = f"« {value} » n’est pas une date ; écrivez par exemple 2027-01-05."
        raise click.BadParameter(said, param=option) from None


def territory_option(command: _Command) -> _Command:
    """Add ``--territory``."""
    return click.option(
        "--territory",
        type=click.Path(path_type=Path, exists=True, file_okay=False),
        help="Dossier d’un autre territoire.",
    )(command)


def network_option(command: _Command) -> _Command:
    """Add ``--network``."""
    return click.option(
        "--network",
        type=click.Path(path_type=Path, exists=True, dir_okay=False),
        help="Autre réseau routier, fait par « tournees roads build ».",
    )(command)


def data_option(command: _Command) -> _Command:
    """Add ``--data``."""
    return click.option(
        "--data",
        type=click.Path(path_type=Path, file_okay=False),
        help="Dossier de ce que le service garde ; par défaut ~/.local/share/tournees.",
    )(command)


def out_option(written: str) -> Callable[[_Command], _Command]:
    """Add ``--out``, a folder for what is ``written``."""
    return click.option(
        "--out",
        type=click.Path(path_type=Path, file_okay=False),
        default=Path("out"),
        show_default=True,
        help=f"Dossier où écrire{written}.",
    )


def lang_option(command: _Command) -> _Command:
    """Add ``--lang``."""
    kind = click.Choice(["fr", "en"])
    return click.option("--lang", type=kind, default="fr", show_default=True)(command)


def people_option(said: str) -> Callable[[_Command], _Command]:
    """Add ``--people``, with what documents then say."""
    return click.option(
        "--people",
        type=click.Path(path_type=Path, exists=True, dir_okay=False),
        metavar="FICHIER",
        help=f"people.json : {said}.",
    )
