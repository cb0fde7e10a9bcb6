"""Where plans are computed side by side: this machine's processes, or a Dask cluster."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from importlib import import_module
from typing import Any

from api.wire.faults import Fault, InputFaults
from routing.sentence import say

VARIABLE = "TOURNEES_EXECUTOR"
_CLUSTERS = ("tcp://", "tls://", "ws://", "wss://")
_PATIENCE_S = 10


@contextmanager
def opened(address: str | None = None, *, workers: int | None = None) -> Iterator[Executor]:
    """Open an executor, and close it in the end; what is not begun by then is given up.

    Parameters
    ----------
    address
        Of a Dask scheduler, ``tcp://host:8786``; without one that of ``TOURNEES_EXECUTOR``; where
        that is not set either, a pool of processes on this machine.
    workers
        Processes of the pool; as many as there are cores where nothing is said.

    Raises
    ------
    InputFaults
        When the address is none, nobody answers there, or Dask is not installed.
    """
    where = address or os.environ.get(VARIABLE, "")
    if where:
        with _cluster(where) as client:
            yield client.get_executor(pure=False, retries=2)
        return
    context = multiprocessing.get_context("spawn")  # threads run here: no forking
    pool = ProcessPoolExecutor(workers or os.cpu_count(), mp_context=context)
    try:
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)


@contextmanager
def _cluster(address: str) -> Iterator[Any]:
    if not address.startswith(_CLUSTERS):
        message = say("donnez l’adresse d’un ordonnanceur Dask, comme tcp://127.0.0.1:8786.")
        raise _refused(address, "BAD_ADDRESS", message)
    try:
        distributed: Any = import_module("distributed")  # an extra, and without types
    except ModuleNotFoundError:
        message = say("Dask n’est pas installé ici : pip install 'tournees[cluster]'.")
        raise _refused(address, "NO_DASK", message) from None
    try:
        client = distributed.Client(address, timeout=_PATIENCE_S, set_as_default=False)
    except (OSError, ValueError):
        message = say("aucun ordonnanceur Dask ne répond ici ; vérifiez l’adresse.")
        raise _refused(address, "NO_CLUSTER", message) from None
    try:
        yield client
    finally:
        client.close()


def _refused(address: str, code: str, message: str) -> InputFaults:
    return InputFaults(VARIABLE, [Fault(path="", value=address, message=message, code=code)])
