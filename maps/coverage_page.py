"""How the territory is covered, for planners and elected people: one HTML file, offline.

One map for the plan, and beside it one for the plan that people knew before, if there is one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import folium
import numpy as np
import shapely
from folium.map import CustomPane
from shapely.geometry.base import BaseGeometry

from maps.backdrop import Communes, communes_geojson, main_roads, read_communes, road_lines
from maps.coverage import (
    LIMITS_MIN,
    CommuneReach,
    Coverage,
    Measure,
    care_sites,
    cover,
    held_sites,
)
from maps.coverage_layers import CoverageStart, Shades
from maps.layers import DivMarker, RoadLines
from maps.leaflet import leaflet_script, leaflet_styles
from maps.offline import OfflineMap, OfflinePage
from maps.plan_context import PlanContext
from maps.rendering import asset
from maps.selection import Selection
from maps.theme import BORDER_COLOUR, OUTLINE_COLOUR, ROADS
from routing.planning.plans import Plan
from routing.planning.territory import Commune

SHADES = ("#5B8DB8", "#9DC0DB", "#D3E3EF", "#FFFFFF")
"""Within each of the limits, and beyond: lighter the further, on paper too."""
DASHES = ("", "9 5", "1 5")
"""Around the areas: solid, dashed, dotted."""

_PANES = {"land": 210, "shades": 220, "roads": 230, "outline": 240, "areas": 410}
_SIMPLE_DEG = 0.001  # areas may move by this much, about 100 m
_ROUND_DEG = 0.006  # about 600 m
_AROUND_DEG = 0.02
"""So far beyond the territory, about 2 km, limits are drawn; hospitals elsewhere have their own."""
_LEAST_DEG2 = 0.001  # about 9 km²
_ROAD_NAMES = ("primary", "trunk", "motorway")


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """One map: what it is called, and how each measure comes out."""

    id: str
    title: str
    coverages: tuple[Coverage, ...]


def coverage_html(context: PlanContext, _selection: Selection) -> bytes | None:
    """Return the page; ``None`` where the plan holds no session.

    Raises
    ------
    routing.roads.types.PlaceError
        When a mairie or a site is far from any road.
    """
    if not context.plan.rounds:
        return None
    panels = tuple(_panels(context))
    said = context.wording.words["coverage"]
    communes = read_communes(context.territory)
    page = OfflinePage(
        "coverage.html.j2",
        {
            "title": context.title,
            "period": context.period,
            "panels": panels,
            "measures": [(m, panels[-1].coverages[i].sites) for i, m in enumerate(Measure)],
            "rows": list(_rows(panels)),
            "limits": LIMITS_MIN,
            "shades": SHADES,
            "dashes": DASHES,
            "sources": _sources(context, communes),
        },
        scripts=[leaflet_script(), asset("geometry.js"), asset("labels.js"), asset("coverage.js")],
        styles=[leaflet_styles(), asset("page.css"), asset("coverage.css")],
        lang=context.lang,
    )
    shapes = communes_geojson(communes)
    names = {commune.insee: commune.name for commune in context.territory.communes}
    maps = [_draw(page, panel, context, communes) for panel in panels]
    CoverageStart(page, shapes, names, maps, dict(said["script"])).add_to(page)
    return page.render().encode()


def _panels(context: PlanContext) -> Iterator[Panel]:
    said = context.wording.words["coverage"]
    territory, network = context.territory, context.network
    care = cover(Measure.CARE, care_sites(territory), territory, network)

    def panel(name: str, title: str, plan: Plan) -> Panel:
        held = cover(Measure.SESSIONS, held_sites(plan, territory), territory, network)
        return Panel(id=name, title=title, coverages=(held, care))

    if context.before is not None:
        yield panel("avant", str(said["before"]), context.before)
        yield panel("apres", str(said["after"]), context.plan)
    else:
        yield panel("plan", context.wording.sentence(context.period), context.plan)


def _rows(
    panels: Sequence[Panel],
) -> Iterator[tuple[Commune, tuple[tuple[CommuneReach, ...], ...]]]:
    """Yield every commune with its nearest sites: by measure, then by panel."""
    found = [[panel.coverages[i].by_commune for panel in panels] for i in range(len(Measure))]
    communes = [reach.commune for reach in panels[0].coverages[0].reaches]
    for commune in sorted(communes, key=lambda commune: commune.name):
        yield commune, tuple(tuple(one[commune.insee] for one in each) for each in found)


def _draw(
    page: OfflinePage,
    panel: Panel,
    context: PlanContext,
    communes: Communes,
) -> dict[str, Any]:
    """Put a panel's map on the page; return what its script needs."""
    west, south, east, north = communes.bounds
    target = OfflineMap(
        page, [[south, west], [north, east]], zoom_control=False, min_zoom=8, max_zoom=14,
        zoom_snap=0.25, zoom_delta=0.5, attribution_control=False,
    )  # fmt: skip
    for name, z_index in _PANES.items():
        CustomPane(name, z_index, pointer_events=name == "shades").add_to(target)
    around = communes.outline.buffer(_AROUND_DEG, quad_segs=2)
    layers = [_measure(target, coverage, around) for coverage in panel.coverages]
    roads = main_roads(context.network.data, communes.bounds)
    for style in ROADS:
        lines = road_lines(roads[style.name])
        if lines and style.name in _ROAD_NAMES:
            RoadLines(lines, pane="roads", color=style.colour, weight=style.width).add_to(target)
    outline = np.asarray(shapely.get_coordinates(communes.outline.simplify(_SIMPLE_DEG)))
    RoadLines([outline], pane="outline", color=OUTLINE_COLOUR, weight=1.6).add_to(target)
    labels = [_label(target, reach.commune) for reach in panel.coverages[0].reaches]
    return {"map": target, "id": panel.id, "layers": layers, "labels": labels}


