"""The points of the map: villages with permanences, depots, other places, commune names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import folium
from markupsafe import escape

from maps.layers import DivMarker, TemplatePopup
from maps.views import RoundView, StopView
from maps.wording import Wording
from routing.planning.programme import Programme
from routing.planning.territory import Site, Territory

_GROUP_OF_ROLE = {"destination": "care", "droits": "rights", "partenaire": "partners"}
"""Which role of a site puts it into which group of the legend."""

_ASIDE = {"care": (-14, 12), "rights": (0, 16), "partners": (14, 12)}
"""Pixels by which a place steps aside when it only stands at the mairie's point."""


@dataclass(frozen=True, slots=True)
class _Look:
    """How a kind of mark stands among others.

    ``radius`` in pixels is kept free of labels; ``priority`` finds room first, before the
    mark's own weight; ``speaks`` means that it has a dot and a popup.
    """

    radius: int
    z_offset: int
    priority: int
    speaks: bool


_LOOKS = {
    "stop": _Look(radius=8, z_offset=1000, priority=10**9, speaks=True),
    "depot": _Look(radius=9, z_offset=-1000, priority=3 * 10**9, speaks=True),
    "commune": _Look(radius=0, z_offset=-3000, priority=0, speaks=False),
    "town": _Look(radius=8, z_offset=-3000, priority=10**6, speaks=False),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A labelled point; ``kind`` is ``stop``, ``depot``, ``commune`` or ``town``."""

    id: str
    kind: str
    lon: float
    lat: float
    label: str
    title: str
    weight: int
    site: Site | None = None
    units: tuple[str, ...] = ()
    visits: tuple[tuple[RoundView, StopView], ...] = ()
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceMark:
    """Other sites that stand at one point."""

    id: str
    lon: float
    lat: float
    sites: tuple[Site, ...]
    aside: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceGroup:
    """Other sites of one sort, switched on and off together."""

    key: str
    title: str
    places: tuple[PlaceMark, ...]


def villages(
    programme: Programme,
    territory: Territory,
    rounds: Sequence[RoundView],
    wording: Wording,
) -> list[Mark]:
    """Return a mark per site of a permanence, visited in this plan or not."""
    weights = {commune.insee: commune.population for commune in territory.communes}
    sites = {p.site: territory.site(p.site) for p in programme.permanences}
    marks = []
    for number, site in enumerate(sites.values(), 1):
        visits = tuple(
            (view, stop) for view in rounds for stop in view.stops if stop.site.id == site.id
        )
        marks.append(
            Mark(
                id=f"village-{number}",
                kind="stop",
                lon=site.lon,
                lat=site.lat,
                label=site.commune,
                title=f"{site.commune} – {site.name}",
                weight=weights.get(site.insee, 0),
                site=site,
                visits=visits,
                facts={"visits": [_visit(view, stop, wording) for view, stop in visits]},
            )
        )
    return marks


def _visit(view: RoundView, stop: StopView, wording: Wording) -> dict[str, Any]:
    return {
        "round": view.round.id,
        "code": view.code,
        "order": stop.order,
        "style": view.style.css_class,
        "hours": f"{wording.hour(stop.start_s)}–{wording.hour(stop.end_s)}",
    }


def depots(
    programme: Programme, territory: Territory, villages: Sequence[Mark], wording: Wording
) -> list[Mark]:
    """Return a mark per depot, with the units that leave from there.

    It is labelled by its commune, unless one of the ``villages`` says that already.
    """
    named = {mark.label for mark in villages}
    units: dict[str, list[str]] = {}
    for unit in programme.units:
        units.setdefault(unit.depot, []).append(unit.label)
    word = str(wording.words["depot"])
    marks = []
    for number, (site_id, labels) in enumerate(units.items(), 1):
        site = territory.site(site_id)
        marks.append(
            Mark(
                id=f"depot-{number}",
                kind="depot",
                lon=site.lon,
                lat=site.lat,
                label=word if site.commune in named else site.commune,
                title=f"{word} – {site.commune}",
                weight=0,
                site=site,
                units=tuple(labels),
            )
        )
    return marks


def commune_names(territory: Territory, marks: Iterable[Mark]) -> list[Mark]:
    """Return a mark per commune that no other mark names already."""
    named = {mark.label for mark in marks}
    return [
        Mark(
            id=f"commune-{commune.insee}",
            kind="commune",
            lon=commune.lon,
            lat=commune.lat,
            label=commune.name,
            title="",
            weight=commune.population,
        )
        for commune in territory.communes
        if commune.name not in named
    ]


def towns_outside(territory: Territory) -> list[Mark]:
    """Return a name per commune outside of the territory in which a site stands."""
    towns = {site.commune: site for site in territory.sites if site.outside}
    return [
        Mark(
            id=f"town-{site.insee}",
            kind="town",
            lon=site.lon,
            lat=site.lat,
            label=name,
            title="",
            weight=0,
        )
        for name, site in towns.items()
    ]


def place_groups(territory: Territory, marks: Sequence[Mark], wording: Wording) -> list[PlaceGroup]:
    """Return the territory's other sites by sort, those at one point together."""
    shown = {mark.site.id for mark in marks if mark.site}
    busy = {_point(mark) for mark in marks} | {_point(c) for c in territory.communes}
    groups: dict[str, dict[tuple[float, float], list[Site]]] = {}
    for site in territory.sites:
        key = next((_GROUP_OF_ROLE[r] for r in site.roles if r in _GROUP_OF_ROLE), None)
        if key and site.id not in shown:
            groups.setdefault(key, {}).setdefault(_point(site), []).append(site)
    return [
        PlaceGroup(
            key=key,
            title=str(wording.words[f"places_{key}"]),
            places=tuple(
                PlaceMark(
                    id=f"{key}-{number}",
                    lon=sites[0].lon,
                    lat=sites[0].lat,
                    sites=tuple(sites),
                    aside=point in busy,
                )
                for number, (point, sites) in enumerate(groups[key].items(), 1)
            ),
        )
        for key in dict.fromkeys(_GROUP_OF_ROLE.values())
        if key in groups
    ]


def add_marks(
    target: folium.Map, marks: Sequence[Mark], groups: Sequence[PlaceGroup]
) -> tuple[dict[str, folium.FeatureGroup], list[dict[str, Any]]]:
    """Put everything on the map; return the switchable groups and the facts for the page."""
    toggles = {group.key: folium.FeatureGroup(group.key, control=False) for group in groups}
    for layer in toggles.values():
        layer.add_to(target)
    placed = [
        _add_place(toggles[group.key], group, place) for group in groups for place in group.places
    ]
    return toggles, placed + [_add_mark(target, mark) for mark in marks]


def _add_place(layer: folium.FeatureGroup, group: PlaceGroup, place: PlaceMark) -> dict[str, Any]:
    x, y = _ASIDE[group.key] if place.aside else (0, 0)
    icon = folium.DivIcon(
        html='<span class="mark-dot"></span>',
        icon_size=(0, 0),
        icon_anchor=(-x, -y),
        popup_anchor=(x, y - 6),
        class_name=f"mark site site-{group.key}",
    )
    marker = DivMarker((place.lat, place.lon), icon, z_index_offset=-2000).add_to(layer)
    TemplatePopup([place.id], max_width=300).add_to(marker)
    title = ", ".join(site.name for site in place.sites)
    return {"facts": {"kind": "site", "title": title}, "layer": marker}


def _add_mark(target: folium.Map, mark: Mark) -> dict[str, Any]:
    look = _LOOKS[mark.kind]
    dot = '<span class="mark-dot"></span>' if look.speaks else ""
    label = f'<b>{escape(mark.label)}</b><span class="mark-codes"></span>'
    icon = folium.DivIcon(
        html=f'{dot}<span class="mark-label">{label}</span>',
        icon_size=(0, 0),
        popup_anchor=(0, -8),
        class_name=f"mark {mark.kind}",
    )
    marker = DivMarker(
        (mark.lat, mark.lon),
        icon,
        interactive=look.speaks,
        keyboard=look.speaks,
        z_index_offset=look.z_offset,
    )
    marker.add_to(target)
    if look.speaks:
        TemplatePopup([mark.id], max_width=300).add_to(marker)
    facts = {
        "kind": mark.kind,
        "title": mark.title,
        "weight": mark.weight,
        "priority": look.priority + mark.weight,
        "radius": look.radius,
        **mark.facts,
    }
    return {"facts": facts, "layer": marker}


def _point(item: Any) -> tuple[float, float]:
    return (round(item.lon, 5), round(item.lat, 5))
