"""A plan as one HTML file: a Folium map, a picker of dates and the same facts as a table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import folium
from folium.map import CustomPane
from markupsafe import escape

from maps.backdrop import (
    Communes,
    GeoJson,
    communes_geojson,
    main_roads,
    outline_geojson,
    read_communes,
    road_lines,
)
from maps.itinerary import Itineraries, RoadSource
from maps.layers import Behaviour, LegLine, LegTable, RoadLines, TemplatePopup
from maps.leaflet import leaflet_script, leaflet_styles
from maps.markers import (
    Mark,
    PlaceGroup,
    add_marks,
    commune_names,
    depots,
    place_groups,
    towns_outside,
    villages,
)
from maps.offline import OfflineMap, OfflinePage
from maps.plan_context import PlanContext
from maps.rendering import asset
from maps.ride_days import driver_days
from maps.ride_layers import draw_rides, stopovers
from maps.ride_page import days_of, unserved
from maps.ride_views import DriverDayView
from maps.ride_words import RideWords
from maps.selection import Selection
from maps.theme import (
    BORDER_COLOUR,
    LAND_COLOUR,
    OUTLINE_COLOUR,
    ROADS,
    line_style,
    palette_css,
)
from maps.tiles import Tiles
from maps.views import RoundView, round_views
from maps.wording import Wording
from routing.planning.plans import Plan
from routing.planning.programme import Programme
from routing.planning.territory import Territory

_SCRIPTS = ("geometry.js", "lanes.js", "labels.js", "rounds.js", "picker.js", "page.js")
_PANES = {
    "land": 210,
    "roads": 220,
    "outline": 230,
    "casing": 410,
    "rounds": 420,
    "hollows": 425,
    "arrows": 430,
}
_MIN_ZOOM, _MAX_ZOOM = 8, 16


def write_map(
    plan: Plan,
    programme: Programme,
    territory: Territory,
    network: RoadSource,
    path: Path,
    *,
    lang: str = "fr",
) -> Path:
    """Write a plan as one HTML file that needs no network to open.

    Parameters
    ----------
    plan, programme, territory
        The plan and the records it names.
    network
        Gives the roads that each round follows and those in the background.
    path
        The file to write; its folder is made when missing.
    lang
        Language of the page, by its catalogue in ``maps/locales``.

    Returns
    -------
    Path
        ``path``. The same arguments give the same bytes.

    Raises
    ------
    PlanMismatchError
        When the plan names records that the programme or territory lacks.
    routing.roads.types.RoadError
        When a site cannot be reached on this network.
    """
    html = map_html(plan, programme, territory, network, lang=lang)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(html, encoding="utf-8", newline="\n")
    return path


def map_document(context: PlanContext, selection: Selection) -> bytes | None:
    """Return the map of what is selected; ``None`` where a narrowed map would be empty."""
    plan = context.narrowed(selection)
    if selection.given and not plan.rounds and not plan.rides:
        return None
    ground = context.programme, context.territory, context.network
    page = map_html(
        plan, *ground, lang=context.lang, tiles=context.tiles, itineraries=context.itineraries
    )
    return page.encode()


def map_html(
    plan: Plan,
    programme: Programme,
    territory: Territory,
    network: RoadSource,
    *,
    lang: str = "fr",
    tiles: Tiles | None = None,
    itineraries: Itineraries | None = None,
) -> str:
    """Return what :func:`write_map` writes.

    ``tiles``: a base map that may be switched on; ``itineraries``: of this network, where other
    documents have asked for the same ways.
    """
    wording = Wording(lang)
    rounds = round_views(plan, programme, territory)
    rides = driver_days(plan, programme, territory)
    communes = read_communes(territory)
    marks = villages(programme, territory, rounds, wording)
    homes = depots(programme, territory, marks, wording)
    names = [*commune_names(territory, [*marks, *homes]), *towns_outside(territory)]
    groups = place_groups(territory, [*marks, *homes], wording)
    sources = _sources(network, communes, wording)
    page = OfflinePage(
        "page.html.j2",
        _context(plan, programme, rounds, rides, wording, sources)
        | {"unserved": unserved(plan, programme, territory, wording)}
        | {"villages": marks, "depots": homes, "groups": groups}
        | {"places": [place for group in groups for place in group.places]}
        | {"tiles": tiles, "whose": list(_whose(rounds, rides))},
        scripts=[leaflet_script(), *(asset(name) for name in _SCRIPTS)],
        styles=[leaflet_styles(), palette_css(), asset("page.css")],
        lang=lang,
        images=[tiles.origin] if tiles else (),
    )
    trips = rounds, rides
    shown = [*names, *homes, *marks]
    ways = itineraries or Itineraries(network)
    _draw(page, trips, communes, ways, shown, groups, wording, sources, tiles)
    return page.render()


def _draw(
    page: OfflinePage,
    trips: tuple[tuple[RoundView, ...], tuple[DriverDayView, ...]],
    communes: Communes,
    itineraries: Itineraries,
    marks: list[Mark],
    groups: list[PlaceGroup],
    wording: Wording,
    sources: list[str],
    tiles: Tiles | None,
) -> None:
    west, south, east, north = communes.bounds
    target = OfflineMap(
        page,
        [[south, west], [north, east]],
        zoom_control=False,
        min_zoom=_MIN_ZOOM,
        max_zoom=_MAX_ZOOM,
        zoom_snap=0.25,
        zoom_delta=0.5,
    )
    for name, z_index in _PANES.items():
        CustomPane(name, z_index, pointer_events=name == "rounds").add_to(target)
    _draw_backdrop(target, communes, itineraries.network)
    table = LegTable()
    table.add_to(target)
    drawn = list(_draw_rounds(target, trips[0], itineraries, table))
    drawn += draw_rides(target, trips[1], itineraries, table, RideWords(wording))
    toggles, placed = add_marks(target, marks, groups)
    keys = ("map", "zoom_in", "zoom_out", "close", "shown_one", "shown_many")
    words = {key: str(wording.words[key]) for key in keys} | _counted(wording)
    Behaviour(
        target,
        bounds=[[south, west], [north, east]],
        words=words | {"attribution": " · ".join(escape(line) for line in sources)},
        rounds=drawn,
        marks=placed,
        toggles=toggles,
        tiles=asdict(tiles) if tiles else None,
    ).add_to(target)


def _draw_backdrop(target: OfflineMap, communes: Communes, network: RoadSource) -> None:
    fill = {"fillColor": LAND_COLOUR, "fillOpacity": 1}
    land = {"color": BORDER_COLOUR, "weight": 0.9, "dashArray": "1 3", **fill}
    outline = {"color": OUTLINE_COLOUR, "weight": 1.4, "fill": False}
    _add_geojson(target, "land", communes_geojson(communes), land)
    _add_geojson(target, "outline", outline_geojson(communes), outline)
    roads = main_roads(network.data, communes.bounds)
    for style in ROADS:
        lines = road_lines(roads[style.name])
        if lines:
            look = {"color": style.colour, "weight": style.width}
            RoadLines(lines, pane="roads", class_name=f"road-{style.name}", **look).add_to(target)


def _add_geojson(
    target: OfflineMap, pane: str, document: GeoJson, style: Mapping[str, Any]
) -> None:
    layer = folium.GeoJson(
        document, style_function=lambda _: style, pane=pane, interactive=False, control=False
    )
    layer.add_to(target)


def _draw_rounds(
    target: OfflineMap,
    rounds: tuple[RoundView, ...],
    itineraries: Itineraries,
    table: LegTable,
) -> Iterator[dict[str, Any]]:
    seen: dict[tuple[str, ...], int] = {}
    for view in rounds:
        group = folium.FeatureGroup(name=view.code, control=False, show=False).add_to(target)
        TemplatePopup([f"tournee-{view.number}"], max_width=320).add_to(group)
        lines = []
        for leg in view.legs:
            geometry = itineraries.leg(leg.origin, leg.destination).geometry
            index = table.index((leg.origin.id, leg.destination.id), geometry)
            style = {"color": view.style.colour, "dash_array": view.style.dash, "pane": "rounds"}
            lines.append(LegLine(index, geometry, **style).add_to(group))
        itinerary = (view.depot.id, *(stop.site.id for stop in view.stops))
        facts = {
            "id": view.round.id,
            "date": view.date.isoformat(),
            "colour": view.style.colour,
            "dash": view.style.dash,
            "itinerary": seen.setdefault(itinerary, len(seen)),
            "who": f"unit {view.unit.id}",
        }
        yield {"facts": facts, "layer": group, "lines": lines}


def _whose(
    rounds: tuple[RoundView, ...], rides: tuple[DriverDayView, ...]
) -> Iterator[tuple[str, str]]:
    """Yield the units and drivers of a plan, each with its key and what people call it."""
    units = {view.unit.id: view.unit.label for view in rounds}
    yield from ((f"unit {key}", label) for key, label in units.items())
    drivers = {view.driver_number: view for view in rides}
    for _, view in sorted(drivers.items()):
        yield f"driver {view.driver.id}", f"{view.code} – {view.driver.label}"


def _counted(wording: Wording) -> dict[str, str]:
    """Patterns that the page's script fills in, for one and for many."""
    counts = wording.words["counts"]
    forms = {"one": 0, "many": 1}
    return {
        f"{key}_{form}": counts[key][n] for key in ("rounds", "trips") for form, n in forms.items()
    }


