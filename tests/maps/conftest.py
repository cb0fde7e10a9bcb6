"""Sample plans for the tests of what people open."""

from __future__ import annotations

import importlib.util
import re
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest


def _load(name: str) -> ModuleType:
    path = Path(__file__).with_name(f"{name}.py")
    if f"maps_{name}" in sys.modules:  # one of each: what another process is given is found by name
        return sys.modules[f"maps_{name}"]
    spec = importlib.util.spec_from_file_location(f"maps_{name}", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def made() -> ModuleType:
    """The module that makes samples."""
    return _load("sample")


@pytest.fixture
def sample(made: ModuleType, tmp_path: Path):
    return made.make_sample(tmp_path / "territoire")


@pytest.fixture(scope="session")
def ride_made() -> ModuleType:
    """The module that makes rides."""
    return _load("ride_sample")


@pytest.fixture
def rides(made: ModuleType, ride_made: ModuleType, tmp_path: Path):
    """A sample plan with a day of rides."""
    return ride_made.make_ride_sample(made, tmp_path / "territoire")


@pytest.fixture(scope="session")
def text_of() -> Callable[[Path], str]:
    """What a page says, without tags and no-break spaces; entities stay."""

    def read(path: Path) -> str:
        html = re.sub(r"<style>.*?</style>", "", path.read_text("utf-8"), flags=re.DOTALL)
        plain = re.sub(r"<[^>]+>", " ", html).replace("\N{NO-BREAK SPACE}", " ")
        return " ".join(plain.replace("&nbsp;", " ").split())

    return read
