"""What the service says of persons and of drivers' links."""

from __future__ import annotations

from datetime import date, datetime

from pydantic import BaseModel, Field

from api.people.erasure import Erased
from api.people.vault import Entry


class PersonEntry(BaseModel):
    """That somebody is known; nothing personal."""

    pseudonym: str = Field(examples=["p-031"])
    entered_at: datetime
    changed_at: datetime
    named_until: date | None = Field(description="Last date of the plans that have named them.")

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
    links_revoked: int
    remains: str

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

    revoked: int
