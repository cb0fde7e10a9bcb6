"""A worker: takes one order after the other from the queue, for as long as it lives."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from functools import partial
from multiprocessing import parent_process
from multiprocessing.connection import wait

import structlog
from sqlalchemy.exc import SQLAlchemyError

from api.jobs.order import Order
from api.jobs.watch import Watch
from api.jobs.work import PLAN, made
from api.jobs.worker_job import WorkerJob
from api.logs import configure, logger
from api.problems import INTERNAL, WORKER_LOST, problem_of, trace_of
from api.recipe import Ground, open_ground, stamped_plan
from api.store.attendance import BEAT_S, Attendance
from api.store.database import Database
from api.store.order_records import Claim, Outcome, Status
from api.store.orders import Orders
from api.wire.plan_json import load_plan, plan_text
from routing.planning.errors import Cancelled, PlanningError
from routing.planning.plans import Plan
from routing.sentence import say

NICENESS = 10
"""By how much a worker gives way, so that requests are answered while it computes."""
IDLE_S = 0.25
"""Seconds between two looks at an empty queue."""
_log = logger(__name__)


class Worker:
    """Works on orders; ``current`` is the one in hand."""

    def __init__(self, orders: Orders, ground: Ground) -> None:
        self._orders, self._ground = orders, ground
        self.current: Claim | None = None

    def run(self) -> None:
        """Work until the process ends."""
        while True:
            if not self.turn():
                time.sleep(IDLE_S)

    def turn(self) -> bool:
        """Do one order, if there is any."""
        claim = self.current = self._orders.claim()
        if claim is None:
            return False
        structlog.contextvars.bind_contextvars(order=claim.id, attempt=claim.attempt)
        began = time.monotonic()
        _log.info("plan begun")
        watch = Watch(self._orders, claim)
        beating = threading.Thread(target=watch.beat, daemon=True)
        beating.start()
        try:
            outcome = self._outcome(claim, watch)
        finally:
            watch.end()
            beating.join()
        kept = self._orders.finish(claim, outcome)
        _log.info(
            "plan ended" if kept else "plan was taken over",
            status=outcome.status.value,
            seconds=round(time.monotonic() - began, 1),
        )
        structlog.contextvars.clear_contextvars()
        self.current = None
        return True

    def give_back(self) -> None:
        """Put the order in hand back into the queue."""
        if self.current is not None:
            self._orders.give_back(self.current)

    def _outcome(self, claim: Claim, watch: Watch) -> Outcome:
        """Do the work; whatever goes wrong becomes a problem people can read."""
        try:
            order = Order.read(claim.order, self._ground.territory)
            watch.write = partial(self._written, order)
            published = self._plan_of(order.published)
            return made(order, self._ground, published, watch.progress, watch.cancelled)
        except Cancelled:
            return Outcome(status=Status.CANCELLED, documents={})
        except Exception as error:  # whatever it was, the order must end in a readable state
            problem = problem_of(error)
            if problem is INTERNAL:
                _log.error("plan failed", exception=trace_of(error))
            return Outcome(status=Status.FAILED, documents={}, problem=problem.kept())

    def _written(self, order: Order, plan: Plan) -> bytes:
        territory = self._ground.territory
        return plan_text(stamped_plan(plan, order.programme, territory), territory).encode()

    def _plan_of(self, order_id: str | None) -> Plan | None:
        if order_id is None:
            return None
        content = self._orders.document(order_id, PLAN)
        if content is None:  # better no plan than one that moves what people were told
            raise PlanningError(
                say("le plan annoncé a été oublié depuis la demande : nommez-en un autre")
            )
        return load_plan(content)


def work(job: WorkerJob) -> None:
    """Be a worker process: leave Ctrl-C to the server, end when it ends, however it does."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform != "win32":
        os.nice(NICENESS)
    configure(job.logs)
    database = Database(job.database)
    orders = Orders(database, WORKER_LOST.kept())
    attendance = Attendance(database)
    threading.Thread(target=_attend, args=(attendance,), daemon=True).start()
    worker = Worker(orders, open_ground(job.territory, job.network))

    def leave(*_signal: object) -> None:
        try:
            worker.give_back()
            attendance.leave()
        finally:  # the order's lease ends by itself where the database cannot be told
            os._exit(0)  # a search in compiled code would not hear of an exception for a while

    signal.signal(signal.SIGTERM, leave)
    parent = parent_process()
    if parent is not None:
        threading.Thread(target=_follow, args=(parent.sentinel, leave), daemon=True).start()
    worker.run()


def _attend(attendance: Attendance) -> None:
    while True:
        try:
            attendance.beat()
        except SQLAlchemyError as error:
            _log.warning("no sign of life could be given", error=type(error).__name__)
        time.sleep(BEAT_S)


def _follow(sentinel: int, leave: Callable[[], None]) -> None:
    """End with the server; that it was killed is not held against the order in hand."""
    wait([sentinel])
    leave()