def _measure(target: OfflineMap, coverage: Coverage, around: BaseGeometry) -> dict[str, Any]:
    group = folium.FeatureGroup(name=coverage.measure.value, control=False, show=False)
    group.add_to(target)
    shades = {
        reach.commune.insee: {"fill": SHADES[reach.step], "minutes": reach.minutes}
        for reach in coverage.reaches
    }
    Shades(shades, {"pane": "shades", "color": BORDER_COLOUR, "weight": 0.8}).add_to(group)
    for area, dash in zip(coverage.areas, DASHES, strict=False):
        lines = [shapely.get_coordinates(line) for line in _limits(area, around)]
        if lines:
            look = {"color": "#1f2a33", "weight": 1.6, "dash_array": dash}
            RoadLines(lines, pane="areas", **look).add_to(group)
    for site in coverage.sites:
        _site(site.lat, site.lon, f"{site.name}, {site.commune}").add_to(group)
    minutes = {reach.commune.insee: reach.minutes for reach in coverage.reaches}
    return {"name": coverage.measure.value, "group": group, "minutes": minutes}


def _limits(area: BaseGeometry, around: BaseGeometry) -> Iterator[BaseGeometry]:
    """Yield the lines where an area ends, as far as they concern the territory."""
    for ring in _rounded(area):
        inside = shapely.intersection(ring, around)
        joined = shapely.line_merge(inside) if len(shapely.get_parts(inside)) > 1 else inside
        yield from (part for part in shapely.get_parts(joined) if not part.is_empty)


def _rounded(area: BaseGeometry) -> Iterator[BaseGeometry]:
    """Yield the outer rings of an area without its fingers along roads, slits and islets.

    What is left out or closed is about a kilometre wide.
    """
    coarse = area.simplify(2 * _SIMPLE_DEG)
    closed = coarse.buffer(_ROUND_DEG, quad_segs=2).buffer(-2 * _ROUND_DEG, quad_segs=2)
    smooth = closed.buffer(_ROUND_DEG, quad_segs=2).simplify(_SIMPLE_DEG)
    for part in shapely.get_parts(smooth):
        if shapely.area(part) >= _LEAST_DEG2:
            yield shapely.get_exterior_ring(part)


def _site(lat: float, lon: float, title: str) -> DivMarker:
    icon = folium.DivIcon(
        html='<span class="mark-dot"></span>',
        icon_size=(0, 0),
        icon_anchor=(0, 0),
        class_name="mark stop",
    )
    return DivMarker((lat, lon), icon, title=title, alt=title, keyboard=False, interactive=False)


def _label(target: OfflineMap, commune: Commune) -> dict[str, Any]:
    icon = folium.DivIcon(
        html='<span class="mark-label"><b></b><span class="mark-codes"></span></span>',
        icon_size=(0, 0),
        class_name="mark commune",
    )
    marker = DivMarker((commune.lat, commune.lon), icon, interactive=False, keyboard=False)
    marker.add_to(target)
    return {"insee": commune.insee, "priority": commune.population, "layer": marker}


def _sources(context: PlanContext, communes: Communes) -> list[str]:
    words = context.wording.words
    found = [str(context.network.data.meta.get("attribution") or words["osm_attribution"])]
    if communes.source:
        found.append(str(words["communes_attribution"]).format(source=communes.source))
    return found
