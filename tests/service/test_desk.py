"""The desk and its queue: how orders stand, from first to last, whoever dies."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from api.jobs.desk import Desk
from api.jobs.work import PLAN
from api.problems import WORKER_LOST, BusyError, NotReadyError, UnknownPlanError
from api.store import orders as queue
from api.store.database import Database
from api.store.order_records import Claim, Outcome, Standing, Status
from api.store.orders import Orders


class Asked:
    """An order that is only a text."""

    def text(self) -> str:
        return "{}"


@pytest.fixture
def orders(database_url: str) -> Iterator[Orders]:
    database = Database(database_url)
    database.upgrade()
    yield Orders(database, WORKER_LOST.as_dict())
    database.close()


@pytest.fixture
def desk(orders: Orders) -> Desk:
    return Desk(orders, queue_limit=2, keep=1)


def order(desk: Desk) -> str:
    wanted: Any = Asked()
    return desk.submit(wanted, title="décembre 2026").id


def taken(orders: Orders) -> Claim:
    claim = orders.claim()
    assert claim is not None
    return claim


def done(text: str = "{}") -> Outcome:
    return Outcome(status=Status.COMPLETED, documents={PLAN: text.encode()}, cost=7, gap=0.0)


def test_an_order_waits_works_and_completes(desk: Desk, orders: Orders) -> None:
    plan_id = order(desk)
    assert desk.state(plan_id).status is Status.QUEUED
    claim = taken(orders)
    assert orders.push(claim, Standing(phase="roads", share=0.25, cost=9, gap=0.5))
    state = desk.state(plan_id)
    assert (state.status, state.standing.phase, state.standing.share) == ("working", "roads", 0.25)
    assert (state.standing.cost, state.standing.gap) == (9, 0.5)
    assert state.elapsed_s is not None
    with pytest.raises(NotReadyError, match="dure encore"):
        desk.file(plan_id, PLAN)
    assert orders.finish(claim, done())
    state = desk.state(plan_id)
    assert (state.status, state.standing.done, state.has_plan) == (Status.COMPLETED, 1.0, True)
    assert json.loads(desk.file(plan_id, PLAN)) == {}
    assert orders.claim() is None


def test_the_best_so_far_can_be_read_and_gives_way_to_the_plan(desk: Desk, orders: Orders) -> None:
    plan_id = order(desk)
    claim = taken(orders)
    assert desk.best(plan_id) is None
    for best in (b"1", b"2"):
        orders.push(claim, Standing(), best)
        orders.push(claim, Standing())
        assert (desk.best(plan_id), desk.state(plan_id).has_best) == (best, True)
    with pytest.raises(NotReadyError):
        desk.publish(plan_id)
    orders.finish(claim, done("3"))
    assert (desk.best(plan_id), desk.state(plan_id).has_best) == (b"3", False)


def test_a_plan_that_fails_leaves_its_best_so_far(desk: Desk, orders: Orders) -> None:
    plan_id = order(desk)
    claim = taken(orders)
    orders.push(claim, Standing(cost=5, gap=0.1), b"1")
    orders.finish(claim, Outcome(status=Status.FAILED, documents={}, problem={"title": "!"}))
    state = desk.state(plan_id)
    assert (state.has_plan, state.standing.cost, desk.best(plan_id)) == (False, 5, b"1")
    with pytest.raises(NotReadyError):
        desk.publish(plan_id)


def test_the_oldest_is_taken_first_and_by_one_alone(desk: Desk, orders: Orders) -> None:
    first, second = order(desk), order(desk)
    assert [taken(orders).id, taken(orders).id] == [first, second]
    assert orders.claim() is None


def test_a_silent_workers_order_is_taken_over_and_finished_once(
    desk: Desk, orders: Orders, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queue, "LEASE_S", -1.0)
    plan_id = order(desk)
    dead, alive = taken(orders), taken(orders)
    assert alive.attempt == dead.attempt + 1
    assert not orders.push(dead, Standing(phase="rounds"), b"late")
    assert not orders.finish(dead, done("1"))
    assert orders.finish(alive, done("2"))
    assert not orders.finish(alive, done("3"))
    assert desk.file(plan_id, PLAN) == b"2"


def test_an_order_that_kills_its_workers_fails_with_a_sentence(
    desk: Desk, orders: Orders, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queue, "LEASE_S", -1.0)
    plan_id = order(desk)
    for _ in range(queue.MOST_ATTEMPTS):
        taken(orders)
    assert orders.claim() is None
    state = desk.state(plan_id)
    assert state.status is Status.FAILED
    assert state.problem is not None
    assert "trois fois" in state.problem["detail"]


def killed(orders: Orders, times: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let workers die with the oldest order in their hands."""
    with monkeypatch.context() as patch:
        patch.setattr(queue, "LEASE_S", -1.0)
        for _ in range(times):
            taken(orders)


def test_the_last_attempt_waits_until_nothing_else_runs(
    desk: Desk, orders: Orders, monkeypatch: pytest.MonkeyPatch
) -> None:
    beside = order(desk)
    other = taken(orders)
    suspect = order(desk)
    killed(orders, queue.MOST_ATTEMPTS - 1, monkeypatch)
    assert orders.claim() is None
    assert desk.state(suspect).status is Status.QUEUED
    assert orders.push(other, Standing())
    assert orders.claim() is None
    assert orders.finish(other, done())
    last = taken(orders)
    assert (other.id, last.id, last.attempt) == (beside, suspect, queue.MOST_ATTEMPTS)
    assert orders.finish(last, done())


