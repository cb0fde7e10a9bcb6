"""All programmes there are: those that ship with the territory, and those that people keep."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from api.http.paging import Page, Paging
from api.problems import ShippedProgrammeError, UnknownProgrammeError
from api.store.programmes import Entry, Programmes
from api.wire.faults import suggestion
from api.wire.programme_json import load_programme, programme_text
from routing.planning.programme import Programme
from routing.planning.territory import Territory
from routing.sentence import say


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """What a list tells of a programme; ``tag`` stands for its content, ``entry``: where stored."""

    id: str
    title: str
    permanences: int
    requests: int
    tag: str
    entry: Entry | None = None


class Shelf:
    """Where programmes are looked up by the name of a shipped one or the id of a stored one."""

    def __init__(
        self, shipped: Mapping[str, Programme], stored: Programmes, territory: Territory
    ) -> None:
        self.stored = stored
        self._shipped = shipped
        self._territory = territory
        self._texts = {name: programme_text(programme) for name, programme in shipped.items()}
        self._listed = {name: self._shown(name) for name in shipped}

    def find(self, name: str) -> tuple[Listed, str]:
        """Return a programme and its JSON text.

        Raises
        ------
        UnknownProgrammeError
            When there is none of this name or id.
        """
        if name in self._shipped:
            return self._listed[name], self._texts[name]
        found = self.stored.find(name)
        if found is None:
            known = ", ".join(self._shipped)
            hint = suggestion(name, list(self._shipped))
            raise UnknownProgrammeError(
                say(
                    "choisissez un de ces programmes : {known}, ou l’identifiant d’un programme "
                    "gardé ici.{hint}",
                    known=known,
                    hint=hint,
                )
            )
        entry, text = found
        return listed(entry), text

    def programme(self, name: str) -> Programme:
        """Return the programme itself.

        Raises
        ------
        UnknownProgrammeError
            When there is none of this name or id.
        InputFaults
            When it was kept while the territory was another.
        """
        if name in self._shipped:
            return self._shipped[name]
        return load_programme(self.find(name)[1].encode(), self._territory)

    def changeable(self, name: str) -> Entry:
        """Return a programme that may be changed.

        Raises
        ------
        UnknownProgrammeError, ShippedProgrammeError
            When there is none, or it ships with the territory.
        """
        found, _ = self.find(name)
        if found.entry is None:
            raise ShippedProgrammeError(
                say("Il est livré avec le territoire : gardez-en une copie, et changez la copie.")
            )
        return found.entry

    def page(self, paging: Paging) -> Page[Listed]:
        """Return some of all programmes: the shipped ones, then the others, the newest first.

        Raises
        ------
        InputFaults
            When the cursor leads nowhere.
        """
        items, after = self._start(paging)
        missing = paging.limit + 1 - len(items)
        if missing > 0:
            items += map(listed, self.stored.page(missing, after))
        return Page.of(items, paging, _place)

    def _start(self, paging: Paging) -> tuple[list[Listed], tuple[datetime, str] | None]:
        """Return the shipped programmes to list, and the stored one after which to go on."""
        names = list(self._shipped)
        match paging.place:
            case ():
                pass
            case ("stored", made, programme_id) if programme_id.isprintable():
                try:
                    return [], (datetime.fromisoformat(made).astimezone(UTC), programme_id)
                except (ValueError, OverflowError):
                    raise paging.refused() from None
            case ("shipped", name) if name in names:
                names = names[names.index(name) + 1 :]
            case _:
                raise paging.refused()
        return [self._listed[name] for name in names], None

    def _shown(self, name: str) -> Listed:
        programme = self._shipped[name]
        return Listed(
            id=name,
            title=programme.title,
            permanences=len(programme.permanences),
            requests=len(programme.requests),
            tag=hashlib.sha256(self._texts[name].encode()).hexdigest()[:16],
        )


def _place(item: Listed) -> tuple[str, ...]:
    if item.entry is None:
        return "shipped", item.id
    return "stored", item.entry.created_at.isoformat(), item.id


def listed(entry: Entry) -> Listed:
    """Return what a list tells of a stored programme."""
    return Listed(
        id=entry.id,
        title=entry.title,
        permanences=entry.permanences,
        requests=entry.requests,
        tag=str(entry.version),
        entry=entry,
    )
