"""The keys to personal data: from the environment, or a file that only its owner may read.

Several keys may stand there: the first seals, all of them open, so that a key can be replaced
while what the old one sealed is still about.
"""

from __future__ import annotations

import base64
import binascii
import os
import re
import secrets
import stat
from pathlib import Path

from api.people.errors import PeopleKeyError
from routing.sentence import say

VARIABLE = "TOURNEES_PEOPLE_KEY"
FILE = "people.key"
KEY_BYTES = 32
_FORM = say("32 octets tirés au hasard, en base64 (« openssl rand -base64 32 » en fait une)")


class KeyRing:
    """The keys of one installation.

    Parameters
    ----------
    folder
        Where the file is, unless ``TOURNEES_PEOPLE_KEY`` holds the keys, separated by commas.
    """

    def __init__(self, folder: Path) -> None:
        self.path = folder / FILE

    @property
    def in_environment(self) -> bool:
        """Whether the keys come from the environment, which only its owner can change."""
        return bool(os.environ.get(VARIABLE))

    def keys(self) -> tuple[bytes, ...]:
        """Return the keys, the one that seals first; none where there is no file yet.

        Read anew each time: another process may have replaced them.

        Raises
        ------
        PeopleKeyError
            When they cannot be read, are no keys, or others may read the file.
        """
        given = os.environ.get(VARIABLE)
        if given:
            return tuple(_decoded(word, VARIABLE) for word in _words(given))
        try:
            with self.path.open(encoding="ascii") as file:
                if stat.S_IMODE(os.fstat(file.fileno()).st_mode) & 0o077:
                    raise PeopleKeyError(
                        say(
                            "{path} : d’autres que son propriétaire peuvent lire cette clé ; "
                            "retirez-leur ce droit (chmod 600 {path}).",
                            path=self.path,
                        )
                    )
                words = _words(file.read())
        except FileNotFoundError:
            return ()
        except (OSError, UnicodeDecodeError) as error:
            raise PeopleKeyError(
                say("{path} : cette clé ne se laisse pas lire.", path=self.path)
            ) from error
        return tuple(_decoded(word, str(self.path)) for word in words)

    def make(self) -> None:
        """Make the file with a first key, unless there is one."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        try:
            handle = os.open(self.path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        except FileExistsError:
            return
        _write(handle, (self.new(),))

    @staticmethod
    def new() -> bytes:
        """Return a new key."""
        return secrets.token_bytes(KEY_BYTES)

    def replace(self, keys: tuple[bytes, ...]) -> None:
        """Write the file anew, whole or not at all."""
        scratch = self.path.with_name(f"{FILE}.{secrets.token_hex(4)}")
        _write(os.open(scratch, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), keys)
        scratch.replace(self.path)


def _words(text: str) -> list[str]:
    return [word for word in re.split(r"[,\s]+", text) if word]


def _decoded(word: str, where: str) -> bytes:
    try:
        key = base64.b64decode(word.translate(str.maketrans("-_", "+/")), validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if len(key) != KEY_BYTES:
        raise PeopleKeyError(
            say("{where} : ce n’est pas une clé ; il faut {form}.", where=where, form=_FORM)
        )
    return key


def _write(handle: int, keys: tuple[bytes, ...]) -> None:
    with os.fdopen(handle, "wb") as file:
        for key in keys:
            file.write(base64.urlsafe_b64encode(key) + b"\n")
        file.flush()
        os.fsync(file.fileno())  # what it seals must not outlive it
