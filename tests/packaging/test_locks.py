"""The locks pin, with hashes, everything that pyproject.toml asks for."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).parents[2]
LOCKS = {"requirements.lock": "build", "requirements-dev.lock": "dev"}


def pins(lock: str) -> dict[str, set[str]]:
    """Names and their versions; several where they differ by platform or Python."""
    found: dict[str, set[str]] = {}
    for line in (ROOT / lock).read_text("utf-8").splitlines():
        if match := re.match(r"([a-z0-9._-]+)==([^ ]+)", line):
            found.setdefault(match[1], set()).add(match[2])
    return found


def asked(group: str) -> list[Requirement]:
    """All that the project and one dependency group, with what it includes, ask for."""
    project: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    wanted = [Requirement(text) for text in project["project"]["dependencies"]]
    groups = [group]
    while groups:
        for entry in project["dependency-groups"][groups.pop()]:
            if isinstance(entry, str):
                wanted.append(Requirement(entry))
            else:
                groups.append(entry["include-group"])
    return wanted


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_answers_pyproject(lock: str) -> None:
    pinned = pins(lock)
    stale = [
        str(need)
        for need in asked(LOCKS[lock])
        if not pinned.get(need.name.lower())
        or not all(need.specifier.contains(version) for version in pinned[need.name.lower()])
    ]
    assert not stale, f"run make lock: {stale}"


@pytest.mark.parametrize("lock", LOCKS)
def test_every_pin_has_hashes_and_no_index_is_named(lock: str) -> None:
    text = (ROOT / lock).read_text("utf-8")
    blocks = re.split(r"\n(?=[a-z0-9])", text)[1:]
    assert blocks
    assert all("--hash=sha256:" in block for block in blocks)
    assert "://" not in text
    assert "--index" not in text


def test_tests_run_with_the_versions_that_people_get() -> None:
    everyone, developers = pins("requirements.lock"), pins("requirements-dev.lock")
    assert {name: developers.get(name) for name in everyone} == everyone
