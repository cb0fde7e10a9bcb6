"""The command `tournees check`: whether a plan keeps to its programme."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from api.cli._common import EXIT_INPUT, network_option, said, territory_option, told

if TYPE_CHECKING:
    from routing.planning.check import Violation
    from routing.planning.plans import Plan
    from routing.planning.programme import Programme


@click.command()
@click.argument("programme")
@click.argument("plan", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--json", "as_json", is_flag=True, help="Écrire le résultat en JSON.")
@click.option(
    "--previous",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="PLAN",
    help="Le plan d’avant, s’il a servi à « tournees plan --previous ».",
)
@territory_option
@network_option
def check(
    programme: str,
    plan: Path,
    as_json: bool,
    previous: Path | None,
    territory: Path | None,
    network: Path | None,
) -> None:
    """Vérifier qu’un PLAN (plan.json) respecte son PROGRAMME.

    Le programme se nomme comme pour « tournees plan ». Code de sortie : 0 si le plan est
    conforme, 2 sinon.
    """
    with told():
        from api import recipe
        from api.wire.plan_json import load_plan

        made = load_plan(plan)
        ground = recipe.open_ground(territory, network)
        asked = recipe.read_programme(programme, ground.territory, said)
        if previous is not None:
            asked = recipe.after(replace(asked, horizon=made.horizon), previous)
        _compare_versions(made, asked)
        violations = recipe.check_plan(asked, made, ground)
    click.echo(_as_json(violations) if as_json else _as_text(made, violations))
    if violations:
        sys.exit(EXIT_INPUT)


def _compare_versions(made: Plan, asked: Programme) -> None:
    """Warn, on stderr, when the programme was changed after the plan was made."""
    from api.wire.programme_json import programme_digest

    if made.programme_digest and made.programme_digest != programme_digest(asked):
        click.echo("Attention : le programme a changé depuis que ce plan a été fait.", err=True)


def _as_json(violations: tuple[Violation, ...]) -> str:
    body = {"valid": not violations, "violations": [asdict(each) for each in violations]}
    return json.dumps(body, ensure_ascii=False, indent=2)


def _as_text(made: Plan, violations: tuple[Violation, ...]) -> str:
    from routing.language import french

    if violations:
        width = max(len(violation.code) for violation in violations)
        lines = [f"{each.code:<{width}}  {each.message}" for each in violations]
        return "\n".join([french(f"Plan non conforme : {_count(len(lines), 'faute')}."), *lines])
    held = _count(sum(len(round_.stops) for round_ in made.rounds), "séance")
    rounds = _count(len(made.rounds), "tournée")
    missing = _count(len(made.unassigned), "non planifiée", "non planifiées")
    return french(f"Plan conforme : {held} en {rounds}, {missing}.")


def _count(number: int, one: str, many: str = "") -> str:
    return f"{number} {one if number < 2 else many or one + 's'}"
