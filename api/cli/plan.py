"""`tournees plan`: the main job, from a programme to a month on a map."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from api.cli._common import network_option, out_option, said, territory_option, told

if TYPE_CHECKING:
    from routing.planning.dates import Horizon
    from routing.planning.plans import Plan
    from routing.planning.programme import Programme


@click.command()
@click.argument("programme", default="promo-soins")
@click.option(
    "--month",
    metavar="AAAA-MM",
    help="Mois à planifier ; le mois prochain si rien n’est dit, ni ici ni dans le programme.",
)
@click.option("--from", "first", metavar="AAAA-MM-JJ", help="Premier jour, à la place d’un mois.")
@click.option("--to", "last", metavar="AAAA-MM-JJ", help="Dernier jour, avec --from.")
@out_option(" le plan, la carte et les feuilles")
@click.option(
    "--seed",
    type=click.IntRange(0, 2**31 - 1),
    default=1,
    show_default=True,
    help="Graine : même graine et mêmes itérations, même plan.",
)
@click.option(
    "--iterations",
    type=click.IntRange(1, 1_000_000),
    help="Nombre d’itérations au plus ; le plan est alors identique à l’octet près.",
)
@click.option(
    "--time-limit",
    type=click.FloatRange(min=0, min_open=True),
    metavar="SECONDES",
    help="Secondes de recherche au plus.",
)
@click.option(
    "--gap",
    type=click.FloatRange(0, 1, max_open=True),
    default=0.0,
    help="Écart prouvé, en part, dont on se contente pour les kilomètres.",
)
@click.option(
    "--previous",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="PLAN",
    help="plan.json du mois d’avant : ses séances comptent comme tenues.",
)
@click.option(
    "--published",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="PLAN",
    help="plan.json de la même période, déjà annoncé : ses trajets restent, s’ils conviennent.",
)
@click.option("--json", "as_json", is_flag=True, help="Écrire le plan en JSON sur la sortie.")
@territory_option
@network_option
def plan(programme: str, **options: Any) -> None:
    """Planifier un PROGRAMME : un nom, un fichier JSON ou un classeur XLSX.

    Écrit plan.json, carte.html, passagers.html et une feuille A4 par tournée et
    par journée de trajets dans le dossier --out.
    """
    horizon = _horizon(options["month"], options["first"], options["last"])
    with told(), _interruptible() as cancelled:
        _run(programme, horizon, options, cancelled)


def _run(
    name: str, horizon: Horizon | None, given: dict[str, Any], cancelled: Callable[[], bool]
) -> None:
    from threading import Thread

    import maps
    from api import recipe
    from api.cli._bar import bar
    from routing.planning import PlanOptions

    Thread(target=maps.preload, daemon=True).start()
    ground = recipe.open_ground(given["territory"], given["network"])
    programme = recipe.read_programme(name, ground.territory, said)
    wanted = horizon or programme.horizon or recipe.coming_month(date.today())
    programme = replace(programme, horizon=wanted)
    if given["previous"] is not None:
        _keep_apart(given["previous"], given["out"] / "plan.json")
        programme = recipe.after(programme, given["previous"])
    options = PlanOptions(
        seed=given["seed"],
        iterations=given["iterations"],
        time_limit_s=given["time_limit"],
        gap=given["gap"],
    )
    known = given["published"]
    published = None if known is None else recipe.known_plan(known)
    with bar() as progress:
        made = recipe.make_plan(
            programme,
            ground,
            options,
            published=published,
            progress=progress,
            cancelled=cancelled,
        )
        written = recipe.write_documents(made, programme, ground, given["out"], progress=progress)
    if given["as_json"]:
        from api.wire.plan_json import plan_text

        click.echo(plan_text(made, ground.territory), nl=False)
    else:
        from api.cli._table import show

        show(made, programme, ground.territory)
        if published is not None:
            _show_changes(published, made, programme)
    click.echo(_summary(written), err=True)


def _show_changes(published: Plan, made: Plan, programme: Programme) -> None:
    """Say whom to call: what is not as it was announced."""
    from routing.planning.comparison import differences

    changes = differences(published, made, programme)
    click.echo("Changé depuis le plan annoncé :" if changes else "Rien ne change du plan annoncé.")
    for change in changes:
        click.echo(f"  {change}")


def _keep_apart(previous: Path, target: Path) -> None:
    """Refuse to overwrite the very plan that is carried over."""
    if target.exists() and previous.samefile(target):
        raise click.UsageError(
            f"--previous {previous} serait écrasé par le nouveau plan : "
            "donnez un autre dossier, par exemple --out out/2027-01."
        )


def _summary(written: list[Path]) -> str:
    sheets = [path for path in written if path.name.startswith("feuille-")]
    named = ", ".join(path.name for path in written if path not in sheets)
    printed = f"{len(sheets)} feuille{'s' if len(sheets) > 1 else ''} à imprimer"
    return f"Écrits dans {written[0].parent} : {named} et {printed}."


def _horizon(month: str | None, first: str | None, last: str | None) -> Horizon | None:
    from api.recipe import month_of
    from routing.planning.dates import Horizon

    if month is not None:
        if first or last:
            raise click.UsageError("Donnez --month, ou --from et --to, pas les deux.")
        return month_of(_date(f"{month}-01", "--month", "2027-01"))
    if not first and not last:
        return None
    if not (first and last):
        raise click.UsageError(
            "--from et --to vont ensemble : donnez le premier et le dernier jour."
        )
    begin, end = _date(first, "--from", "2027-01-04"), _date(last, "--to", "2027-01-31")
    if end < begin:
        raise click.UsageError(f"--to ({end}) est avant --from ({begin}) : échangez-les.")
    if (end - begin).days > 366:
        raise click.UsageError("--from et --to couvrent plus d’un an : planifiez moins à la fois.")
    return Horizon(begin, end)


def _date(text: str, option: str, example: str) -> date:
    try:
        found = datetime.strptime(text, "%Y-%m-%d").date()
    except ValueError:
        shown = text.removesuffix("-01") if option == "--month" else text
        raise click.UsageError(
            f"{option} : « {shown} » n’est pas une date ; écrivez par exemple {example}."
        ) from None
    if not 2000 <= found.year <= 2100:
        raise click.UsageError(f"{option} : l’année {found.year} est hors de 2000–2100.")
    return found


@contextmanager
def _interruptible() -> Iterator[Callable[[], bool]]:
    """Make a first Ctrl-C ask for the best plan so far, a second one stop at once."""
    asked: list[bool] = []

    def hear(_signal: int, _frame: object) -> None:
        if asked:
            sys.exit(130)
        asked.append(True)
        click.echo("Arrêt demandé : on garde le meilleur plan trouvé.", err=True)

    before = signal.signal(signal.SIGINT, hear)
    try:
        yield lambda: bool(asked)
    finally:
        signal.signal(signal.SIGINT, before)
