"""Places far from any road: said with where they stand in the request."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

from api.problems import FarPlacesError
from api.wire.faults import Fault, pointer
from routing.roads import RoadNetwork
from routing.roads.types import Place, PlaceError


@contextmanager
def pointed(places: Sequence[Place], roads: RoadNetwork) -> Iterator[None]:
    """Tell of places far from any road by pointer, beside their ids.

    Raises
    ------
    FarPlacesError
        Instead of :class:`routing.roads.PlaceError`.
    """
    try:
        yield
    except PlaceError as error:
        raise FarPlacesError(_faults(places, roads)) from error


def _faults(places: Sequence[Place], roads: RoadNetwork) -> Iterator[Fault]:
    """Look again under ids that are positions: two places may have the same id."""
    numbered = [
        replace(place, id=str(number), label=place.label or place.id)
        for number, place in enumerate(places)
    ]
    try:
        roads.snap(numbered)
    except PlaceError as error:
        for number, sentence in error.problems:
            place = places[int(number)].id
            path = pointer(("places", int(number)))
            yield Fault(path=path, value=place, message=sentence, code="PLACE", record=place)
