"""Plan to and from JSON: ``load_plan(dump_plan(p)) == p``, equal plans give equal bytes."""

from __future__ import annotations

import json
from zoneinfo import ZoneInfo

from api.wire import plan_map
from api.wire.faults import InputFaults
from api.wire.field_faults import validate as validate_fields
from api.wire.json_text import Source, read_document, refuse, source_name
from api.wire.plan_checks import check_plan_document
from api.wire.plan_model import FORMAT_VERSION, PARIS, PlanModel
from api.wire.records import first_of_each_place, json_fault, reading_order
from routing.planning.plans import Plan
from routing.planning.territory import Territory
from routing.sentence import say


def load_plan(source: Source) -> Plan:
    """Read a plan, made by the planner or by hand.

    Parameters
    ----------
    source
        A path, the bytes of a JSON text, or a parsed document.

    Raises
    ------
    InputFaults
        With everything that is wrong, each with record, JSON pointer, value and remedy.
    """
    name = source_name(source, "plan")
    document = read_document(source, name)
    if "permanences" in document and "rounds" not in document:
        refuse(name, "NOT_A_PLAN", say("c’est un programme ; indiquez ici un plan."))
    model, found = validate_fields(PlanModel, document)
    issues = first_of_each_place([*found, *check_plan_document(document)])
    if model is None or issues:
        place = json_fault(document)
        raise InputFaults(name, [place(issue) for issue in reading_order(document, issues)])
    try:
        return plan_map.to_core(model)
    except ValueError as error:  # the core is stricter than the wire: say so, do not crash
        refuse(
            name, "INVALID_RECORD", say("un enregistrement ne tient pas : {error}.", error=error)
        )


def dump_plan(plan: Plan, territory: Territory | None = None) -> dict[str, object]:
    """Return the JSON object of a plan.

    Parameters
    ----------
    territory
        Whose time zone the times are written in; Europe/Paris without it.
    """
    zone = territory.timezone if territory else ZoneInfo(PARIS)
    model = plan_map.from_core(plan, zone)
    body = model.model_dump(mode="json", by_alias=True, exclude={"schema_", "format_version"})
    for dates in (body["horizon"], *(record["due"] for record in body["unassigned"])):
        if not dates["label"]:
            del dates["label"]
    if not plan.rides and not plan.unserved:  # plans without requests are as they always were
        del body["rides"], body["unserved"]
    if not body["sentences"]["said"]:
        del body["sentences"]
    return {"format_version": FORMAT_VERSION, **body}


def plan_text(plan: Plan, territory: Territory | None = None) -> str:
    """Return the canonical JSON text of a plan, with a final newline.

    Fields stand in the order of the schema, free keys in alphabetical order, so that equal
    plans are equal byte for byte.
    """
    document = dump_plan(plan, territory)
    return json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False) + "\n"
