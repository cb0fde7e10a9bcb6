"""Roads downloaded through OSMnx: Overpass for the data, Nominatim for place names.

Answers are kept in OSMnx's cache, so that a second build needs no network. The ways are asked
for with ``all_oneway``, which is how OSMnx keeps the drawing direction and the ``oneway`` value
of every way; the builder's own rules then read them exactly as they read a file.
"""

from __future__ import annotations

import os
import socket
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import networkx as nx
import numpy as np
import osmnx as ox
import requests
from osmnx import settings
from osmnx._errors import InsufficientResponseError, ResponseStatusCodeError

from routing.roads.builder.raw import Geometry, RawRoads, Tags, TurnRestriction, assemble
from routing.roads.builder.reader import turn_restriction
from routing.roads.builder.useful import NODE_KEYS, NODE_TAGS, WAY_TAGS
from routing.roads.data import CLASSES
from routing.roads.types import DownloadError

_FILTER = f'["highway"~"^({"|".join(CLASSES)})$"]["area"!~"yes"]'
_TURNED_BY_OSMNX = {"-1", "reverse", "T"}
_CONNECT_TIMEOUT_S = 10


def download_roads(
    wanted: str | Geometry, *, date: str | None = None, cache: Path | None = None
) -> RawRoads:
    """Download the roads, residential land and turn restrictions of an area.

    Parameters
    ----------
    wanted
        A place name, or a polygon in degrees.
    date
        State of the data, if known; otherwise what the server says.
    cache
        Folder for the answers; the user's cache folder if left out.

    Raises
    ------
    DownloadError
        Offline, refused, or nothing found there.
    """
    with _osmnx_settings(cache or default_cache()), _failures_told(wanted):
        polygon = _place(wanted) if isinstance(wanted, str) else wanted
        graph = ox.graph_from_polygon(
            polygon, simplify=False, retain_all=True, truncate_by_edge=True, custom_filter=_FILTER
        )
        lands = _residential(polygon)
        restrictions, stamp = _restrictions(polygon)
    source = {
        "name": wanted if isinstance(wanted, str) else "Overpass",
        "date": date or stamp,
        "kind": "download",
    }
    return raw_roads(graph, lands, restrictions, source)


def default_cache() -> Path:
    """Give the folder where downloads are kept."""
    base = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA")
    return (Path(base) if base else Path.home() / ".cache") / "tournees" / "osm"


@contextmanager
def _osmnx_settings(cache: Path) -> Iterator[None]:
    """Set OSMnx up for this download and leave no trace in the process."""
    reachable = _reachable()
    changed = {
        "all_oneway": True,
        "useful_tags_way": [*WAY_TAGS],
        "useful_tags_node": [*NODE_TAGS],
        "use_cache": True,
        "cache_folder": cache,
        "doh_url_template": None,  # no detour over another company's name servers
        # offline, OSMnx would wait a minute for its turn before it notices
        "overpass_rate_limit": settings.overpass_rate_limit and reachable,
    }
    before = {name: getattr(settings, name) for name in changed}
    resolver = socket.getaddrinfo  # OSMnx replaces it
    for name, value in changed.items():
        setattr(settings, name, value)
    try:
        yield
    finally:
        socket.getaddrinfo = resolver
        for name, value in before.items():
            setattr(settings, name, value)


def _reachable() -> bool:
    """Tell whether the Overpass server answers at all."""
    url = settings.overpass_url.rstrip("/") + "/status"
    try:
        requests.get(url, timeout=_CONNECT_TIMEOUT_S, **settings.requests_kwargs).close()
    except requests.RequestException:
        return False
    return True


