"""The kinds of documents that are made of a plan: one table for every door that hands them out.

A kind's writer draws one file of what is selected. The command line and the HTTP service ask the
same table for the same files, so that what is printed, downloaded and sent is one and the same.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, TypeAlias, cast

from maps.selection import ALL, Selection, SelectionError, Selector, parts_of, plain
from routing.sentence import say

if TYPE_CHECKING:
    from maps.plan_context import PlanContext

DATE, DRIVER, UNIT = Selector.DATE, Selector.DRIVER, Selector.UNIT
MEMBER, VILLAGE = Selector.MEMBER, Selector.VILLAGE

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

    def private(self, selection: Selection = ALL) -> bool:
        """Whether what is selected says where people live."""
        own = self.tells_own_doors and selection.driver is not None
        return self.tells_doors or own

    def file_name(self, context: PlanContext, selection: Selection = ALL) -> str:
        """Return the file's name: dates, numbers and communes, never a person."""
        words = list(_words(context, selection))
        stem = (self.part or self.stem) if words else self.stem
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


_DIGIT = "[0-9]"
_PATTERNS = {
    DATE: f"{_DIGIT * 4}-{_DIGIT * 2}-{_DIGIT * 2}",
    DRIVER: "conducteur-*",
    UNIT: "unite-*",
    MEMBER: "equipe-*",
    VILLAGE: "[a-z]*",
}
_HTML = "text/html; charset=utf-8"
_PDF = "application/pdf"
_EVERY_WAY = frozenset(Selector)

KINDS: Mapping[str, DocumentKind] = {
    kind.id: kind
    for kind in (
        DocumentKind(
            id="map",
            stem="carte",
            extension="html",
            media_type=_HTML,
            writer="maps.map_page:map_document",
            selectors=_EVERY_WAY,
        ),
        DocumentKind(
            id="coverage",
            stem="couverture",
            extension="html",
            media_type=_HTML,
            writer="maps.coverage_page:coverage_html",
        ),
        DocumentKind(
            id="round-sheets",
            group="sheets",
            stem="feuilles",
            part="feuille",
            extension="html",
            media_type=_HTML,
            writer="maps.sheets:round_sheets_html",
            selectors=frozenset({DATE, UNIT, MEMBER, VILLAGE}),
            parts=((DATE, UNIT),),
        ),
        DocumentKind(
            id="driver-sheets",
            group="sheets",
            stem="feuilles-de-route",
            part="feuille",
            extension="html",
            media_type=_HTML,
            writer="maps.ride_sheets:driver_sheets_html",
            selectors=frozenset({DATE, DRIVER}),
            parts=((DATE, DRIVER),),
            tells_doors=True,
        ),
        DocumentKind(
            id="passengers",
            stem="passagers",
            extension="html",
            media_type=_HTML,
            writer="maps.ride_passengers:passengers_html",
            selectors=frozenset({DATE}),
        ),
        DocumentKind(
            id="ics",
            stem="calendrier",
            extension="ics",
            media_type="text/calendar; charset=utf-8",
            writer="maps.ics:calendar_ics",
            selectors=_EVERY_WAY,
            parts=((UNIT,), (MEMBER,), (DRIVER,), (VILLAGE,)),
        ),
        DocumentKind(
            id="gpx",
            stem="itineraires",
            part="itineraire",
            extension="gpx",
            media_type="application/gpx+xml",
            writer="maps.gpx:plan_gpx",
            selectors=_EVERY_WAY,
            parts=((DATE, UNIT), (DATE, DRIVER)),
            tells_own_doors=True,
            whole=False,
        ),
        DocumentKind(
            id="geojson",
            stem="itineraires",
            extension="geojson",
            media_type="application/geo+json",
            writer="maps.geojson:plan_geojson",
            selectors=_EVERY_WAY,
        ),
        DocumentKind(
            id="xlsx",
            stem="plan",
            extension="xlsx",
            media_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            writer="maps.workbook:plan_xlsx",
            selectors=_EVERY_WAY,
        ),
        *(
            DocumentKind(
                id=f"csv-{table}",
                group="csv",
                stem=stem,
                extension="csv",
                media_type="text/csv; charset=utf-8",
                writer=f"maps.csv_tables:{table}_csv",
                selectors=_EVERY_WAY,
            )
            for table, stem in (
                ("calendar", "permanences"),
                ("rounds", "tournees"),
                ("rides", "trajets"),
                ("teams", "equipes"),
                ("unplanned", "non-planifies"),
                ("indicators", "indicateurs"),
            )
        ),
        DocumentKind(
            id="round-sheets-pdf",
            group="sheets-pdf",
            stem="feuilles",
            part="feuille",
            extension="pdf",
            media_type=_PDF,
            writer="maps.pdf.round_sheets:round_sheets_pdf",
            selectors=frozenset({DATE, UNIT, MEMBER, VILLAGE}),
            parts=((DATE, UNIT),),
        ),
        DocumentKind(
            id="driver-sheets-pdf",
            group="sheets-pdf",
            stem="feuilles-de-route",
            part="feuille",
            extension="pdf",
            media_type=_PDF,
            writer="maps.pdf.driver_sheets:driver_sheets_pdf",
            selectors=frozenset({DATE, DRIVER}),
            parts=((DATE, DRIVER),),
            tells_doors=True,
        ),
        *(
            DocumentKind(
                id=f"posters-{paper}",
                group="posters",
                stem=f"affiches-{paper}",
                part=f"affiche-{paper}",
                extension="pdf",
                media_type=_PDF,
                writer=f"maps.pdf.posters:posters_{paper}",
                selectors=frozenset({VILLAGE}),
                parts=((VILLAGE,),) if paper == "a4" else (),
            )
            for paper in ("a3", "a4", "a5")
        ),
        DocumentKind(
            id="month-report",
            group="reports",
            stem="mois",
            extension="pdf",
            media_type=_PDF,
            writer="maps.pdf.month:month_pdf",
        ),
        DocumentKind(
            id="mileage-report",
            group="reports",
            stem="frais-kilometriques",
            extension="pdf",
            media_type=_PDF,
            writer="maps.pdf.mileage:mileage_pdf",
            selectors=frozenset({DRIVER}),
            tells_doors=True,
        ),
        DocumentKind(
            id="social-transport-report",
            group="reports",
            stem="transport-utilite-sociale",
            extension="pdf",
            media_type=_PDF,
            writer="maps.pdf.social_transport:social_transport_of",
        ),
    )
}
"""Every kind, by its id."""


