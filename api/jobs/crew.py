"""Worker processes: each thread of the crew owns one, so that a crash costs one plan only."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from multiprocessing.connection import Connection
from multiprocessing.connection import wait as wait_for
from typing import TypeVarTuple

from api.problems import WorkerLostError

_Args = TypeVarTuple("_Args")
_LOST = (
    "Le processus de calcul s’est arrêté, souvent faute de mémoire. Réessayez ; si cela "
    "recommence, planifiez moins de jours ou de permanences à la fois."
)


class Crew:
    """Runs functions in ``size`` processes; what is too much waits in order."""

    def __init__(self, size: int) -> None:
        self._threads = ThreadPoolExecutor(size, thread_name_prefix="crew")
        self._own = threading.local()
        self._lock = threading.Lock()
        self._hands: list[_Hand] = []
        self._running: set[Future[None]] = set()
        self._closed = False

    def submit(self, work: Callable[[*_Args], object], *args: *_Args) -> Future[None]:
        """Queue ``work``, which is picklable, tells its result by itself and never raises.

        The future raises ``WorkerLostError`` when the process ended before the work did.
        """
        future = self._threads.submit(lambda: self._hand().run(work, *args))
        self._running.add(future)
        future.add_done_callback(self._running.discard)
        return future

    def close(self, patience_s: float) -> None:
        """Drop what waits, give running work ``patience_s`` seconds to end, then end it."""
        self._threads.shutdown(wait=False, cancel_futures=True)
        wait(set(self._running), timeout=patience_s)
        with self._lock:
            self._closed = True
            for hand in self._hands:
                hand.stop()
        self._threads.shutdown(wait=True)

    def _hand(self) -> _Hand:
        hand: _Hand | None = getattr(self._own, "hand", None)
        with self._lock:
            if self._closed:
                raise WorkerLostError(_LOST)
            if hand is not None and not hand.alive:
                self._hands.remove(hand)
                hand = None
            if hand is None:
                self._own.hand = hand = _Hand()
                self._hands.append(hand)
        return hand


class _Hand:
    """One process and the pipe to it."""

    def __init__(self) -> None:
        spawn = multiprocessing.get_context("spawn")  # threads run here: forking would be unsafe
        self._pipe, theirs = spawn.Pipe()
        self._process = spawn.Process(target=_serve, args=(theirs,), daemon=True)
        self._process.start()
        theirs.close()

    @property
    def alive(self) -> bool:
        return self._process.is_alive()

    def run(self, work: Callable[[*_Args], object], *args: *_Args) -> None:
        try:
            self._pipe.send((work, args))
            self._pipe.recv()
        except (EOFError, OSError):
            self._process.join()
            raise WorkerLostError(_LOST) from None

    def stop(self) -> None:
        self._process.terminate()
        self._process.join()


def _serve(pipe: Connection) -> None:
    """Work until the server hangs up; leave Ctrl-C to it, and end when it ends, however."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_follow, args=(parent.sentinel,), daemon=True).start()
    while True:
        try:
            work, args = pipe.recv()
        except EOFError:
            return
        work(*args)
        pipe.send(None)


def _follow(sentinel: int) -> None:
    wait_for([sentinel])
    os._exit(1)
