"""Words of addresses as they compare: no case, accents, hyphens or abbreviations."""

from __future__ import annotations

import re
import unicodedata
from typing import TypeAlias

Words: TypeAlias = tuple[str, ...]

ABBREVIATIONS = {
    # kinds of streets
    "all": "allee", "ave": "avenue", "aven": "avenue", "av": "avenue",
    "bd": "boulevard", "bld": "boulevard", "blvd": "boulevard", "boul": "boulevard",
    "bvd": "boulevard", "car": "carrefour", "carr": "carrefour", "ch": "chemin", "che": "chemin",
    "chem": "chemin", "chm": "chemin", "crs": "cours", "dom": "domaine", "esp": "esplanade",
    "faub": "faubourg", "fbg": "faubourg", "fg": "faubourg", "ham": "hameau", "imp": "impasse",
    "lot": "lotissement", "lots": "lotissement", "lotis": "lotissement", "lott": "lotissement",
    "mte": "montee", "pass": "passage", "pce": "place", "pl": "place", "prom": "promenade",
    "qu": "quartier", "qua": "quartier", "quart": "quartier", "qrt": "quartier", "r": "rue",
    "res": "residence", "resid": "residence", "rte": "route", "sent": "sentier", "sq": "square",
    "tra": "traverse", "trav": "traverse",
    # ranks and titles
    "cdt": "commandant", "cmdt": "commandant", "cpt": "capitaine", "dr": "docteur",
    "gal": "general", "gen": "general", "lt": "lieutenant", "mal": "marechal",
    "mgr": "monseigneur", "mlle": "mademoiselle", "mme": "madame", "pdt": "president",
    "prof": "professeur", "sgt": "sergent",
    # what stands in names
    "anc": "ancien", "gd": "grand", "gde": "grande", "lieudit": "lieu", "pte": "petite",
    "s": "sur", "st": "saint", "ste": "sainte", "sts": "saints", "vx": "vieux",
}  # fmt: skip
"""One word for another; no value is itself a key."""

PHRASES = {
    "nd": "notre dame", "rdpt": "rond point", "rpt": "rond point", "za": "zone artisanale",
    "zac": "zone artisanale", "zi": "zone industrielle",
}  # fmt: skip
"""Abbreviations of two words."""

STREET_KINDS = frozenset({
    "acces", "allee", "allees", "ancien", "ancienne", "autoroute", "avenue", "boulevard",
    "carraire", "carrefour", "chemin", "chemins", "clos", "corniche", "cours", "domaine", "draille",
    "esplanade", "faubourg", "giratoire", "hameau", "impasse", "lotissement", "mas", "montee",
    "parc", "parking", "passage", "petit", "petite", "piste", "place", "placette", "point", "pont",
    "promenade", "quai", "quartier", "residence", "rocade", "rond", "route", "rue", "ruelle",
    "sentier", "square", "traverse", "vieille", "vieux", "voie",
})  # fmt: skip
"""Words that say what kind of street it is, and seldom which."""

CONNECTIVES = frozenset({
    "a", "au", "aux", "d", "de", "des", "dit", "du", "en", "et", "l", "la", "le", "les", "lez",
    "lieu", "sur",
})  # fmt: skip
"""Words that carry no meaning of their own."""

_ROAD_NUMBER = re.compile(
    r"\b(departementale|nationale|rd|cd|rn|[acdmn]) ?(\d{1,4}(?:bis|ter|[a-z]\d?)?)\b"
)
_ROAD_LETTER = {"departementale": "d", "nationale": "n", "rd": "d", "cd": "d", "rn": "n"}
_NUMERO_SIGN = re.compile(r"\bn[°º]|№", re.IGNORECASE)
_NUMERO = re.compile(r"\b(?:(?:no|numero) )+(?=\d)")
_ROUNDABOUT = re.compile(r"\brd (?=pt\b|point\b)|\bront (?=pt\b|point\b)")
_POINT = re.compile(r"\brond pt\b")
_MARKS = re.compile("[\u0300-\u036f]+")
_OTHER = re.compile(r"[^a-z0-9]+")
_LIGATURES = str.maketrans({"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae"})


_WRITTEN_OUT = {short: tuple(long.split()) for short, long in (ABBREVIATIONS | PHRASES).items()}


def fold(text: str) -> str:
    """Return ASCII letters in lower case and digits, everything else one space."""
    if not text.isascii():
        text = _MARKS.sub("", unicodedata.normalize("NFKD", text.translate(_LIGATURES)))
    return _OTHER.sub(" ", text.casefold()).strip()


def words(text: str) -> Words:
    """Return the words of a name or an address, abbreviations written out.

    ``words(" ".join(words(text))) == words(text)``. Road numbers are one word: ``d560``.

    >>> words("12, Av. F. Mistral – St-Maximin (D 560)")
    ('12', 'avenue', 'f', 'mistral', 'saint', 'maximin', 'd560')
    """
    plain = _NUMERO.sub("", fold(_NUMERO_SIGN.sub(" ", text)))
    plain = _ROAD_NUMBER.sub(_road_number, plain)
    plain = _POINT.sub("rond point", _ROUNDABOUT.sub("rond ", plain))
    return tuple(full for word in plain.split() for full in _WRITTEN_OUT.get(word, (word,)))


def _road_number(match: re.Match[str]) -> str:
    letter = _ROAD_LETTER.get(match[1], match[1])
    return f"{letter}{match[2]}"
