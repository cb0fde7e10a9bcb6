"""`tournees export`: the documents of a plan that exists."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from api.cli._common import (
    as_date,
    lang_option,
    network_option,
    out_option,
    people_option,
    said,
    territory_option,
    told,
)
from maps.selection import ALL, Selector, select

if TYPE_CHECKING:
    from maps.plan_context import PlanContext
    from routing.planning.plans import Plan

_Command = TypeVar("_Command", bound=Callable[..., Any])


def _plan_option(name: str, text: str) -> Callable[[_Command], _Command]:
    kind = click.Path(path_type=Path, exists=True, dir_okay=False)
    return click.option(name, type=kind, metavar="PLAN", help=text)


def _list_kinds(ctx: click.Context, _option: click.Parameter, asked: bool) -> None:
    """Say which documents there are, the group in brackets, and by what they are narrowed."""
    if not asked:
        return
    from maps.documents import KINDS

    for kind in KINDS.values():
        group = f"[{kind.group}]" if kind.group else ""
        options = " ".join(f"--{key.value}" for key in Selector if key in kind.selectors)
        click.echo(
            f"{kind.id:<20} {kind.stem + '.' + kind.extension:<24} {group:<11} {options}".rstrip()
        )
    ctx.exit()


@click.command()
@click.argument("plan", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option(
    "--programme",
    help="Programme du plan : un nom, un fichier JSON ou un classeur ; par défaut, le nom "
    "que dit le plan.",
)
@click.option(
    "--what",
    default="all",
    show_default=True,
    metavar="DOCUMENTS",
    help="Documents, séparés par des virgules ; --list les énumère.",
)
@click.option("--date", "day", callback=as_date, metavar="AAAA-MM-JJ", help="Ce jour seulement.")
@click.option("--driver", help="Cette personne au volant seulement, par son code.")
@click.option("--unit", help="Cette unité seulement, par son code.")
@click.option("--member", help="Les tournées de cette personne de l’équipe, par son code.")
@click.option("--village", help="Cette commune seulement, par son nom ou son code INSEE.")
@click.option(
    "--list",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_list_kinds,
    help="Énumérer les documents et s’arrêter.",
)
@lang_option
@people_option("les feuilles de route disent alors les initiales")
@click.option("--names", is_flag=True, help="Avec --people : noms et téléphones en entier.")
@click.option(
    "--anyway",
    is_flag=True,
    help="Même si le programme, ou le logiciel, a changé depuis ; ce qui manque est dit.",
)
@_plan_option("--previous", "Le plan du mois d’avant, s’il a servi à « tournees plan ».")
@_plan_option("--published", "Le plan annoncé avant celui-ci : ses rendez-vous sont annulés.")
@click.option(
    "--number",
    type=click.IntRange(0, 2**31 - 1),
    help="Numéro du plan annoncé, plus grand que le précédent ; par défaut 1 avec --published.",
)
@click.option(
    "--tiles",
    type=click.Choice(["ign"]),
    help="Permettre, sur la carte, un fond demandé à un serveur ; rien ne part sans clic.",
)
@out_option("")
@territory_option
@network_option
def export(plan: Path, **options: Any) -> None:
    """Écrire les documents d’un PLAN (plan.json) : carte, feuilles, calendriers, classeur."""
    from threading import Thread

    import maps
    from api import recipe
    from api.cli._drawing import draw
    from api.cli._second import second_process
    from api.documents import clear
    from maps.documents import kinds_named

    if options["names"] and options["people"] is None:
        raise click.UsageError("--names demande --people, le fichier qui dit les noms.")
    Thread(target=maps.preload, daemon=True).start()
    asked = {key: options[key] for key in ("day", "driver", "unit", "member", "village")}
    with told():
        kinds = kinds_named(name.strip() for name in options["what"].split(","))
        made = recipe.known_plan(plan)
        parts = () if any(asked.values()) else kinds  # what is narrowed is one file of each kind
        with second_process(made, parts) as second:
            context = _context(made, options)
            selection = select(context.programme, context.territory, context.plan, **asked)
            if selection == ALL:
                clear(options["out"], kinds)
            able = [kind for kind in kinds if kind.takes(selection)]
            written = draw(context, able or kinds, selection, options["out"], second)
    if not written:
        said("Rien à écrire : le plan n’a rien de tel.")
        return
    said(f"{written} fichier{'s' if written > 1 else ''} dans {options['out']}.")


def _context(made: Plan, options: dict[str, Any]) -> PlanContext:
    from api import recipe
    from api.documents import context_of, read_contacts, refuse_other_programme
    from maps.tiles import TILES

    ground = recipe.open_ground(options["territory"], options["network"])
    programme = recipe.read_programme(options["programme"] or made.programme, ground.territory)
    if options["previous"] is not None:
        programme = replace(programme, horizon=made.horizon)
        programme = recipe.after(programme, options["previous"])
    if not options["anyway"]:
        refuse_other_programme(made, programme)
    published, number = options["published"], options["number"]
    context = context_of(
        made,
        programme,
        ground,
        lang=options["lang"],
        before=None if published is None else recipe.known_plan(published),
        version=number if number is not None else int(published is not None),
    )
    if options["tiles"] is not None:
        context = replace(context, tiles=TILES[options["tiles"]])
    if options["people"] is None:
        return context
    return context.with_people(read_contacts(options["people"]), names=options["names"])
