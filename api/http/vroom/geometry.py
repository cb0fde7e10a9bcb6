"""The lines of routes on our roads, where the request gives degrees."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import groupby
from typing import Any

import numpy as np

from api.http.vroom.problem import Plan
from api.http.vroom.refusal import ROUTING, Refusal
from maps.polyline import encode
from routing.roads import RoadNetwork
from routing.roads.types import NoRouteError, Place, PlaceError
from routing.sentence import say, sentence_of


def add_lines(
    answer: dict[str, Any], plans: Sequence[Plan], roads: Callable[[], RoadNetwork]
) -> None:
    """Add ``geometry``, an encoded line, to each route whose places all have degrees.

    Raises
    ------
    Refusal
        When no road leads from one step to the next.
    """
    for route, plan in zip(answer["routes"], plans, strict=True):
        places = _places(plan)
        if places:
            route["geometry"] = _line(places, roads())


def _places(plan: Plan) -> list[Place]:
    """Return the places of a route in order, none when one of them has no degrees."""
    first, last = plan.ends
    spots = [first, *(step.task.spot for step in plan.steps if step.task), last]
    located = [spot.location for spot in spots if spot.location is not None]
    if len(located) < len(spots):
        return []
    once = [degrees for degrees, _ in groupby(located)]
    return [
        Place(
            id=str(n), lon=lon, lat=lat, label=say("le lieu [{lon:g}, {lat:g}]", lon=lon, lat=lat)
        )
        for n, (lon, lat) in enumerate(once if len(once) > 1 else once * 2)
    ]


def _line(places: Sequence[Place], roads: RoadNetwork) -> str:
    try:
        legs = roads.path(places).legs
    except (PlaceError, NoRouteError) as error:
        raise Refusal(sentence_of(error), code=ROUTING) from None
    return encode(np.concatenate([leg.geometry for leg in legs]))
