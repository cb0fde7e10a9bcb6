"""`tournees roads find`, and `tournees roads addresses import` for house numbers."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import click

from api.cli._common import EXIT_INPUT, network_option, said, territory_option, told
from api.cli._roads_options import addresses_option


@click.command()
@click.argument("address", metavar="ADRESSE")
@click.option("--json", "as_json", is_flag=True, help="Écrire les candidats en JSON.")
@click.option(
    "--limit",
    type=click.IntRange(1, 50),
    default=5,
    show_default=True,
    help="Nombre de candidats au plus.",
)
@addresses_option
@network_option
@territory_option
def find(
    address: str,
    as_json: bool,
    limit: int,
    territory: Path | None,
    network: Path | None,
    addresses: Path | None,
) -> None:
    """Chercher une adresse, une voie, un lieu-dit, une commune ou un site.

    Accents, abréviations, fautes de frappe et mots oubliés sont pardonnés. « - » lit une
    adresse par ligne sur l’entrée standard (avec --json : un objet par ligne). Rien ne sort de
    la machine, rien n’est enregistré. Code de sortie 2 quand une adresse reste introuvable.
    """
    with told():
        from api.cli import _roads_find_text as text
        from api.gazetteer import gazetteer_of
        from routing.planning import load_territory
        from routing.roads.data import RoadData

        roads = None if network is None else RoadData.load(network)
        gazetteer = gazetteer_of(load_territory(territory), roads=roads, addresses=addresses)
        unknown = False
        for query in _queries(address):
            finding = gazetteer.find(query, limit=limit)
            unknown |= finding.certainty == "unknown"
            if as_json:
                credit = gazetteer.attributions
                click.echo(text.finding_json(query, finding, credit, indent=address != "-"))
            elif address == "-":
                click.echo(f"{query}\n{text.finding_text(finding)}\n")
            else:
                click.echo(text.finding_text(finding))
        if not as_json:
            said(", ".join(gazetteer.attributions))
    if unknown:
        sys.exit(EXIT_INPUT)


def _queries(address: str) -> Iterator[str]:
    """Give the address, or for ``-`` the lines of standard input as they come."""
    if address != "-":
        yield address
        return
    for line in sys.stdin.buffer:
        try:
            text = line.decode("utf-8-sig").strip()
        except UnicodeDecodeError:
            text = line.decode("cp1252", "replace").strip()
        if text:
            yield text


@click.group()
def addresses() -> None:
    """Numéros des rues : importer un fichier de la Base Adresse Nationale."""


@addresses.command("import")
@click.argument(
    "source", metavar="FICHIER", type=click.Path(path_type=Path, exists=True, dir_okay=False)
)
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Fichier à écrire (.npz) ; sinon, les données personnelles de l’utilisateur.",
)
@territory_option
def import_addresses(source: Path, out: Path | None, territory: Path | None) -> None:
    """Lire les numéros des rues du territoire dans un fichier téléchargé.

    FICHIER est le CSV d’un département, tel qu’on le télécharge de la Base Adresse Nationale
    (« adresses-83.csv.gz », par exemple). Le résultat sert ensuite à toutes les recherches ; avec
    --out, indiquez-le par --addresses.
    """
    with told():
        from api.cli import _roads_find_text as text
        from api.gazetteer import address_file
        from routing.planning import load_territory
        from routing.roads.gazetteer import read_addresses

        known = load_territory(territory)
        read = read_addresses(source, {commune.insee for commune in known.communes})
        target = address_file(known) if out is None else out
        if out is None:
            target.parent.mkdir(parents=True, exist_ok=True)
        read.save(target)
    click.echo(text.import_text(read, target))
