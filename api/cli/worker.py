"""`tournees worker`: makes plans for a service that runs elsewhere, from the same database."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from api.cli._common import data_option, network_option, territory_option, told

if TYPE_CHECKING:
    from pathlib import Path


@click.command()
@click.option(
    "--workers",
    type=click.IntRange(1, 64),
    default=1,
    show_default=True,
    help="Plans calculés en même temps.",
)
@data_option
@territory_option
@network_option
def worker(workers: int, data: Path | None, **given: Any) -> None:
    """Faire les plans d’un service ouvert ailleurs ; Ctrl-C l’arrête."""
    import signal
    import threading

    from api.http.settings import Settings
    from api.jobs.workers import Workers
    from api.logs import configure
    from api.store.database import Database

    with told():
        settings = Settings.from_environment(data=data, workers=workers, **given)
        database = Database(settings.database)
        database.upgrade()
        database.close()
    configure(settings.operations.logs)
    over = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: over.set())
    team = Workers(settings.workers, settings.worker_job)
    click.echo("Tournées calcule les plans de la file ; Ctrl-C l’arrête.", err=True)
    over.wait()
    team.close()