def kinds_named(names: Iterable[str]) -> list[DocumentKind]:
    """Return the kinds that go by these ids or group names, each once; ``all`` is every one.

    Raises
    ------
    SelectionError
        Naming those that do not exist, and those that do.
    """
    wanted = list(dict.fromkeys(names))
    groups = {kind.group for kind in KINDS.values() if kind.group}
    unknown = [name for name in wanted if name not in {*KINDS, *groups, "all"}]
    if unknown:
        known = ", ".join(["all", *sorted({*KINDS, *groups})])
        raise SelectionError(
            say(
                "document inconnu : {unknown} ; il y a {known}.",
                unknown=", ".join(unknown),
                known=known,
            )
        )
    return [k for k in KINDS.values() if "all" in wanted or {k.id, k.group} & {*wanted}]


def documents(
    context: PlanContext, kinds: Iterable[DocumentKind], selection: Selection = ALL
) -> Iterator[Document]:
    """Draw the file of each kind, and where nothing is selected those of its parts too.

    A selection that some of several kinds do not take passes them over.

    Raises
    ------
    SelectionError
        When none of the kinds can be narrowed like that.
    """
    asked = list(kinds)
    able = [kind for kind in asked if kind.takes(selection)]
    if asked and not able:
        asked[0].draw(context, selection)  # says what it can be narrowed by
    for kind in able:
        for chosen in _selections(context, kind, selection):
            made = kind.draw(context, chosen)
            if made is not None:
                yield made


def lanes(kinds: Iterable[DocumentKind]) -> list[list[DocumentKind]]:
    """Return the kinds in groups that can be drawn at the same time, each by one thread.

    Typst sets pages outside of Python, one document at a time; the rest is Python's.
    """
    asked = list(kinds)
    made = [k for k in asked if k.media_type == _PDF], [k for k in asked if k.media_type != _PDF]
    return [lane for lane in made if lane]


def _selections(
    context: PlanContext, kind: DocumentKind, selection: Selection
) -> Iterator[Selection]:
    if selection.given:
        yield selection
        return
    if kind.whole:
        yield ALL
    for by in kind.parts:
        yield from parts_of(context.plan, by, context.territory)
