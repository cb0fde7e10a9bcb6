"""Two villages, a hamlet, and a town beyond; all of it invented, in metres around a point."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import shapely

from routing.roads.data import RoadData
from routing.roads.gazetteer import CommuneName, Gazetteer, Kind, NamedPoint
from routing.roads.types import Place

At = Callable[..., Place]

STREETS = {
    # name: (y in metres, x from, x to); the contour of Valmont ends and Saint-Roch's starts at 0
    "Avenue Frédéric Mistral": (100, -900, -700),
    "Rue de l’Église": (300, -900, -800),
    "Chemin des Vignes": (500, -900, -600),
    "Route de Saint-Roch": (700, -900, -500),
    "Place du 8 Mai 1945": (900, -900, -850),
    "Impasse des Lilas": (1100, -900, -850),
    "Rue des Lilas": (1300, -900, -850),
    "Chemin de la Font Rouge": (1500, -900, -600),
    "Rue de l'Eglise": (300, 500, 600),
    "Route de Valmont": (700, 500, 900),
    "Boulevard du Général de Gaulle": (900, 500, 900),
}
"""The church has its street in both villages, written in two ways."""


@pytest.fixture(scope="session")
def communes(at: At) -> list[CommuneName]:
    valmont, roch, far = at(-800, 400), at(700, 400), at(9000, 0)
    return [
        CommuneName(insee="83901", name="Valmont", postal_codes=("83900",), lon=valmont.lon,
                    lat=valmont.lat),
        CommuneName(insee="83902", name="Saint-Roch-sur-Argens", postal_codes=("83910",),
                    lon=roch.lon, lat=roch.lat),
        CommuneName(insee="", name="Grandville", lon=far.lon, lat=far.lat),
    ]  # fmt: skip


@pytest.fixture(scope="session")
def contours(at: At) -> dict[str, Any]:
    def box(x: float, y: float, far_x: float, far_y: float) -> Any:
        low, high = at(x, y), at(far_x, far_y)
        return shapely.box(low.lon, low.lat, high.lon, high.lat)

    return {"83901": box(-3000, -3000, 0, 3000), "83902": box(0, -3000, 3000, 3000)}


@pytest.fixture(scope="session")
def points(at: At) -> list[NamedPoint]:
    hamlet, mairie = at(-2000, -2000), at(-800, 380)
    return [
        NamedPoint(name="Les Grandes Aires", lon=hamlet.lon, lat=hamlet.lat),
        NamedPoint(name="Mairie de Valmont", lon=mairie.lon, lat=mairie.lat, kind=Kind.SITE,
                   insee="83901", commune="Valmont", id="MAIRIE-V", aliases=("Hôtel de ville",)),
    ]  # fmt: skip


@pytest.fixture(scope="session")
def streets(draw: Any, road: Any) -> Callable[..., RoadData]:
    """Draw a network from streets as in `STREETS`, each an edge, with more edges by ref."""

    def compiled(named: list[tuple[str, float, float, float]], ref: str = "") -> RoadData:
        nodes = [end for _, y, x, far_x in named for end in ((x, y), (far_x, y))]
        roads = [
            road(tail=2 * i, head=2 * i + 1, name=name, ref=ref)
            for i, (name, *_) in enumerate(named)
        ]
        return draw(nodes, roads)

    return compiled


@pytest.fixture(scope="session")
def village_roads(streets: Callable[..., RoadData]) -> RoadData:
    named = [(name, *where) for name, where in STREETS.items()]
    return streets([*named, ("Rue de l'Eglise", 0, 9100, 9300)], ref="D 28;D 560")


@pytest.fixture(scope="session")
def gazetteer(
    village_roads: RoadData,
    communes: list[CommuneName],
    contours: dict[str, Any],
    points: list[NamedPoint],
) -> Gazetteer:
    return Gazetteer(village_roads, communes=communes, contours=contours, points=points)
