"""What the service says of persons and of drivers' links."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from pydantic import BaseModel, Field

from api.people.erasure import Erased
from api.people.vault import Entry
from api.wire.people_json import PersonModel


class PersonEntry(BaseModel):
    """That somebody is known; nothing personal."""

    pseudonym: str = Field(examples=["p-031"])
    entered_at: datetime
    changed_at: datetime
    named_until: date | None = Field(
        description="Last date of the plans that have named them.", examples=["2027-01-28"]
    )

    @staticmethod
    def of(entry: Entry) -> PersonEntry:
        """Return what the wire says of an entry."""
        return PersonEntry(
            pseudonym=entry.pseudonym,
            entered_at=entry.created_at,
            changed_at=entry.changed_at,
            named_until=entry.named_until,
        )


class PersonList(BaseModel):
    """Who is known, by pseudonym."""

    people: list[PersonEntry]
    next: str | None = Field(description="Address of the next page.")


class Imported(BaseModel):
    """What an import changed."""

    added: int = Field(examples=[12])
    changed: int = Field(examples=[3])


class DoorsRemoved(BaseModel):
    """Where the person's door was taken out."""

    plans: list[str] = Field(description="Ids; their maps and sheets are drawn again without.")
    programmes: list[str] = Field(description="Ids of kept programmes; each has a new version.")


class ErasedReport(BaseModel):
    """What erasing did, and what it leaves."""

    erased: bool = Field(description="Whether name, phone, address or notes were kept.")
    doors_removed_from: DoorsRemoved
    links_revoked: int = Field(examples=[1])
    remains: str = Field(description="What stays, in the language asked for.")

    @staticmethod
    def of(done: Erased, remains: str) -> ErasedReport:
        """Return what the wire says of an erasure."""
        return ErasedReport(
            erased=bool(done.people),
            doors_removed_from=DoorsRemoved(
                plans=list(done.plans), programmes=list(done.programmes)
            ),
            links_revoked=done.links,
            remains=remains,
        )


class Access(BaseModel):
    """Somebody who looked at a person's fields, or changed them."""

    at: datetime
    by: str = Field(description="Number of the key or link.", examples=["key:4f3a9c"])
    action: str
    fields: list[str]
    via: str
    outcome: str


class Dossier(BaseModel):
    """All that is held about a person (GDPR, article 15)."""

    pseudonym: str = Field(examples=["p-031"])
    exported_at: datetime
    person: PersonModel | None = Field(description="Name, phone, address and notes; null: none.")
    entered_at: datetime | None
    changed_at: datetime | None
    kept_until: date | None
    plans: list[dict[str, Any]] = Field(description="What plans and their programmes tell.")
    programmes: list[dict[str, Any]] = Field(description="What kept programmes tell.")
    links: list[dict[str, Any]] = Field(description="Links with which they open their sheets.")
    accesses: list[Access] = Field(description="Who looked or changed, the latest first.")


class DriverLink(BaseModel):
    """A link with which a driver opens their own sheets of one plan."""

    plan: str
    driver: str = Field(examples=["conducteur-4"])
    names: bool = Field(description="Whether it tells who the passengers are; else initials.")
    url: str
    created_at: datetime
    expires_at: datetime
    revoked_at: datetime | None


class DriverLinks(BaseModel):
    """The links to a plan, the newest first."""

    links: list[DriverLink]


class Revoked(BaseModel):
    """How many links were ended."""

    revoked: int = Field(examples=[1])
