"""Tiny routing questions on a chessboard of streets, made by chance; times in minutes × 60."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import strategies as st

from routing.matrix import UNREACHABLE, Matrix
from routing.vrp.day import DayClient, DayInstance, DayVehicle, TimeWindow

MINUTE, HOUR = 60, 3600


def chessboard(corners: Sequence[tuple[int, int]], island: int | None = None) -> Matrix:
    """A minute and a kilometre a block, five seconds more on the way back to the west."""
    size = len(corners)
    seconds, metres = np.zeros((2, size, size), np.int32)
    for i, (x, y) in enumerate(corners):
        for j, (u, v) in enumerate(corners):
            blocks = abs(x - u) + abs(y - v)
            cut = i != j and island in (i, j)
            seconds[i, j] = UNREACHABLE if cut else MINUTE * blocks + 5 * ((u, v) < (x, y))
            metres[i, j] = UNREACHABLE if cut else 1000 * blocks
    return Matrix(durations_s=seconds, distances_m=metres)


@st.composite
def instances(draw: st.DrawFn, most_clients: int = 5) -> DayInstance:
    """Depot and up to so many clients, some of them variants of one visit."""
    count = draw(st.integers(1, most_clients))
    blocks = st.integers(-40, 40)
    corners = draw(st.lists(st.tuples(blocks, blocks), min_size=count + 1, max_size=count + 1))
    island = draw(st.sampled_from([None] * 9 + [count]))
    clients = []
    for n in range(count):
        period = draw(st.integers(0, 2))
        earliest = (8 + 5 * period) * HOUR + draw(st.integers(-6, 9)) * 15 * MINUTE
        slack = draw(st.sampled_from([0, 0, 30, 120])) * MINUTE
        clients.append(
            DayClient(
                location=n + 1,
                window=TimeWindow(earliest_s=earliest, latest_s=earliest + slack),
                service_s=draw(st.sampled_from([20, 45, 90, 180])) * MINUTE,
                setup_s=draw(st.sampled_from([0, 20])) * MINUTE,
                packing_s=draw(st.sampled_from([0, 10])) * MINUTE,
                period=period,
                group=draw(st.sampled_from([-1, -1, 0])),
            )
        )
    vehicle = DayVehicle(
        start=0, end=0,
        earliest_s=draw(st.sampled_from([5, 7])) * HOUR,
        latest_s=draw(st.sampled_from([18, 24])) * HOUR,
        max_work_s=draw(st.sampled_from([7, 10, 24])) * HOUR,
        break_after_s=draw(st.sampled_from([3, 4, 6])) * HOUR,
        break_s=draw(st.sampled_from([0, 20, 30])) * MINUTE,
        period_break_s=draw(st.sampled_from([0, 10, 45])) * MINUTE,
        max_stops=draw(st.integers(1, 4)),
    )  # fmt: skip
    return DayInstance(matrix=chessboard(corners, island), clients=tuple(clients), vehicle=vehicle)


@pytest.fixture(scope="session")
def tiny():
    """The strategy of tiny instances."""
    return instances


@pytest.fixture(scope="session")
def board():
    """The chessboard's matrix."""
    return chessboard
