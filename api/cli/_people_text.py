"""What `tournees people` says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from api.people.audit import Access, Verdict
from api.people.erasure import Erased
from maps.contacts import Contact
from routing.language import french

_FIELDS = (("Nom", "name"), ("Téléphone", "phone"), ("Adresse", "address"), ("Notes", "notes"))
_ACTIONS = {
    "ask": "demandé",
    "read": "vu",
    "write": "saisi",
    "erase": "effacé",
    "expire": "effacé à terme",
    "export": "exporté",
    "show": "montré",
    "link": "lien",
    "reseal": "rescellé",
}
_OUTCOMES = {"done": "", "unknown": "inconnu", "refused": "REFUSÉ"}


def person_text(contact: Contact) -> str:
    """Return what is known of a person, a line each."""
    return "\n".join(
        french(f"{label} : {getattr(contact, key)}")
        for label, key in _FIELDS
        if getattr(contact, key)
    )


def erased_text(done: Erased) -> str:
    """Return what was erased, and what is left."""
    if not done.people and not done.doors:
        return "Rien n’était à effacer."
    parts = (
        f"Effacé : {_count(len(done.people), 'fiche')}, les portes de",
        f"{_count(len(done.doors), 'personne')} dans {_count(len(done.plans), 'plan')} et",
        _count(len(done.programmes), "programme"),
        f"(cartes et feuilles seront redessinées sans elles), {_count(done.links, 'lien')}",
        "de conduite. Restent dans les plans : pseudonymes, communes, heures et kilomètres.",
        "Les sauvegardes faites avant gardent tout : effacez-les à leur terme.",
    )
    return french(" ".join(parts))


def _count(number: int, word: str) -> str:
    return f"{number} {word}{'s' if number > 1 else ''}"


def access_lines(found: Iterable[Access], labels: Mapping[str, str]) -> Iterator[str]:
    """Yield a line per access; keys are told with the label they have now."""
    for access in found:
        who = labels.get(access.actor, "")
        actor = f"{access.actor} ({who})" if who else access.actor
        outcome = _OUTCOMES.get(access.outcome, access.outcome)
        if access.action == "forget":
            what = [f"journal oublié jusqu’au n° {access.pseudonym}"]
        else:
            action = _ACTIONS.get(access.action, access.action)
            what = [action, access.pseudonym, access.fields, outcome]
        told = "  ".join(part for part in (*what, f"[{access.via}]", actor) if part)
        yield f"{access.number:>6}  {access.at:%d/%m/%Y %H:%M:%S}  {told}"


def verdict_text(verdict: Verdict) -> str:
    """Return whether the chain holds, and what to note down."""
    if verdict.broken_at is not None:
        return french(
            f"Chaîne ROMPUE au n° {verdict.broken_at} : cette ligne a été changée, ou celle "
            "d’avant manque (ou la clé secrète de l’installation n’est plus la même)."
        )
    return french(
        f"Chaîne intacte : {verdict.rows} lignes, dernier n° {verdict.last}, preuve "
        f"{verdict.proof[:16]}. Notez-les ailleurs : couper la fin ne se verrait pas autrement."
    )
