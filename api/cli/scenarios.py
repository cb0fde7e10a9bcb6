"""`tournees scenarios`: many programmes, months, seeds and territories planned side by side."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from api.cli._common import EXIT_INPUT, network_option, said, told
from api.cli._ranges import read_months, read_seeds

if TYPE_CHECKING:
    from api.scenarios import Result, Scenario
    from routing.planning.plans import Plan

MOST = 1000
"""Scenarios of one call."""


@dataclass(frozen=True, slots=True)
class Label:
    """What tells a scenario from the others, in tables and file names."""

    territory: str
    programme: str
    month: str
    seed: int

    @property
    def file_name(self) -> str:
        """The name of its plan file."""
        return f"{self.territory}-{self.programme}-{self.month}-{self.seed}.json"


@click.command()
@click.argument("programmes", nargs=-1, metavar="PROGRAMME …")
@click.option(
    "--months",
    callback=read_months,
    metavar="MOIS",
    help="Mois, comme 2027-01..2027-06 ou 2027-01,2027-07 ; à défaut, le mois prochain.",
)
@click.option(
    "--seeds",
    callback=read_seeds,
    default="1",
    show_default=True,
    metavar="GRAINES",
    help="Graines, comme 1..5 ou 1,7.",
)
@click.option("--iterations", type=click.IntRange(1, 1_000_000), help="Itérations au plus.")
@click.option(
    "--time-limit",
    type=click.FloatRange(min=0, min_open=True),
    metavar="SECONDES",
    help="Secondes de recherche au plus, pour chacun.",
)
@click.option(
    "--territory",
    "territories",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    multiple=True,
    help="Dossier d’un territoire ; à répéter pour plusieurs.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    help="Dossier où écrire chaque plan.",
)
@click.option("--workers", type=click.IntRange(1, 256), help="Processus ; à défaut, un par cœur.")
@click.option(
    "--executor",
    metavar="ADRESSE",
    help="Ordonnanceur Dask, comme tcp://127.0.0.1:8786 ; à défaut, TOURNEES_EXECUTOR.",
)
@click.option("--json", "as_json", is_flag=True, help="Une ligne JSON par plan, dès qu’il est là.")
@network_option
def scenarios(programmes: tuple[str, ...], **options: Any) -> None:
    """Planifier côte à côte chaque PROGRAMME, pour chaque mois, graine et territoire.

    Sur les cœurs de cette machine, ou sur une grappe Dask. Code de sortie 2 si l’un d’eux
    échoue ; les autres vont à leur fin.
    """
    with told():
        asked = list(_asked(programmes or ("promo-soins",), options))
        if len(asked) > MOST:
            raise click.UsageError(f"{len(asked)} plans à la fois : demandez-en au plus {MOST}.")
        failed = _run([label for label, _ in asked], [each for _, each in asked], options)
    if failed:
        sys.exit(EXIT_INPUT)


def _asked(programmes: Sequence[str], options: dict[str, Any]) -> Iterator[tuple[Label, Scenario]]:
    """List every combination, each programme read once for each territory."""
    from datetime import date

    from api.recipe import coming_month, read_programme
    from api.scenarios import Scenario
    from routing.planning import PlanOptions, load_territory

    months = options["months"] or [coming_month(date.today())]
    for folder in options["territories"] or [None]:
        territory = load_territory(folder)
        for name in programmes:
            programme = read_programme(name, territory, said)
            for horizon in months:
                for seed in options["seeds"]:
                    yield (
                        Label(territory.name, programme.name, f"{horizon.first:%Y-%m}", seed),
                        Scenario(
                            programme=replace(programme, horizon=horizon),
                            options=PlanOptions(
                                seed=seed,
                                iterations=options["iterations"],
                                time_limit_s=options["time_limit"],
                            ),
                            territory=folder and folder.resolve(),
                            network=options["network"] and options["network"].resolve(),
                        ),
                    )


def _run(labels: list[Label], asked: list[Scenario], options: dict[str, Any]) -> bool:
    """Plan all; show or write each as it comes; return whether any failed."""
    from api.cli._table_scenarios import Board
    from api.executors import opened
    from api.scenarios import plan_scenarios

    out: Path | None = options["out"]
    if out is not None:
        out.mkdir(parents=True, exist_ok=True)
    failed = False
    with (
        opened(options["executor"], workers=options["workers"]) as executor,
        Board(len(asked), silent=options["as_json"]) as board,
    ):
        for result in plan_scenarios(asked, executor):
            label = labels[result.scenario]
            failed = failed or result.plan is None
            if out is not None and result.plan is not None:
                _write(result.plan, out / label.file_name)
            if options["as_json"]:
                click.echo(json.dumps(_facts(label, result), ensure_ascii=False))
            board.add(label, result)
    return failed


def _write(plan: Plan, path: Path) -> None:
    from api.wire.plan_json import plan_text

    path.write_text(plan_text(plan), encoding="utf-8", newline="\n")


def _facts(label: Label, result: Result) -> dict[str, object]:
    facts: dict[str, object] = {
        "territory": label.territory,
        "programme": label.programme,
        "month": label.month,
        "seed": label.seed,
    }
    if result.plan is None:
        return facts | {"failure": result.failure}
    found = result.plan
    return facts | {
        "cost": found.solver.cost,
        "gap": found.solver.gap,
        "indicators": dict(found.indicators),
    }
