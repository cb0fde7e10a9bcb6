"""A coordinator orders a month over HTTP, watches it, reads it, takes another back."""

from __future__ import annotations

import time
from typing import Any

from fastapi.testclient import TestClient

ORDER = {"programme": "promo-soins", "month": "2027-01"}


def ended(client: TestClient, address: str) -> dict[str, Any]:
    """Wait for the end of a plan."""
    while True:
        state: dict[str, Any] = client.get(address).json()
        if state["status"] not in ("queued", "working"):
            return state
        time.sleep(0.1)


def test_a_month_is_ordered_made_and_read(client: TestClient) -> None:
    response = client.post("/v1/plans", json=ORDER)
    assert response.status_code == 202
    address = response.headers["location"]
    assert address == f"/v1/plans/{response.json()['id']}"
    assert response.json()["status"] in ("queued", "working")
    assert client.get(f"{address}/map").status_code == 409

    state = ended(client, address)
    assert state["status"] == "completed", state
    plan = state["plan"]
    assert (plan["horizon"]["from"], plan["horizon"]["to"]) == ("2027-01-01", "2027-01-31")
    assert plan["rounds"]
    assert all(missing["reasons"] for missing in plan["unassigned"])

    drawn = client.get(state["links"]["map"])
    assert drawn.headers["content-type"].startswith("text/html")
    assert "OpenStreetMap" in drawn.text


def test_the_same_order_gives_the_same_rounds_as_a_programme_object(client: TestClient) -> None:
    programme = client.get("/v1/programmes/promo-soins").json()
    options = {"seed": 7}
    week = {"from": "2027-01-11", "to": "2027-01-17"}
    order = {"programme": "promo-soins", "horizon": week, "options": options}
    orders = [order, order | {"programme": programme}]
    addresses = [client.post("/v1/plans", json=order).headers["location"] for order in orders]
    first, second = (ended(client, address)["plan"]["rounds"] for address in addresses)
    assert first == second


def test_a_plan_is_cancelled(client: TestClient) -> None:
    order = {"programme": "territoire", "month": "2027-01", "options": {"iterations": 100_000}}
    address = client.post("/v1/plans", json=order).headers["location"]
    answer = client.delete(address)
    assert answer.status_code in (200, 202)
    state = ended(client, address)
    assert state["status"] == "cancelled"
    assert client.delete(address).status_code == 200
