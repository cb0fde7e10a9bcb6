"""Answers are described with a schema and an example, and are as they are described.

The routes write many answers by themselves, unchecked, so that a stored plan is read quickly:
that they hold to the OpenAPI document is seen here, on a plan that is there.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import jsonschema_rs
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from api.http.openapi import document
from api.store.order_records import PLAN, Outcome, Standing, Status

METHODS = ("get", "post", "put", "delete")
DATA = ("application/json", "application/geo+json")


@pytest.fixture(scope="module")
def described(app: FastAPI) -> dict[str, Any]:
    return as_read(app)


def as_read(app: FastAPI) -> dict[str, Any]:
    """Return the document as a client reads it."""
    found: dict[str, Any] = json.loads(json.dumps(document(app)))
    return found


def answers(described: dict[str, Any], status: str = "2") -> Iterator[tuple[str, str, Any]]:
    """Yield operation, media type and description of all answers of a kind of status."""
    for address, path in described["paths"].items():
        for method in METHODS:
            for code, told in path.get(method, {}).get("responses", {}).items():
                if code.startswith(status):
                    for kind, content in told.get("content", {}).items():
                        yield f"{method.upper()} {address} {code}", kind, content


def fits(described: dict[str, Any], schema: dict[str, Any], value: object) -> list[str]:
    """Return what is wrong with a value, by a schema of the document."""
    whole = {**schema, "components": described["components"]}
    checker = jsonschema_rs.Draft202012Validator(whole, validate_formats=True)
    return [f"{list(error.instance_path)}: {error.message}" for error in checker.iter_errors(value)]


def test_every_answer_has_a_schema(described: dict[str, Any]) -> None:
    bare = [
        f"{operation} {kind}"
        for operation, kind, content in answers(described)
        if not {"$ref", "type", "anyOf", "oneOf"} & content.get("schema", {}).keys()
    ]
    assert bare == []


def test_every_answer_in_json_shows_an_example(described: dict[str, Any]) -> None:
    def shows(schema: Any) -> bool:
        if isinstance(schema, list):
            return any(map(shows, schema))
        if not isinstance(schema, dict):
            return False
        if "$ref" in schema:
            name = schema["$ref"].rpartition("/")[2]
            return shows(described["components"]["schemas"][name])
        return "examples" in schema or any(map(shows, schema.values()))

    assert [
        operation
        for operation, kind, content in answers(described)
        if kind in DATA and "examples" not in content and not shows(content["schema"])
    ] == []


def test_examples_are_as_the_schemas_say(described: dict[str, Any]) -> None:
    kept = described["components"]["examples"]
    told = set()
    for operation, kind, content in answers(described, status=""):
        for shown in content.get("examples", {}).values():
            name = shown["$ref"].rpartition("/")[2]
            told.add(name)
            if kind in DATA:
                assert fits(described, content["schema"], kept[name]["value"]) == [], operation
    assert told == kept.keys()


class Asking:
    """Asks a service and compares what it answers with what its document says."""

    def __init__(self, shelf: Any) -> None:
        self._client = shelf.client
        self.described = as_read(shelf.app)

    def ask(self, method: str, template: str, body: Any = None, query: str = "", **ids: str) -> Any:
        """Return an answer that is as described."""
        address = template.format(**ids) + query
        sent = {} if body is None else {"json": body}
        given = self._client.request(method, address, **sent)
        told = self.described["paths"][template][method.lower()]["responses"]
        kinds = told[str(given.status_code)]["content"]
        kind = given.headers["content-type"].partition(";")[0]
        assert kind in kinds, address
        if kind in DATA:
            assert fits(self.described, kinds[kind]["schema"], given.json()) == [], address
        return given


@pytest.fixture(scope="module")
def asking(shelf: Any) -> Asking:
    return Asking(shelf)


READ = (
    *("", "/rounds", "/rides", "/unserved", "/indicators", "/drivers", "/programme"),
    *("/documents", "/geojson", "/map", "/links"),
)


@pytest.mark.parametrize("part", READ)
def test_what_is_read_of_a_plan_is_as_described(
    asking: Asking, planned: tuple[str, Outcome], part: str
) -> None:
    plan_id = planned[0].rpartition("/")[2]
    assert asking.ask("GET", f"/v1/plans/{{plan_id}}{part}", plan_id=plan_id).status_code == 200


def test_what_is_left_open_is_as_described(
    asking: Asking, shelf: Any, planned: tuple[str, Outcome]
) -> None:
    plan_id = planned[0].rpartition("/")[2]
    plan = asking.ask("GET", "/v1/plans/{plan_id}", plan_id=plan_id).json()["plan"]
    assert plan["rounds"]
    session = plan["rounds"][0]["stops"][0]["permanence"]
    changed = deepcopy(plan)
    del changed["rounds"][0]
    verdict = asking.ask("POST", "/v1/plans/{plan_id}:check", {"plan": changed}, plan_id=plan_id)
    assert not verdict.json()["valid"]
    held = {"kind": "permanence", "id": session, "due": plan["horizon"]}
    missed = {**held, "reasons": [{"code": "NO_STAFF", "message": "il manque une personne."}]}
    text = json.dumps(changed | {"unassigned": [missed]}).encode()
    other = shelf.put(Outcome(status=Status.COMPLETED, documents={PLAN: text}))
    other_id = other.rpartition("/")[2]
    assert asking.ask("GET", "/v1/plans/{plan_id}/unserved", plan_id=other_id).json()["sessions"]
    told = asking.ask(
        "GET", "/v1/plans/{plan_id}:compare", query=f"?with={other_id}", plan_id=plan_id
    )
    assert told.json()["differences"]


def test_a_plan_is_as_described_from_first_to_last(asking: Asking, shelf: Any) -> None:
    asked = {"programme": "promo-soins", "month": "2027-01"}
    plan_id = asking.ask("POST", "/v1/plans", asked).json()["id"]
    claim = shelf.taken()
    shelf.orders.push(claim, Standing(phase="rounds", share=0.5, done=0.2, cost=9, gap=0.1))
    working = asking.ask("GET", "/v1/plans/{plan_id}", plan_id=plan_id).json()
    assert (working["status"], working["plan"]) == ("working", None)
    problem = {"type": "urn:tournees:x", "title": "!", "status": 500}
    failed = Outcome(status=Status.FAILED, documents={}, problem=problem)
    assert shelf.orders.finish(claim, failed)
    for method, template in (
        ("GET", "/v1/plans/{plan_id}"),
        ("DELETE", "/v1/plans/{plan_id}"),
        ("POST", "/v1/plans/{plan_id}:cancel"),
    ):
        assert asking.ask(method, template, plan_id=plan_id).status_code == 200
    assert asking.ask("GET", "/v1/plans").json()["plans"]


def test_events_are_as_described(client: TestClient, described: dict[str, Any]) -> None:
    asked = {"programme": "promo-soins", "month": "2027-01"}
    address = client.post("/v1/plans", json=asked).headers["location"]
    client.delete(address)
    lines = client.get(f"{address}/events").text.split("\n\n")[-2].splitlines()
    told: dict[str, Any] = dict(line.split(": ", 1) for line in lines)
    told |= {"retry": int(told["retry"])} if "retry" in told else {}
    schema = {"$ref": "#/components/schemas/StateEvent"}
    assert fits(described, schema, told) == []
    inside = described["components"]["schemas"]["StateEvent"]["properties"]["data"]
    assert fits(described, inside["contentSchema"], json.loads(told["data"])) == []


def test_published_is_as_described(asking: Asking, shelf: Any, planned: Any) -> None:
    plan_id = shelf.put(planned[1]).rpartition("/")[2]
    told = asking.ask("POST", "/v1/plans/{plan_id}:publish", plan_id=plan_id)
    assert told.json()["number"]
    link = "/v1/plans/{plan_id}/drivers/{driver}/link"
    made = asking.ask("POST", link, {"names": False}, plan_id=plan_id, driver="d1")
    assert made.status_code == 201
    assert asking.ask("DELETE", link, plan_id=plan_id, driver="d1").json() == {"revoked": 1}


@pytest.mark.parametrize("name", ["matrix", "route", "reach", "find"])
def test_ways_are_as_described(asking: Asking, name: str) -> None:
    address = f"/v1/roads/{name}"
    body = asking.described["paths"][address]["post"]["requestBody"]["content"][DATA[0]]["schema"]
    model = asking.described["components"]["schemas"][body["$ref"].rpartition("/")[2]]
    asked = {
        key: told["examples"][0] for key, told in model["properties"].items() if "examples" in told
    }
    assert asking.ask("POST", address, asked).status_code == 200


def test_the_territory_is_as_described(asking: Asking) -> None:
    known = {"code": "83104", "site_id": "PERM-RIANS", "programme_id": "promo-soins"}
    for address, path in asking.described["paths"].items():
        names = set(re.findall(r"\{(\w+)\}", address))
        if "get" in path and address.startswith("/v1/") and names <= known.keys():
            assert asking.ask("GET", address, **known).status_code == 200


PLACES = "6.0615,43.4058;6.0086,43.5577"


@pytest.mark.parametrize(
    ("name", "text", "query"),
    [
        ("route", PLACES, "?steps=true&annotations=true"),
        ("route", PLACES, "?geometries=geojson&skip_waypoints=true"),
        ("table", PLACES, "?annotations=duration,distance&fallback_speed=9"),
        ("nearest", "6.0615,43.4058", "?number=2"),
    ],
)
def test_osrm_is_answered_as_described(asking: Asking, name: str, text: str, query: str) -> None:
    template = f"/{name}/v1/{{profile}}/{{text}}"
    assert asking.ask("GET", template, query=query, profile="driving", text=text).is_success


@pytest.mark.parametrize("options", [{"g": True}, {"c": True}])
def test_vroom_is_answered_as_described(asking: Asking, options: dict[str, bool]) -> None:
    start = [6.0615, 43.4058]
    steps = [{"type": "start"}, {"type": "job", "id": 1}, {"type": "end"}]
    vehicle = {"id": 1, "start": start, "end": start, "capacity": [1], "time_window": [0, 60]}
    job = {"id": 1, "location": [6.0086, 43.5577], "delivery": [1], "service": 60}
    body = {"vehicles": [vehicle | {"steps": steps}], "jobs": [job, job | {"id": 2}]}
    told = asking.ask("POST", "/optimization", body | {"options": options}).json()
    assert told["unassigned"]
