"""Worker processes: each thread of the crew owns one, so that a crash costs one plan only."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.connection import wait as wait_for
from typing import ParamSpec

from api.problems import WorkerLostError

_P = ParamSpec("_P")


class Crew:
    """Runs functions in ``size`` processes; what is too much waits in order."""

    def __init__(self, size: int) -> None:
        self._threads = ThreadPoolExecutor(size, thread_name_prefix="crew")
        self._own = threading.local()
        self._processes: set[ProcessPoolExecutor] = set()
        self._running: set[Future[None]] = set()

    def submit(self, work: Callable[_P, None], *args: _P.args, **kwargs: _P.kwargs) -> Future[None]:
        """Queue ``work`` (picklable); the future raises ``WorkerLostError`` after a crash."""
        future = self._threads.submit(lambda: self._run(work, *args, **kwargs))
        self._running.add(future)
        future.add_done_callback(self._running.discard)
        return future

    def _run(self, work: Callable[_P, None], *args: _P.args, **kwargs: _P.kwargs) -> None:
        process = self._process()
        try:
            process.submit(work, *args, **kwargs).result()
        except BrokenProcessPool:
            self._forget(process)
            raise WorkerLostError(
                "Le processus de calcul s’est arrêté, souvent faute de mémoire. Réessayez ; si "
                "cela recommence, planifiez moins de jours ou de permanences à la fois."
            ) from None

    def _process(self) -> ProcessPoolExecutor:
        process: ProcessPoolExecutor | None = getattr(self._own, "process", None)
        if process is None:
            spawn = multiprocessing.get_context("spawn")
            process = ProcessPoolExecutor(1, mp_context=spawn, initializer=_settle)
            self._own.process = process
            self._processes.add(process)
        return process

    def _forget(self, process: ProcessPoolExecutor) -> None:
        self._own.process = None
        self._processes.discard(process)
        process.shutdown(wait=False)

    def close(self, patience_s: float) -> None:
        """Drop what waits, give running work ``patience_s`` seconds to end, then end it."""
        self._threads.shutdown(wait=False, cancel_futures=True)
        _, late = wait(set(self._running), timeout=patience_s)
        if late:
            for child in multiprocessing.active_children():
                child.terminate()
        for process in tuple(self._processes):
            process.shutdown(wait=True, cancel_futures=True)
        self._threads.shutdown(wait=True)


def _settle() -> None:
    """Leave Ctrl-C to the server, and end when the server has ended, however it did."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_follow, args=(parent.sentinel,), daemon=True).start()


def _follow(sentinel: int) -> None:
    wait_for([sentinel])
    os._exit(1)
