"""Nonsense: schemathesis over the whole OpenAPI document, then bodies changed at random."""

from __future__ import annotations

import argparse
import json
import random
import re
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import httpx2

from benchmarks.service.running import Running, running

_JUDGING = Path(__file__).parent.parent.parent / "schemathesis.toml"
_ODD: tuple[Any, ...] = (
    *(None, True, -1, 0, 1e308, 2**70, "", "\0", "é" * 300, "../..", "{}", [], {}, [[]], {"a": 1}),
    *("2027-02-30", "24:61", "P99D", "NaN", "’", "\ud800"),
)


def measure(asked: argparse.Namespace) -> Iterator[dict[str, Any]]:
    """Let both loose on a service whose workers are asleep."""
    with running("--workers", "0") as service:
        yield _schemathesis(service, asked)
        yield _mutated(service, asked)


def _schemathesis(service: Running, asked: argparse.Namespace) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder, service.client() as client:
        document = Path(folder) / "openapi.json"
        document.write_text(client.get("/openapi.json").raise_for_status().text)
        command = [
            *[sys.executable, "-m", "schemathesis.cli", "--config-file", str(_JUDGING)],
            *["run", str(document), "--continue-on-failure"],
            *["--url", service.address, "--checks", "all", "--seed", str(asked.seed)],
            *["--max-examples", str(asked.examples), "--generation-database", "none"],
            *["--header", f"Authorization: Bearer {service.key}", "--no-color"],
        ]
        done = subprocess.run(command, capture_output=True, text=True, cwd=folder)
    Path("schemathesis.log").write_text(done.stdout + done.stderr)
    told = re.findall(
        r"^ *[❌✅⏭🚫].*|^.*(?:passed|failed|generated).*$", done.stdout, re.MULTILINE
    )
    return {"measure": "schemathesis", "exit": done.returncode, "told": told[-8:]}


def _mutated(service: Running, asked: argparse.Namespace) -> dict[str, Any]:
    chance = random.Random(asked.seed)  # noqa: S311 - not for secrets
    statuses: Counter[int] = Counter()
    broken: list[str] = []
    with service.client() as client:
        seeds = list(_seeds(client))
        for _ in range(asked.bodies):
            address, body = chance.choice(seeds)
            content = _changed(body, chance)
            headers = {"Content-Type": "application/json"}
            answer = client.post(address, content=content, headers=headers)
            statuses[answer.status_code] += 1
            if answer.status_code >= 500:
                broken.append(f"{address} {content[:300]!r}")
    return {"measure": "mutated bodies", "status": statuses, "broken": broken[:5]}


def _seeds(client: httpx2.Client) -> Iterator[tuple[str, Any]]:
    programme = client.get("/v1/programmes/promo-soins").raise_for_status().json()
    small = {"permanences": programme["permanences"][:2]}
    places = [{"id": "a", "lon": 6.06, "lat": 43.4}, {"id": "b", "lon": 5.75, "lat": 43.6}]
    yield "/v1/plans", {"programme": "promo-soins", "month": "2027-01", "options": {"seed": 1}}
    yield "/v1/plans", {"programme": programme | small, "month": "2027-01"}
    yield "/v1/programmes", programme
    yield "/v1/programmes:validate", programme
    yield "/v1/roads/matrix", {"places": places}
    yield "/v1/roads/route", {"places": places, "geometry": "polyline"}
    yield "/v1/roads/find", {"queries": ["12 av mistral brignoles"], "limit": 2}
    yield "/v1/people:import", {"people": {"p-1": {"name": "Anne", "phone": "04 94 00 00 00"}}}
    vehicle = {"id": 1, "start": [6.06, 43.4], "end": [6.06, 43.4], "capacity": [2]}
    job = {"id": 1, "location": [5.75, 43.6], "delivery": [1], "time_windows": [[0, 9000]]}
    yield "/optimization", {"vehicles": [vehicle], "jobs": [job, job | {"id": 2}]}


def _changed(body: Any, chance: random.Random) -> bytes:
    """Return JSON with one to three values changed, now and then with bytes broken."""
    changed = json.loads(json.dumps(body))
    for _ in range(chance.randint(1, 3)):
        _change(changed, chance)
    content = json.dumps(changed).encode()
    if chance.random() < 0.1:
        at = chance.randrange(len(content))
        content = (
            content[:at] + bytes([chance.randrange(256)]) + content[at + chance.randint(0, 3) :]
        )
    return content


def _change(value: Any, chance: random.Random) -> None:
    while isinstance(value, dict | list) and value:
        keys = list(value) if isinstance(value, dict) else list(range(len(value)))
        key = chance.choice(keys)
        if isinstance(value[key], dict | list) and value[key] and chance.random() < 0.8:
            value = value[key]
            continue
        match chance.randrange(4):
            case 0:
                del value[key]
            case 1 if isinstance(value, dict):
                value[str(chance.choice(_ODD))] = value[key]
            case 2 if isinstance(value, list):
                value.append(deepcopy(value[key]))
            case _:
                value[key] = deepcopy(chance.choice(_ODD))  # else it would be changed for all
        return
