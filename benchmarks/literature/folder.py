"""The instance files of a directory."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from benchmarks.formats import Problem, read

NOT_INSTANCES = (".csv", ".json", ".md", ".html", ".lock", ".zip", ".res", ".sol")


def family_folder(given: Path, family: str) -> Path:
    """Return the folder of a family: ``given`` itself, or its subfolder of that name."""
    inner = given / family
    return inner if inner.is_dir() else given


def instance_files(folder: Path) -> dict[str, Path]:
    """Return the instance files of ``folder`` by name, as people would list them."""
    files = {
        path.stem: path
        for path in folder.iterdir()
        if path.is_file()
        and path.suffix.lower() not in NOT_INSTANCES
        and not path.name.startswith((".", "README"))
    }
    return dict(sorted(files.items(), key=lambda item: _natural(item[0])))


def _natural(name: str) -> list[tuple[int, str]]:
    words = "".join(c if c.isdigit() else f" {c} " for c in name).split()
    return [(int(word), "") if word.isdigit() else (-1, word) for word in words]


def read_all(folder: Path, family: str, names: Sequence[str]) -> list[Problem]:
    """Read the named instances of ``folder``, or all of them.

    Raises
    ------
    FormatError
        When one of them is malformed.
    LookupError
        When a name is not there, or nothing is; the message is for people.
    """
    files = instance_files(folder)
    if not files:
        raise LookupError(f"{folder} ne contient aucune instance : donnez un autre --instances.")
    wanted = [Path(name).stem if name not in files else name for name in names]
    for name in wanted:
        if name not in files:
            raise LookupError(f"{folder} n’a pas d’instance {name} : il y a {', '.join(files)}.")
    return [read(family, files[name]) for name in dict.fromkeys(wanted or files)]
