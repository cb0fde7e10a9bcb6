"""What the service says of programmes."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, Field

from api.http.responses import FaultModel
from api.http.shelf import Listed
from routing.planning.programme import Programme


class Links(BaseModel):
    """Where a programme is read."""

    self_: str = Field(alias="self", examples=["/v1/programmes/promo-soins"])
    xlsx: str = Field(description="As a workbook.", examples=["/v1/programmes/promo-soins.xlsx"])


class Entry(BaseModel):
    """A programme in a list."""

    id: str = Field(description="What to call it by.", examples=["promo-soins"])
    title: str = Field(examples=["Promo Soins"])
    origin: Literal["territory", "stored"] = Field(
        description="`territory`: ships with it and never changes; `stored`: kept by people."
    )
    permanences: int = Field(examples=[4])
    requests: int = Field(description="Requests for rides.", examples=[0])
    etag: str = Field(description="What `If-Match` must say to change it.", examples=['"1"'])
    version: int | None = Field(description="Counts the changes; null where none are made.")
    created_at: datetime | None
    updated_at: datetime | None
    links: Links

    @staticmethod
    def of(listed: Listed) -> Entry:
        """Return what the wire says of a programme."""
        address, kept = f"/v1/programmes/{listed.id}", listed.entry
        return Entry(
            id=listed.id,
            title=listed.title,
            origin="stored" if kept else "territory",
            permanences=listed.permanences,
            requests=listed.requests,
            etag=f'"{listed.tag}"',
            version=kept.version if kept else None,
            created_at=kept.created_at if kept else None,
            updated_at=kept.updated_at if kept else None,
            links=Links.model_validate({"self": address, "xlsx": f"{address}.xlsx"}),
        )


class Kept(Entry):
    """A programme as it was just kept, with what is good to know of it."""

    notes: list[str] = Field(description="No faults, but good to know.")


class EntryList(BaseModel):
    """A page of programmes."""

    programmes: list[Entry]
    next: str | None = Field(description="Address of those that follow.")


class Size(BaseModel):
    """What a valid programme holds."""

    title: str = Field(examples=["Promo Soins"])
    permanences: int = Field(examples=[4])
    staff: int = Field(examples=[12])
    units: int = Field(examples=[1])
    requests: int = Field(examples=[0])
    drivers: int = Field(examples=[0])

    @staticmethod
    def of(programme: Programme) -> Size:
        """Return the size of a programme."""
        return Size(
            title=programme.title,
            permanences=len(programme.permanences),
            staff=len(programme.staff),
            units=len(programme.units),
            requests=len(programme.requests),
            drivers=len(programme.drivers),
        )


class Verdict(BaseModel):
    """Whether a programme can be used, and all that keeps it from being so."""

    valid: bool
    programme: Size | None = Field(description="What was read; null where it is not valid.")
    faults: list[FaultModel]
    notes: list[str] = Field(description="No faults, but good to know.")
