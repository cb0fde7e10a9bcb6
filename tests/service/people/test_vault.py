"""The vault: sealed row by row, bound to the pseudonym, opened by the right key alone."""

from __future__ import annotations

import base64
import os
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from api.people.audit import Action, Audit, Caller
from api.people.cipher import Cipher
from api.people.errors import PeopleKeyError, SealBrokenError, UnknownPersonError
from api.people.keyring import FILE, VARIABLE
from api.people.vault import Vault
from api.store.database import Database
from maps.contacts import Contact

ME = Caller(actor="key:tests", via="tests")
JEANNE = Contact(
    name="Jeanne Zyprax", phone="06 99 88 77 66", address="3 rue Qwertz", notes="Chien Wombatus"
)
texts = st.text(max_size=30)
contacts = st.builds(Contact, name=texts, phone=texts, address=texts, notes=texts)


@pytest.fixture
def vault(database: Database, tmp_path: Path) -> Vault:
    return Vault(database, tmp_path, Audit(database, b"secret" * 6))


def key_text() -> str:
    return base64.b64encode(os.urandom(32)).decode()


@given(contacts, st.text(min_size=1, max_size=64))
def test_what_is_sealed_opens_again(contact: Contact, pseudonym: str) -> None:
    cipher = Cipher([b"k" * 32])
    sealed = cipher.seal(pseudonym, contact)
    assert cipher.open(pseudonym, cipher.sealing, sealed) == contact
    assert (len(sealed) - 12 - 16) % 256 == 0  # the length tells little


@given(contacts, st.integers(min_value=0), st.integers(1, 255))
def test_whatever_is_changed_does_not_open(contact: Contact, at: int, flip: int) -> None:
    cipher = Cipher([b"k" * 32])
    sealed = bytearray(cipher.seal("p-1", contact))
    sealed[at % len(sealed)] ^= flip
    with pytest.raises(SealBrokenError):
        cipher.open("p-1", cipher.sealing, bytes(sealed))


def test_people_are_kept_and_changed(vault: Vault) -> None:
    assert vault.put({"p-1": JEANNE, "p-2": Contact(name="Paul")}, ME) == (2, 0)
    assert vault.put({"p-2": Contact(name="Paule")}, ME) == (0, 1)
    assert vault.get("p-1", ME) == JEANNE
    assert vault.many(["p-2", "p-3"], ME, Action.READ) == {"p-2": Contact(name="Paule")}
    assert [entry.pseudonym for entry in vault.entries()] == ["p-1", "p-2"]
    assert [entry.pseudonym for entry in vault.entries(after="p-1")] == ["p-2"]
    with pytest.raises(UnknownPersonError):
        vault.get("p-3", ME)


def test_rows_cannot_be_swapped(vault: Vault, database: Database) -> None:
    vault.put({"p-1": JEANNE, "p-2": Contact(name="Paul")}, ME)
    with database.begin() as session:
        session.execute(
            text(
                "update people set sealed = (select sealed from people where pseudonym = 'p-2') "
                "where pseudonym = 'p-1'"
            )
        )
    with pytest.raises(SealBrokenError) as caught:
        vault.get("p-1", ME)
    assert "Paul" not in str(caught.value)


def test_the_key_file_is_made_once_and_for_its_owner_alone(vault: Vault, tmp_path: Path) -> None:
    vault.prepare()
    made = (tmp_path / FILE).read_bytes()
    vault.prepare()
    assert (tmp_path / FILE).read_bytes() == made
    assert stat.S_IMODE((tmp_path / FILE).stat().st_mode) == 0o600
    (tmp_path / FILE).chmod(0o640)
    with pytest.raises(PeopleKeyError, match="chmod 600"):
        vault.prepare()


def test_a_lost_or_wrong_key_is_said_and_nothing_is_lost(
    vault: Vault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    vault.put({"p-1": JEANNE}, ME)
    kept = (tmp_path / FILE).read_bytes()
    (tmp_path / FILE).unlink()
    for _ in ("lost", "another"):
        with pytest.raises(PeopleKeyError, match="Rien n’est perdu"):
            vault.get("p-1", ME)
        with pytest.raises(PeopleKeyError, match="Rien n’est perdu"):
            vault.put({"p-2": JEANNE}, ME)
        with pytest.raises(PeopleKeyError, match="Rien n’est perdu"):
            vault.rotate(ME)
        monkeypatch.setenv(VARIABLE, key_text())
    assert not (tmp_path / FILE).exists()  # no new key hides that the old one is missing
    monkeypatch.delenv(VARIABLE)
    (tmp_path / FILE).write_bytes(kept)
    (tmp_path / FILE).chmod(0o600)
    assert vault.get("p-1", ME) == JEANNE


@pytest.mark.parametrize("wrong", ["short", base64.b64encode(b"x" * 31).decode(), "é" * 44])
def test_what_is_no_key_is_refused_and_not_repeated(
    vault: Vault, wrong: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, wrong)
    with pytest.raises(PeopleKeyError, match="openssl rand") as caught:
        vault.prepare()
    assert wrong not in str(caught.value)


def test_a_new_key_seals_everything_anew(vault: Vault, tmp_path: Path) -> None:
    vault.put({"p-1": JEANNE, "p-2": JEANNE}, ME)
    old = (tmp_path / FILE).read_text()
    assert vault.rotate(ME) == 2
    new = (tmp_path / FILE).read_text()
    assert new != old
    assert len(new.split()) == 1
    assert vault.get("p-1", ME) == JEANNE
    assert stat.S_IMODE((tmp_path / FILE).stat().st_mode) == 0o600


def test_an_interrupted_rotation_can_be_run_again(vault: Vault, tmp_path: Path) -> None:
    vault.put({"p-1": JEANNE}, ME)
    vault.ring.replace((vault.ring.new(), *vault.ring.keys()))  # died before it sealed anything
    assert vault.get("p-1", ME) == JEANNE
    assert vault.rotate(ME) == 1
    assert len((tmp_path / FILE).read_text().split()) == 1
    assert vault.get("p-1", ME) == JEANNE


def test_keys_of_the_environment_rotate_by_putting_the_new_one_first(
    vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, new = key_text(), key_text()
    monkeypatch.setenv(VARIABLE, old)
    vault.put({"p-1": JEANNE}, ME)
    monkeypatch.setenv(VARIABLE, f"{new},{old}")
    assert vault.rotate(ME) == 1
    monkeypatch.setenv(VARIABLE, new)
    assert vault.get("p-1", ME) == JEANNE
    assert not vault.ring.path.exists()


def test_nothing_personal_is_in_the_database(house, people) -> None:
    house.office.vault.get("p-1", people)
    kept = house.raw()
    assert b"p-1" in kept
    assert not [word for word in (b"Zyprax", b"99 88 77", b"Qwertz", b"Wombatus") if word in kept]
