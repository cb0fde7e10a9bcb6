"""Programme to and from an XLSX workbook with French headers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from api.wire.faults import InputFaults
from api.wire.json_text import refuse
from api.wire.place_lookup import AddressFinder, PlaceLookup
from api.wire.programme_json import build, full_document, validate
from api.wire.xlsx.archive import Sheet, read_sheets
from api.wire.xlsx.reading import read_workbook
from routing.planning.programme import Programme
from routing.planning.territory import Territory
from routing.sentence import say

EXTENSIONS = (".xlsx", ".xlsm")


def read_programme_xlsx(
    path: str | Path,
    territory: Territory | None = None,
    tell: Callable[[str], None] | None = None,
    addresses: AddressFinder | None = None,
) -> Programme:
    """Read a workbook such as :func:`~api.wire.template.write_template` makes.

    Sheets and columns are found by their names, whatever their order, case and accents.
    Rows whose first cell begins with « exemple : » and blank rows are passed over; formulas
    count by their last calculated value. Sites may be named by code, or by name when a
    territory is given.

    Parameters
    ----------
    tell
        Called with a sentence about each sheet that is passed over, and about what is read
        but will not be planned.
    addresses
        What finds addresses; without it they are refused, with what to give instead.

    Raises
    ------
    InputFaults
        With everything that is wrong, each with sheet, cell, value and remedy; also when the
        file is no workbook, damaged, encrypted or too large.
    """
    path = Path(path)
    if path.suffix.lower() not in EXTENSIONS:
        refuse(
            path.name, "NOT_XLSX", say("un classeur se termine par .xlsx ; vérifiez le fichier.")
        )
    return programme_of_sheets(read_sheets(path, path.name), path.name, territory, tell, addresses)


def programme_of_sheets(
    sheets: list[Sheet],
    name: str,
    territory: Territory | None = None,
    tell: Callable[[str], None] | None = None,
    addresses: AddressFinder | None = None,
) -> Programme:
    """Return the programme that sheets hold; ``name`` is what messages call the workbook."""
    found = read_workbook(sheets, territory)
    for title in found.ignored:
        if tell is not None:
            tell(f"{name} : la feuille « {title} » n’est pas d’un programme ; elle n’est pas lue.")
    lookup = PlaceLookup(territory, addresses)
    return build(found.document, lookup, name, found.report, tuple(found.issues), tell)


def write_programme_xlsx(
    programme: Programme, path: str | Path, territory: Territory | None = None
) -> None:
    """Write a programme as a workbook; :func:`read_programme_xlsx` gives the same back.

    Parameters
    ----------
    territory
        Whose sites are listed in a sheet of their own and offered in drop-down lists.

    Raises
    ------
    InputFaults
        When the programme holds what no workbook can: a list separator in a code, say.
    """
    from api.wire.xlsx.writing import write_workbook

    if faults := validate(programme):
        raise InputFaults(programme.name, faults)
    write_workbook(full_document(programme), territory).save(Path(path))
