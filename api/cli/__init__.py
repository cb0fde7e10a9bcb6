"""The command line: ``tournees``. Data on stdout, messages on stderr.

Exit codes: 0 done, 1 internal, 2 input, 3 no road.
"""

from __future__ import annotations

from importlib import import_module

import click

from api.cli._french import speak_french

speak_french()

COMMANDS = {
    "plan": ("api.cli.plan", "Planifier les permanences d’un mois."),
    "scenarios": ("api.cli.scenarios", "Planifier beaucoup de mois et de programmes côte à côte."),
    "export": ("api.cli.export", "Écrire les documents d’un plan."),
    "report": ("api.cli.report", "Rendre compte : frais des bénévoles, préfet."),
    "check": ("api.cli.check", "Vérifier un plan contre son programme."),
    "template": ("api.cli.template", "Écrire un classeur vide à remplir."),
    "generate": ("api.cli.generate", "Inventer un mois de demandes et de bénévoles."),
    "schema": (
        "api.cli.schema",
        "Afficher le schéma JSON d’un programme, d’un plan ou de personnes.",
    ),
    "roads": ("api.cli.roads", "Construire le réseau routier et l’interroger."),
    "serve": ("api.cli.serve", "Ouvrir le service HTTP et sa page."),
    "worker": ("api.cli.worker", "Calculer les plans d’un service ouvert ailleurs."),
    "keys": ("api.cli.keys", "Faire, voir et révoquer les clés du service."),
    "people": ("api.cli.people", "Garder, montrer et effacer les données personnelles."),
    "links": ("api.cli.links", "Faire, voir et révoquer les liens de qui conduit."),
    "bench": ("benchmarks.literature.command", "Mesurer le moteur sur la littérature."),
}


class _Lazy(click.Group):
    """Imports a command only when it is called, so that ``--help`` answers at once."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click’s signature
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        module = COMMANDS[cmd_name][0]
        try:
            command: click.Command = getattr(import_module(module), cmd_name)
        except ModuleNotFoundError as error:
            if module.startswith("api.") or not f"{module}.".startswith(f"{error.name}."):
                raise
            raise click.UsageError(
                f"« tournees {cmd_name} » n’est pas dans le paquet installé : lancez "
                f"« python -m api {cmd_name} » depuis une copie du dépôt."
            ) from None
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("Commandes"):
            formatter.write_dl([(name, text) for name, (_, text) in COMMANDS.items()])


@click.group(cls=_Lazy, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="tournees", prog_name="tournees")
def main() -> None:
    """Tournées planifie les permanences d’une unité mobile de santé et ses trajets."""
