"""From the sheets of a workbook to the JSON document of a programme."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace
from typing import Any

from api.wire.faults import Issue, Loc, fold, suggestion
from api.wire.xlsx import layout as sheets
from api.wire.xlsx.archive import Row, Sheet
from api.wire.xlsx.cell_times import plain
from api.wire.xlsx.columns import SheetLayout, header_key
from api.wire.xlsx.names import Codes
from api.wire.xlsx.places import Found, Place, put
from api.wire.xlsx.ride_cells import PLACE
from api.wire.xlsx.ride_layout import CARS, DRIVERS, EVENTS, REQUESTS
from api.wire.xlsx.ride_rows import PlaceReader, request_record, settle_request
from api.wire.xlsx.row_sheets import read_exceptions, read_openings, read_past
from api.wire.xlsx.tables import RowRead, Table, read_cell, read_table, sheets_by_title
from api.wire.xlsx.team import read_team
from routing.planning.territory import Territory
from routing.sentence import say

_RECORDS = (
    sheets.ROLES,
    sheets.PERMANENCES,
    sheets.STAFF,
    sheets.UNITS,
    EVENTS,
    CARS,
    DRIVERS,
    REQUESTS,
)
"""Sheets of one row a record, those after the ones that they refer to."""
_SETTINGS = {header_key(setting.label): setting for setting in sheets.SETTINGS}


def read_workbook(workbook: list[Sheet], territory: Territory | None) -> Found:
    """Return the document that a workbook holds, the place of each value and first issues."""
    found = Found()
    named = sheets_by_title(workbook, found)
    if not named:
        message = say("aucune feuille n’est reconnue ; partez du modèle (tournees template).")
        found.issues.append(Issue((), "NOT_A_PROGRAMME", message))
        return found
    places = territory.sites if territory else ()
    codes = {"sites": Codes({"id": site.id, "name": site.name} for site in places)}
    reader = PlaceReader(territory, codes["sites"])
    _read_settings(named, found, codes["sites"])
    for layout in _RECORDS:
        table = _table(layout, named, found)
        if table is not None or (layout.key,) not in found.absent:
            records = _read_records(table, layout, found, codes, reader)
            found.document[layout.key] = records
            codes[layout.key] = Codes(records)
    if "permanences" in found.document:
        read_openings(_table(sheets.OPENINGS, named, found), found, codes)
    read_exceptions(_table(sheets.EXCEPTIONS, named, found), found, codes)
    read_past(_table(sheets.PAST, named, found), found, codes)
    return found


def _table(layout: SheetLayout, named: dict[str, tuple[int, Sheet]], found: Found) -> Table | None:
    if layout.title in named:
        return read_table(layout, *named[layout.title], found)
    if layout.required:
        found.absent.add((layout.key,))
        message = say("ajoutez la feuille « {title} ».", title=layout.title)
        found.issues.append(Issue(("sheets", layout.title), "MISSING_SHEET", message))
    return None


def _read_settings(named: dict[str, tuple[int, Sheet]], found: Found, sites: Codes) -> None:
    title = sheets.SETTINGS_TITLE
    if title not in named:
        found.absent.update(setting.key for setting in sheets.SETTINGS if setting.required)
        message = say("ajoutez la feuille « {title} ».", title=title)
        found.issues.append(Issue(("sheets", title), "MISSING_SHEET", message))
        return
    index, sheet = named[title]
    for setting in sheets.SETTINGS:
        found.places[setting.key] = Place(index, 0, 0, sheet.title, "", setting.label)
    for row in sheet.rows:
        _read_setting(row, Place(index, row.number, 2, sheet.title, ""), found, sites)


def _read_setting(row: Row, place: Place, found: Found, sites: Codes) -> None:
    label = plain(row.cells[1].value) if 1 in row.cells else ""
    if not label or fold(label) == fold(sheets.SETTINGS_HEADERS[0]):
        return
    setting = _SETTINGS.get(header_key(label))
    if setting is None:
        loc: Loc = ("settings", row.number)
        hint = suggestion(label, [known.label for known in sheets.SETTINGS])
        message = say(
            "cette rubrique n’est pas connue ; renommez-la ou retirez-la.{hint}", hint=hint
        )
        found.places[loc] = place
        found.issues.append(Issue(loc, "UNKNOWN_FIELD", message, label))
        return
    if found.places[setting.key].row:
        again: Loc = ("settings", row.number)
        found.places[again] = replace(place, line=setting.label)
        message = say("cette rubrique est déjà remplie plus haut ; gardez une seule ligne.")
        found.issues.append(Issue(again, "DUPLICATE_FIELD", message, label))
        return
    found.places[setting.key] = replace(place, line=setting.label)
    if 2 in row.cells:
        found.texts[setting.key] = plain(row.cells[2].value)
        value = read_cell(row.cells[2], setting.kind, setting.key, found.issues)
        put(
            found.document,
            setting.key,
            sites.translate(value) if setting.refers_to == "sites" else value,
        )


_EMPTY: dict[str, dict[str, Any]] = {"staff": {"availability": {}}, "cars": {"car": {}}}
"""What a row has although none of its cells says so."""


def _read_records(
    table: Table | None,
    layout: SheetLayout,
    found: Found,
    codes: dict[str, Codes],
    places: PlaceReader,
) -> list[dict[str, Any]]:
    """Return one record for each row of a sheet."""
    records: list[dict[str, Any]] = []
    for read in table.read() if table else ():
        row = settle_request(read) if layout is REQUESTS else read
        base: Loc = (layout.key, len(records))
        row.attach(base, found)
        if layout is REQUESTS:
            records.append(request_record(row, codes, places))
        else:
            records.append(_record(row, layout, codes, places))
        # openings have rows of their own: should none come, the permanence's row is at fault
        found.places[(*base, "openings")] = row.place
    return records


def _record(
    row: RowRead, layout: SheetLayout, codes: dict[str, Codes], places: PlaceReader
) -> dict[str, Any]:
    record: dict[str, Any] = deepcopy(_EMPTY.get(layout.key, {}))
    for column in layout.columns:
        if column.key in row.values:
            value = row.values[column.key]
            known = codes.get(column.refers_to)
            if column.kind is PLACE:
                value = places.read(value)
            put(record, column.key, known.translate(value) if known else value)
    if layout is sheets.PERMANENCES:
        record["openings"] = []
        if "roles" in record:
            roles = codes.get("roles", Codes(()))
            record["roles"] = read_team(record["roles"], roles.find)
        frequency = record.get("frequency")
        if isinstance(frequency, dict) and frequency.get("kind", "every_weeks") != "every_weeks":
            frequency.pop("anchor", None)  # a week of reference left over does no harm
    return record