def test_nothing_begins_beside_the_last_attempt(
    desk: Desk, orders: Orders, monkeypatch: pytest.MonkeyPatch
) -> None:
    suspect = order(desk)
    killed(orders, queue.MOST_ATTEMPTS - 1, monkeypatch)
    last = taken(orders)
    younger = order(desk)
    assert last.id == suspect
    assert orders.claim() is None
    assert orders.finish(last, done())
    assert taken(orders).id == younger


def test_workers_that_look_in_the_same_instant_leave_the_last_attempt_alone(
    orders: Orders, monkeypatch: pytest.MonkeyPatch
) -> None:
    suspect = orders.submit("{}", "suspect", 10)
    killed(orders, queue.MOST_ATTEMPTS - 1, monkeypatch)
    for number in range(5):
        orders.submit("{}", f"plan {number}", 10)
    look = queue.has_to_wait
    monkeypatch.setattr(queue, "has_to_wait", lambda *asked: (look(*asked), time.sleep(0.1))[0])
    with ThreadPoolExecutor(6) as workers:
        claims = list(workers.map(lambda _: orders.claim(), range(6)))
    assert [claim.id for claim in claims if claim] == [suspect]


def test_a_worker_that_dies_alone_ends_the_order_and_the_queue_goes_on(
    desk: Desk, orders: Orders, monkeypatch: pytest.MonkeyPatch
) -> None:
    suspect = order(desk)
    killed(orders, queue.MOST_ATTEMPTS, monkeypatch)
    younger = order(desk)
    assert taken(orders).id == younger
    assert desk.state(suspect).status is Status.FAILED


def test_a_first_death_makes_nobody_wait(
    desk: Desk, orders: Orders, monkeypatch: pytest.MonkeyPatch
) -> None:
    oldest = order(desk)
    killed(orders, 1, monkeypatch)
    younger = order(desk)
    assert [taken(orders).id, taken(orders).id] == [oldest, younger]


def test_an_order_given_back_waits_again_and_that_is_no_attempt(desk: Desk, orders: Orders) -> None:
    plan_id = order(desk)
    claim = taken(orders)
    assert orders.push(claim, Standing(phase="rounds", done=0.5))
    orders.give_back(claim)
    state = desk.state(plan_id)
    assert (state.status, state.standing) == (Status.QUEUED, Standing())
    assert taken(orders).attempt == claim.attempt


def test_cancelled_while_it_waits_it_is_never_begun(desk: Desk, orders: Orders) -> None:
    plan_id = order(desk)
    assert desk.cancel(plan_id).status is Status.CANCELLED
    assert orders.claim() is None
    with pytest.raises(NotReadyError, match="annulé"):
        desk.file(plan_id, PLAN)


def test_cancelled_at_work_it_is_told_to_the_worker_and_keeps_its_best(
    desk: Desk, orders: Orders
) -> None:
    plan_id = order(desk)
    claim = taken(orders)
    assert desk.cancel(plan_id).status is Status.WORKING
    assert not orders.push(claim, Standing(phase="rounds"))
    orders.finish(claim, Outcome(status=Status.CANCELLED, documents={PLAN: b"{}"}))
    state = desk.state(plan_id)
    assert (state.status, state.has_plan) == (Status.CANCELLED, True)


def test_a_worker_that_dies_after_a_cancel_leaves_it_cancelled(
    desk: Desk, orders: Orders, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queue, "LEASE_S", -1.0)
    plan_id = order(desk)
    taken(orders)
    desk.cancel(plan_id)
    assert orders.claim() is None
    assert desk.state(plan_id).status is Status.CANCELLED


def test_what_is_finished_stays_as_it_is(desk: Desk, orders: Orders) -> None:
    plan_id = order(desk)
    orders.finish(taken(orders), done())
    assert desk.cancel(plan_id).status is Status.COMPLETED


def test_too_many_waiting_are_refused(desk: Desk) -> None:
    order(desk), order(desk)
    with pytest.raises(BusyError):
        order(desk)


def test_the_oldest_finished_is_forgotten_unless_published(desk: Desk, orders: Orders) -> None:
    names = []
    for _ in range(3):
        names.append(order(desk))
        orders.finish(taken(orders), done())
        if len(names) == 1:
            assert desk.publish(names[0]).number == 1
    order(desk)
    assert [state.id for state in desk.states()][1:] == [names[2], names[0]]
    with pytest.raises(UnknownPlanError):
        desk.state(names[1])


def test_published_plans_are_numbered_once(desk: Desk, orders: Orders) -> None:
    plan_id = order(desk)
    with pytest.raises(NotReadyError):
        desk.publish(plan_id)
    orders.finish(taken(orders), done())
    assert [desk.publish(plan_id).number for _ in range(2)] == [1, 1]
    other = order(desk)
    orders.finish(taken(orders), done())
    assert desk.publish(other).number == 2


@pytest.mark.parametrize("name", ["\0", "a\0bcdefghijk", "\ud800" * 12])
def test_what_no_database_can_be_asked_is_unknown(desk: Desk, orders: Orders, name: str) -> None:
    for ask in (desk.state, desk.glance, desk.cancel, desk.publish):
        with pytest.raises(UnknownPlanError):
            ask(name)
    assert orders.states(after=name) == []
