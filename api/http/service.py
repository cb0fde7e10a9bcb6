"""What all requests share: the territory, its programmes, the roads, the desk."""

from __future__ import annotations

import tempfile
import threading
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from fastapi import Depends, Request
from starlette.concurrency import run_in_threadpool

from api.http.settings import Settings
from api.jobs.crew import Crew
from api.jobs.desk import Desk
from api.jobs.work import make
from api.problems import BusyError
from api.recipe import programme_names
from api.wire.programme_json import load_programme
from routing.planning import load_territory
from routing.planning.programme import Programme
from routing.planning.territory import Territory

if TYPE_CHECKING:
    from routing.roads import RoadNetwork

MOST_WAITING = 10
"""Requests that may wait for their turn to be solved."""


class Service:
    """The parts of one running service.

    Raises
    ------
    TerritoryError, InputFaults
        When the territory or one of its programmes cannot be read: better now than later.
    """

    desk: Desk

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.territory: Territory = load_territory(settings.territory)
        self.programmes: Mapping[str, Programme] = _programmes(self.territory)
        self._road_lock = threading.Lock()
        self._solvers = threading.BoundedSemaphore(settings.workers)
        self._callers = threading.BoundedSemaphore(settings.workers + MOST_WAITING)

    @property
    def roads(self) -> RoadNetwork:
        """The road network, loaded when first asked for."""
        with self._road_lock:  # requests run in threads: load once, not once each
            return self._roads

    @cached_property
    def _roads(self) -> RoadNetwork:
        from routing.roads import RoadNetwork

        return RoadNetwork.load(self.settings.network or self.territory.roads_path)

    @contextmanager
    def solving(self) -> Iterator[None]:
        """Solve in this thread, when it is its turn: as many at a time as plans are made.

        Raises
        ------
        BusyError
            When too many wait: each holds one of the few threads that answer requests.
        """
        if not self._callers.acquire(blocking=False):
            raise BusyError("Trop de calculs attendent ; redemandez dans un instant.")
        try:
            with self._solvers:
                yield
        finally:
            self._callers.release()

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Open the desk; at the end cancel what runs and leave nothing behind."""
        with tempfile.TemporaryDirectory(prefix="tournees-") as folder:  # private, mode 700
            self.desk = Desk(
                Path(folder),
                Crew(self.settings.workers),
                make,
                queue_limit=self.settings.queue_limit,
                keep=self.settings.keep,
            )
            try:
                yield
            finally:
                await run_in_threadpool(self.desk.close)


def _programmes(territory: Territory) -> dict[str, Programme]:
    folder = territory.programmes_folder
    names = programme_names(territory)
    return {name: load_programme(folder / f"{name}.json", territory) for name in names}


def _service(request: Request) -> Service:
    service: Service = request.app.state.service
    return service


TheService = Annotated[Service, Depends(_service)]
