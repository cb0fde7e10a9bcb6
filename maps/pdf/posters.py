"""A poster per village that is visited: how people learn when and where the team comes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial

from maps.contacts import unbroken
from maps.pdf.drawings import qr_file
from maps.pdf.sheet_texts import Texts
from maps.pdf.typeset import typeset
from maps.plan_context import PlanContext
from maps.qr import geo_link
from maps.selection import Selection
from maps.session_dates import SessionWords, Sitting
from maps.views import RoundView, StopView
from routing.planning.territory import Site

PAPERS = {"a3": 1.414, "a4": 1.0, "a5": 0.707}
"""Sizes of paper, against A4."""


@dataclass(slots=True, kw_only=True)
class _Notice:
    """A site's sessions, and the roles that are there at every one of them."""

    site: Site
    sittings: list[Sitting] = field(default_factory=list)
    roles: list[set[str]] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    @property
    def always(self) -> list[str]:
        """Roles asked for that nobody comes to miss, in the order of the programme."""
        return [role for role in self.asked if all(role in there for there in self.roles)]


def posters_pdf(context: PlanContext, selection: Selection, paper: str = "a4") -> bytes | None:
    """Return a poster per village asked for, merged; ``None`` without any.

    It tells what the programme says and nothing else: dates, hours, site, roles that are there at
    every session, and the association's phone where the territory's settings have one.
    """
    villages = _villages(context, selection)
    if not villages:
        return None
    posters = context.wording.words["posters"]
    what = posters["title"] if len(villages) == 1 else posters["all"]
    said = [what, *([next(iter(villages))] if len(villages) == 1 else []), context.period]
    return typeset(
        "poster",
        {
            "title": " – ".join(said),
            "lang": context.lang,
            "factor": PAPERS[paper],
            "pages": [_page(context, name, notices) for name, notices in villages.items()],
        },
    )


posters_a3 = partial(posters_pdf, paper="a3")
posters_a4 = partial(posters_pdf, paper="a4")
posters_a5 = partial(posters_pdf, paper="a5")


def _villages(context: PlanContext, selection: Selection) -> dict[str, list[_Notice]]:
    """Return what there is to announce by village, villages in the order of the alphabet."""
    found: dict[str, _Notice] = {}
    for view in context.rounds_in(selection):
        for stop in view.stops:
            if selection.village in (None, stop.site.insee):
                notice = found.setdefault(stop.site.id, _Notice(site=stop.site))
                _add(notice, view, stop)
    villages: dict[str, list[_Notice]] = defaultdict(list)
    for notice in found.values():
        villages[notice.site.commune].append(notice)
    return dict(sorted(villages.items()))


def _add(notice: _Notice, view: RoundView, stop: StopView) -> None:
    permanence = stop.permanence
    notice.sittings.append(Sitting(view.date, stop.start_s, stop.end_s))
    notice.roles.append({d.role for d in view.round.team if permanence.id in d.permanences})
    needed = [need.role for need in permanence.roles if not need.optional]
    notice.asked.extend(role for role in needed if role not in notice.asked)


def _page(context: PlanContext, village: str, notices: list[_Notice]) -> Texts:
    posters, association = context.wording.words["posters"], context.territory.association
    return {
        "eyebrow": context.title,
        "what": posters["title"],
        "village": village,
        "period": context.wording.sentence(context.period),
        "notices": [dict(_notice(context, notice)) for notice in notices],
        "by": "" if association is None else association.name,
        "ask": posters["ask"],
        "phone": "" if association is None else unbroken(association.phone),
        "go": posters["directions"],
        "doubt": posters["to_confirm"] if any(_doubtful(n.site) for n in notices) else None,
    }


def _notice(context: PlanContext, notice: _Notice) -> Iterator[tuple[str, object]]:
    site, posters = notice.site, context.wording.words["posters"]
    roles = [context.programme.role(role).label for role in notice.always]
    town = f"{site.postal_code} {site.commune}"
    yield "lines", SessionWords(context.wording).lines(notice.sittings)
    yield "site", site.name
    yield "address", ", ".join(part for part in (site.address, town) if part)
    yield "roles", [posters["on_site"], ", ".join(_running(roles))] if roles else None
    geo = geo_link(site.lon, site.lat)
    yield "qr", None if site.approximate else qr_file(geo)
    yield "geo", geo


def _running(labels: Sequence[str]) -> Iterator[str]:
    """Yield labels as they stand in a sentence: « Infirmière, médecin, IDE »."""
    for order, label in enumerate(labels):
        within = order and label[1:2].islower()
        yield label[:1].lower() + label[1:] if within else label


def _doubtful(site: Site) -> bool:
    return site.approximate or not site.address or not site.verified
