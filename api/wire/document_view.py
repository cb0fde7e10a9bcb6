"""A forgiving view of a document that may hold anything, with the place of each value."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar

from api.wire.faults import Issue, Loc
from api.wire.scalars import ScalarError, read_id

_Out = TypeVar("_Out")


@dataclass(frozen=True, slots=True)
class View:
    """A value of a document and where it stands; what is absent has the value ``None``."""

    value: object
    loc: Loc = ()

    def __getitem__(self, key: str) -> View:
        value = self.value.get(key) if isinstance(self.value, Mapping) else None
        return View(value, (*self.loc, key))

    def __iter__(self) -> Iterator[View]:
        if isinstance(self.value, list | tuple):
            for index, value in enumerate(self.value):
                yield View(value, (*self.loc, index))

    @property
    def is_list(self) -> bool:
        """Whether the value is a list at all."""
        return isinstance(self.value, list | tuple)

    @property
    def id(self) -> str | None:
        """The value as an id, ``None`` when it is none."""
        return self.read(read_id) or None

    def read(self, reader: Callable[[object], _Out]) -> _Out | None:
        """Return the value as ``reader`` understands it, ``None`` when it does not."""
        try:
            return None if self.value is None else reader(self.value)
        except ScalarError:
            return None

    def number(self, default: int | None = None) -> int | None:
        """Return an integer value, or ``default`` when there is none."""
        return self.value if type(self.value) is int else default

    def issue(self, code: str, message: str, *, private: bool = False, other: Loc = ()) -> Issue:
        """Return an issue about this value, which is not shown where it is private."""
        return Issue(self.loc, code, message, None if private else self.value, private, other)
