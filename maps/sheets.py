"""One printable A4 page per round, and all of them in one file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from markupsafe import Markup

from maps.directions import Direction, directions
from maps.itinerary import RoadSource
from maps.page_space import PageSpace, page_space
from maps.plan_context import PlanContext
from maps.policy import content_security_policy, inline
from maps.qr import geo_link
from maps.rendering import asset, environment
from maps.selection import ALL, Selection
from maps.sketch import Sketch, draw_sketch
from maps.views import LegView, RoundView
from routing.planning.plans import Plan
from routing.planning.programme import Programme
from routing.planning.territory import Territory

ALL_SHEETS = "feuilles.html"
"""Name of the file with every round, a page each."""

_SKETCH_SIZE = (300.0, 320.0)  # drawing units: about 0.25 mm each on paper


@dataclass(frozen=True, slots=True, kw_only=True)
class LegSheet:
    """A leg as the sheet lists it."""

    view: LegView
    directions: tuple[Direction, ...]
    tolls: bool

    @property
    def geo(self) -> str:
        """Link to where the leg ends, for the driver's navigator."""
        return geo_link(self.view.destination.lon, self.view.destination.lat)


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundSheet:
    """A round as its page shows it."""

    file_name: str
    view: RoundView
    space: PageSpace
    legs: tuple[LegSheet, ...]
    sketch: Sketch


def write_round_sheets(
    plan: Plan,
    programme: Programme,
    territory: Territory,
    network: RoadSource,
    folder: Path,
    *,
    lang: str = "fr",
) -> list[Path]:
    """Write one A4 page per round into ``folder``, and ``feuilles.html`` with all of them.

    Parameters
    ----------
    plan, programme, territory
        The plan and the records it names.
    network
        Gives each leg's roads and those in the background.
    folder
        Made when missing. Files are named by date and unit number, never by a person or
        place: ``feuille-2026-12-03-unite-1.html``.
    lang
        Language of the pages, by its catalogue in ``maps/locales``.

    Returns
    -------
    list of Path
        The rounds' own files in the order in which they leave, without ``feuilles.html``.

    Raises
    ------
    PlanMismatchError
        When the plan names records that the programme or territory lacks.
    routing.roads.types.RoadError
        When a site cannot be reached on this network.
    """
    context = PlanContext(
        plan=plan, programme=programme, territory=territory, network=network, lang=lang
    )
    return write_pages(round_pages(context), folder, ALL_SHEETS, _heading(context), lang)


def round_sheets_html(context: PlanContext, selection: Selection) -> bytes | None:
    """Return the sheets of the rounds asked for as one HTML file, ``None`` without any."""
    return joined(round_pages(context, selection), _heading(context), context.lang)


def round_pages(context: PlanContext, selection: Selection = ALL) -> Iterator[Page]:
    """Yield the page of each round that is asked for, in the order in which they leave."""
    template = environment(context.lang).get_template("sheet_article.html.j2")
    emergency = tuple(context.ride_words.emergency(context.territory.association))
    for sheet in round_sheets(context, selection):
        view, wording = sheet.view, context.wording
        yield Page(
            name=sheet.file_name,
            heading=(wording.words["sheet"], wording.day(view.date), view.unit.label),
            article=context.once(
                ("round article", view.number),
                partial(template.render, sheet=sheet, title=context.title, emergency=emergency),
            ),
        )


def _heading(context: PlanContext) -> tuple[str, ...]:
    return (str(context.wording.words["all_sheets"]), context.title, context.period)


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A sheet as HTML, escaped where it was rendered, and the name of its own file."""

    name: str
    heading: tuple[str, ...]
    article: str


def write_pages(
    pages: Iterable[Page], folder: Path, together: str, heading: Sequence[str], lang: str
) -> list[Path]:
    """Write every sheet into its own file and all into ``together``; return the former."""
    folder.mkdir(parents=True, exist_ok=True)
    paths, articles = [], []
    for page in pages:
        article = Markup(page.article)  # noqa: S704 - escaped where it was rendered
        paths.append(write_page(folder / page.name, page.heading, [article], lang))
        articles.append(article)
    write_page(folder / together, heading, articles, lang)
    return paths


def joined(pages: Iterable[Page], heading: Sequence[str], lang: str) -> bytes | None:
    """Return sheets as one HTML file; one alone has its own heading; ``None`` without any."""
    shown = list(pages)
    if not shown:
        return None
    articles = [Markup(page.article) for page in shown]  # noqa: S704 - escaped where rendered
    return page_html(shown[0].heading if len(shown) == 1 else heading, articles, lang).encode()


def write_page(path: Path, heading: Sequence[str], articles: Sequence[Markup], lang: str) -> Path:
    """Write some sheets as one HTML file that fetches nothing; return ``path``."""
    path.write_text(page_html(heading, articles, lang), encoding="utf-8", newline="\n")
    return path


def page_html(heading: Sequence[str], articles: Sequence[Markup], lang: str) -> str:
    """Return some sheets as one HTML page that fetches nothing."""
    styles = inline(asset("sketch.css") + asset("sheet.css"))
    template = environment(lang).get_template("sheet.html.j2")
    return template.render(
        title=" – ".join(heading),
        articles=articles,
        styles=styles,
        policy=content_security_policy(styles=[styles]),
    )


def round_sheets(context: PlanContext, selection: Selection = ALL) -> Iterator[RoundSheet]:
    """Yield what the sheet of each round says."""
    views, wanted = context.rounds, context.rounds_in(selection)
    for view, file_name in zip(views, _file_names(views), strict=True):
        if view in wanted:
            make = partial(_sheet, view, file_name, context)
            yield context.once(("round sheet", view.number), make)


def _sheet(view: RoundView, file_name: str, context: PlanContext) -> RoundSheet:
    width, height = _SKETCH_SIZE
    legs = [context.itineraries.leg(leg.origin, leg.destination) for leg in view.legs]
    space = page_space(view)
    return RoundSheet(
        file_name=file_name,
        view=view,
        space=space,
        legs=tuple(
            LegSheet(view=shown, directions=directions(leg.steps, space.lines), tolls=leg.tolls)
            for shown, leg in zip(view.legs, legs, strict=True)
        ),
        sketch=draw_sketch(view, legs, context.ground, width=width, height=height),
    )


def _file_names(views: Sequence[RoundView]) -> Iterator[str]:
    seen: Counter[str] = Counter()
    for view in views:
        stem = f"feuille-{view.date.isoformat()}-unite-{view.unit_number}"
        seen[stem] += 1
        again = f"-{seen[stem]}" if seen[stem] > 1 else ""
        yield f"{stem}{again}.html"
