"""What describes a sheet: its columns, and where their values go in the document."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TypeAlias

from api.wire.faults import fold
from api.wire.xlsx import cells
from api.wire.xlsx.cells import Kind

KeyPath: TypeAlias = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column: where its values go in a record of the document.

    Parameters
    ----------
    key
        Keys from the record to the value.
    header
        What stands in the first row, units in parentheses.
    note
        What to write there, for the comment of the header and the read-me sheet.
    refers_to
        Key of the sheet whose codes the cell names; ``sites`` is the territory's list.
    width
        In characters.
    also
        Other headers that people may know the column by.
    """

    key: KeyPath
    header: str
    kind: Kind
    note: str
    refers_to: str = ""
    width: int = 14
    required: bool = False
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetLayout:
    """A sheet whose rows are records of one list of the document.

    ``pseudonymous`` sheets name people by pseudonyms: what else tells who they are is refused.
    """

    key: str
    title: str
    purpose: str
    columns: tuple[Column, ...]
    required: bool = False
    pseudonymous: bool = False

    def column(self, *key: str) -> Column:
        """Return the column that holds the value at ``key``."""
        return next(column for column in self.columns if column.key == key)


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """A line of the « Programme » sheet: where its value goes in the document."""

    key: KeyPath
    label: str
    kind: Kind
    note: str
    refers_to: str = ""
    required: bool = False


def header_key(text: str) -> str:
    """Return a header without what people change: case, accents, units, punctuation."""
    return re.sub(r"[^a-z0-9]+", " ", fold(re.sub(r"\(.*?\)", " ", text))).strip()


def code_column(noun: str, example: str) -> Column:
    """Return the column of the codes of records."""
    return Column(
        key=("id",),
        header="Code",
        kind=cells.CODE,
        width=24,
        required=True,
        note=f"Code court et unique de {noun}, par exemple {example}.",
        also=("Id", "Identifiant"),
    )


def name_column(noun: str) -> Column:
    """Return the column of what records are called."""
    return Column(
        key=("label",),
        header="Nom",
        kind=cells.TEXT,
        width=34,
        required=True,
        note=f"Nom affiché de {noun}.",
        also=("Nom affiché", "Libellé"),
    )
