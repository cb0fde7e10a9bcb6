"""`tournees generate`: a made-up month of ride requests and drivers, to try a plan on."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from api.cli._common import EXIT_INPUT, fail, network_option, territory_option, told

if TYPE_CHECKING:
    from routing.planning.dates import Horizon
    from routing.planning.programme import Programme
    from routing.planning.territory import Territory

MOST_RIDES, MOST_DRIVERS = 5000, 500
"""As many as a programme may hold."""


@click.command()
@click.option(
    "--rides",
    type=click.IntRange(0, MOST_RIDES),
    default=60,
    show_default=True,
    help="Demandes de trajet à inventer.",
)
@click.option(
    "--drivers",
    type=click.IntRange(0, MOST_DRIVERS),
    default=12,
    show_default=True,
    help="Bénévoles qui conduisent à inventer.",
)
@click.option(
    "--seed",
    type=click.IntRange(0, 2**31 - 1),
    default=1,
    show_default=True,
    help="Graine : même graine, même programme.",
)
@click.option(
    "--programme",
    default="promo-soins",
    show_default=True,
    help="Programme dont les permanences et l’équipe sont gardées : un nom ou un fichier.",
)
@click.option(
    "--month",
    metavar="AAAA-MM",
    help="Mois des rendez-vous ; sinon la période du programme, ou le mois prochain.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Fichier à écrire, JSON ou classeur XLSX selon son suffixe ; sinon, JSON sur la sortie.",
)
@click.option("--force", is_flag=True, help="Écraser un fichier qui existe.")
@territory_option
@network_option
def generate(
    rides: int,
    drivers: int,
    seed: int,
    programme: str,
    month: str | None,
    out: Path | None,
    force: bool,
    territory: Path | None,
    network: Path | None,
) -> None:
    """Inventer un mois de demandes et de bénévoles pour essayer « tournees plan ».

    Personne n’y existe : les habitants sont tirés des populations et de l’éloignement des soins.
    """
    from api.recipe import coming_month, open_ground, read_programme
    from routing.planning.generated import Wanted, doors_of
    from routing.planning.generated import generate as made_up

    if out is not None:
        _refuse(out, force)
    asked = None if month is None else _month(month)
    with told():
        ground = open_ground(territory, network)
        base = read_programme(programme, ground.territory)
        horizon = asked or base.horizon or coming_month(date.today())
        base = replace(base, horizon=horizon, title=f"{base.title} (demandes fictives)")
        wanted = Wanted(rides=rides, drivers=drivers, seed=seed)
        doors = doors_of(ground.territory, ground.network.data)
        made = made_up(base, ground.territory, horizon, wanted, doors, ground.network)
        _write(made, out, ground.territory)
    if out is not None:
        click.echo(f"Écrit : {out} ({_counted(made)})", err=True)


def _month(text: str) -> Horizon:
    from api.recipe import month_of

    try:
        first = datetime.strptime(text, "%Y-%m").date()
    except ValueError:
        raise click.UsageError(
            f"--month : « {text} » n’est pas un mois ; écrivez par exemple 2027-01."
        ) from None
    if not 2000 <= first.year <= 2100:
        raise click.UsageError(f"--month : l’année {first.year} est hors de 2000–2100.")
    return month_of(first)


def _refuse(out: Path, force: bool) -> None:
    if out.suffix.lower() not in {".json", ".xlsx"}:
        fail(EXIT_INPUT, f"{out} : donnez un nom qui finit par .json ou .xlsx.")
    if out.exists() and not force:
        fail(EXIT_INPUT, f"{out} existe déjà : choisissez un autre nom, ou ajoutez --force.")


def _write(made: Programme, out: Path | None, territory: Territory) -> None:
    if out is not None and out.suffix.lower() == ".xlsx":
        from api.wire.programme_xlsx import write_programme_xlsx

        write_programme_xlsx(made, out, territory)
        return
    from api.wire.programme_json import programme_text

    if out is None:
        click.echo(programme_text(made), nl=False)
    else:
        out.write_text(programme_text(made), encoding="utf-8", newline="\n")


def _counted(made: Programme) -> str:
    people = len({request.passenger for request in made.requests})
    return f"{len(made.requests)} demandes de {people} personnes, {len(made.drivers)} bénévoles"
