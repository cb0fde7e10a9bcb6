"""The published schemas are complete, and agree with the readers and with the core."""

from __future__ import annotations

import dataclasses
import json
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest

from api.wire import driver_model, place_model, plan_model, request_model, ride_plan_model
from api.wire import programme_model as wire
from api.wire.programme_json import load_programme, programme_text, validate
from api.wire.programme_xlsx import read_programme_xlsx, write_programme_xlsx
from api.wire.schema import plan_schema, programme_schema
from routing.planning import drivers, ride_requests
from routing.planning import programme as core
from routing.planning.territory_folder import load_territory

TERRITORY = load_territory()
RIDES = (place_model, driver_model, request_model)
SHIPPED = sorted(TERRITORY.programmes_folder.glob("*.json"))
SCHEMAS = [programme_schema(), plan_schema()]


def fields(schema: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any], dict[str, Any]]]:
    for name, record in [("", schema), *schema["$defs"].items()]:
        for key, field in record["properties"].items():
            yield f"{name}.{key}", field, record


@pytest.mark.parametrize("schema", SCHEMAS, ids=["programme", "plan"])
def test_every_field_has_a_title_and_a_description_in_french(schema: dict[str, Any]) -> None:
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    for name, field, record in fields(schema):
        assert field.get("title") or "$ref" in field, name
        assert field.get("description", "").endswith("."), name
        assert record["title"], name
        assert record["description"], name
        assert record["additionalProperties"] is False, name


def test_examples_are_accepted_by_the_readers() -> None:
    for module in (wire, *RIDES, plan_model, ride_plan_model):
        for model in vars(module).values():
            if not (isinstance(model, type) and issubclass(model, wire.WireModel)):
                continue
            for key, field in model.model_fields.items():
                for example in field.examples or ():
                    model.__pydantic_validator__.validate_assignment(
                        model.model_construct(), key, example
                    )


def test_usual_values_are_written_as_the_wire_writes_them() -> None:
    records = programme_schema()["$defs"]
    assert records["PermanenceModel"]["properties"]["setup"]["default"] == "PT0S"
    assert records["UnitModel"]["properties"]["leave"]["default"] == "07:00"
    assert records["RulesModel"]["properties"]["max_day"]["default"] == "PT10H"


def test_the_schema_knows_how_a_place_may_be_named() -> None:
    place = programme_schema()["$defs"]["PlaceModel"]
    assert [option["required"] for option in place["anyOf"]] == [
        ["lon", "lat"], ["commune"], ["site"], ["address"]
    ]  # fmt: skip
    assert place["additionalProperties"] is False
    request = programme_schema()["$defs"]["RequestModel"]["properties"]
    assert request["boarding"]["default"] == "PT2M"


RENAMED = {
    "return_": "return_s",
    "break_": "break_s",
    "from_": "from_s",
    "contract_per_week": "contract_s_per_week",
    "time": "seconds",
    "km": "metres",
}


@pytest.mark.parametrize(
    ("model", "record"),
    [
        (wire.PermanenceModel, core.Permanence),
        (wire.RoleNeedModel, core.RoleNeed),
        (wire.StaffModel, core.StaffMember),
        (wire.UnitModel, core.Unit),
        (wire.RulesModel, core.WorkingTimeRules),
        (wire.RoleModel, core.Role),
        (request_model.PartyModel, ride_requests.Party),
        (request_model.EntitlementModel, ride_requests.Entitlement),
        (request_model.ToPermanenceModel, ride_requests.ToPermanence),
        (request_model.ToAppointmentModel, ride_requests.ToAppointment),
        (request_model.ToEventModel, ride_requests.ToEvent),
        (request_model.EventModel, ride_requests.Event),
        (driver_model.AssociationCarModel, drivers.AssociationCar),
        (driver_model.LunchModel, drivers.Lunch),
        (driver_model.GivenModel, drivers.Given),
    ],
)
def test_wire_and_core_agree_on_fields_and_usual_values(
    model: type[wire.WireModel], record: type[Any]
) -> None:
    defaults = {field.name: field.default for field in dataclasses.fields(record)}
    for name, field in model.model_fields.items():
        if name == "kind" and "kind" not in defaults:
            continue  # tells records of a union apart; the core's types differ
        same = RENAMED.get(name, name if name in defaults else f"{name}_s")
        default = defaults.pop(same)
        if field.is_required():
            assert default is dataclasses.MISSING, name
        elif isinstance(default, frozenset):
            assert frozenset(field.default) == default, name
        else:
            assert field.default == default, name
    assert not defaults


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_shipped_programmes_are_canonical_and_survive_a_workbook(path: Any, tmp_path: Any) -> None:
    programme = load_programme(path, TERRITORY)
    assert validate(programme, TERRITORY) == []
    assert programme_text(programme) == path.read_text(encoding="utf-8")
    write_programme_xlsx(programme, tmp_path / "p.xlsx", TERRITORY)
    assert read_programme_xlsx(tmp_path / "p.xlsx", TERRITORY) == programme


def test_the_default_programme_ships() -> None:
    assert "promo-soins" in {path.stem for path in SHIPPED}


def test_schemas_serialise() -> None:
    for schema in SCHEMAS:
        assert json.loads(json.dumps(schema, allow_nan=False)) == schema


def test_json_costs_no_import_of_the_workbook_library() -> None:
    code = (
        "import sys, api.wire.programme_json, api.wire.plan_json, api.wire.programme_xlsx;"
        "sys.exit('openpyxl' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
