"""The lines of an instance file, with their numbers, and the numbers on them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from benchmarks.formats.faults import FormatError

_INTEGER = re.compile(r"[+-]?[0-9]{1,15}", re.ASCII)
_NUMBER = re.compile(r"[+-]?([0-9]{1,15}(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]{1,2})?", re.ASCII)
_LARGEST = Decimal(10) ** 9


@dataclass(frozen=True, slots=True)
class Row:
    """A line that is not empty, cut at its blanks."""

    path: Path
    line: int
    fields: tuple[str, ...]

    def refuse(self, found: str, expected: str) -> FormatError:
        """Return the error that names this line."""
        return FormatError(self.path, self.line, found, expected)

    def width(self, expected: str, *widths: int) -> None:
        """Refuse a row whose number of fields is not among ``widths``."""
        if len(self.fields) not in widths:
            raise self.refuse(f"{len(self.fields)} fields ({self.text})", expected)

    @property
    def text(self) -> str:
        """The line, shortened for a message."""
        joined = " ".join(self.fields)
        return repr(joined if len(joined) <= 60 else joined[:57] + "…")

    def integer(self, at: int, what: str, *, least: int | None = None) -> int:
        """Return field ``at`` as an integer, at least ``least``."""
        field = self.fields[at]
        bound = "" if least is None else f" from {least} on"
        if not _INTEGER.fullmatch(field) or (least is not None and int(field) < least):
            raise self.refuse(repr(field), f"{what}, an integer{bound}")
        return int(field)

    def number(self, at: int, what: str, *, least: int | None = None) -> Decimal:
        """Return field ``at`` as an exact decimal, at least ``least``, at most 1e9."""
        field = self.fields[at]
        bound = "" if least is None else f" from {least} on"
        if not _NUMBER.fullmatch(field):
            raise self.refuse(repr(field), f"{what}, a number{bound}")
        value = Decimal(field)
        if abs(value) > _LARGEST or (least is not None and value < least):
            raise self.refuse(repr(field), f"{what}, a number{bound} and below {_LARGEST:.0e}")
        return value

    def window(self, at: int) -> tuple[Decimal, Decimal]:
        """Return fields ``at`` and ``at + 1`` as a time window that ends after it begins."""
        earliest = self.number(at, "the earliest start", least=0)
        latest = self.number(at + 1, "the latest start", least=0)
        if latest < earliest:
            raise self.refuse(f"window {earliest}–{latest}", "a window that ends after it begins")
        return earliest, latest


class Rows:
    """The rows of a file, taken one after the other."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._rows: list[Row] = []
        self._next = 0
        lines = path.read_bytes().splitlines()
        self.lines = len(lines)
        for number, raw in enumerate(lines, 1):
            try:
                fields = tuple(raw.decode("ascii").split())
            except UnicodeDecodeError as error:
                byte = f"the byte 0x{raw[error.start]:02x}"
                raise FormatError(path, number, byte, "plain ASCII text") from None
            if fields:
                self._rows.append(Row(path, number, fields))

    def take(self, expected: str) -> Row:
        """Return the next row; refuse the end of the file."""
        if self._next == len(self._rows):
            raise FormatError(self.path, self.lines + 1, "the end of the file", expected)
        self._next += 1
        return self._rows[self._next - 1]

    def rest(self) -> Sequence[Row]:
        """Return the rows not taken yet, and take them."""
        left = self._rows[self._next :]
        self._next = len(self._rows)
        return left

    def end(self) -> None:
        """Refuse rows that are left."""
        for row in self.rest():
            raise row.refuse(row.text, "the end of the file")
