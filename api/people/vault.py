"""The vault: what is known of persons, sealed row by row, each access on record."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from api.people.audit import Action, Audit, Caller, Outcome, alone
from api.people.cipher import Cipher, key_id, lost
from api.people.errors import PeopleKeyError, UnknownPersonError
from api.people.keyring import KeyRing
from api.store.database import Database
from api.store.people_tables import PersonRow
from maps.contacts import Contact
from routing.sentence import say

_BATCH = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """That somebody is known, and since when; nothing personal."""

    pseudonym: str
    created_at: datetime
    changed_at: datetime
    named_until: date | None


class Vault:
    """Personal fields by pseudonym.

    Parameters
    ----------
    folder
        Where the key file is, unless the environment holds the key.
    """

    def __init__(self, database: Database, folder: Path, audit: Audit) -> None:
        self._database, self._audit = database, audit
        self.ring = KeyRing(folder)

    def prepare(self) -> None:
        """Make the key file where nothing has been sealed yet, and try the keys.

        Raises
        ------
        PeopleKeyError
            When something is sealed that no key at hand opens: a new one would hide the loss.
        """
        with self._database.begin() as session:
            self._cipher(session)

    # -- without looking -------------------------------------------------------------------

    def entries(self, *, after: str = "", limit: int = 100) -> list[Entry]:
        """Return who is known, by pseudonym."""
        query = select(PersonRow).where(PersonRow.pseudonym > after)
        with self._database.read() as session:
            found = session.scalars(query.order_by(PersonRow.pseudonym).limit(limit))
            return [_entry(row) for row in found]

    def entry(self, pseudonym: str) -> Entry | None:
        """Return that somebody is known, ``None`` where nobody is."""
        with self._database.read() as session:
            row = session.get(PersonRow, pseudonym)
        return None if row is None else _entry(row)

    # -- looking, on record ----------------------------------------------------------------

    def get(self, pseudonym: str, caller: Caller, action: Action = Action.READ) -> Contact:
        """Return what is known of a person.

        Raises
        ------
        UnknownPersonError
            When nobody is known by that pseudonym.
        PeopleKeyError, SealBrokenError
            When it does not open.
        """
        found = self.many([pseudonym], caller, action)
        if pseudonym not in found:
            with self._database.begin() as session:
                accesses = [(pseudonym, "")]
                self._audit.note(session, caller, action, accesses, Outcome.UNKNOWN)
            raise UnknownPersonError(say("Personne n’est connu sous ce pseudonyme."))
        return found[pseudonym]

    def many(self, pseudonyms: Iterable[str], caller: Caller, action: Action) -> dict[str, Contact]:
        """Return what is known of those of some persons who are known; as :meth:`get`."""
        with self._database.begin() as session:
            found = self._opened(session, pseudonyms)
            self._note(session, caller, action, found)
        return found

    def show(
        self, pseudonyms: Iterable[str], caller: Caller, *, only_names: bool
    ) -> dict[str, Contact]:
        """Return what is to be shown of some persons, and note no more than that."""
        with self._database.begin() as session:
            found = self._opened(session, pseudonyms)
            if only_names:
                found = {key: Contact(name=contact.name) for key, contact in found.items()}
            self._note(session, caller, Action.SHOW, found)
        return found

    # -- changing --------------------------------------------------------------------------

    def put(self, people: Mapping[str, Contact], caller: Caller) -> tuple[int, int]:
        """Keep what is known of some persons in place of before; how many are new, and changed.

        Raises
        ------
        PeopleKeyError
            When what is kept already was sealed by a key that is not at hand.
        """
        added = 0
        now = datetime.now(UTC)
        with self._database.begin() as session:
            cipher = self._cipher(session)
            for pseudonym, contact in people.items():
                row = session.get(PersonRow, pseudonym)
                if row is None:
                    added += 1
                    row = PersonRow(pseudonym=pseudonym, created_at=now)
                    session.add(row)
                row.key, row.sealed = cipher.sealing, cipher.seal(pseudonym, contact)
                row.changed_at = now
            self._note(session, caller, Action.WRITE, people)
        return added, len(people) - added

    def drop(self, session: Session, pseudonyms: Iterable[str]) -> list[str]:
        """Delete what is known of some persons; whom. It takes no key: the lost can be erased.

        The caller notes it, with what else of them was erased.
        """
        gone: list[str] = []
        for some in _batches(pseudonyms):
            known = PersonRow.pseudonym.in_(some)
            gone += session.scalars(select(PersonRow.pseudonym).where(known))
            session.execute(delete(PersonRow).where(known))
        return gone

    def rotate(self, caller: Caller) -> int:
        """Seal everything with a new key and drop the old one; how many rows were sealed.

        The key file is replaced by one with both keys, then everything is sealed in one
        transaction, then the old key leaves the file: whenever this is interrupted, all opens
        and it can be run again. With keys in the environment, all is sealed with the first.

        Raises
        ------
        PeopleKeyError, SealBrokenError
            When something does not open with the keys at hand.
        """
        with self._database.begin() as session:
            cipher = self._cipher(session)
            if not self.ring.in_environment:
                self.ring.replace((KeyRing.new(), *self.ring.keys()))
                cipher = self._cipher(session)
            rows = session.scalars(select(PersonRow).where(PersonRow.key != cipher.sealing)).all()
            for row in rows:
                contact = cipher.open(row.pseudonym, row.key, row.sealed)
                row.key, row.sealed = cipher.sealing, cipher.seal(row.pseudonym, contact)
            accesses = [(row.pseudonym, "all") for row in rows]
            self._audit.note(session, caller, Action.RESEAL, accesses)
        self._drop_unused()
        return len(rows)

    def _drop_unused(self) -> None:
        """Let keys go that seal nothing; committed first, so that none goes too early."""
        if self.ring.in_environment:
            return
        with self._database.begin() as session:
            alone(session)
            used = set(session.scalars(select(PersonRow.key).distinct()))
            first, *others = self.ring.keys()
            self.ring.replace((first, *(key for key in others if key_id(key) in used)))

    def _opened(self, session: Session, pseudonyms: Iterable[str]) -> dict[str, Contact]:
        cipher = self._cipher(session)
        found = {}
        for some in _batches(pseudonyms):
            rows = session.scalars(select(PersonRow).where(PersonRow.pseudonym.in_(some)))
            for row in rows:
                found[row.pseudonym] = cipher.open(row.pseudonym, row.key, row.sealed)
        return found

    def _note(
        self, session: Session, caller: Caller, action: Action, people: Mapping[str, Contact]
    ) -> None:
        accesses = [(key, told(people[key])) for key in sorted(people)]
        self._audit.note(session, caller, action, accesses)

    def _cipher(self, session: Session) -> Cipher:
        """Return what seals and opens, within a transaction that no other writer shares."""
        alone(session)
        sealed_by = session.scalars(select(PersonRow.key).distinct()).all()
        keys = self.ring.keys()
        if not keys and not sealed_by:
            self.ring.make()
            keys = self.ring.keys()
        if not keys:
            raise PeopleKeyError(lost(sealed_by[0], ()))
        cipher = Cipher(keys)
        for key in sealed_by:
            if key not in cipher.key_ids:
                raise PeopleKeyError(lost(key, cipher.key_ids))
        return cipher

    def count(self) -> int:
        """Return how many persons are known."""
        with self._database.read() as session:
            return session.scalar(select(func.count()).select_from(PersonRow)) or 0


def told(contact: Contact) -> str:
    """Return the names of the fields that hold something, for the log."""
    return " ".join(key for key, value in asdict(contact).items() if value)


def _batches(pseudonyms: Iterable[str]) -> Iterator[list[str]]:
    """Yield them in order, as few at a time as a database takes in one question."""
    every = sorted(set(pseudonyms))
    yield from (every[at : at + _BATCH] for at in range(0, len(every), _BATCH))


def _entry(row: PersonRow) -> Entry:
    return Entry(
        pseudonym=row.pseudonym,
        created_at=row.created_at,
        changed_at=row.changed_at,
        named_until=row.named_until,
    )
