"""The kinds of documents that are made of a plan: one table for every door that hands them out.

A kind's writer draws one file of what is selected. The command line and the HTTP service ask the
same table for the same files, so that what is printed, downloaded and sent is one and the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from maps.document_kind import Document, DocumentKind
from maps.selection import ALL, Selection, SelectionError, Selector, parts_of
from routing.sentence import say

if TYPE_CHECKING:
    from maps.plan_context import PlanContext

DATE, DRIVER, UNIT = Selector.DATE, Selector.DRIVER, Selector.UNIT
MEMBER, VILLAGE = Selector.MEMBER, Selector.VILLAGE

_HTML = "text/html; charset=utf-8"
PDF = "application/pdf"
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
            media_type=PDF,
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
            media_type=PDF,
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
                media_type=PDF,
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
            media_type=PDF,
            writer="maps.pdf.month:month_pdf",
        ),
        DocumentKind(
            id="mileage-report",
            group="reports",
            stem="frais-kilometriques",
            extension="pdf",
            media_type=PDF,
            writer="maps.pdf.mileage:mileage_pdf",
            selectors=frozenset({DRIVER}),
            tells_doors=True,
        ),
        DocumentKind(
            id="social-transport-report",
            group="reports",
            stem="transport-utilite-sociale",
            extension="pdf",
            media_type=PDF,
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
    for kind, chosen in pieces(context, kinds, selection):
        made = kind.draw(context, chosen)
        if made is not None:
            yield made


def pieces(
    context: PlanContext, kinds: Iterable[DocumentKind], selection: Selection = ALL
) -> Iterator[tuple[DocumentKind, Selection]]:
    """Yield what :func:`documents` draws, file by file; each can be drawn by itself.

    Raises
    ------
    SelectionError
        As for :func:`documents`.
    """
    asked = list(kinds)
    able = [kind for kind in asked if kind.takes(selection)]
    if asked and not able:
        asked[0].draw(context, selection)  # says what it can be narrowed by
    for kind in able:
        for chosen in _selections(context, kind, selection):
            yield kind, chosen


def _selections(
    context: PlanContext, kind: DocumentKind, selection: Selection
) -> Iterator[Selection]:
    if selection.given:
        yield selection
        return
    # Parts first: Typst sets the first of them while Python still draws what is on the others.
    for by in kind.parts:
        yield from parts_of(context.plan, by, context.territory)
    if kind.whole:
        yield ALL
