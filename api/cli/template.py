"""`tournees template`: an empty workbook with examples and notes."""

from __future__ import annotations

from pathlib import Path

import click

from api.cli._common import EXIT_INPUT, fail, territory_option, told


@click.command()
@click.argument(
    "file", type=click.Path(path_type=Path, dir_okay=False), default=Path("programme.xlsx")
)
@click.option(
    "--programme", help="Remplir le classeur avec ce programme (un nom ou un fichier JSON)."
)
@click.option("--force", is_flag=True, help="Écraser un fichier qui existe.")
@territory_option
def template(file: Path, programme: str | None, force: bool, territory: Path | None) -> None:
    """Écrire un classeur de programme à remplir dans FILE (programme.xlsx)."""
    from api.recipe import read_programme
    from api.wire.programme_xlsx import write_programme_xlsx
    from api.wire.template import write_template
    from routing.planning import load_territory

    if file.exists() and not force:
        fail(EXIT_INPUT, f"{file} existe déjà : choisissez un autre nom, ou ajoutez --force.")
    with told():
        facts = load_territory(territory)
        if programme is None:
            write_template(file, facts)
        else:
            write_programme_xlsx(read_programme(programme, facts), file, facts)
    click.echo(f"Écrit : {file}", err=True)
