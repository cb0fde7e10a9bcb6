"""`tournees bench`: the literature's instances, ours and the peers, one JSON line a run.

Exit codes: 0 done (also when ended by Ctrl-C), 1 our solver failed or gave a wrong answer,
2 input.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from benchmarks.literature.runs import Run
    from benchmarks.literature.session import Session, Solver

FAMILIES = {
    "pvrp": "Tournées périodiques, avec ou sans fenêtres, ou à plusieurs dépôts (Cordeau).",
    "darp": "Transport à la demande (Cordeau et Laporte).",
    "pdptw": "Collectes et livraisons avec fenêtres (Li et Lim).",
    "vrptw": "Tournées avec fenêtres (Solomon, Homberger).",
}
EXIT_INTERNAL, EXIT_INPUT = 1, 2


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def bench() -> None:
    """Mesurer le moteur sur les instances de la littérature, à côté d’autres moteurs.

    Une ligne JSON par calcul sur la sortie standard ; les messages sur la sortie d’erreur.
    Codes de sortie : 0, fini ; 1, notre moteur a échoué ; 2, entrée à corriger.
    """


def _family(name: str) -> Callable[..., None]:
    def command(names: tuple[str, ...], **options: Any) -> None:
        _bench(name, names, options)

    command.__doc__ = f"{FAMILIES[name]}\n\n    NOMS : les instances, ou toutes."
    for decorate in reversed(_OPTIONS):
        command = decorate(command)
    return command


_OPTIONS = (
    click.argument("names", nargs=-1, metavar="[NOMS]…"),
    click.option(
        "--instances",
        required=True,
        type=click.Path(path_type=Path, exists=True, file_okay=False),
        help="Dossier des instances, ou dossier qui le contient sous le nom de la famille.",
    ),
    click.option(
        "--time-limit",
        type=click.FloatRange(min=0, min_open=True),
        default=60.0,
        show_default=True,
        metavar="SECONDES",
        help="Secondes pour chaque calcul, le même temps pour tous les moteurs.",
    ),
    click.option("--seeds", default="1", show_default=True, help="Graines : « 1,2,3 »."),
    click.option("--compare", default="", help="Autres moteurs : « ortools,pyvrp,vroom »."),
    click.option(
        "--solutions",
        type=click.Path(path_type=Path, file_okay=False),
        help="Dossier où écrire la meilleure solution de chaque instance.",
    ),
    click.option(
        "--report",
        type=click.Path(path_type=Path, dir_okay=False),
        help="Page HTML à écrire : tableaux, courbes, dessins des solutions.",
    ),
)

for _name in FAMILIES:
    bench.command(_name)(_family(_name))


@bench.command()
@click.argument("folder", metavar="DOSSIER", type=click.Path(path_type=Path, file_okay=False))
@click.option("--family", "families", multiple=True, type=click.Choice([*FAMILIES]), help="Une.")
@click.option("--mirror", metavar="URL", help="Autre serveur : ses chemins commencent ici.")
def fetch(folder: Path, families: tuple[str, ...], mirror: str | None) -> None:
    """Télécharger les instances depuis les pages de leurs auteurs dans DOSSIER/<famille>.

    Les sommes SHA-256 sont vérifiées ; celles qu’on ne connaît pas encore sont notées au premier
    téléchargement dans DOSSIER/<famille>/checksums.lock.
    """
    from benchmarks.literature.fetching import FetchError, fetch_all

    try:
        done = fetch_all(folder, families or tuple(FAMILIES), mirror, tell=_say)
    except FetchError as error:
        _fail(EXIT_INPUT, str(error))
    _say(f"{done} fichiers dans {folder}.")


def _say(text: str) -> None:
    click.echo(text, err=True)


def _fail(code: int, text: str) -> None:
    _say(text)
    sys.exit(code)


def _bench(family: str, names: tuple[str, ...], options: dict[str, Any]) -> None:
    from benchmarks.literature.progress import bar, interruptible

    seeds = _seeds(options["seeds"])
    for path in (options["report"], options["solutions"]):
        _writable(path)
    with interruptible() as cancelled:
        session = _session(family, names, options, seeds, cancelled)
        runs: list[Run] = []
        try:
            with bar(len(session)) as tell:
                _run_all(session, options["solutions"], runs, tell)
        finally:
            if options["report"] is not None:
                from benchmarks.literature.report import write_report

                write_report(options["report"], session, runs)
                _say(f"Rapport : {options['report']}")
    if any(_is_ours_wrong(run) for run in runs):
        _fail(EXIT_INTERNAL, "Notre moteur a échoué ou s’est trompé : voyez « reason ».")


def _session(
    family: str,
    names: tuple[str, ...],
    options: dict[str, Any],
    seeds: list[int],
    cancelled: Callable[[], bool],
) -> Session:
    from benchmarks.literature.folder import family_folder, read_all
    from benchmarks.literature.known import best_known
    from benchmarks.literature.session import Ours, Session

    peers = _peers(options["compare"])
    folder = family_folder(options["instances"], family)
    try:
        problems = read_all(folder, family, names)
        lists = {problem.family: best_known(folder, problem.family) for problem in problems}
    except (LookupError, ValueError) as error:
        _fail(EXIT_INPUT, str(error.args[0]))
    except OSError as error:
        _fail(EXIT_INPUT, f"{error.filename} : {error.strerror}.")
    for problem in problems:
        for warning in problem.warnings:
            _say(f"{problem.name}, {warning}.")
    known = {
        problem.name: lists[problem.family][problem.name]
        for problem in problems
        if problem.name in lists[problem.family]
    }
    return Session(
        problems=problems,
        solvers=[Ours(cancelled=cancelled), *peers],
        seeds=seeds,
        time_limit_s=options["time_limit"],
        known=known,
        cancelled=cancelled,
    )


def _run_all(
    session: Session,
    solutions: Path | None,
    runs: list[Run],
    tell: Callable[[str, float], None],
) -> None:
    from contextlib import suppress
    from dataclasses import replace
    from functools import partial

    from benchmarks.literature.archive import Archive
    from benchmarks.literature.progress import rearm
    from benchmarks.literature.session import Ours

    archive = None if solutions is None else Archive(solutions)
    for solver in session.solvers:
        if isinstance(solver, Ours):
            with suppress(Exception):  # what is wrong will be said by the runs
                solver.prepare(session.problems[0].instance)
    for done, (problem, solver, seed) in enumerate(session.planned()):
        if session.cancelled():
            break
        rearm()
        what = f"{problem.name} · {solver.name} · graine {seed}"
        tell(what, done)
        if isinstance(solver, Ours):
            solver = replace(solver, tell=partial(_share, tell, what, done))
        run = session.run(problem, solver, seed)
        if session.cancelled():
            break  # it was cut short
        runs.append(run)
        click.echo(json.dumps(run.line(), ensure_ascii=False, allow_nan=False))
        if archive is not None:
            archive.keep(problem, run)


def _share(tell: Callable[[str, float], None], what: str, done: int, share: float) -> None:
    from benchmarks.literature.progress import rearm

    rearm()
    tell(what, done + min(share, 1.0))


def _is_ours_wrong(run: Run) -> bool:
    """Whether our solver raised, or gave a complete answer that breaks a rule."""
    from benchmarks.literature.runs import NO_SOLUTION, OURS

    failed = run.reason != NO_SOLUTION if run.cost is None else not run.unassigned
    return run.solver == OURS and not run.feasible and failed


def _seeds(text: str) -> list[int]:
    try:
        seeds = [int(word) for word in text.split(",")]
    except ValueError:
        seeds = []
    if not seeds or min(seeds) < 0 or len(set(seeds)) < len(seeds):
        raise click.UsageError(f"--seeds « {text} » : donnez des nombres distincts, « 1,2,3 ».")
    return seeds


def _peers(text: str) -> list[Solver]:
    from benchmarks.peers import PEERS, peer

    names = [name.strip() for name in text.split(",") if name.strip()]
    for name in names:
        if name not in PEERS:
            raise click.UsageError(f"--compare « {name} » : choisissez parmi {', '.join(PEERS)}.")
    try:
        return [peer(name) for name in dict.fromkeys(names)]
    except ModuleNotFoundError as error:
        raise click.UsageError(
            f"--compare : il manque « {error.name} ». Installez-le : pip install 'tournees[bench]'."
        ) from None


def _writable(path: Path | None) -> None:
    """Refuse a place where nothing can be written, before hours of work."""
    if path is not None:
        there = next(parent for parent in (path, *path.absolute().parents) if parent.exists())
        wrong = there.is_file() and there != path
        if wrong or not os.access(there, os.W_OK):
            raise click.UsageError(f"{path} : on ne peut pas y écrire.")
