"""Rounds and trips as lines and points for other programs: navigation, GIS.

Whoever takes such a file out of our hands may show it to anybody. So it holds no pseudonym, and
tells where people live by their commune's point, unless it is made for the driver who goes there.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

import numpy as np
import shapely
from numpy.typing import NDArray

from maps.plan_context import PlanContext
from maps.ride_layers import visible
from maps.ride_places import RidePlace
from maps.ride_views import DriverDayView, HaltView, RideView
from maps.selection import Selection
from maps.views import RoundView
from routing.planning.dates import moment_of

_STRAIGHT_DEG = 1e-5
_COARSE = 2
"""Decimals of a degree (about 1 km) for a door in no commune of the territory."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Halt:
    """A stop on the way; ``lon``/``lat`` in degrees, ``exact`` where they are the very place."""

    number: int
    name: str
    commune: str
    arrive: datetime
    depart: datetime
    lon: float
    lat: float
    exact: bool
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """A round or a trip; ``lines`` are arrays ``(k, 2)`` of degrees ``[lon, lat]``, k ≥ 2.

    ``who`` is the code of the unit or driver.
    """

    id: str
    kind: str
    name: str
    date: date
    who: str
    depart: datetime
    back: datetime
    distance_m: int
    driving_s: int
    halts: tuple[Halt, ...]
    lines: tuple[NDArray[np.float64], ...]


def traces(context: PlanContext, selection: Selection, *, doors: bool) -> Iterator[Trace]:
    """Yield what is selected, in the order of the dates.

    ``doors``: tell where people live, as the driver needs it who goes there.
    """
    made = [_of_round(view, context) for view in context.rounds_in(selection)]
    for view in context.days_in(selection):
        made += [_of_trip(view, trip, context, doors) for trip in view.rides]
    yield from sorted(made, key=lambda trace: (trace.depart, trace.kind, trace.id))


def _of_round(view: RoundView, context: PlanContext) -> Trace:
    zone = context.territory.timezone
    lines = [context.itineraries.leg(leg.origin, leg.destination) for leg in view.legs]
    halts = [
        Halt(
            number=stop.order,
            name=stop.permanence.name,
            commune=stop.site.commune,
            arrive=moment_of(view.date, stop.arrive_s, zone),
            depart=moment_of(view.date, stop.depart_s, zone),
            lon=stop.site.lon,
            lat=stop.site.lat,
            exact=not stop.site.approximate,
            text=f"{context.wording.hour(stop.start_s)} – {context.wording.hour(stop.end_s)}",
        )
        for stop in view.stops
    ]
    return Trace(
        id=view.round.id,
        kind="round",
        name=f"{view.unit.label} – {view.villages}",
        date=view.date,
        who=view.unit.id,
        depart=moment_of(view.date, view.round.depart_s, zone),
        back=moment_of(view.date, view.round.return_s, zone),
        distance_m=view.round.distance_m,
        driving_s=view.round.driving_s,
        halts=tuple(halts),
        lines=tuple(_thin(leg.geometry) for leg in lines if leg.distance_m),
    )


def _of_trip(view: DriverDayView, trip: RideView, context: PlanContext, doors: bool) -> Trace:
    zone = context.territory.timezone
    if doors:
        driven = [leg for leg in trip.legs if leg.origin.id != leg.destination.id]
        ways = [context.itineraries.leg(leg.origin, leg.destination) for leg in driven]
        lines = [way.geometry for way in ways if way.distance_m]
    else:
        shown = (visible(leg, context.itineraries) for leg in trip.legs)
        lines = [line for line in shown if line is not None]
    communes = dict.fromkeys(place.commune for place in trip.goals if place.commune)
    return Trace(
        id=trip.ride.id,
        kind="ride",
        name=f"{view.code} – {', '.join(communes)}",
        date=view.date,
        who=view.driver.id,
        depart=moment_of(view.date, trip.ride.depart_s, zone),
        back=moment_of(view.date, trip.ride.return_s, zone),
        distance_m=trip.ride.distance_m,
        driving_s=trip.ride.driving_s,
        halts=tuple(_halt(halt, view.date, context, doors) for halt in trip.halts),
        lines=tuple(_thin(line) for line in lines),
    )


def _thin(line: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the line without the points that it passes anyway, within about a metre."""
    thin = shapely.simplify(shapely.linestrings(line), _STRAIGHT_DEG, preserve_topology=False)
    points: NDArray[np.float64] = shapely.get_coordinates(thin)
    return points


def _halt(halt: HaltView, day: date, context: PlanContext, doors: bool) -> Halt:
    place, words, zone = halt.place, context.ride_words, context.territory.timezone
    hidden = place.private and not doors
    lon, lat = _public_point(place, context) if hidden else (place.lon, place.lat)
    people = sum(call.party.people for call in halt.calls)
    move = "get_in" if halt.calls[0].pickup else "get_out"
    return Halt(
        number=halt.order,
        name=words.place(place) if place.private else words.goal(place),
        commune=place.commune,
        arrive=moment_of(day, halt.arrive_s, zone),
        depart=moment_of(day, halt.depart_s, zone),
        lon=lon,
        lat=lat,
        exact=not hidden,
        text=context.wording.count(move, people),
    )


def _public_point(place: RidePlace, context: PlanContext) -> tuple[float, float]:
    for commune in context.territory.communes:
        if commune.name == place.commune:
            return commune.lon, commune.lat
    return round(place.lon, _COARSE), round(place.lat, _COARSE)
