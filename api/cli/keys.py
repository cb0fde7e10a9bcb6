"""`tournees keys`: who may use the service."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from api.cli._common import data_option, told

if TYPE_CHECKING:
    from pathlib import Path

    from api.store.keys import Keys

ROLES = ("reader", "coordinator", "planner")


@click.group()
def keys() -> None:
    """Faire, voir et révoquer les clés du service."""


@keys.command()
@click.option("--role", type=click.Choice(ROLES), required=True, help="Ce que la clé permet.")
@click.option("--label", default="", help="À qui elle est ; pour la reconnaître plus tard.")
@data_option
def add(role: str, label: str, data: Path | None) -> None:
    """Faire une clé ; elle n’est montrée qu’une fois."""
    from api.store.keys import Role

    with _opened(data) as found:
        _, text = found.add(Role[role.upper()], label or role)
    click.echo(text)


@keys.command("list")
@data_option
def list_(data: Path | None) -> None:
    """Montrer les clés, sans leur secret."""
    with _opened(data) as found:
        for key in found.all():
            ended = f"révoquée le {key.revoked_at:%d/%m/%Y}" if key.revoked_at else "en vigueur"
            made = f"{key.created_at:%d/%m/%Y}"
            click.echo(f"{key.id}  {key.role.word:<12}{key.label}  (du {made}, {ended})")


@keys.command()
@click.argument("key_id", metavar="CLÉ")
@data_option
def revoke(key_id: str, data: Path | None) -> None:
    """Révoquer une clé, par son numéro (« tournees keys list »)."""
    with _opened(data) as found:
        if not found.revoke(key_id):
            raise click.UsageError(f"« {key_id} » : aucune clé en vigueur n’a ce numéro.")
    click.echo(f"La clé {key_id} ne permet plus rien.", err=True)


@contextmanager
def _opened(data: Path | None) -> Iterator[Keys]:
    from api.http.settings import Settings
    from api.store.database import Database
    from api.store.keys import Keys

    with told():
        database = Database(Settings.from_environment(data=data).database)
        database.upgrade()
        try:
            yield Keys(database)
        finally:
            database.close()
