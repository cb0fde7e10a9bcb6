"""The log of accesses: complete, without values, and its chain breaks where it is touched."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from api.people.audit import Audit, Caller
from api.people.errors import UnknownPersonError
from api.people.vault import Vault
from api.store.database import Database
from maps.contacts import Contact

ME = Caller(actor="key:abc", via="GET /v1/people/{pseudonym}")
JEANNE = Contact(name="Jeanne Zyprax", phone="06 99 88 77 66")


@pytest.fixture
def audit(database: Database) -> Audit:
    return Audit(database, b"secret" * 6)


@pytest.fixture
def vault(database: Database, audit: Audit, tmp_path: Path) -> Vault:
    return Vault(database, tmp_path, audit)


def test_every_access_is_noted_with_its_fields_and_no_value(vault: Vault, audit: Audit) -> None:
    vault.put({"p-1": JEANNE}, ME)
    vault.get("p-1", ME)
    with pytest.raises(UnknownPersonError):
        vault.get("p-2", ME)
    audit.refuse(Caller(actor="key:reader", via="x"), "p\0-1")
    said = [(row.action, row.pseudonym, row.fields, row.outcome) for row in audit.latest(9)][::-1]
    assert said == [
        ("write", "p-1", "name phone", "done"),
        ("read", "p-1", "name phone", "done"),
        ("read", "p-2", "", "unknown"),
        ("ask", "p-1", "", "refused"),
    ]
    assert not [word for word in ("Zyprax", "99 88") if word in repr(audit.latest(9))]
    assert audit.verify().broken_at is None
    assert audit.verify().rows == 4


def test_what_cannot_be_noted_is_not_given(vault: Vault, database: Database) -> None:
    vault.put({"p-1": JEANNE}, ME)
    with database.begin() as session:
        session.execute(text("drop table people_audit"))
    with pytest.raises(Exception, match="people_audit"):
        vault.get("p-1", ME)


@pytest.mark.parametrize(
    ("tampering", "at"),
    [
        ("update people_audit set actor = 'key:xyz' where number = 2", 2),
        ("update people_audit set at = '2020-01-01 00:00:00' where number = 3", 3),
        ("delete from people_audit where number = 2", 3),
        ("delete from people_audit where number = 1", 2),
        ("delete from people_audit where number in (1, 2)", 3),
        ("update people_audit set number = 99 where number = 4", 99),
    ],
)
def test_tampering_is_found(vault: Vault, audit: Audit, database, tampering: str, at: int) -> None:
    vault.put({"p-1": JEANNE}, ME)
    for _ in range(4):
        vault.get("p-1", ME)
    assert audit.verify().broken_at is None
    with database.begin() as session:
        session.execute(text(tampering))
    found = audit.verify().broken_at
    assert found == at or (found == 5 and at == 99)  # the row after the gap shows first


def test_old_rows_leave_and_the_chain_still_holds(
    vault: Vault, audit: Audit, database: Database
) -> None:
    vault.put({"p-1": JEANNE}, ME)
    vault.get("p-1", ME)
    later = datetime.now(UTC) + timedelta(seconds=5)
    assert audit.forget(later - timedelta(days=1), ME) == 0
    assert audit.forget(later, ME) == 1
    vault.get("p-1", ME)
    assert audit.forget(later, ME) == 2
    verdict = audit.verify()
    assert (verdict.broken_at, verdict.rows) == (None, 2)
    with database.begin() as session:
        session.execute(text("delete from people_audit where number <= 4"))
    assert audit.verify().broken_at == 5


def test_those_who_ask_at_once_make_one_chain(vault: Vault, audit: Audit) -> None:
    vault.put({"p-1": JEANNE}, ME)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: vault.get("p-1", ME), range(20)))
    verdict = audit.verify()
    assert (verdict.broken_at, verdict.rows, verdict.last) == (None, 21, 21)
