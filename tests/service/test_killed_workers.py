"""Workers that are killed at any moment lose no order and finish none twice."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time

from sqlalchemy import func, select

from api.problems import WORKER_LOST
from api.store.database import Database
from api.store.order_records import Status
from api.store.orders import Orders
from api.store.tables import DocumentRow, OrderRow

MANY, WORKERS, KILLS = 25, 3, 12
CREW = """
import os, signal, sys, time
from api.store import orders as queue
from api.store.database import Database
from api.store.order_records import PLAN, Outcome, Standing, Status

queue.LEASE_S, queue.MOST_ATTEMPTS = 0.5, 1000
signal.signal(signal.SIGCHLD, signal.SIG_IGN)

def tell(*words):
    os.write(1, (" ".join(words) + chr(10)).encode())

def work():
    orders = queue.Orders(Database(sys.argv[1]), {})
    tell("begun", str(os.getpid()))
    while True:
        claim = orders.claim()
        if claim is None:
            time.sleep(0.02)
            continue
        for step in range(4):
            time.sleep(0.02)
            orders.push(claim, Standing(done=step / 4), b"so far")
        mine = f"{claim.id} {claim.attempt}".encode()
        done = Outcome(status=Status.COMPLETED, documents={PLAN: mine})
        if orders.finish(claim, done):
            tell("finished", claim.id)

for _ in sys.stdin:
    if os.fork() == 0:
        work()
"""
"""Reads a line for each worker to start: a fork of a process that has loaded all there is."""


class Crew:
    """Workers of a queue, each a process."""

    def __init__(self, url: str) -> None:
        self._parent = subprocess.Popen(
            [sys.executable, "-c", CREW, url],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.finished: list[str] = []
        self.at_work = [self._begun() for _ in range(WORKERS)]

    def kill(self, at: int) -> None:
        """Kill a worker and start another in its place."""
        os.kill(self.at_work[at], signal.SIGKILL)
        self.at_work[at] = self._begun()

    def end(self) -> None:
        """Kill all; after that ``finished`` lists all that they say they have finished."""
        for worker in self.at_work:
            os.kill(worker, signal.SIGKILL)
        told, _ = self._parent.communicate()
        self.finished += [line.split()[1] for line in told.splitlines()]

    def _begun(self) -> int:
        assert self._parent.stdin is not None
        assert self._parent.stdout is not None
        self._parent.stdin.write("one more\n")
        self._parent.stdin.flush()
        for line in self._parent.stdout:
            what, which = line.split()
            if what == "begun":
                return int(which)
            self.finished.append(which)
        raise AssertionError("no worker begins")


def test_each_order_has_exactly_one_result_whoever_is_killed(database_url: str) -> None:
    database = Database(database_url)
    database.upgrade()
    orders = Orders(database, WORKER_LOST.as_dict())
    asked = {orders.submit("{}", f"plan {number}", MANY) for number in range(MANY)}
    chance = random.Random(7)  # noqa: S311 -- moments, not secrets
    crew = Crew(database_url)
    try:
        for _ in range(KILLS):
            time.sleep(chance.uniform(0.02, 0.25))
            crew.kill(chance.randrange(WORKERS))
        while any(not state.status.final for state in orders.states()):
            time.sleep(0.1)
    finally:
        crew.end()
    assert {state.id for state in orders.states()} == asked
    assert {state.status for state in orders.states()} == {Status.COMPLETED}
    assert len(crew.finished) == len(set(crew.finished))
    with database.read() as session:
        results = session.scalar(select(func.count()).select_from(DocumentRow))
        rows = session.execute(select(OrderRow.id, OrderRow.attempt)).all()
    assert results == MANY  # the best so far of each has given way to its plan
    for name, attempt in rows:
        assert orders.document(name, "plan.json") == f"{name} {attempt}".encode()
    database.close()
