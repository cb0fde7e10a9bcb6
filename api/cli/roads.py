"""The commands `tournees roads …`: build a road network, look at it, ask it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from api.cli._common import EXIT_NO_ROAD, fail, network_option, territory_option, told
from api.cli._roads_find import addresses, find
from api.cli._roads_options import addresses_option, asking_options, closures_of, read_minutes

if TYPE_CHECKING:
    from routing.roads import Place, RoadNetwork


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def roads() -> None:
    """Construire le réseau routier, ou l’interroger.

    Les réponses vont sur la sortie standard. Codes de sortie : 0, tout va bien ; 2, entrée à
    corriger ; 3, aucune route ; 1, erreur interne.
    """


@roads.command()
@click.argument("source", required=False, type=click.Path(path_type=Path, exists=True))
@click.option(
    "--out",
    required=True,
    type=click.Path(path_type=Path, dir_okay=False),
    help="Fichier du réseau à écrire (.npz).",
)
@click.option("--place", help="Télécharger ce lieu (« Brignoles, France »).")
@click.option("--bbox", metavar="O,S,E,N", help="Télécharger ce rectangle, en degrés.")
@click.option(
    "--polygon",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Télécharger l’intérieur de ces polygones (GeoJSON).",
)
@click.option(
    "--detail",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Polygones (GeoJSON) où garder toutes les rues ; ailleurs, les routes principales.",
)
@click.option(
    "--detail-margin",
    type=click.FloatRange(min=0),
    default=3.0,
    show_default=True,
    metavar="KM",
    help="Bande ajoutée autour des polygones de --detail.",
)
@click.option("--date", metavar="AAAA-MM-JJ", help="État des données, si le fichier ne le dit pas.")
@click.option(
    "--limit", "limits", multiple=True, help="Réserve à garder avec le réseau (répétable)."
)
def build(source: Path | None, out: Path, **options: Any) -> None:
    """Construire un réseau depuis OpenStreetMap.

    SOURCE est un fichier .osm.pbf, .osm ou .osm.gz ; sinon, --place, --bbox ou --polygon
    téléchargent les données.
    """
    with told():
        from api.cli._roads_build import build_network_file

        build_network_file(source, out, options)


@roads.command()
@click.option("--json", "as_json", is_flag=True, help="Écrire les chiffres en JSON.")
@territory_option
@network_option
def info(as_json: bool, territory: Path | None, network: Path | None) -> None:
    """Décrire un réseau : taille, kilomètres par classe, étendue, source et réserves."""
    with told():
        from api.cli import _roads_text as text

        path = _network_path(territory, network)
        described = _open(path).info()
        size = path.stat().st_size
    click.echo(text.info_json(described, size) if as_json else text.info_text(described, size))


@roads.command()
@click.argument("points", nargs=-1, required=True, metavar="POINTS | LIEU LIEU …")
@addresses_option
@asking_options
def matrix(
    points: tuple[str, ...],
    territory: Path | None,
    network: Path | None,
    addresses: Path | None,
    **options: Any,
) -> None:
    """Kilomètres et minutes entre tous les points d’un fichier CSV, ou entre des LIEUX.

    Le fichier POINTS (« - » : entrée standard) a les colonnes id, lat et lon, et au besoin
    label ; séparateur et encodage sont reconnus. Deux LIEUX ou plus se donnent comme à
    « route ». La sortie a les colonnes from,to,km,minutes ; km et minutes restent vides là où
    aucune route ne mène.
    """
    if len(points) == 1 and points[0] != "-" and not Path(points[0]).is_file():
        raise click.UsageError(
            f"« {points[0]} » n’est pas un fichier ; pour des lieux, donnez-en deux."
        )
    with told():
        from api.cli import _roads_text as text
        from api.cli._points_csv import read_points

        closures = closures_of(options)
        places = read_points(Path(points[0])) if len(points) == 1 else None
        opened = _open(_network_path(territory, network))
        if places is None:
            places = _places(points, opened, territory, addresses)
        found = opened.matrix(places, closures=closures, max_distance_m=options["max_distance"])
    unreachable = text.write_matrix(places, found)
    if unreachable:
        fail(EXIT_NO_ROAD, text.unreachable_text(unreachable))


@roads.command()
@click.argument("places", nargs=-1, required=True, metavar="LIEU LIEU …")
@click.option("--json", "as_json", is_flag=True, help="Écrire l’itinéraire en JSON.")
@click.option("--geojson", "as_geojson", is_flag=True, help="Écrire le tracé en GeoJSON.")
@addresses_option
@asking_options
def route(
    places: tuple[str, ...],
    as_json: bool,
    as_geojson: bool,
    territory: Path | None,
    network: Path | None,
    addresses: Path | None,
    **options: Any,
) -> None:
    """Itinéraire le plus rapide, étape par étape, par les LIEUX donnés.

    Un lieu est « lat,lon », une commune (nom ou code INSEE), l’identifiant d’un site du
    territoire ou une adresse, comme la comprend « tournees roads find ». Écrivez « -- » avant
    un lieu qui commence par un signe moins.
    """
    if len(places) < 2:
        raise click.UsageError("Donnez au moins deux lieux.")
    if as_json and as_geojson:
        raise click.UsageError("Choisissez --json ou --geojson.")
    with told():
        from api.cli import _roads_text as text

        closures = closures_of(options)
        opened = _open(_network_path(territory, network))
        wanted = _places(places, opened, territory, addresses)
        path = opened.path(wanted, closures=closures, max_distance_m=options["max_distance"])
    if as_geojson:
        click.echo(text.route_geojson(path, opened.attribution))
    else:
        click.echo(text.route_json(path, opened.attribution) if as_json else text.route_text(path))


@roads.command()
@click.argument("places", nargs=-1, required=True, metavar="LIEU …")
@click.option("--minutes", callback=read_minutes, default="10,20,30", show_default=True)
@click.option("--geojson", "as_geojson", is_flag=True, help="Écrire les surfaces en GeoJSON.")
@addresses_option
@asking_options
def reach(
    places: tuple[str, ...],
    minutes: tuple[float, ...],
    as_geojson: bool,
    territory: Path | None,
    network: Path | None,
    addresses: Path | None,
    **options: Any,
) -> None:
    """Surface que l’on atteint en tant de minutes depuis le plus proche des LIEUX."""
    with told():
        from api.cli import _roads_text as text

        closures = closures_of(options)
        opened = _open(_network_path(territory, network))
        wanted = _places(places, opened, territory, addresses)
        areas = opened.reach(
            wanted, minutes, closures=closures, max_distance_m=options["max_distance"]
        )
    write = text.reach_geojson if as_geojson else text.reach_text
    click.echo(write(wanted, minutes, areas, opened.attribution))


roads.add_command(find)
roads.add_command(addresses)


def _places(
    words: Sequence[str], opened: RoadNetwork, territory: Path | None, addresses: Path | None
) -> list[Place]:
    from api.cli._places import find_places

    return find_places(words, territory, roads=opened.data, addresses=addresses)


def _network_path(territory: Path | None, network: Path | None) -> Path:
    if network is not None:
        return network
    from routing.planning import load_territory

    return load_territory(territory).roads_path


def _open(path: Path) -> RoadNetwork:
    from routing.roads import RoadNetwork

    return RoadNetwork.load(path)