def _context(
    plan: Plan,
    programme: Programme,
    rounds: tuple[RoundView, ...],
    rides: tuple[DriverDayView, ...],
    wording: Wording,
    sources: list[str],
) -> dict[str, Any]:
    words = RideWords(wording)
    example = rounds[0] if rounds else None
    return {
        "title": plan.title or programme.title,
        "period": wording.period(plan.horizon),
        "figures": _figures(plan, wording),
        "days": days_of(rounds, rides),
        "rounds": rounds,
        "rides": rides,
        "ride": words,
        "stopovers": [(view, stopovers(view, words)) for view in rides],
        "unassigned": list(_unassigned(plan, programme, wording)),
        "remarks": [wording.say(remark.message) for remark in plan.remarks],
        "sources": sources,
        "legend_style": example.style if example else line_style(0),
        "legend_code": example.code if example else "1",
    }


def _figures(plan: Plan, wording: Wording) -> list[str]:
    sessions = sum(len(item.stops) for item in plan.rounds)
    figures = [
        wording.count("rounds", len(plan.rounds)),
        wording.count("sessions", sessions),
        wording.distance(sum(item.distance_m for item in plan.rounds)),
    ]
    if plan.unassigned:
        figures.append(wording.count("unassigned", len(plan.unassigned)))
    if plan.rides:
        figures.append(wording.count("trips", len(plan.rides)))
        figures.append(wording.distance(sum(item.distance_m for item in plan.rides)))
    if plan.unserved:
        figures.append(wording.count("unserved", len(plan.unserved)))
    return figures


def _unassigned(plan: Plan, programme: Programme, wording: Wording) -> Iterator[dict[str, Any]]:
    names = {permanence.id: permanence.name for permanence in programme.permanences}
    for item in plan.unassigned:
        yield {
            "name": names.get(item.id, item.id),
            "due": wording.days(item.due),
            "reasons": [wording.say(reason.message) for reason in item.reasons],
        }


def _sources(network: RoadSource, communes: Communes, wording: Wording) -> list[str]:
    roads = str(network.data.meta.get("attribution") or wording.words["osm_attribution"])
    lines = [roads]
    if communes.source:
        lines.append(str(wording.words["communes_attribution"]).format(source=communes.source))
    return lines
