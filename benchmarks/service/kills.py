"""Many plans queued at once, while workers and servers are killed at random moments.

Orders are sent with an ``Idempotency-Key`` and sent again until they are answered, as a careful
client does. In the end every order must have exactly one finished plan.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, timedelta
from typing import Any

import httpx2

from benchmarks.service.running import Running, running

_PATIENCE_S = 3600


def measure(asked: argparse.Namespace) -> Iterator[dict[str, Any]]:
    """Queue, kill, count."""
    chance = random.Random(asked.seed)  # noqa: S311 - not for secrets
    with running("--workers", "2") as service:
        began = time.perf_counter()
        ids: dict[int, str] = {}
        ordering = threading.Thread(target=_order_all, args=(service, asked.plans, ids))
        ordering.start()
        kills = ["server"] * asked.server_kills + ["worker"] * asked.worker_kills
        chance.shuffle(kills)
        done = Counter(_kill(service, what, chance, asked.every) for what in kills)
        ordering.join()
        states = _ended(service, set(ids.values()))
        yield {
            "orders": asked.plans,
            "answered": len(ids),
            "plans": len(set(ids.values())),
            "lost": asked.plans - sum(1 for one in ids.values() if one in states),
            "doubled": len(states) - asked.plans,
            "status": Counter(states.values()),
            "kills": done,
            "seconds": round(time.perf_counter() - began, 1),
        }


def _order_all(service: Running, plans: int, ids: dict[int, str]) -> None:
    for number in range(plans):
        while number not in ids:
            with suppress(httpx2.HTTPError), service.client() as client:
                answer = client.post(
                    "/v1/plans",
                    json={
                        "programme": "promo-soins",
                        "horizon": _week(number),
                        "options": {"seed": number},
                    },
                    headers={"Idempotency-Key": f"order-{number}"},
                )
                if answer.status_code == 202:
                    ids[number] = answer.json()["id"]
                elif answer.status_code != 409:
                    answer.raise_for_status()
            if number not in ids:
                time.sleep(0.2)


def _week(number: int) -> dict[str, str]:
    monday = date(2027, 1, 4) + timedelta(weeks=number % 50)
    return {"from": monday.isoformat(), "to": (monday + timedelta(days=6)).isoformat()}


def _kill(service: Running, what: str, chance: random.Random, every_s: float) -> str:
    time.sleep(chance.uniform(0, 2 * every_s))
    if what == "server":
        service.kill()
        service.start()
        return "server"
    workers = service.workers()
    if not workers:
        return "no worker was there"
    with suppress(ProcessLookupError):
        os.kill(chance.choice(workers), signal.SIGKILL)
    return "worker"


def _ended(service: Running, wanted: set[str]) -> dict[str, str]:
    """Return the status of every plan there is, when all have ended."""
    until = time.monotonic() + _PATIENCE_S
    while time.monotonic() < until:
        with suppress(httpx2.HTTPError):
            states = _states(service)
            if wanted <= states.keys() and not {"queued", "working"} & set(states.values()):
                return states
        time.sleep(1)
    return _states(service)


def _states(service: Running) -> dict[str, str]:
    found: dict[str, str] = {}
    address: str | None = "/v1/plans?limit=100"
    with service.client() as client:
        while address:
            page = client.get(address).raise_for_status().json()
            found |= {plan["id"]: plan["status"] for plan in page["plans"]}
            address = page["next"]
    return found
