"""Base maps of others, for who asks for one: whoever draws the tiles sees what is looked at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True, kw_only=True)
class Tiles:
    """A server of map images.

    Parameters
    ----------
    name, attribution
        For people.
    url
        With ``{z}``, ``{x}`` and ``{y}``.
    max_zoom
        Beyond it images are enlarged.
    """

    name: str
    url: str
    attribution: str
    max_zoom: int

    @property
    def origin(self) -> str:
        """The server, as a policy names it."""
        parts = urlsplit(self.url)
        return f"{parts.scheme}://{parts.netloc}"


TILES: Mapping[str, Tiles] = {
    "ign": Tiles(
        name="Plan IGN",
        url="https://data.geopf.fr/wmts?SERVICE=WMTS&REQUEST=GetTile&VERSION=1.0.0"
        "&LAYER=GEOGRAPHICALGRIDSYSTEMS.PLANIGNV2&STYLE=normal&FORMAT=image/png"
        "&TILEMATRIXSET=PM&TILEMATRIX={z}&TILEROW={y}&TILECOL={x}",
        attribution="Plan IGN v2 © IGN, Géoplateforme",
        max_zoom=19,
    ),
}
"""By the name under which they are asked for; these need no key and no account."""