@contextmanager
def _failures_told(wanted: str | Geometry) -> Iterator[None]:
    """Turn what OSMnx raises into sentences for people."""
    where = f"« {wanted} »" if isinstance(wanted, str) else "cette surface"
    try:
        yield
    except (requests.RequestException, OSError) as error:
        raise DownloadError(
            f"OpenStreetMap est injoignable ; impossible de télécharger {where}. Vérifiez la "
            "connexion à internet, ou donnez un fichier .osm.pbf déjà téléchargé "
            f"({type(error).__name__})."
        ) from error
    except ResponseStatusCodeError as error:
        raise DownloadError(
            f"Le serveur OpenStreetMap a refusé la demande pour {where}. Réessayez dans quelques "
            f"minutes, ou demandez une surface plus petite ({error})."
        ) from error
    except (InsufficientResponseError, TypeError, ValueError) as error:
        raise DownloadError(
            f"OpenStreetMap ne connaît aucune route pour {where}. Vérifiez le nom (un lieu avec "
            f"des limites, par exemple « Brignoles, France ») ou les coordonnées ({error})."
        ) from error


def _place(name: str) -> Geometry:
    return ox.geocode_to_gdf(name).union_all()


def _residential(polygon: Geometry) -> list[Geometry]:
    try:
        found = ox.features_from_polygon(polygon, {"landuse": ["residential"]})
    except InsufficientResponseError:
        return []
    shapes = found.geometry
    return list(shapes[shapes.geom_type.isin(["Polygon", "MultiPolygon"])])


def _restrictions(polygon: Geometry) -> tuple[list[TurnRestriction], str | None]:
    """Give the turn restrictions and the date of the data.

    OSMnx has no public function for relations without a shape; this is its own request,
    with its cache and its manners.
    """
    found: dict[int, TurnRestriction] = {}
    stamp = None
    for answer in ox._overpass._download_overpass_features(polygon, {"type": ["restriction"]}):
        stamp = answer.get("osm3s", {}).get("timestamp_osm_base", "")[:10] or stamp
        for element in answer["elements"]:
            if element["type"] == "relation":
                members = [(m["type"][0], m["ref"], m["role"]) for m in element["members"]]
                found[element["id"]] = turn_restriction(element.get("tags", {}), members)
    return [found[key] for key in sorted(found)], stamp


def raw_roads(
    graph: nx.MultiDiGraph,
    lands: list[Geometry],
    restrictions: list[TurnRestriction],
    source: Mapping[str, Any],
) -> RawRoads:
    """Read an unsimplified OSMnx graph that was made with ``all_oneway``."""
    links: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
    tags: dict[int, Tags] = {}
    for tail, head, data in graph.edges(data=True):
        links[data["osmid"]].append((tail, head))
        tags[data["osmid"]] = _texts(data, WAY_TAGS)
    chains = [
        (osmid, chain[::-1] if tags[osmid].get("oneway") in _TURNED_BY_OSMNX else chain)
        for osmid in sorted(links)
        for chain in _chains(links[osmid])
    ]
    refs = np.array([node for _, chain in chains for node in chain], dtype=np.int64)
    return assemble(
        way_ids=[osmid for osmid, _ in chains],
        way_tags=[tags[osmid] for osmid, _ in chains],
        sizes=[len(chain) for _, chain in chains],
        refs=refs,
        lon=np.array([graph.nodes[node]["x"] for node in refs.tolist()], dtype=np.float64),
        lat=np.array([graph.nodes[node]["y"] for node in refs.tolist()], dtype=np.float64),
        node_tags={
            node: _texts(data, NODE_TAGS)
            for node, data in graph.nodes(data=True)
            if any(key in data for key in NODE_KEYS)
        },
        residential=lands,
        restrictions=restrictions,
        ferries=0,
        source=source,
    )


def _texts(data: Mapping[str, Any], keys: tuple[str, ...]) -> Tags:
    return {key: data[key] for key in keys if isinstance(data.get(key), str)}


def _chains(links: list[tuple[int, int]]) -> list[list[int]]:
    """Put the links of one way back in drawing order; a cut way gives several chains."""
    onward: dict[int, list[int]] = {}
    for tail, head in links:
        onward.setdefault(tail, []).append(head)
    reached = {head for _, head in links}
    starts = [*(tail for tail in onward if tail not in reached), *onward]
    chains = []
    for start in starts:
        while onward[start]:
            chain = [start]
            while onward.get(chain[-1]):
                chain.append(onward[chain[-1]].pop(0))
            chains.append(chain)
    return chains
