"""The gazetteer of a territory: its network, communes, lieux-dits, sites and house numbers."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from routing.planning.territory import Site, Territory
    from routing.roads.data import RoadData
    from routing.roads.gazetteer import Finding, Gazetteer, NamedPoint

_ALSO_CALLED = {
    "hopital": ("Hôpital",),
    "mairie": ("Hôtel de ville",),
    "maison_sante": ("Maison médicale",),
    "centre_social": ("Centre social",),
    "france_services": ("France services",),
    "siege": ("Promo Soins",),
}
"""What people call a kind of site, besides its name."""


def gazetteer_of(
    territory: Territory, *, roads: RoadData | None = None, addresses: Path | None = None
) -> Gazetteer:
    """Open the gazetteer of a territory.

    Parameters
    ----------
    roads
        Another network than the territory's.
    addresses
        Another file of house numbers than the one imported for this territory.

    Raises
    ------
    RoadError
        When one of its files is damaged.
    """
    from routing.roads.gazetteer import CommuneName, Gazetteer

    imported, places = address_file(territory), territory.folder / "places.csv"
    if addresses is None and imported.is_file():
        addresses = imported
    communes = [
        CommuneName(insee=c.insee, name=c.name, postal_codes=(c.postal_code,), lon=c.lon, lat=c.lat)
        for c in territory.communes
    ]
    return Gazetteer.load(
        territory.roads_path if roads is None else roads,
        communes=communes,
        contours=territory.polygons_path,
        places=places if places.is_file() else None,
        points=[*map(_point, territory.sites), *_mairies(territory)],
        addresses=addresses,
    )


class LazyGazetteer:
    """The gazetteer of a territory, opened once, when the first address is looked up.

    Parameters
    ----------
    roads
        Gives another network than the territory's, or the same where it is loaded anyway.
    """

    def __init__(self, territory: Territory, roads: Callable[[], RoadData] | None = None) -> None:
        self._territory = territory
        self._roads = roads
        self._opening = Lock()

    @property
    def opened(self) -> Gazetteer:
        """The gazetteer itself."""
        with self._opening:
            return self._opened

    @cached_property
    def _opened(self) -> Gazetteer:
        return gazetteer_of(self._territory, roads=self._roads and self._roads())

    def find(self, text: str) -> Finding:
        """Look an address up, as :meth:`routing.roads.Gazetteer.find` does."""
        return self.opened.find(text)


def address_file(territory: Territory) -> Path:
    """Return where house numbers are kept: the person's own data, one file per territory.

    The installed package may be read-only, and a checkout is not the place for a download.
    """
    name = re.sub(r"[^\w-]+", "-", territory.name)
    return _data_folder() / "tournees" / f"adresses-{name}.npz"


def _data_folder() -> Path:
    if chosen := os.environ.get("XDG_DATA_HOME") or os.environ.get("LOCALAPPDATA"):
        return Path(chosen)
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support"
    return Path.home() / ".local" / "share"


def _mairies(territory: Territory) -> list[NamedPoint]:
    """Give the mairies that are no site: every commune's point is its mairie."""
    from routing.roads.gazetteer import Kind, NamedPoint

    known = {site.insee for site in territory.sites if site.kind == "mairie"}
    return [
        NamedPoint(
            name="Mairie",
            lon=commune.lon,
            lat=commune.lat,
            kind=Kind.VENUE,
            insee=commune.insee,
            aliases=_ALSO_CALLED["mairie"],
        )
        for commune in territory.communes
        if commune.insee not in known
    ]


def _point(site: Site) -> NamedPoint:
    from routing.roads.gazetteer import Kind, NamedPoint

    return NamedPoint(
        name=site.name,
        lon=site.lon,
        lat=site.lat,
        kind=Kind.SITE,
        insee=site.insee,
        commune=site.commune,
        id=site.id,
        aliases=_ALSO_CALLED.get(site.kind, ()),
    )
