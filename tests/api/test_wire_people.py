"""Who is behind the pseudonyms stays in a file of its own, and out of every message."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.wire.faults import InputFaults
from api.wire.people_json import PersonModel, load_people
from api.wire.schema import people_schema

JEANNE = PersonModel(name="Jeanne Exemple", phone="06 00 00 00 00")
texts = st.text("aé '+0", max_size=5).map(str.strip)
persons = st.builds(PersonModel, name=texts, phone=texts, address=texts, notes=texts)


@given(st.dictionaries(st.text("abc-1", min_size=1, max_size=5), persons, max_size=4))
def test_people_are_read_as_they_were_written(people: dict[str, PersonModel]) -> None:
    document = {"people": {key: who.model_dump() for key, who in people.items()}}
    assert load_people(json.dumps(document).encode()) == people


def test_what_is_not_said_of_somebody_is_empty() -> None:
    text = b'{"format_version": 1, "people": {"p-1": {"name": "Jeanne Exemple"}}}'
    assert load_people(text) == {"p-1": PersonModel(name="Jeanne Exemple")}
    assert load_people(b'{"people": {}}') == {}


CASES: list[tuple[dict[str, Any], str, str]] = [
    ({"people": {"p-1": {"name": 612345678}}}, "WRONG_TYPE", "/people/p-1/name"),
    ({"people": {"p-1": {"tel": "0612345678"}}}, "UNKNOWN_FIELD", "/people/p-1/tel"),
    ({"people": {"p;1": {"name": "0612345678"}}}, "BAD_ID", "/people/p;1"),
    ({"people": [{"name": "0612345678"}]}, "WRONG_TYPE", "/people"),
]


@pytest.mark.parametrize(("document", "code", "place"), CASES)
def test_a_fault_names_the_place_and_never_what_stands_there(
    document: dict[str, Any], code: str, place: str
) -> None:
    with pytest.raises(InputFaults) as caught:
        load_people(document)
    (fault,) = caught.value.faults
    assert (fault.code, fault.path, fault.value) == (code, place, None)
    assert "612345678" not in str(caught.value)


def test_the_schema_says_what_each_field_is() -> None:
    person = people_schema()["$defs"]["PersonModel"]
    assert set(person["properties"]) == {"name", "phone", "address", "notes"}
    assert all(field["description"] for field in person["properties"].values())
