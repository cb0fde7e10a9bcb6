"""Dates from one to another, as all documents write them."""

from __future__ import annotations

from pydantic import Field

from api.wire.fields import Day, Text, WireModel


class RangeModel(WireModel):
    """Dates d’un jour à un autre, les deux compris."""

    first: Day = Field(alias="from", description="Premier jour.", examples=["2027-01-01"])
    last: Day = Field(alias="to", description="Dernier jour, compris.", examples=["2027-01-31"])
    label: Text = Field("", description="Motif ou nom, pour les lecteurs.", examples=["Congés"])
