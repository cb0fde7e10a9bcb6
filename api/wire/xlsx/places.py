"""Where in a workbook each value of the document stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from api.wire.faults import Fault, Issue, Loc
from api.wire.records import record_name
from routing.sentence import Sentence, say


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A cell, a row or a sheet; orders as people read."""

    sheet_index: int
    row: int
    column: int
    sheet: str
    header: str
    line: str = ""
    """What the line is called, in sheets whose lines have names."""

    @property
    def spoken(self) -> Sentence:
        """The place as people find it: « feuille Équipe, ligne 3, colonne Nom (cellule B3) »."""
        text = say("feuille {sheet}", sheet=self.sheet) if self.sheet else say("classeur")
        if self.row:
            text = say("{place}, ligne {row}", place=text, row=self.row)
        if self.line:
            text = say("{place}, rubrique {line}", place=text, line=self.line)
        if self.header:
            text = say("{place}, colonne {header}", place=text, header=self.header)
        if self.column:
            cell = f"{_letters(self.column)}{self.row}"
            text = say("{place} (cellule {cell})", place=text, cell=cell)
        return text


def _letters(column: int) -> str:
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


WORKBOOK = Place(-1, 0, 0, "", "")


@dataclass(slots=True)
class Found:
    """What the sheets said, and what was wrong with the saying.

    ``absent`` holds the fields whose column or sheet is missing as a whole, so that not
    every row complains about it.
    """

    document: dict[str, object] = field(default_factory=dict)
    places: dict[Loc, Place] = field(default_factory=dict)
    texts: dict[Loc, str] = field(default_factory=dict)
    """What the cells show, to say it back as it was written."""
    issues: list[Issue] = field(default_factory=list)
    absent: set[Loc] = field(default_factory=set)
    ignored: list[str] = field(default_factory=list)
    """Titles of sheets that are none of the workbook's."""

    def place(self, loc: Loc) -> Place:
        """Return the place of a value, or of the nearest record around it."""
        for depth in range(len(loc), 0, -1):
            if loc[:depth] in self.places:
                return self.places[loc[:depth]]
        return WORKBOOK

    def report(self, issues: list[Issue]) -> list[Fault]:
        """Return the faults of a workbook, in reading order."""
        told = [issue for issue in issues if not self._is_echo(issue)]
        told.sort(key=lambda issue: self.place(issue.loc))
        return [self._fault(issue) for issue in told]

    def _is_echo(self, issue: Issue) -> bool:
        pattern = tuple(part for part in issue.loc if isinstance(part, str))
        return issue.code in {"MISSING", "EMPTY"} and pattern in self.absent

    def _fault(self, issue: Issue) -> Fault:
        missing = issue.code == "MISSING"
        return Fault(
            path=self.place(issue.loc).spoken,
            record=record_name(self.document, issue.loc),
            value=None if issue.private else self.texts.get(issue.loc) or _simple(issue.value),
            message=_FILL if missing else self._message(issue),
            code=issue.code,
        )

    def _message(self, issue: Issue) -> str:
        """Return what to change; another record is known by its row."""
        row = self.place(issue.other).row if issue.other else 0
        if not row or not isinstance(issue.message, Sentence):
            return issue.message
        return issue.message.filled(
            **issue.message.values | {"of": say("de la ligne {row}", row=row)}
        )


_FILL = say("remplissez cette case, elle est obligatoire.")


def _simple(value: object) -> object:
    """Return a value that people may have typed, not the structure made of it."""
    return value if isinstance(value, str | int | float) else None


def put(record: dict[str, object], key: tuple[str, ...], value: object) -> None:
    """Set the value at a path of keys; a value that is no record stands in the way."""
    *parents, last = key
    here: object = record
    for parent in parents:
        here = here.setdefault(parent, {}) if isinstance(here, dict) else None
    if isinstance(here, dict):
        here[last] = value


def get(record: object, key: tuple[str, ...]) -> object:
    """Return the value at a path of keys, ``None`` when there is none."""
    for part in key:
        record = record.get(part) if isinstance(record, Mapping) else None
    return record
