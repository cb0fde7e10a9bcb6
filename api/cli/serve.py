"""`tournees serve`: the service and its page on this machine."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from api.cli._common import data_option, network_option, territory_option, told

if TYPE_CHECKING:
    import socket

    from api.http import Settings


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Adresse d’écoute.")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8000,
    show_default=True,
    help="Port d’écoute ; 0 en prend un qui est libre.",
)
@click.option(
    "--workers",
    type=click.IntRange(0, 64),
    default=1,
    show_default=True,
    help="Plans calculés en même temps ; 0 : par « tournees worker » seulement.",
)
@data_option
@territory_option
@network_option
def serve(host: str, port: int, data: Path | None, **given: Any) -> None:
    """Ouvrir le service et sa page ; Ctrl-C l’arrête."""
    import uvicorn

    from api.http import Settings, create_app
    from api.logs import configure

    with told():
        settings = Settings.from_environment(host=host, port=port, data=data, **given)
        configure(settings.operations.logs)
        app = create_app(settings)
    with _listening(settings) as listener:
        name = f"[{host}]" if ":" in host else host
        click.echo(f"Tournées répond sur http://{name}:{listener.getsockname()[1]}", err=True)
        if not app.state.service.keys.all():
            click.echo(
                "Personne n’y entre encore. Faites une première clé : "
                "tournees keys add --role coordinator",
                err=True,
            )
        config = uvicorn.Config(
            app,
            log_config=None,  # ours is in place
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=5,
            h11_max_incomplete_event_size=settings.operations.max_header_bytes,
            proxy_headers=bool(settings.operations.trusted_proxies),
            forwarded_allow_ips=list(settings.operations.trusted_proxies),
        )
        with suppress(KeyboardInterrupt):  # Ctrl-C is the way to stop, not a fault
            uvicorn.Server(config).run(sockets=[listener])


def _listening(settings: Settings) -> socket.socket:
    """Open the port now, so that a busy one is said in a sentence."""
    import socket

    try:
        listener = socket.create_server(
            (settings.host, settings.port),
            family=socket.AF_INET6 if ":" in settings.host else socket.AF_INET,
        )
    except OSError as error:
        raise click.UsageError(
            f"« {settings.host} », port {settings.port} : {error.strerror}. "
            "Choisissez un autre port, par exemple --port 8080."
        ) from None
    # headers and body are sent apart: without this the body waits 40 ms for an acknowledgement
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listener
