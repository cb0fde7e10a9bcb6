"""Worker processes: a crash is one plan's misfortune, an end is an end."""

from __future__ import annotations

import multiprocessing
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


def test_closing_ends_running_work_and_drops_waiting_work() -> None:
    crew = Crew(1)
    running = crew.submit(time.sleep, 3600.0)
    waiting = crew.submit(time.sleep, 3600.0)
    while not multiprocessing.active_children():
        time.sleep(0.01)
    crew.close(patience_s=0.0)
    assert isinstance(running.exception(), WorkerLostError)
    assert waiting.cancelled()
    assert not multiprocessing.active_children()
