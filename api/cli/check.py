"""The command `tournees check`: whether a plan keeps to its programme."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from api.cli._common import EXIT_INPUT, lang_option, network_option, said, territory_option, told

if TYPE_CHECKING:
    from routing.language import Language
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
@lang_option
@territory_option
@network_option
def check(
    programme: str,
    plan: Path,
    as_json: bool,
    previous: Path | None,
    lang: str,
    territory: Path | None,
    network: Path | None,
) -> None:
    """Vérifier qu’un PLAN (plan.json) respecte son PROGRAMME.

    Le programme se nomme comme pour « tournees plan ». Code de sortie : 0 si le plan est
    conforme, 2 sinon.
    """
    with told():
        from api import recipe
        from api.verdict import verdict
        from api.wire.plan_json import load_plan
        from routing.language import Language

        made = load_plan(plan)
        ground = recipe.open_ground(territory, network)
        asked = recipe.read_programme(programme, ground.territory, said)
        if previous is not None:
            asked = recipe.after(replace(asked, horizon=made.horizon), previous)
        _compare_versions(made, asked)
        violations = recipe.check_plan(asked, made, ground)
    language = Language(lang)
    click.echo(_as_json(violations, language) if as_json else verdict(made, violations, language))
    if violations:
        sys.exit(EXIT_INPUT)


def _compare_versions(made: Plan, asked: Programme) -> None:
    """Warn, on stderr, when the programme was changed after the plan was made."""
    from api.wire.programme_json import programme_digest

    if made.programme_digest and made.programme_digest != programme_digest(asked):
        click.echo("Attention : le programme a changé depuis que ce plan a été fait.", err=True)


def _as_json(violations: tuple[Violation, ...], language: Language) -> str:
    from api.verdict import listed

    body = {"valid": not violations, "violations": listed(violations, language)}
    return json.dumps(body, ensure_ascii=False, indent=2)
