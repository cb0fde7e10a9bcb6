"""Seals what is known of a person: AES-256-GCM, bound to the pseudonym (NIST SP 800-38D).

The pseudonym is the associated data, so that a row moved under another pseudonym does not open.
Texts are padded before they are sealed: a row tells little of how much is known.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Iterable
from dataclasses import asdict

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from api.people.errors import PeopleKeyError, SealBrokenError
from maps.contacts import Contact
from routing.sentence import say

_NONCE_BYTES = 12
_PADDED_TO = 256


class Cipher:
    """Opens with any of some keys, seals with the first.

    Parameters
    ----------
    keys
        32 bytes each, at least one.
    """

    def __init__(self, keys: Iterable[bytes]) -> None:
        self._keys = {key_id(key): AESGCM(key) for key in keys}
        self.sealing = next(iter(self._keys))

    @property
    def key_ids(self) -> frozenset[str]:
        """What the keys are called in the database."""
        return frozenset(self._keys)

    def seal(self, pseudonym: str, contact: Contact) -> bytes:
        """Return what is known of a person as nobody can read it."""
        fields = {key: value for key, value in asdict(contact).items() if value}
        text = json.dumps(fields, ensure_ascii=False).encode()
        text += b" " * (-len(text) % _PADDED_TO)
        nonce = secrets.token_bytes(_NONCE_BYTES)
        return nonce + self._keys[self.sealing].encrypt(nonce, text, _bound(pseudonym))

    def open(self, pseudonym: str, key: str, sealed: bytes) -> Contact:
        """Return what was sealed for this pseudonym.

        Raises
        ------
        PeopleKeyError
            When the key of that name is not at hand.
        SealBrokenError
            When it was sealed for another pseudonym, or has been changed since.
        """
        if key not in self._keys:
            raise PeopleKeyError(lost(key, self.key_ids))
        nonce, text = sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:]
        try:
            plain = self._keys[key].decrypt(nonce, text, _bound(pseudonym))
        except (InvalidTag, ValueError):
            raise SealBrokenError(
                say(
                    "« {pseudonym} » : ces données ont été changées ou viennent d’une autre "
                    "ligne ; reprenez une sauvegarde, ou saisissez-les de nouveau.",
                    pseudonym=pseudonym,
                )
            ) from None
        return Contact(**json.loads(plain))


def key_id(key: bytes) -> str:
    """Return what a key is called beside what it sealed; it tells nothing of the key."""
    return hashlib.sha256(b"tournees people key\0" + key).hexdigest()[:12]


def lost(key: str, known: Iterable[str]) -> str:
    """Return the sentence that says which key is missing."""
    return say(
        "Les données personnelles sont scellées par la clé {key} (à disposition : {at_hand}). "
        "Rien n’est perdu : remettez cette clé dans TOURNEES_PEOPLE_KEY ou dans people.key. "
        "Si elle est perdue, « tournees people erase --all » efface ce qu’elle seule ouvrait.",
        key=key,
        at_hand=", ".join(sorted(known)) or say("aucune"),
    )


def _bound(pseudonym: str) -> bytes:
    return b"tournees people 1\0" + pseudonym.encode()
