"""Following a plan by server-sent events, and whoever listens."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from api.http import following
from api.http.following import Following
from api.problems import BusyError
from api.store.order_records import Standing, State, Status

WORKING = State(
    id="a", title="janvier", status=Status.WORKING, created_at=datetime(2027, 1, 1, tzinfo=UTC)
)
DONE = replace(WORKING, status=Status.COMPLETED)


class Table:
    """Orders as a database would show them, and how often it was asked."""

    def __init__(self, *states: State) -> None:
        self.states = {state.id: state for state in states}
        self.looks: list[list[str]] = []

    def __call__(self, ids: Sequence[str]) -> Mapping[str, State]:
        self.looks.append(list(ids))
        return {one: self.states[one] for one in ids if one in self.states}


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(following, "LOOK_S", 0.01)


def test_each_change_is_told_once_and_the_end_ends_it() -> None:
    table = Table(WORKING)

    async def listen() -> list[State | None]:
        told = []
        async for state in Following(table).states("a"):
            told.append(state)
            further = replace(WORKING, standing=Standing(done=0.5))
            table.states["a"] = further if len(told) == 1 else DONE
        return told

    told = asyncio.run(listen())
    assert [state and state.status for state in told] == ["working", "working", "completed"]


def test_many_listeners_cost_one_look_and_nobody_none() -> None:
    table = Table(WORKING)

    async def crowd() -> None:
        follow = Following(table)
        streams = [follow.states("a") for _ in range(50)]
        assert await asyncio.gather(*map(anext, streams)) == [WORKING] * 50
        assert all(look == ["a"] for look in table.looks)
        assert len(table.looks) <= 3
        for stream in streams:
            await stream.aclose()
        await asyncio.sleep(0.05)
        before = len(table.looks)
        await asyncio.sleep(0.05)
        assert len(table.looks) == before

    asyncio.run(crowd())


def test_one_listener_too_many_is_refused_until_another_leaves() -> None:
    async def crowd() -> None:
        follow = Following(Table(WORKING), most=1)
        first = follow.states("a")
        await anext(first)
        with pytest.raises(BusyError):
            await anext(follow.states("a"))
        await first.aclose()
        assert await anext(follow.states("a")) == WORKING

    asyncio.run(crowd())


def test_a_quiet_line_beats_and_a_forgotten_plan_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(following, "HEARTBEAT_S", 0.05)
    table = Table(WORKING)

    async def listen() -> list[State | None]:
        told = []
        async for state in Following(table).states("a"):
            told.append(state)
            if len(told) == 2:
                table.states.clear()
        return told

    assert asyncio.run(listen()) == [WORKING, None]


def events(text: str) -> list[dict[str, str]]:
    """Read a stream as browsers do."""
    blocks = (block.splitlines() for block in text.split("\n\n") if block)
    return [dict(line.split(": ", 1) for line in block if line[0] != ":") for block in blocks]


@pytest.fixture
def finished(app: FastAPI, client: TestClient) -> str:
    """The address of a plan that was taken back before it was begun."""
    orders: Any = app.state.service.orders
    order_id = orders.submit('{"programme": {}}', "février", 1000)
    orders.cancel(order_id)
    return f"/v1/plans/{order_id}"


def test_the_end_is_told_and_not_again_to_whoever_knows(client: TestClient, finished: str) -> None:
    answer = client.get(f"{finished}/events")
    assert answer.headers["content-type"].startswith("text/event-stream")
    (told,) = events(answer.text)
    assert told["event"] == "end"
    assert int(told["retry"]) > 0
    state = client.get(finished).json()
    assert json.loads(told["data"]) == {key: state[key] for key in state if key != "plan"}
    again = client.get(f"{finished}/events", headers={"Last-Event-ID": told["id"]})
    assert (again.status_code, again.text) == (204, "")
    other = client.get(f"{finished}/events", headers={"Last-Event-ID": "something"})
    assert other.status_code == 200


def test_no_such_plan_is_a_problem_not_a_stream(client: TestClient) -> None:
    answer = client.get("/v1/plans/nothing/events")
    assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")
