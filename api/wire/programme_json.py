"""Programme to and from JSON: ``load_programme(dump_programme(p)) == p``."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from api.wire import programme_map
from api.wire.address_notes import unknown_numbers
from api.wire.faults import Fault, InputFaults, Issue
from api.wire.field_faults import validate as validate_fields
from api.wire.horizon_notes import beyond_horizon
from api.wire.json_text import Source, read_document, refuse, source_name
from api.wire.place_lookup import AddressFinder, PlaceLookup
from api.wire.programme_checks import check_document
from api.wire.programme_model import FORMAT_VERSION, ProgrammeModel
from api.wire.records import first_of_each_place, json_fault, reading_order
from routing.planning.programme import Programme
from routing.planning.territory import Territory
from routing.sentence import say

MOST_FAULTS = 1000
"""Faults told at once; nobody reads more, and hostile files could make millions."""
RIDE_LISTS = ("events", "cars", "drivers", "requests")


def load_programme(
    source: Source,
    territory: Territory | None = None,
    *,
    addresses: AddressFinder | None = None,
    tell: Callable[[str], None] | None = None,
) -> Programme:
    """Read a programme and check that its records fit together.

    Parameters
    ----------
    source
        A path, the bytes of a JSON text, or a parsed document.
    territory
        Where sites and communes are looked up; without it references to sites are not checked.
    addresses
        What finds addresses; without it they are refused, with what to give instead.
    tell
        Called with a sentence about what is read but will not be planned, and about house
        numbers that are not known.

    Raises
    ------
    InputFaults
        With everything that is wrong, each with record, JSON pointer, value and remedy.
    """
    name = source_name(source, "programme")
    document = read_document(source, name)
    if "rounds" in document and "permanences" not in document:
        refuse(name, "NOT_A_PROGRAMME", say("c’est un plan ; indiquez ici un programme."))

    def report(issues: list[Issue]) -> list[Fault]:
        return [json_fault(document)(issue) for issue in reading_order(document, issues)]

    return build(document, PlaceLookup(territory, addresses), name, report, tell=tell)


def build(
    document: Mapping[str, object],
    lookup: PlaceLookup,
    name: str,
    report: Callable[[list[Issue]], list[Fault]],
    already: tuple[Issue, ...] = (),
    tell: Callable[[str], None] | None = None,
) -> Programme:
    """Turn a document into a programme, or raise all that is wrong as :class:`InputFaults`.

    ``report`` orders issues and says where in their source they lie; ``already`` are issues
    found when the source was read, which take the place of later ones at the same spot.
    """
    model, found = validate_fields(ProgrammeModel, document)
    issues = first_of_each_place([*already, *found, *check_document(document, lookup)])
    if model is None or issues:
        raise InputFaults(name, _first(report(issues)))
    try:
        programme = programme_map.to_core(model, lookup)
    except ValueError as error:  # the core is stricter than the wire: say so, do not crash
        refuse(
            name, "INVALID_RECORD", say("un enregistrement ne tient pas : {error}.", error=error)
        )
    for note in (beyond_horizon(programme), unknown_numbers(document, lookup)):
        if note and tell is not None:
            tell(say("{name} : {note}", name=name, note=note))
    return programme


def _first(faults: list[Fault]) -> list[Fault]:
    more = len(faults) - MOST_FAULTS
    if more <= 0:
        return faults
    message = say("et {more} autres points ; corrigez d’abord ceux-ci.", more=more)
    return [*faults[:MOST_FAULTS], Fault("", None, message, "MORE")]


def dump_programme(programme: Programme) -> dict[str, object]:
    """Return the JSON object of a programme; what has its usual value is left out."""
    model = programme_map.from_core(programme)
    body = model.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    return {"format_version": FORMAT_VERSION, **body}


def full_document(programme: Programme) -> dict[str, object]:
    """Return the JSON object of a programme with every field, also at its usual value.

    Lists about rides are left out where they are empty, so that the digests of programmes
    without rides are what they were before there were rides.
    """
    model = programme_map.from_core(programme)
    body = model.model_dump(mode="json", by_alias=True, exclude={"schema_"})
    return {key: value for key, value in body.items() if value or key not in RIDE_LISTS}


def programme_text(programme: Programme) -> str:
    """Return the canonical JSON text of a programme, with a final newline."""
    return json.dumps(dump_programme(programme), ensure_ascii=False, indent=2) + "\n"


def validate(programme: Programme, territory: Territory | None = None) -> list[Fault]:
    """Return what does not fit together in a programme, an empty list when all is well."""
    document = dump_programme(programme)
    _, found = validate_fields(ProgrammeModel, document)
    issues = first_of_each_place([*found, *check_document(document, PlaceLookup(territory))])
    return [json_fault(document)(issue) for issue in reading_order(document, issues)]


def programme_digest(programme: Programme) -> str:
    """Return the SHA-256 (hex) of all that a programme asks, apart from its horizon.

    The horizon is left out because ``--month`` sets another one for the same programme; a
    plan states its own. Lists of cancelled sessions are left out where they are empty, so that
    digests are what they were before there could be any.
    """
    body: dict[str, Any] = full_document(replace(programme, horizon=None))
    for permanence in body["permanences"]:
        if not permanence["cancelled"]:
            del permanence["cancelled"]
    text = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
