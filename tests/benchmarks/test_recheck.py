"""The unrounded recheck finds every fault the literature's instances can have."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from benchmarks.formats import Problem, read
from benchmarks.literature.recheck import faults, unserved
from routing.vrp.search.engine import Order

RIDES = """2 4 60 1 10
0 0 0 0 0 0 100
1 5 0 1 1 0 100
2 20 0 1 1 30 40
3 10 0 1 -1 0 100
4 25 0 1 -1 0 100
"""
PERIODIC = """1 1 2 2
30 10
30 10
0 0 0 0 0 0 0
1 0 5 0 6 1 2 1 2
2 5 0 0 6 2 1 3
"""
MULTI = """2 1 2 2
0 10
0 10
1 1 0 0 5 1 1 2
2 9 0 0 5 1 2 1 2
3 0 0 0 0 0 0
4 10 0 0 0 0 0
"""


@pytest.fixture
def made(tmp_path: Path) -> dict[str, Problem]:
    problems = {}
    for family, text in (("darp", RIDES), ("pvrp", PERIODIC), ("mdvrp", MULTI)):
        path = tmp_path / family
        path.write_text(text, encoding="ascii")
        problems[family] = read(family, path)
    return problems


def of(*stops: int, vehicle: int = 0, day: int = 0) -> Order:
    return Order(vehicle, day, stops)


GOOD = [
    ("darp", [of(0, 1, 2, 3)]),
    ("darp", [of(0, 1), of(2, 3, vehicle=1)]),
    ("pvrp", [of(1), of(1, day=1)]),
    ("mdvrp", [of(0), of(1, vehicle=1)]),
]
BAD = [
    ("darp", [of(1, 0)], "node 1 is not picked up before its delivery"),
    ("darp", [of(0, 2, 1, 3)], "load 2 above 1"),
    ("darp", [of(0, 1), of(2, 3)], "driven 2 times"),
    ("darp", [of(2, 3, 0, 1)], "no schedule|after 40"),
    ("darp", [of(0, 2, 3, 1)], "no schedule|after 40"),
    ("darp", [of(0)], "node 1 is not picked up before its delivery"),
    ("darp", [of(0, 1, day=1)], "no shift"),
    ("pvrp", [of(1)], r"node 2: visited on days \[0\]"),
    ("pvrp", [of(0, 1), of(1, day=1)], "load 12 above 10"),
    ("pvrp", [of(0), of(0, day=1)], r"node 1: visited on days \[0, 1\]"),
    ("mdvrp", [of(0, vehicle=1)], "1 belongs to another depot"),
]


@pytest.mark.parametrize(("family", "orders"), GOOD)
def test_good(family: str, orders: list[Order], made: dict[str, Problem]) -> None:
    assert faults(made[family], orders) == []


@pytest.mark.parametrize(("family", "orders", "said"), BAD)
def test_bad(family: str, orders: list[Order], said: str, made: dict[str, Problem]) -> None:
    found = faults(made[family], orders)
    assert any(re.search(said, fault) for fault in found), found


def test_too_late(tmp_path: Path) -> None:
    path = tmp_path / "late"
    path.write_text(RIDES.replace("30 40", "3 19.99"), encoding="ascii")
    problem = read("darp", path)
    assert "stop 1 starts at 20.0000, after 19.9900" in faults(problem, [of(2, 3)])[0]
    path.write_text(RIDES.replace("30 40", "3 19.9995"), encoding="ascii")
    assert not faults(read("darp", path), [of(2, 3)])  # within the tolerance


def test_unserved(made: dict[str, Problem]) -> None:
    assert unserved(made["darp"], [of(2, 3)]) == 1
    assert unserved(made["pvrp"], [of(1), of(1, day=1)]) == 1
    assert unserved(made["pvrp"], []) == 2
