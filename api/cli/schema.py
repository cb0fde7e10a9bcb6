"""`tournees schema`: the JSON Schemas of programmes and plans."""

from __future__ import annotations

import json

import click


@click.command()
@click.argument("kind", type=click.Choice(["programme", "plan"]))
def schema(kind: str) -> None:
    """Afficher le schéma JSON (2020-12) d’un programme ou d’un plan."""
    from api.wire.schema import plan_schema, programme_schema

    document = programme_schema() if kind == "programme" else plan_schema()
    click.echo(json.dumps(document, ensure_ascii=False, indent=2))
