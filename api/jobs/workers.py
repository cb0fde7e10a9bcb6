"""Worker processes, kept at their number: one that dies is replaced."""

from __future__ import annotations

import multiprocessing
import threading

from api.jobs.worker import work
from api.jobs.worker_job import WorkerJob

PAUSE_S = 0.5
"""Seconds before a dead worker is replaced."""


class Workers:
    """``size`` processes that take orders from the queue."""

    def __init__(self, size: int, job: WorkerJob) -> None:
        self._spawn = multiprocessing.get_context("spawn")  # threads run here: no forking
        self._job = job
        self._over = threading.Event()
        self._processes = [self._start() for _ in range(size)]
        self._keeper = threading.Thread(target=self._keep, daemon=True)
        self._keeper.start()

    def close(self, patience_s: float = 10.0) -> None:
        """End them; what they were at goes back into the queue."""
        self._over.set()
        self._keeper.join()
        for process in self._processes:
            process.terminate()
        for process in self._processes:
            process.join(patience_s)
            if process.is_alive():
                process.kill()
                process.join()

    def _start(self) -> multiprocessing.context.SpawnProcess:
        process = self._spawn.Process(target=work, args=(self._job,), daemon=True)
        process.start()
        return process

    def _keep(self) -> None:
        while not self._over.wait(PAUSE_S):
            for at, process in enumerate(self._processes):
                if not process.is_alive():
                    process.join()
                    self._processes[at] = self._start()
