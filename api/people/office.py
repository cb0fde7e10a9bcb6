"""All that concerns persons in one installation, put together once for every door."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from api.people.audit import Audit
from api.people.dossier import Dossiers
from api.people.erasure import Erasure
from api.people.links import Links
from api.people.retention import Retention, Times
from api.people.vault import Vault
from api.store.database import Database
from routing.planning.territory import Territory


@dataclass(frozen=True, slots=True)
class Office:
    """The vault, and who keeps it."""

    vault: Vault
    audit: Audit
    erasure: Erasure
    retention: Retention
    dossiers: Dossiers
    links: Links


def open_office(
    database: Database, folder: Path, secret: bytes, territory: Territory, times: Times
) -> Office:
    """Return what keeps personal data in this database, with the key file in ``folder``."""
    audit = Audit(database, secret)
    vault = Vault(database, folder, audit)
    erasure = Erasure(database, vault, audit, territory)
    retention = Retention(database, erasure, audit, times)
    return Office(
        vault=vault,
        audit=audit,
        erasure=erasure,
        retention=retention,
        dossiers=Dossiers(database, vault, audit, retention),
        links=Links(database, audit, secret),
    )
