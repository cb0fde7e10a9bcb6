"""`tournees schema`: the JSON Schemas of the files that people write and read."""

from __future__ import annotations

import json

import click


@click.command()
@click.argument("kind", type=click.Choice(["programme", "plan", "people"]))
def schema(kind: str) -> None:
    """Afficher le schéma JSON (2020-12) d’un programme, d’un plan ou de personnes."""
    from api.wire.schema import people_schema, plan_schema, programme_schema

    schemas = {"programme": programme_schema, "plan": plan_schema, "people": people_schema}
    click.echo(json.dumps(schemas[kind](), ensure_ascii=False, indent=2))
