"""Names of holidays, so that they can be said in another language.

The calendars (``holidays``, ``vacances-scolaires-france``) tell them as plain French texts;
a name that is not here stays as it is.
"""

from __future__ import annotations

from routing.sentence import joined, say

_BOTH = "; "
"""Between the names of two holidays on one date."""
_NAMES = {
    str(name): name
    for name in (
        say("Jour de l'an"),
        say("Vendredi saint"),
        say("Lundi de Pâques"),
        say("Fête du Travail"),
        say("Fête de la Victoire"),
        say("Ascension"),
        say("Lundi de Pentecôte"),
        say("Fête nationale"),
        say("Assomption"),
        say("Toussaint"),
        say("Armistice"),
        say("Noël"),
        say("Saint-Étienne"),
        say("Vacances de la Toussaint"),
        say("Vacances de Noël"),
        say("Vacances d'hiver"),
        say("Vacances de printemps"),
        say("Pont de l'Ascension"),
        say("Vacances d'été"),
    )
}


def named(name: str) -> str:
    """Return a name as a sentence where it is known, else as it is."""
    if _BOTH in name:
        return joined(_BOTH, map(named, name.split(_BOTH)))
    return _NAMES.get(name, name)
