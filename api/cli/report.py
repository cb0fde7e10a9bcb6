"""`tournees report`: what an association gives account of, from one plan or a year's plans."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from api.cli._common import lang_option, out_option, people_option, said, territory_option, told

if TYPE_CHECKING:
    from maps.plan_context import PlanContext
    from routing.planning.reports.mileage import Basis
    from routing.planning.reports.span import Part

MILEAGE, SOCIAL = "mileage", "social-transport"
_STEMS = {MILEAGE: "frais-kilometriques", SOCIAL: "transport-utilite-sociale"}


@click.command()
@click.argument("what", metavar="RAPPORT", type=click.Choice([MILEAGE, SOCIAL]))
@click.argument(
    "plans",
    metavar="PLAN…",
    nargs=-1,
    required=True,
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
)
@click.option(
    "--programme",
    help="Programme de tous ces plans ; par défaut, le nom que dit chacun d’eux.",
)
@click.option("--year", type=click.IntRange(2000, 2100), help="Année du compte rendu.")
@click.option(
    "--reimbursed",
    multiple=True,
    metavar="CODE",
    help="Bénévole qui demande le remboursement ; à répéter.",
)
@click.option(
    "--waived",
    multiple=True,
    metavar="CODE",
    help="Bénévole qui y renonce, contre un reçu fiscal ; à répéter.",
)
@lang_option
@people_option("les états de frais disent alors les noms")
@out_option("")
@territory_option
def report(what: str, plans: tuple[Path, ...], **options: Any) -> None:
    """Faire un RAPPORT (PDF) de plusieurs PLANS, un par mois.

    « mileage » : frais kilométriques des bénévoles, à rembourser ou à donner.
    « social-transport » : compte rendu annuel du transport d’utilité sociale au préfet.
    Le mois en une page se fait par « tournees export PLAN --what month-report ».
    """
    if both := sorted({*options["reimbursed"]} & {*options["waived"]}):
        raise click.UsageError(
            f"{', '.join(both)} : remboursé ou donné, jamais les deux pour un trajet."
        )
    if what != MILEAGE and (options["reimbursed"] or options["waived"] or options["people"]):
        raise click.UsageError("--reimbursed, --waived et --people ne vont qu’avec mileage.")
    if what != SOCIAL and options["year"] is not None:
        raise click.UsageError("--year ne va qu’avec social-transport.")
    with told():
        contexts = list(_contexts(plans, options))
        if what == MILEAGE:
            content, span = _mileage(contexts, options)
        else:
            content, span = _social(contexts, options)
    if content is None:
        said("Rien à écrire : aucun trajet dans ces plans.")
        return
    folder: Path = options["out"]
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{_STEMS[what]}-{span}.pdf"
    path.write_bytes(content)
    said(f"Écrit : {path}.")


def _contexts(plans: Iterable[Path], options: dict[str, Any]) -> Iterator[PlanContext]:
    """Yield what each plan is about, by date; a plan that is not of its programme is refused."""
    from functools import cache

    from api import recipe
    from api.documents import context_of, read_contacts

    ground = recipe.open_ground(options["territory"])
    people = {} if options["people"] is None else read_contacts(options["people"])
    programme = cache(lambda name: recipe.read_programme(name, ground.territory))  # a year's is one
    for made in sorted(map(recipe.known_plan, plans), key=lambda plan: plan.horizon):
        asked = programme(options["programme"] or made.programme)
        context = context_of(made, asked, ground, lang=options["lang"])
        context = context.with_people(people, names=True)
        _ = context.days  # raises where plan and programme differ
        yield context


def _parts(contexts: Iterable[PlanContext]) -> list[Part]:
    from routing.planning.reports.span import Part

    return [Part(plan=c.plan, programme=c.programme) for c in contexts]


def _mileage(contexts: list[PlanContext], options: dict[str, Any]) -> tuple[bytes | None, str]:
    from maps.pdf.mileage import mileage_account
    from routing.planning.reports.mileage import Basis, mileage

    chosen: dict[str, Basis] = dict.fromkeys(options["reimbursed"], Basis.REIMBURSED)
    chosen |= dict.fromkeys(options["waived"], Basis.WAIVED)
    figures = mileage(_parts(contexts), contexts[-1].territory, by_driver=chosen)
    return mileage_account(contexts, figures), f"{figures.first}-{figures.last}"


def _social(contexts: list[PlanContext], options: dict[str, Any]) -> tuple[bytes | None, str]:
    from maps.pdf.social_transport import social_transport_pdf

    year = options["year"] or contexts[0].plan.horizon.first.year
    content = social_transport_pdf(
        _parts(contexts), contexts[-1].territory, year=year, lang=options["lang"]
    )
    return content, str(year)
