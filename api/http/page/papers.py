"""The documents of a plan to open and print, and what each volunteer gets."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from fastapi import APIRouter
from starlette.responses import HTMLResponse, Response

from api.http.page.plan import finished, plan_page
from api.http.page.screen import TheScreen
from api.http.page.sight import Sight
from api.http.page.words import Words
from api.store.keys import Key, Role
from maps.document_kind import DocumentKind
from maps.documents import KINDS
from maps.selection import Selection, parts_of
from routing.planning.programme import Programme

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)


GROUPS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "teams": {"round-sheets": ("round-sheets-pdf", "round-sheets")},
    "volunteers": {"driver-sheets": ("driver-sheets-pdf", "driver-sheets"), "gpx": ("gpx",)},
    "passengers": {"passengers": ("passengers",)},
    "villages": {"posters": ("posters-a4", "posters-a3", "posters-a5")},
    "everyone": {"map": ("map",), "ics": ("ics",)},
    "office": {"xlsx": ("xlsx",), "csv": ("csv-",), "geojson": ("geojson",)},
}
"""For whom, which papers, in which forms: ids of kinds, or what several begin with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A narrower document: of a date, a unit, a village."""

    label: str
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A file: for the ``screen`` or to keep; no ``href``: only its parts."""

    name: str
    href: str
    screen: bool
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A document, what it is good for, and in which forms there is one."""

    title: str
    note: str
    forms: tuple[Form, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Papers for the same people."""

    id: str
    papers: tuple[Paper, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Volunteer:
    """Somebody who drives passengers, and how much."""

    id: str
    label: str
    trips: int
    days: int
    people: int
    distance_m: int
    duration_s: int


@router.get("/plans/{plan_id}/documents")
def papers(plan_id: str, screen: TheScreen) -> Response:
    """List the documents of a plan."""
    state, sight = finished(screen, plan_id)
    return plan_page(
        screen,
        state,
        sight,
        "documents",
        papers=list(groups(sight, screen.words, screen.key)),
    )


def volunteers(sight: Sight) -> list[Volunteer]:
    """Return who drives passengers in a plan, by their order in the programme."""
    found = defaultdict(list)
    for view in sight.days:
        found[view.driver_number].append(view)
    return [
        Volunteer(
            id=days[0].driver.id,
            label=days[0].driver.label,
            trips=sum(len(day.rides) for day in days),
            days=len(days),
            people=sum(day.people for day in days),
            distance_m=sum(day.distance_m for day in days),
            duration_s=sum(v.ride.return_s - v.ride.depart_s for day in days for v in day.rides),
        )
        for _, days in sorted(found.items())
    ]


def groups(sight: Sight, words: Words, key: Key | None) -> Iterator[Group]:
    """Yield all documents that somebody may have; those that no group knows come last."""
    left = {
        kind.id: kind
        for kind in KINDS.values()
        if not kind.private() or (key is not None and key.role >= Role.COORDINATOR)
    }
    for name, named in GROUPS.items():
        papers = []
        for paper, prefixes in named.items():
            kinds = [left.pop(one) for prefix in prefixes for one in _begun(left, prefix)]
            if kinds:
                papers.append(_paper(paper, kinds, sight, words))
        if papers:
            yield Group(id=name, papers=tuple(papers))
    if left:
        others = (_paper(kind.id, [kind], sight, words) for kind in left.values())
        yield Group(id="others", papers=tuple(others))


def _begun(kinds: Mapping[str, DocumentKind], prefix: str) -> list[str]:
    return [one for one in kinds if one == prefix or (prefix[-1] == "-" and one.startswith(prefix))]


def _paper(name: str, kinds: Sequence[DocumentKind], sight: Sight, words: Words) -> Paper:
    known = words.has(f"documents.papers.{name}.title")
    apart = next((kind for kind in kinds if kind.parts), None)
    return Paper(
        title=words(f"documents.papers.{name}.title") if known else words.capital(kinds[0].stem),
        note=words(f"documents.papers.{name}.note") if known else "",
        forms=tuple(_form(kind, sight, words, parts=kind is apart) for kind in kinds),
    )


def _form(kind: DocumentKind, sight: Sight, words: Words, *, parts: bool) -> Form:
    screen = kind.extension == "html"
    known = words.has(f"documents.forms.{kind.id}")
    name = words("documents.screen") if screen else kind.extension.upper()
    return Form(
        name=words(f"documents.forms.{kind.id}") if known else name,
        href=_address(sight, kind, Selection(), words) if kind.whole else "",
        screen=screen,
        parts=tuple(_parts(kind, sight, words)) if parts else (),
    )


def _parts(kind: DocumentKind, sight: Sight, words: Words) -> Iterator[Part]:
    for by in kind.parts:
        for part in parts_of(sight.plan, by, sight.territory):
            label = " – ".join(_names(part, sight, words))
            yield Part(label=label, href=_address(sight, kind, part, words))


def _names(part: Selection, sight: Sight, words: Words) -> Iterator[str]:
    programme: Programme = sight.programme
    if part.date is not None:
        yield words.wording.short_day(part.date)
    if part.driver is not None:
        yield programme.driver(part.driver).label
    if part.unit is not None:
        yield programme.unit(part.unit).label
    if part.member is not None:
        yield programme.member(part.member).label
    if part.village is not None:
        yield sight.territory.commune(part.village).name


def _address(sight: Sight, kind: DocumentKind, part: Selection, words: Words) -> str:
    given = {key.value: str(getattr(part, key.value)) for key in part.given}
    if words.lang != "fr":
        given["lang"] = words.lang
    query = f"?{urlencode(given)}" if given else ""
    return f"/v1/plans/{sight.stored.id}/documents/{kind.id}{query}"
