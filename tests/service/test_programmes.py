"""A coordinator keeps a programme, checks a file, changes it, downloads it, plans from it."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from api.http.programmes.example import EXAMPLE
from api.store.keys import Role
from api.wire.programme_json import load_programme, programme_digest
from api.wire.programme_xlsx import read_programme_xlsx

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHIPPED = ["promo-soins", "extension", "territoire"]
Document = dict[str, Any]


@pytest.fixture(scope="module")
def document(client: TestClient) -> Document:
    """A small programme, as the service gives it."""
    found: Document = client.get("/v1/programmes/promo-soins").json()
    return found | {"title": "Essai"}


@pytest.fixture
def kept(client: TestClient, document: Document) -> Iterator[Document]:
    """A programme that is kept for one test."""
    answer = client.post("/v1/programmes", json=document)
    assert answer.status_code == 201, answer.text
    yield answer.json()
    client.delete(answer.headers["location"])


def problem(response: Any, status: int, slug: str) -> Document:
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    body: Document = response.json()
    assert body["type"] == f"urn:problem-type:tournees:{slug}"
    return body


def test_a_programme_is_kept_and_read_as_it_was_sent(
    client: TestClient, document: Document
) -> None:
    answer = client.post("/v1/programmes", json=document)
    assert answer.status_code == 201
    address = answer.headers["location"]
    entry = answer.json()
    assert address == entry["links"]["self"] == f"/v1/programmes/{entry['id']}"
    assert (entry["title"], entry["origin"], entry["version"]) == ("Essai", "stored", 1)
    read = client.get(address)
    assert read.json() == document
    assert read.headers["etag"] == answer.headers["etag"] == entry["etag"]
    listed = client.get("/v1/programmes").json()["programmes"]
    assert [each["id"] for each in listed][: len(SHIPPED) + 1] == [*SHIPPED, entry["id"]]
    assert client.delete(address).status_code == 204
    problem(client.get(address), 404, "unknown-programme")
    problem(client.delete(address), 404, "unknown-programme")


def test_what_a_client_has_is_not_sent_again(client: TestClient, kept: Document) -> None:
    for address in (*kept["links"].values(), "/v1/programmes/extension", "/v1/sites.geojson"):
        tag = client.get(address).headers["etag"]
        for known in (tag, f'"x", W/{tag}', "*"):
            again = client.get(address, headers={"If-None-Match": known})
            assert (again.status_code, again.content) == (304, b"")
        assert client.get(address, headers={"If-None-Match": '"x"'}).status_code == 200


def test_a_change_names_what_it_changes(
    client: TestClient, kept: Document, document: Document
) -> None:
    address = kept["links"]["self"]

    def put(title: str, **headers: str) -> Any:
        return client.put(address, json=document | {"title": title}, headers=headers)

    problem(put("Deux"), 428, "if-match-required")
    for wrong in ('"2"', "1", f"W/{kept['etag']}", '"1.pdf"'):
        problem(put("Deux", **{"If-Match": wrong}), 412, "changed-meanwhile")
    changed = put("Deux", **{"If-Match": f'"9", {kept["etag"]}'})
    assert changed.status_code == 200
    assert (changed.json()["title"], changed.json()["version"]) == ("Deux", 2)
    assert changed.json()["etag"] == client.get(address).headers["etag"]
    problem(put("Trois", **{"If-Match": kept["etag"]}), 412, "changed-meanwhile")
    assert client.get(address).json()["title"] == "Deux"
    stale = client.delete(address, headers={"If-Match": kept["etag"]})
    problem(stale, 412, "changed-meanwhile")
    assert put("Quatre", **{"If-Match": "*"}).json()["version"] == 3


def test_what_ships_with_the_territory_stays_as_it_is(
    client: TestClient, document: Document
) -> None:
    address = "/v1/programmes/promo-soins"
    tag = client.get(address).headers["etag"]
    put = client.put(address, json=document, headers={"If-Match": tag})
    problem(put, 409, "shipped-programme")
    problem(client.delete(address), 409, "shipped-programme")


def test_a_workbook_goes_out_is_changed_and_comes_back(client: TestClient, kept: Document) -> None:
    out = client.get(kept["links"]["xlsx"])
    assert out.headers["content-type"] == XLSX
    assert out.headers["content-disposition"].endswith(f'"programme-{kept["id"]}.xlsx"')
    workbook = load_workbook(BytesIO(out.content))
    sheet = workbook["Permanences"]
    assert isinstance(sheet, Worksheet)
    assert sheet["A1"].value == "Code"
    sheet["B2"] = "Un autre nom"
    back = BytesIO()
    workbook.save(back)
    changed = client.put(
        kept["links"]["self"],
        content=back.getvalue(),
        headers={"Content-Type": XLSX, "If-Match": out.headers["etag"]},
    )
    assert changed.status_code == 200, changed.text
    names = [each["name"] for each in client.get(kept["links"]["self"]).json()["permanences"]]
    assert names[0] == "Un autre nom"


@pytest.mark.parametrize("name", SHIPPED)
def test_every_shipped_programme_is_a_workbook_as_well(client: TestClient, name: str) -> None:
    document = client.get(f"/v1/programmes/{name}").content
    workbook = client.get(f"/v1/programmes/{name}.xlsx").content
    digest = programme_digest(load_programme(document))
    assert programme_digest(read_programme_xlsx(workbook)) == digest


def test_a_file_is_checked_and_all_is_told(client: TestClient, document: Document) -> None:
    first = document["permanences"][0] | {"site": "PERM-RIAN", "duration": "3 heures"}
    bad = document | {
        "permanences": [first, *document["permanences"][1:]],
        "titre": "Essai",
        "units": [document["units"][0] | {"seats": 0}],
        "headquarters": "NULLE-PART",
    }
    answer = client.post("/v1/programmes:validate", json=bad)
    assert answer.status_code == 200
    verdict = answer.json()
    assert not verdict["valid"]
    assert verdict["programme"] is None
    faults = {fault["path"]: fault for fault in verdict["faults"]}
    assert faults.keys() == {
        "/permanences/0/site",
        "/permanences/0/duration",
        "/titre",
        "/units/0/seats",
        "/headquarters",
    }
    assert "PERM-RIANS" in faults["/permanences/0/site"]["message"]
    refused = problem(client.post("/v1/programmes", json=bad), 422, "invalid-input")
    assert refused["errors"] == verdict["faults"]
    english = client.post("/v1/programmes:validate", json=bad, headers={"Accept-Language": "en"})
    assert [f["code"] for f in english.json()["faults"]] == [f["code"] for f in verdict["faults"]]
    assert "Did you mean" in str(english.json()["faults"])


def test_faults_of_a_workbook_name_sheet_and_cell(client: TestClient, kept: Document) -> None:
    workbook = load_workbook(BytesIO(client.get(kept["links"]["xlsx"]).content))
    sheet = workbook["Permanences"]
    assert isinstance(sheet, Worksheet)
    sheet["C2"] = "NULLE-PART"
    workbook.create_sheet("Notes")["A1"] = "à moi"
    written = BytesIO()
    workbook.save(written)
    as_workbook = {"Content-Type": XLSX}
    verdict = client.post(
        "/v1/programmes:validate", content=written.getvalue(), headers=as_workbook
    ).json()
    (fault,) = verdict["faults"]
    assert "feuille Permanences, ligne 2" in fault["path"]
    assert any("Notes" in note for note in verdict["notes"])
    for wrong in (b"", b"PK", b"{}", written.getvalue()[:5000]):
        answer = client.post("/v1/programmes", content=wrong, headers=as_workbook)
        assert problem(answer, 422, "invalid-input")["errors"][0]["code"] == "NOT_XLSX"


def test_a_good_file_is_told_to_be_good(client: TestClient, document: Document) -> None:
    verdict = client.post("/v1/programmes:validate", json=document).json()
    assert verdict["valid"]
    assert verdict["faults"] == verdict["notes"] == []
    assert verdict["programme"]["permanences"] == 4
    assert client.post("/v1/programmes:validate", json=EXAMPLE).json()["valid"]


def test_an_address_is_kept_as_a_point_and_a_number_not_known_is_told(
    client: TestClient, document: Document
) -> None:
    request = {
        "id": "r1",
        "passenger": "p-001",
        "pickup": {"address": "9998 rue de la République, Barjols"},
        "destination": {"kind": "permanence", "permanence": "RIANS"},
    }
    answer = client.post("/v1/programmes", json=document | {"requests": [request]})
    assert answer.status_code == 201, answer.text
    entry = answer.json()
    assert entry["requests"] == 1
    assert "r1" in str(entry["notes"])
    text = client.get(entry["links"]["self"]).text
    assert "République" not in text
    assert '"lon"' in text
    client.delete(entry["links"]["self"])


def test_a_reader_is_not_told_where_people_live(
    app: FastAPI, client: TestClient, document: Document
) -> None:
    request = {
        "id": "r1", "passenger": "p-1", "pickup": {"commune": "Barjols"},
        "destination": {"kind": "permanence", "permanence": "BARJOLS"},
    }  # fmt: skip
    kept = client.post("/v1/programmes", json=document | {"requests": [request]})
    address = kept.headers["location"]
    _, key = app.state.service.keys.add(Role.READER, "mairie")
    for path in (address, f"{address}.xlsx"):
        assert client.get(path).status_code == 200
        assert client.get(path, headers={"Authorization": key}).status_code == 403
    client.delete(address, headers={"If-Match": "*"})


def test_who_may_read_may_check_and_no_more(app: FastAPI, document: Document) -> None:
    _, key = app.state.service.keys.add(Role.READER, "mairie")
    reader = TestClient(app, base_url="http://127.0.0.1:8000", headers={"X-Api-Key": key})
    assert reader.post("/v1/programmes:validate", json=document).json()["valid"]
    problem(reader.post("/v1/programmes", json=document), 403, "forbidden")
    problem(reader.delete("/v1/programmes/promo-soins"), 403, "forbidden")
    nobody = TestClient(app, base_url="http://127.0.0.1:8000")
    problem(nobody.post("/v1/programmes:validate", json=document), 401, "unauthorized")
    problem(nobody.get("/v1/programmes"), 401, "unauthorized")


@pytest.mark.parametrize("kind", ["text/plain", "application/vnd.ms-excel", ""])
def test_other_kinds_of_bodies_are_refused(client: TestClient, kind: str) -> None:
    for address in ("/v1/programmes", "/v1/programmes:validate"):
        answer = client.post(address, content=b"{}", headers={"Content-Type": kind})
        assert XLSX in problem(answer, 415, "unsupported-media-type")["detail"]


def test_pages_follow_each_other(client: TestClient, document: Document) -> None:
    made = [client.post("/v1/programmes", json=document).json()["id"] for _ in range(3)]
    address, seen = "/v1/programmes?limit=2", []
    while address:
        answer = client.get(address)
        page = answer.json()
        assert len(page["programmes"]) <= 2
        seen += [each["id"] for each in page["programmes"]]
        address = page["next"]
        link = f'<{address}>; rel="next"' if address else None
        assert answer.headers.get("link") == link
    assert seen[: len(SHIPPED)] == SHIPPED
    assert seen[len(SHIPPED) :][:3] == made[::-1]
    assert len(seen) == len(set(seen))
    for programme_id in made:
        client.delete(f"/v1/programmes/{programme_id}")


def cursor_to(*place: str) -> str:
    return base64.urlsafe_b64encode(json.dumps(place).encode()).decode().rstrip("=")


NOW = "2026-01-01T00:00:00+00:00"
PLACES = [
    ("?",),
    ("shipped", "?"),
    ("stored", "demain", "x"),
    ("stored", "0001-01-01T00:00:00+14:00", "x"),
    ("stored", NOW, "\0"),
    ("stored", NOW, "x", "y"),
]


@pytest.mark.parametrize(
    "cursor", ["x", "é", "W10", "eyJhIjoxfQ", "[" * 200, *(cursor_to(*place) for place in PLACES)]
)
def test_a_cursor_that_leads_nowhere(client: TestClient, cursor: str) -> None:
    for address in ("/v1/programmes", "/v1/communes", "/v1/sites"):
        answer = client.get(address, params={"cursor": cursor})
        assert problem(answer, 422, "invalid-input")["errors"][0]["path"] == "/query/cursor"


def test_a_plan_is_ordered_by_the_id_of_a_programme(client: TestClient, kept: Document) -> None:
    order = {"programme": kept["id"], "month": "2027-01", "options": {"iterations": 1}}
    state = client.post("/v1/plans", json=order).json()
    assert state["title"].startswith("Essai")
    client.delete(f"/v1/plans/{state['id']}")
    unknown = client.post("/v1/plans", json=order | {"programme": "promo-soin"})
    (fault,) = problem(unknown, 422, "invalid-input")["errors"]
    assert fault["path"] == "/programme"
    assert "Vouliez-vous dire" in fault["message"]
