"""Who is behind the pseudonyms: a file of its own, beside programmes and plans.

A programme names passengers and drivers by pseudonyms only, so that programmes, plans, digests,
maps and logs hold nothing personal. This file holds the rest. Only what prints a sheet for a
person, or shows one to somebody who may see it, needs to read it.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from api.wire.faults import Fault, InputFaults, pointer
from api.wire.field_faults import validate
from api.wire.fields import Id, Text, WireModel
from api.wire.json_text import Source, read_document, source_name


class PersonModel(WireModel):
    """Qui est derrière un pseudonyme."""

    name: Text = Field("", description="Nom.", examples=["Jeanne Exemple"])
    phone: Text = Field("", description="Téléphone.", examples=["06 00 00 00 00"])
    address: Text = Field("", description="Adresse.", examples=["1 rue Exemple, Barjols"])
    notes: Text = Field("", description="Notes, pour qui conduit.", examples=["Sonner deux fois."])


class PeopleModel(WireModel):
    """Les personnes, par pseudonyme : à garder à part, et pour soi."""

    schema_: Text | None = Field(
        None, alias="$schema", description="Adresse du schéma, pour les éditeurs ; sans effet."
    )
    format_version: Literal[1] = Field(1, description="Version de ce format.")
    people: dict[Id, PersonModel] = Field(
        default_factory=dict,
        max_length=20_000,
        description="Par pseudonyme de passager, ou code de qui conduit.",
    )


def load_people(source: Source) -> dict[str, PersonModel]:
    """Read who is behind the pseudonyms.

    Raises
    ------
    InputFaults
        With everything that is wrong, each with its JSON pointer and remedy, and no value: that
        would be somebody's.
    """
    name = source_name(source, "people")
    document = read_document(source, name)
    model, issues = validate(PeopleModel, document)
    if model is None:
        faults = (Fault(pointer(i.loc), None, i.message, i.code) for i in issues)
        raise InputFaults(name, faults)
    return dict(model.people)
