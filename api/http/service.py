"""What all requests share: the territory, its programmes, the roads, the desk."""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from functools import cached_property
from typing import TYPE_CHECKING, Annotated

from fastapi import Depends, Request
from starlette.concurrency import run_in_threadpool

from api.gazetteer import LazyGazetteer
from api.http.following import Following
from api.http.library import Library
from api.http.metrics import Metrics
from api.http.settings import Settings
from api.http.shelf import Shelf
from api.jobs.desk import Desk
from api.jobs.workers import Workers
from api.people.keeper import Keeper
from api.people.office import open_office
from api.problems import WORKER_LOST, BusyError
from api.recipe import programme_names
from api.store.answers import Answers
from api.store.database import Database
from api.store.keys import Key, Keys
from api.store.orders import Orders
from api.store.programmes import Programmes
from api.store.secret import secret_of
from api.wire.programme_json import load_programme
from routing.planning import load_territory
from routing.planning.programme import Programme
from routing.planning.territory import Territory
from routing.sentence import say

if TYPE_CHECKING:
    from routing.roads import RoadNetwork
    from routing.roads.gazetteer import Gazetteer

MOST_WAITING = 10
"""Requests that may wait for their turn to be solved."""


class Service:
    """The parts of one running service.

    Raises
    ------
    TerritoryError, InputFaults
        When the territory or one of its programmes cannot be read: better now than later.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.territory: Territory = load_territory(settings.territory)
        self.programmes: Mapping[str, Programme] = _programmes(self.territory)
        self.secret = secret_of(settings.data)
        self.database = Database(settings.database)
        self.database.upgrade()
        self.keys = Keys(self.database)
        self.answers = Answers(self.database, self.secret, settings.operations.answers_kept_h)
        self.metrics = Metrics(self.database)
        self.known_keys: dict[tuple[str | None, str | None], tuple[Key, float]] = {}
        self.orders = Orders(self.database, WORKER_LOST.kept())
        self.following = Following(self.orders.states_of)
        self.desk = Desk(self.orders, queue_limit=settings.queue_limit, keep=settings.keep)
        self.people = open_office(
            self.database, settings.data, self.secret, self.territory, settings.people.times
        )
        self.library = Library(self.desk, self.territory)
        self.shelf = Shelf(self.programmes, Programmes(self.database), self.territory)
        self.addresses = LazyGazetteer(self.territory, lambda: self.roads.data)
        self._road_lock = threading.Lock()
        self._solvers = threading.BoundedSemaphore(max(1, settings.workers))
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

    @property
    def gazetteer(self) -> Gazetteer:
        """The gazetteer of the territory and its roads, opened when first asked for."""
        return self.addresses.opened

    @contextmanager
    def solving(self) -> Iterator[None]:
        """Solve in this thread, when it is its turn: as many at a time as plans are made.

        Raises
        ------
        BusyError
            When too many wait: each holds one of the few threads that answer requests.
        """
        if not self._callers.acquire(blocking=False):
            raise BusyError(say("Trop de calculs attendent ; redemandez dans un instant."))
        try:
            with self._solvers:
                yield
        finally:
            self._callers.release()

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Have workers make plans; at the end what they are at goes back into the queue."""
        asked = self.settings
        keeper = Keeper(self.people)
        workers = Workers(asked.workers, asked.worker_job)
        try:
            yield
        finally:
            await run_in_threadpool(workers.close)
            await run_in_threadpool(keeper.close)
            self.database.close()


def _programmes(territory: Territory) -> dict[str, Programme]:
    folder = territory.programmes_folder
    names = programme_names(territory)
    return {name: load_programme(folder / f"{name}.json", territory) for name in names}


async def _service(request: Request) -> Service:  # not in a thread: there is nothing to wait for
    service: Service = request.app.state.service
    return service


TheService = Annotated[Service, Depends(_service)]
