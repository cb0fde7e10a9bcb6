"""One printable A4 page per round, and all of them in one file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from markupsafe import Markup

from maps.directions import Direction, directions
from maps.itinerary import Itineraries, RoadSource
from maps.page_space import PageSpace, page_space
from maps.policy import content_security_policy, inline
from maps.rendering import asset, environment
from maps.sketch import Sketch, draw_sketch, read_ground
from maps.views import LegView, RoundView, round_views
from maps.wording import Wording
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
    wording = Wording(lang)
    template = environment(lang).get_template("sheet_article.html.j2")
    title = plan.title or programme.title
    folder.mkdir(parents=True, exist_ok=True)
    pages = (
        Page(
            path=folder / sheet.file_name,
            heading=(wording.words["sheet"], wording.day(sheet.view.date), sheet.view.unit.label),
            article=template.render(sheet=sheet, title=title),
        )
        for sheet in _sheets(plan, programme, territory, network)
    )
    heading = (wording.words["all_sheets"], title, wording.period(plan.horizon))
    return write_pages(pages, folder / ALL_SHEETS, heading, lang)


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A sheet as HTML, escaped where it was rendered, and the file it goes to."""

    path: Path
    heading: tuple[str, ...]
    article: str


def write_pages(
    pages: Iterable[Page], together: Path, heading: Sequence[str], lang: str
) -> list[Path]:
    """Write every sheet into its own file and all into ``together``; return the former."""
    paths, articles = [], []
    for page in pages:
        article = Markup(page.article)  # noqa: S704 - escaped where it was rendered
        paths.append(write_page(page.path, page.heading, [article], lang))
        articles.append(article)
    write_page(together, heading, articles, lang)
    return paths


def write_page(path: Path, heading: Sequence[str], articles: Sequence[Markup], lang: str) -> Path:
    """Write some sheets as one HTML file that fetches nothing; return ``path``."""
    styles = inline(asset("sheet.css"))
    html = (
        environment(lang)
        .get_template("sheet.html.j2")
        .render(
            title=" – ".join(heading),
            articles=articles,
            styles=styles,
            policy=content_security_policy(styles=[styles]),
        )
    )
    path.write_text(html, encoding="utf-8", newline="\n")
    return path


def _sheets(
    plan: Plan, programme: Programme, territory: Territory, network: RoadSource
) -> Iterator[RoundSheet]:
    views = round_views(plan, programme, territory)
    ground = read_ground(territory, network.data)
    width, height = _SKETCH_SIZE
    itineraries = Itineraries(network)
    for view, file_name in zip(views, _file_names(views), strict=True):
        legs = [itineraries.leg(leg.origin, leg.destination) for leg in view.legs]
        space = page_space(view)
        yield RoundSheet(
            file_name=file_name,
            view=view,
            space=space,
            legs=tuple(
                LegSheet(view=shown, directions=directions(leg.steps, space.lines), tolls=leg.tolls)
                for shown, leg in zip(view.legs, legs, strict=True)
            ),
            sketch=draw_sketch(view, legs, ground, width=width, height=height),
        )


def _file_names(views: Sequence[RoundView]) -> Iterator[str]:
    seen: Counter[str] = Counter()
    for view in views:
        stem = f"feuille-{view.date.isoformat()}-unite-{view.unit_number}"
        seen[stem] += 1
        again = f"-{seen[stem]}" if seen[stem] > 1 else ""
        yield f"{stem}{again}.html"
