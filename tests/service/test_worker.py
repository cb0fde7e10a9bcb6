"""A worker's turn, from order to plan, as the queue sees it."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from api.jobs import watch
from api.jobs.order import Order
from api.jobs.work import MAP, PLAN
from api.jobs.worker import Worker
from api.phases import PHASES
from api.recipe import Ground
from routing.language import catalogue
from routing.planning import PlanOptions


@pytest.fixture
def worker(shelf: Any) -> Worker:
    return Worker(shelf.orders, Ground(shelf.service.territory, shelf.service.roads))


def test_it_keeps_the_plan_and_the_map_and_no_sheet_with_a_door(planned: Any) -> None:
    assert planned[1].documents.keys() == {PLAN, MAP}


def test_what_it_pushes_grows_and_ends_in_the_plan(
    shelf: Any, worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watch, "BEAT_S", 0.01)
    seen: list[Any] = []
    best: list[dict[str, Any]] = []
    push = shelf.orders.push

    def noted(claim: Any, standing: Any, content: bytes | None = None) -> Any:
        seen.append(standing)
        if content is not None:
            best.append(json.loads(content))
        return push(claim, standing, content)

    monkeypatch.setattr(shelf.orders, "push", noted)
    plan_id = shelf.order()
    assert worker.turn()
    done = [standing.done for standing in seen]
    assert done == sorted(done)
    costs = [standing.cost for standing in seen]
    first = next(at for at, cost in enumerate(costs) if cost is not None)
    assert None not in costs[first:]
    document = shelf.client.get(f"/v1/plans/{plan_id}").json()
    assert document["status"] == "completed"
    assert (document["cost"], document["progress"]["done"]) == (costs[-1], 1.0)
    french, english = (
        shelf.client.get(f"/v1/plans/{plan_id}", headers={"Accept-Language": language}).json()
        for language in ("fr", "en")
    )
    words = french["progress"]["title"]
    assert words == PHASES[french["progress"]["phase"]]
    assert english["progress"]["title"] == catalogue()[words]
    assert best
    assert all(each["programme_digest"] == document["plan"]["programme_digest"] for each in best)


def test_it_does_not_go_on_from_a_plan_that_is_forgotten(shelf: Any, worker: Worker) -> None:
    order = Order(programme=shelf.programme, options=PlanOptions(iterations=1))
    plan_id = shelf.service.desk.submit(replace(order, published="forgotten"), title="février").id
    assert worker.turn()
    state = shelf.client.get(f"/v1/plans/{plan_id}", headers={"Accept-Language": "en"}).json()
    assert (state["status"], state["problem"]["status"]) == ("failed", 422)
    assert "forgotten" in state["problem"]["detail"]
