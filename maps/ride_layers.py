"""The rides on the map: a layer of lines and one of numbered stops for each driver and date.

Where people live cannot be read off: lines end, and doors are marked, some way from them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import folium
import numpy as np
from numpy.typing import NDArray

from maps.itinerary import Itineraries
from maps.layers import DivMarker, LegLine, LegTable, TemplatePopup
from maps.ride_places import RidePlace
from maps.ride_views import DriverDayView, HaltView, RideLegView
from maps.ride_words import RideWords

HIDDEN_M = 250
"""Around a home nothing of a ride is drawn within this distance."""
_M_PER_DEGREE = 111_195
_BESIDE = 24  # pixels between marks that share a point
_COARSE = 2  # decimals of a degree (about 1 km) where no line leads near a door


@dataclass(frozen=True, slots=True, kw_only=True)
class Stopover:
    """A place of a driver's day with everything that happens there; ``id`` names its popup."""

    id: str
    halts: tuple[HaltView, ...]
    numbers: str
    title: str


def stopovers(view: DriverDayView, words: RideWords) -> tuple[Stopover, ...]:
    """Return a day's places in the order in which they are first visited."""
    found: dict[str, list[HaltView]] = defaultdict(list)
    for halt in view.halts:
        found[halt.place.id].append(halt)
    return tuple(
        Stopover(
            id=f"arret-{view.number}-{number}",
            halts=tuple(halts),
            numbers="·".join(str(halt.order) for halt in halts),
            title=words.title(halts[0]),
        )
        for number, halts in enumerate(found.values(), 1)
    )


def draw_rides(
    target: folium.Map,
    days: Sequence[DriverDayView],
    itineraries: Itineraries,
    table: LegTable,
    words: RideWords,
) -> Iterator[dict[str, Any]]:
    """Put all rides on the map; yield the facts and layers for the page's script."""
    crowds: dict[tuple[Any, ...], int] = defaultdict(int)
    for view in days:
        group = folium.FeatureGroup(name=day_id(view), control=False, show=False).add_to(target)
        TemplatePopup([day_id(view)], max_width=340).add_to(group)
        lines = []
        ends: dict[str, NDArray[np.float64]] = {}
        for leg in view.legs:
            geometry = visible(leg, itineraries)
            if geometry is None:
                continue
            ends.setdefault(leg.origin.id, geometry[0])
            ends.setdefault(leg.destination.id, geometry[-1])
            index = table.index((leg.origin.id, leg.destination.id), geometry)
            style = {"color": view.style.colour, "dash_array": view.style.dash, "pane": "rounds"}
            lines.append(LegLine(index, geometry, **style).add_to(group))
        stops = folium.FeatureGroup(f"{day_id(view)}-s", control=False, show=False).add_to(target)
        for stopover in stopovers(view, words):
            place = stopover.halts[0].place
            point = _shown_at(place, ends)
            crowd = (view.date, *point)
            crowds[crowd] += 1
            beside = 0 if place.private and crowds[crowd] < 2 else crowds[crowd]
            _mark(view, stopover, point, beside * _BESIDE).add_to(stops)
        facts = {
            "id": day_id(view),
            "date": view.date.isoformat(),
            "colour": view.style.colour,
            "dash": view.style.dash,
            "itinerary": day_id(view),
            "hollow": True,
            "trips": len(view.rides),
            "who": f"driver {view.driver.id}",
        }
        yield {"facts": facts, "layer": group, "lines": lines, "stops": stops}


def day_id(view: DriverDayView) -> str:
    """Return the name of a driver's date in the page."""
    return f"trajets-{view.number}"


def visible(leg: RideLegView, itineraries: Itineraries) -> NDArray[np.float64] | None:
    """Return the way that may be shown: nothing near the doors that it leads to."""
    if leg.origin.id == leg.destination.id:
        return None
    points = itineraries.leg(leg.origin, leg.destination).geometry
    for place, keep_end in ((leg.origin, True), (leg.destination, False)):
        if place.private and len(points):
            points = _away(points, place, keep_end=keep_end)
    return points if len(points) > 1 else None


def _away(points: NDArray[np.float64], place: RidePlace, *, keep_end: bool) -> NDArray[np.float64]:
    """Cut off everything up to (or from) the vertices near a place."""
    east = (points[:, 0] - place.lon) * np.cos(np.radians(place.lat)) * _M_PER_DEGREE
    north = (points[:, 1] - place.lat) * _M_PER_DEGREE
    near = np.flatnonzero(np.hypot(east, north) < HIDDEN_M)
    if not len(near):
        return points
    return points[near[-1] + 1 :] if keep_end else points[: near[0]]


def _shown_at(place: RidePlace, ends: dict[str, NDArray[np.float64]]) -> tuple[float, float]:
    """Return latitude and longitude of a mark, for a door where the lines end before it."""
    if not place.private:
        return place.lat, place.lon
    if place.id in ends:
        lon, lat = ends[place.id]
        return round(float(lat), 5), round(float(lon), 5)
    return round(place.lat, _COARSE), round(place.lon, _COARSE)


def _mark(
    view: DriverDayView, stopover: Stopover, point: tuple[float, float], beside: int
) -> DivMarker:
    icon = folium.DivIcon(
        html=f'<span class="mark-dot {view.style.css_class}">{stopover.numbers}</span>',
        icon_size=(0, 0),
        icon_anchor=(-beside, 0),
        popup_anchor=(beside, -8),
        class_name="mark halt",
    )
    title = f"{view.code} · {stopover.numbers} – {stopover.title}"
    marker = DivMarker(point, icon, title=title, z_index_offset=1500)
    TemplatePopup([stopover.id], max_width=320).add_to(marker)
    return marker
