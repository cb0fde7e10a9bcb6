"""`tournees people`: names, phones, addresses and notes, apart from plans and on record."""

from __future__ import annotations

import json
import os
from dataclasses import asdict
from datetime import date
from pathlib import Path

import click

from api.cli._common import data_option, fail, said, territory_option
from api.cli._office import Opened, opened
from api.cli._people_text import access_lines, erased_text, person_text, verdict_text


@click.group()
def people() -> None:
    """Garder, montrer et effacer les données personnelles."""


@people.command("import")
@click.argument("file", metavar="FICHIER", type=click.Path(path_type=Path, dir_okay=False))
@data_option
def import_(file: Path, data: Path | None) -> None:
    """Garder les personnes d’un fichier people.json, à la place de ce qui en était connu."""
    from api.documents import read_contacts

    with opened("people import", data) as house:
        added, changed = house.office.vault.put(read_contacts(file), house.caller)
    click.echo(f"{added} ajoutées, {changed} remplacées.")
    said(f"{file} reste tel quel, en clair : effacez-le s’il ne sert plus.")


@people.command("list")
@data_option
def list_(data: Path | None) -> None:
    """Lister les pseudonymes connus, sans rien de personnel."""
    with opened("people list", data) as house:
        after = ""
        while some := house.office.vault.entries(after=after, limit=500):
            for entry in some:
                until = (
                    f"jusqu’au {entry.named_until:%d/%m/%Y}" if entry.named_until else "nulle part"
                )
                click.echo(
                    f"{entry.pseudonym}  saisi le {entry.changed_at:%d/%m/%Y}, nommé {until}"
                )
            after = some[-1].pseudonym


@people.command()
@click.argument("pseudonym", metavar="PSEUDONYME")
@data_option
def show(pseudonym: str, data: Path | None) -> None:
    """Montrer qui est derrière un pseudonyme."""
    with opened("people show", data) as house:
        click.echo(person_text(house.office.vault.get(pseudonym, house.caller)))


@people.command()
@click.argument("pseudonym", metavar="PSEUDONYME")
@click.option("--out", type=click.Path(path_type=Path), help="Fichier à écrire, pour soi seul.")
@data_option
def export(pseudonym: str, out: Path | None, data: Path | None) -> None:
    """Donner tout ce qui est gardé d’une personne, en JSON (RGPD, article 15)."""
    with opened("people export", data) as house:
        found = house.office.dossiers.of(pseudonym, house.caller)
        text = json.dumps(found, ensure_ascii=False, indent=2) + "\n"
        if out is None:
            click.echo(text, nl=False)
            return
        with os.fdopen(os.open(out, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
            file.write(text)


@people.command()
@click.argument("pseudonyms", metavar="PSEUDONYME...", nargs=-1)
@click.option("--all", "everybody", is_flag=True, help="Tout le monde, aussi sans la clé.")
@click.option("--yes", is_flag=True, help="Ne pas demander confirmation.")
@territory_option
@data_option
def erase(
    pseudonyms: tuple[str, ...],
    everybody: bool,
    yes: bool,
    territory: Path | None,
    data: Path | None,
) -> None:
    """Effacer des personnes : leurs champs, leur porte dans les plans, ce qui en est dessiné."""
    if bool(pseudonyms) == everybody:
        raise click.UsageError("Nommez des pseudonymes, ou donnez --all.")
    with opened("people erase", data, territory) as house:
        who = _everybody(house) if everybody else pseudonyms
        if not who:
            fail(2, "Personne n’est connu.")
        count = len(who) if everybody else len(house.office.erasure.kept(who))
        if count and not yes:
            _sure(count)
        click.echo(erased_text(house.office.erasure.erase(who, house.caller)))


@people.command()
@territory_option
@data_option
def purge(territory: Path | None, data: Path | None) -> None:
    """Effacer dès maintenant qui n’est plus nommé depuis assez longtemps."""
    with opened("people purge", data, territory) as house:
        times = house.office.retention.times
        done = house.office.retention.purge(date.today(), house.caller)
        click.echo(erased_text(done))
        said(
            f"Durées : personnes {times.person} jours (TOURNEES_PEOPLE_DAYS), "
            f"journal {times.audit} jours (TOURNEES_AUDIT_DAYS)."
        )


@people.command("rotate-key")
@data_option
def rotate_key(data: Path | None) -> None:
    """Sceller tout avec une nouvelle clé, et laisser l’ancienne."""
    with opened("people rotate-key", data) as house:
        ring = house.office.vault.ring
        count = house.office.vault.rotate(house.caller)
        click.echo(f"{count} personnes scellées de nouveau.")
        where = "TOURNEES_PEOPLE_KEY" if ring.in_environment else str(ring.path)
        if ring.in_environment:
            said(f"{where} : la première clé scelle tout ; les suivantes peuvent partir.")
        else:
            said(f"{where} : nouvelle clé ; les sauvegardes d’avant s’ouvrent avec l’ancienne.")


@people.command()
@click.option("--verify", is_flag=True, help="Suivre la chaîne : rien n’a-t-il été changé ?")
@click.option("--pseudonym", help="Seulement une personne.")
@click.option("--limit", type=click.IntRange(1), default=50, show_default=True, help="Lignes.")
@click.option("--json", "as_json", is_flag=True, help="En JSON, une ligne par accès.")
@data_option
def audit(
    verify: bool, pseudonym: str | None, limit: int, as_json: bool, data: Path | None
) -> None:
    """Montrer qui a ouvert quelles données personnelles, le plus récent d’abord."""
    with opened("people audit", data) as house:
        if verify:
            verdict = house.office.audit.verify()
            click.echo(verdict_text(verdict))
            if verdict.broken_at is not None:
                fail(1, "Comparez avec une sauvegarde, et cherchez qui écrit dans la base.")
            return
        found = house.office.audit.latest(limit, pseudonym=pseudonym)
        labels = {f"key:{key.id}": key.label for key in house.keys.all()}
    if as_json:
        for access in found:
            shown = asdict(access) | {"at": access.at.isoformat(timespec="seconds")}
            click.echo(json.dumps(shown, ensure_ascii=False))
    else:
        for line in access_lines(found, labels):
            click.echo(line)


def _everybody(house: Opened) -> list[str]:
    entries = house.office.vault.entries(limit=house.office.vault.count())
    return [entry.pseudonym for entry in entries]


def _sure(count: int) -> None:
    """Ask before people are erased; anything but a yes ends the command."""
    whom = "1 personne" if count == 1 else f"{count} personnes"
    said = click.prompt(f"Effacer {whom}, sans retour ? [oui/non]", default="non", err=True)
    if said.strip().casefold() not in {"oui", "o", "yes", "y"}:
        raise click.Abort
