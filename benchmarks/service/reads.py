"""Reads of a stored plan at a steady rate while another plan is made: an open loop.

Requests leave at their time whether or not earlier ones were answered, and each is timed from
when it should have left: a server that stalls is not spared the requests of that time.
"""

from __future__ import annotations

import argparse
import asyncio
import time
from collections.abc import Iterator, Sequence
from typing import Any

import httpx2

from benchmarks.service.running import Running, ended, order, running

BUSY = {"programme": "territoire", "options": {"time_limit_s": 600}}


def measure(asked: argparse.Namespace) -> Iterator[dict[str, Any]]:
    """Measure reads and ``/health``, first at rest, then while a plan is made."""
    with running() as service, service.client() as client:
        plan = order(client)
        ended(client, plan)
        yield {"when": "at rest", **_load(service, plan, asked)}
        solving = order(client, **BUSY)
        while client.get(solving).json()["status"] == "queued":
            time.sleep(0.1)
        yield {"when": "while a plan is made", **_load(service, plan, asked)}
        yield {"still": client.get(solving).json()["status"]}
        client.delete(solving)


def _load(service: Running, plan: str, asked: argparse.Namespace) -> dict[str, Any]:
    return asyncio.run(_loaded(service, plan, asked.rate, asked.seconds))


async def _loaded(service: Running, plan: str, rate: float, seconds: float) -> dict[str, Any]:
    headers = {"Authorization": f"Bearer {service.key}"}
    limits = httpx2.Limits(max_connections=50)
    async with httpx2.AsyncClient(
        base_url=service.address, headers=headers, trust_env=False, timeout=30, limits=limits
    ) as client:
        await client.get(plan)
        reads = [_timed(client, plan, n / rate) for n in range(int(rate * seconds))]
        health = [_timed(client, "/health", n / 5) for n in range(int(5 * seconds))]
        found = await asyncio.gather(*reads, *health)
    return {
        "reads": len(reads),
        "rate": rate,
        "plan_ms": _percentiles(found[: len(reads)]),
        "health_ms": _percentiles(found[len(reads) :]),
    }


async def _timed(client: httpx2.AsyncClient, address: str, leaves: float) -> float:
    await asyncio.sleep(leaves)
    began = time.perf_counter()
    (await client.get(address)).raise_for_status()
    return time.perf_counter() - began


def _percentiles(seconds: Sequence[float]) -> dict[str, float]:
    ordered = sorted(seconds)
    shares = {"p50": 0.5, "p95": 0.95, "p99": 0.99, "max": 1.0}
    last = len(ordered) - 1
    return {name: round(1000 * ordered[round(share * last)], 1) for name, share in shares.items()}
