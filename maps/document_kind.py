"""A kind of document: how its files are named, narrowed and drawn."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, TypeAlias, cast

from maps.selection import ALL, Selection, SelectionError, Selector, plain
from routing.sentence import say

if TYPE_CHECKING:
    from maps.plan_context import PlanContext

_DIGIT = "[0-9]"
_PATTERNS = {
    Selector.DATE: f"{_DIGIT * 4}-{_DIGIT * 2}-{_DIGIT * 2}",
    Selector.DRIVER: "conducteur-*",
    Selector.UNIT: "unite-*",
    Selector.MEMBER: "equipe-*",
    Selector.VILLAGE: "[a-z]*",
}

Writer: TypeAlias = "Callable[[PlanContext, Selection], bytes | None]"
"""Draws what is selected; ``None`` where the plan has nothing of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A file: its name (nothing personal), what it is, and what is in it."""

    name: str
    media_type: str
    content: bytes

    @property
    def digest(self) -> str:
        """What tells this content from any other."""
        return hashlib.sha256(self.content).hexdigest()[:32]


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentKind:
    """What there is to know of a kind of document.

    Parameters
    ----------
    id
        Its name in addresses and on the command line.
    stem, extension
        Of the file with everything; ``part`` begins the names of narrower ones.
    writer
        ``module:function``, a :data:`Writer`; imported when first used.
    selectors
        By what it can be narrowed.
    parts
        Which narrower files an export makes as well: one for each date and driver, and so on.
    group
        Several kinds under one name: ``sheets``.
    tells_doors, tells_own_doors
        Whether it says where people live, or (by ``people``) who they are; or does so when it is
        narrowed to one driver. To be handed to a coordinator only, or to that driver.
    whole
        Whether an export makes the file with everything.
    """

    id: str
    stem: str
    extension: str
    media_type: str
    writer: str
    part: str = ""
    selectors: frozenset[Selector] = frozenset()
    parts: tuple[tuple[Selector, ...], ...] = ()
    group: str = ""
    tells_doors: bool = False
    tells_own_doors: bool = False
    whole: bool = True

    def takes(self, selection: Selection) -> bool:
        """Whether it can be narrowed like that."""
        return self.selectors.issuperset(selection.given)

    def draw(self, context: PlanContext, selection: Selection = ALL) -> Document | None:
        """Return the document of what is selected, ``None`` where the plan has nothing of it.

        Raises
        ------
        SelectionError
            When this kind cannot be narrowed like that.
        PlanMismatchError
            When the plan is not of this programme and territory.
        routing.roads.types.RoadError
            When a place cannot be reached on this network.
        """
        for key in selection.given:
            if key not in self.selectors:
                known = ", ".join(sorted(self.selectors)) or "rien"
                raise SelectionError(
                    say(
                        "{id} : se restreint par {known}, pas par {value}.",
                        id=self.id,
                        known=known,
                        value=key.value,
                    )
                )
        content = self._writer()(context, selection)
        if content is None:
            return None
        name = self.file_name(context, selection)
        return Document(name=name, media_type=self.media_type, content=content)

    def load(self) -> None:
        """Import what draws it, which the first drawing does otherwise."""
        self._writer()

    def private(self, selection: Selection = ALL) -> bool:
        """Whether what is selected says where people live."""
        own = self.tells_own_doors and selection.driver is not None
        return self.tells_doors or own

    def file_name(self, context: PlanContext, selection: Selection = ALL) -> str:
        """Return the file's name: dates, numbers and communes, never a person."""
        words = list(_words(context, selection))
        narrow = set(selection.given) - {Selector.DATE}  # of a date, units and drivers have files
        stem = (self.part or self.stem) if narrow else self.stem
        return f"{'-'.join([stem, *words])}.{self.extension}"

    def patterns(self) -> Iterator[str]:
        """Yield the shell patterns of the names that an export of everything gives its files."""
        yield f"{self.stem}.{self.extension}"
        for by in self.parts:
            stem = self.part or self.stem
            yield f"{'-'.join([stem, *(_PATTERNS[key] for key in by)])}.{self.extension}"

    def _writer(self) -> Writer:
        module, _, name = self.writer.partition(":")
        return cast("Writer", getattr(import_module(module), name))


def _words(context: PlanContext, selection: Selection) -> Iterator[str]:
    if selection.date is not None:
        yield selection.date.isoformat()
    if selection.driver is not None:
        yield f"conducteur-{context.driver_number(selection.driver)}"
    if selection.unit is not None:
        yield f"unite-{context.unit_number(selection.unit)}"
    if selection.member is not None:
        yield f"equipe-{context.member_number(selection.member)}"
    if selection.village is not None:
        yield plain(context.territory.commune(selection.village).name)
