"""Names, phones, addresses and doors are planted, all documents made, and all of them searched."""

from __future__ import annotations

import html
import io
import logging
import re
import tempfile
import unicodedata
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest
from pypdf import PdfReader

from maps.contacts import Contact
from maps.document_kind import Document, DocumentKind
from maps.documents import KINDS, documents
from maps.plan_context import PlanContext

SECRETS = {
    "name": "Zénaïde Quichotte-Ocelot",
    "phone": "07 98 76 54 31",
    "address": "417 chemin du Ptérodactyle",
    "notes": "Yaourtière",
    "landmark": "digicode 4512",
    "driver": "Barnabé Xylophage",
    "driver phone": "06 12 98 34 76",
}
DOOR = {"cut": "43.49876", "rounded": "43.49877"}
"""A passenger's door, as files may write its latitude."""
PEOPLE = {
    "P-0001": Contact(
        name=SECRETS["name"],
        phone=SECRETS["phone"],
        address=SECRETS["address"],
        notes=SECRETS["notes"],
    ),
    "c1": Contact(name=SECRETS["driver"], phone=SECRETS["driver phone"]),
}


@dataclass(frozen=True)
class Made:
    """A document, its kind, and all that can be read in it."""

    kind: DocumentKind
    document: Document
    read: tuple[str, ...]

    def tells(self, needles: dict[str, str]) -> set[str]:
        """Return the keys of what is found in it."""
        return {key for key, needle in needles.items() if any(needle in text for text in self.read)}


@pytest.fixture(scope="module")
def context(made, ride_made, tmp_path_factory) -> PlanContext:
    sample = ride_made.make_ride_sample(made, tmp_path_factory.mktemp("essai") / "territoire")
    plan, programme, territory, network = sample.arguments
    later = replace(plan, rides=plan.rides[:2], rounds=plan.rounds[1:])
    return PlanContext(
        plan=plan,
        programme=programme,
        territory=territory,
        network=network,
        before=later,
        version=2,
    )


@pytest.fixture(scope="module")
def anonymous(context) -> list[Made]:
    return list(drawn(context))


@pytest.fixture(scope="module")
def initials(context) -> list[Made]:
    return list(drawn(context.with_people(PEOPLE, names=False)))


def drawn(context: PlanContext) -> Iterator[Made]:
    for kind in KINDS.values():
        for document in documents(context, [kind]):
            read = tuple(plain(text) for text in texts(document))
            yield Made(kind, document, read)


def texts(document: Document) -> Iterator[str]:
    """Yield everything that somebody who searches a file can read in it."""
    content = document.content
    if document.name.endswith(".pdf"):
        reader = PdfReader(io.BytesIO(content))
        yield str(reader.metadata)
        yield str(reader.xmp_metadata and reader.xmp_metadata.rdf_root.toxml())
        yield " ".join(page.extract_text() for page in reader.pages)
        yield content.decode("latin-1")
    elif document.name.endswith(".xlsx"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for name in archive.namelist():
                yield name
                yield archive.read(name).decode()
    else:
        text = content.decode("utf-8")
        yield text.replace("\r\n ", "") if document.name.endswith(".ics") else text


def plain(text: str) -> str:
    """Return a text as it is read: entities and escapes undone, any blank one blank."""
    read = re.sub(r"\\u([0-9a-f]{4})", lambda found: chr(int(found[1], 16)), html.unescape(text))
    return " ".join(unicodedata.normalize("NFC", read).split())


def test_people_are_named_where_they_should_be_alone(context, tmp_path, monkeypatch, caplog):
    caplog.set_level(logging.DEBUG)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    told: dict[str, set[str]] = {}
    for made in drawn(context.with_people(PEOPLE, names=True)):
        name = plain(made.document.name).lower()
        assert not [text for text in SECRETS.values() if text.split()[-1].lower() in name]
        told.setdefault(made.kind.id, set()).update(made.tells(SECRETS))
        assert not told[made.kind.id] or made.kind.tells_doors
    for kind in ("driver-sheets", "driver-sheets-pdf"):
        assert {"name", "phone", "address", "notes", "landmark"} <= told.pop(kind)
    assert told.pop("mileage-report") <= {"driver"}  # a statement that the driver signs
    assert {kind: found for kind, found in told.items() if found} == {}
    assert not [text for text in SECRETS.values() if text in caplog.text]
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_without_names_initials_are_all_there_is(initials):
    known = {key: text for key, text in SECRETS.items() if key != "landmark"}
    assert {made.document.name for made in initials if made.tells(known)} == set()
    assert {made.kind.id for made in initials if made.tells({"initials": "Z. Q.-O."})}


def test_without_people_nobody_is_named(anonymous):
    known = SECRETS | {"initials": "Z. Q.-O."}
    for made in anonymous:
        assert made.tells(known) <= ({"landmark"} if made.kind.tells_doors else set())


def test_doors_are_told_to_their_driver_alone(anonymous):
    """The point of a door stands on the driver's sheets, and in the driver's own GPX."""
    where: dict[str, list[str]] = {}
    for made in anonymous:
        if made.tells(DOOR):
            where.setdefault(made.kind.id, []).append(made.document.name)
    assert set(where) == {"driver-sheets", "driver-sheets-pdf", "gpx"}
    assert where["gpx"] == ["itineraire-2026-12-01-conducteur-1.gpx"]
    for kind in ("driver-sheets", "driver-sheets-pdf"):
        own = [name for name in where[kind] if "conducteur" in name]
        assert [name.partition(".")[0] for name in own] == ["feuille-2026-12-01-conducteur-1"]


def test_what_is_kept_from_readers_is_what_tells_doors(anonymous):
    for made in anonymous:
        if made.tells(DOOR | SECRETS):
            assert made.kind.tells_doors or made.kind.tells_own_doors
            assert made.kind.tells_doors or "conducteur" in made.document.name
