"""What the service says of the documents of a plan, with examples, for the OpenAPI document."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, Field

from api.http.geojson import collection, feature
from maps.selection import Selector


class DocumentPart(BaseModel):
    """A document narrowed: of a date, a driver, a unit, a village."""

    name: str = Field(description="File name.")
    href: str
    coordinator_only: bool


class DocumentLinks(BaseModel):
    """Where a document is drawn."""

    self_: str = Field(alias="self")


class DocumentEntry(BaseModel):
    """A document that can be drawn of a plan."""

    kind: str = Field(description="What the address calls it.")
    name: str = Field(description="File name.")
    media_type: str
    filters: list[Selector] = Field(description="By what it can be narrowed.")
    coordinator_only: bool = Field(description="Whether it tells where people live.")
    links: DocumentLinks
    parts: list[DocumentPart]


class DocumentList(BaseModel):
    """The documents of a plan, each with its address and those of its parts."""

    documents: list[DocumentEntry]


_SHEETS = "/v1/plans/rYK9yo5AXaWVdtdA/documents/round-sheets"
MAP: dict[str, Any] = collection(
    feature(
        "Point",
        [5.757, 43.607],
        kind="round-stop",
        of="2027-01-05-UM1",
        number=1,
        name="Rians",
        exact=True,
    )
)
DOCUMENTS: dict[str, Any] = {
    "documents": [
        {
            "kind": "round-sheets",
            "name": "feuilles.html",
            "media_type": "text/html; charset=utf-8",
            "filters": ["date", "unit", "member", "village"],
            "coordinator_only": False,
            "links": {"self": _SHEETS},
            "parts": [
                {
                    "name": "feuille-2027-01-05-unite-1.html",
                    "href": f"{_SHEETS}?date=2027-01-05&unit=UM1",
                    "coordinator_only": False,
                }
            ],
        }
    ]
}
