"""Fields about persons that have no place in a programme, and where they belong."""

from __future__ import annotations

import re

from api.wire.faults import Loc, fold
from routing.sentence import say

_RECORDS = ("requests", "drivers")
_WORDS = {
    "name", "firstname", "lastname", "surname", "nom", "prenom", "phone", "phones", "telephone",
    "tel", "mobile", "portable", "email", "mail", "courriel", "address", "adresse", "note",
    "notes", "remarque", "remarques", "commentaire", "person", "personne", "contact", "birth",
    "birthdate", "birthday", "naissance", "nir", "secu",
}  # fmt: skip
_WHERE = {"address", "home", "pickup", "place"}
REMEDY = say(
    "retirez-le : noms, téléphones, adresses et notes vont dans people.json, "
    "sous le pseudonyme de la personne ; le programme ne connaît que "
    "celui-ci."
)


def is_personal(loc: Loc) -> bool:
    """Whether an unknown field of a request or driver says who somebody is."""
    if len(loc) < 3 or loc[0] not in _RECORDS or not isinstance(loc[-1], str):
        return False
    return is_personal_word(loc[-1])


def tells_where(loc: Loc) -> bool:
    """Whether what stands here may say where somebody lives, and so is not repeated."""
    return bool(loc) and loc[-1] in _WHERE


def is_personal_word(word: str) -> bool:
    """Whether the name of a field or column says that it holds personal data."""
    return not _WORDS.isdisjoint(re.findall(r"[a-z]+", fold(word)))
