"""Worker processes: a crash is one plan's misfortune, an end is an end."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator

import pytest

from api.jobs.crew import Crew
from api.problems import WorkerLostError


@pytest.fixture
def crew() -> Iterator[Crew]:
    crew = Crew(1)
    yield crew
    crew.close(patience_s=0.0)


def test_a_crash_is_told_and_the_next_order_is_served(crew: Crew) -> None:
    crashed = crew.submit(os._exit, 3)
    served = crew.submit(time.sleep, 0.0)
    with pytest.raises(WorkerLostError, match="mémoire"):
        crashed.result()
    assert served.result() is None


def test_a_worker_serves_one_order_after_the_other(crew: Crew) -> None:
    for order in [crew.submit(time.sleep, 0.0) for _ in range(3)]:
        assert order.result() is None


@pytest.mark.parametrize("head_start_s", [0.0, 0.01, 0.5])
def test_closing_ends_running_work_and_drops_waiting_work(head_start_s: float) -> None:
    crew = Crew(1)
    running = crew.submit(time.sleep, 3600.0)
    waiting = crew.submit(time.sleep, 3600.0)
    time.sleep(head_start_s)  # whether or not the process has started by now
    crew.close(patience_s=0.0)
    assert waiting.cancelled()
    assert running.cancelled() or isinstance(running.exception(), WorkerLostError)
