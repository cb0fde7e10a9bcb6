"""`tournees links`: the addresses with which drivers open their own sheets."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from api.cli._common import data_option, said, territory_option
from api.cli._office import Opened, opened
from routing.language import french

if TYPE_CHECKING:
    from api.people.links import Link


@click.group()
def links() -> None:
    """Faire, voir et révoquer les liens des personnes qui conduisent."""


@links.command()
@click.argument("plan_id", metavar="PLAN")
@click.argument("drivers", metavar="CODE...", nargs=-1)
@click.option("--names", is_flag=True, help="Dire noms et téléphones ; sinon, initiales.")
@territory_option
@data_option
def add(
    plan_id: str, drivers: tuple[str, ...], names: bool, territory: Path | None, data: Path | None
) -> None:
    """Faire les liens d’un plan publié, pour tous ceux qui y conduisent ou pour certains."""
    from api.people.links import LinkRules
    from api.wire.plan_json import load_plan

    with opened("links add", data, territory) as house:
        state = house.desk.state(plan_id)
        plan = load_plan(house.desk.file(state.id, "plan.json"))
        asked = house.settings.people
        rules = LinkRules(
            zone=house.territory.timezone, days=asked.link_days, names=asked.names_on_sheets
        )
        everybody = sorted({ride.driver for ride in plan.rides})
        for driver in drivers or everybody:
            closes = rules.closing(plan, state.number, driver, names=names)
            found = house.office.links
            link, _ = found.make(state.id, driver, closes, names=names, caller=house.caller)
            click.echo(_line(house, link))
        if not asked.public_url:
            said("TOURNEES_PUBLIC_URL n’est pas donné : ces adresses n’ouvrent que sur ce poste.")


@links.command("list")
@click.argument("plan_id", metavar="PLAN")
@data_option
def list_(plan_id: str, data: Path | None) -> None:
    """Lister les liens d’un plan, aussi ceux qui n’ouvrent plus."""
    with opened("links list", data) as house:
        for link in house.office.links.of_plan(house.desk.state(plan_id).id):
            click.echo(_line(house, link))


@links.command()
@click.argument("plan_id", metavar="PLAN")
@click.argument("driver", metavar="CODE")
@data_option
def revoke(plan_id: str, driver: str, data: Path | None) -> None:
    """Révoquer les liens d’une personne vers un plan."""
    with opened("links revoke", data) as house:
        state = house.desk.state(plan_id)
        if not house.office.links.revoke(state.id, driver, house.caller):
            raise click.UsageError(french(f"« {driver} » n’a pas de lien en vigueur vers ce plan."))
    said(f"Les liens de {driver} n’ouvrent plus rien.")


def _line(house: Opened, link: Link) -> str:
    from datetime import UTC, datetime

    base = house.settings.people.public_url or f"http://127.0.0.1:{house.settings.port}"
    until = link.expires_at.astimezone(house.territory.timezone)
    if link.revoked_at:
        stands = "révoqué"
    elif link.opens(datetime.now(UTC)):
        stands = f"jusqu’au {until:%d/%m/%Y %H:%M}"
    else:
        stands = "expiré"
    shown = "noms" if link.names else "initiales"
    return f"{link.driver}  {base}/d/{house.office.links.token(link)}  ({shown}, {stands})"
