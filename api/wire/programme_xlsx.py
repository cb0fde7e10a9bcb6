"""Programme to and from an XLSX workbook with French headers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from io import BytesIO
from pathlib import Path

from api.wire.faults import InputFaults
from api.wire.json_text import refuse, source_name
from api.wire.place_lookup import AddressFinder, PlaceLookup
from api.wire.programme_json import build, full_document, validate
from api.wire.xlsx.archive import Sheet, read_sheets
from api.wire.xlsx.reading import read_workbook
from routing.planning.programme import Programme
from routing.planning.territory import Territory
from routing.sentence import say

EXTENSIONS = (".xlsx", ".xlsm")
_NEVER = datetime(2000, 1, 1)
"""When workbooks say they were made, whenever that was."""


def read_programme_xlsx(
    source: str | Path | bytes,
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
    source
        A path, or the bytes of a workbook.
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
    name = source_name(source, "classeur")
    if isinstance(source, str):
        source = Path(source)
    if isinstance(source, Path) and source.suffix.lower() not in EXTENSIONS:
        refuse(name, "NOT_XLSX", say("un classeur se termine par .xlsx ; vérifiez le fichier."))
    return programme_of_sheets(read_sheets(source, name), name, territory, tell, addresses)


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
            tell(
                say(
                    "{name} : la feuille « {title} » n’est pas d’un programme ; "
                    "elle n’est pas lue.",
                    name=name,
                    title=title,
                )
            )
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
    Path(path).write_bytes(programme_xlsx(programme, territory))


def programme_xlsx(programme: Programme, territory: Territory | None = None) -> bytes:
    """Return a programme as a workbook, as :func:`write_programme_xlsx` writes it.

    The same programme gives the same bytes.

    Raises
    ------
    InputFaults
        When the programme holds what no workbook can.
    """
    from api.wire.xlsx.writing import write_workbook
    from maps.workbook import steady

    if faults := validate(programme):
        raise InputFaults(programme.name, faults)
    workbook = write_workbook(full_document(programme), territory)
    workbook.properties.title, workbook.properties.creator = programme.title, "Tournées"
    workbook.properties.created = _NEVER
    content = BytesIO()
    workbook.save(content)
    return steady(content.getvalue(), _NEVER)
