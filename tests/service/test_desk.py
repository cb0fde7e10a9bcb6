"""The desk: how orders stand, from first to last."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import pytest

from api.jobs.desk import Desk
from api.jobs.files import CANCEL, OUTCOME, PLAN, PROGRESS, Status, write_json
from api.problems import BusyError, NotReadyError, UnknownPlanError, WorkerLostError


class Hands:
    """A crew that does nothing by itself: the test says what happens."""

    def __init__(self) -> None:
        self.futures: list[Future[None]] = []
        self.folders: list[Path] = []

    def submit(self, _work: Callable[..., None], folder: Path, _order: object) -> Future[None]:
        self.folders.append(folder)
        self.futures.append(Future())
        return self.futures[-1]

    def begin(self, number: int = 0) -> None:
        self.futures[number].set_running_or_notify_cancel()
        write_json(self.folders[number] / PROGRESS, {"phase": "roads", "share": 0.25})

    def finish(self, number: int = 0, **outcome: object) -> None:
        write_json(self.folders[number] / OUTCOME, outcome)
        self.futures[number].set_result(None)


@pytest.fixture
def hands() -> Hands:
    return Hands()


@pytest.fixture
def desk(tmp_path: Path, hands: Hands) -> Desk:
    crew: Any = hands
    return Desk(tmp_path, crew, print, queue_limit=2, keep=1)


def order(desk: Desk) -> str:
    wanted: Any = object()
    return desk.submit(wanted, title="décembre 2026").id


def test_an_order_waits_works_and_completes(desk: Desk, hands: Hands) -> None:
    plan_id = order(desk)
    assert desk.state(plan_id).status is Status.QUEUED
    hands.begin()
    state = desk.state(plan_id)
    assert (state.status, state.phase, state.share) == (Status.WORKING, "roads", 0.25)
    (hands.folders[0] / PLAN).write_text("{}")
    with pytest.raises(NotReadyError, match="dure encore"):
        desk.file(plan_id, PLAN)
    hands.finish(status="completed")
    state = desk.state(plan_id)
    assert (state.status, state.has_plan) == (Status.COMPLETED, True)
    assert desk.file(plan_id, PLAN).read_text() == "{}"


def test_a_waiting_order_is_cancelled_at_once(desk: Desk) -> None:
    plan_id = order(desk)
    assert desk.cancel(plan_id).status is Status.CANCELLED
    with pytest.raises(NotReadyError, match="annulé"):
        desk.file(plan_id, PLAN)


def test_a_running_order_is_asked_to_stop(desk: Desk, hands: Hands) -> None:
    plan_id = order(desk)
    hands.begin()
    assert desk.cancel(plan_id).status is Status.WORKING
    assert (hands.folders[0] / CANCEL).exists()
    hands.finish(status="cancelled")
    assert desk.state(plan_id).status is Status.CANCELLED


def test_a_finished_order_cannot_be_cancelled_any_more(desk: Desk, hands: Hands) -> None:
    plan_id = order(desk)
    hands.begin()
    hands.finish(status="completed")
    assert desk.cancel(plan_id).status is Status.COMPLETED


def test_a_failure_keeps_its_problem(desk: Desk, hands: Hands) -> None:
    plan_id = order(desk)
    hands.begin()
    hands.finish(status="failed", problem={"title": "Hors du réseau"})
    state = desk.state(plan_id)
    assert (state.status, state.problem) == (Status.FAILED, {"title": "Hors du réseau"})
    with pytest.raises(NotReadyError, match="échoué"):
        desk.file(plan_id, PLAN)


def test_a_lost_worker_is_a_failure_with_a_remedy(desk: Desk, hands: Hands) -> None:
    plan_id = order(desk)
    hands.begin()
    hands.futures[0].set_exception(WorkerLostError("Réessayez."))
    state = desk.state(plan_id)
    assert state.status is Status.FAILED
    assert state.problem is not None
    assert state.problem["detail"] == "Réessayez."


def test_one_order_too_many_is_refused(desk: Desk) -> None:
    first = order(desk)
    order(desk)
    with pytest.raises(BusyError):
        order(desk)
    desk.cancel(first)
    order(desk)


def test_the_oldest_finished_order_is_forgotten(desk: Desk, hands: Hands) -> None:
    plans = []
    for number in range(3):
        plans.append(order(desk))
        hands.begin(number)
        hands.finish(number, status="completed")
    assert [state.id for state in desk.states()] == [plans[2], plans[1]]
    assert not hands.folders[0].exists()
    with pytest.raises(UnknownPlanError):
        desk.state(plans[0])
