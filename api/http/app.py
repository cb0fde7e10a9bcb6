"""The application: settings in, FastAPI out."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import Depends, FastAPI
from starlette.responses import JSONResponse
from starlette.staticfiles import StaticFiles

from api.http import (
    documents,
    driver_links,
    errors,
    login,
    monitoring,
    named_sheets,
    openapi,
    page,
    people,
    places,
    plans,
    programmes,
    roads,
    territory,
)
from api.http.access import allowed, reading
from api.http.osrm.router import router as osrm_router
from api.http.service import Service
from api.http.settings import Settings
from api.http.surround import surround
from api.http.vroom import router as vroom
from api.http.vroom.refusal import Refusal

_STATIC = Path(__file__).parent / "static"


def create_app(settings: Settings | None = None) -> FastAPI:
    """Return the service as an ASGI application.

    Raises
    ------
    routing.planning.TerritoryError
        When the territory's folder cannot be used.
    """
    settings = settings or Settings.from_environment()
    service = Service(settings)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        async with service.running():
            yield

    app = FastAPI(
        title="Tournées",
        summary="Planifie les permanences d’une unité mobile sur les routes de son territoire.",
        version="1",
        openapi_url=None,  # behind the same door as all else, see below
        docs_url=None,  # the usual pages load scripts from elsewhere
        redoc_url=None,
        lifespan=lifespan,
    )
    app.state.service = service
    surround(app, service)
    errors.install(app)
    app.add_exception_handler(Refusal, vroom.refused)
    _add_routes(app)
    app.mount("/static", StaticFiles(directory=_STATIC), name="static")
    return app


def _add_routes(app: FastAPI) -> None:
    """Add all addresses, each behind the door that it needs."""
    app.include_router(territory.health)
    app.include_router(monitoring.router)
    app.include_router(login.router)
    for router in (
        people.router,
        named_sheets.router,
        driver_links.guarded,
        driver_links.public,
    ):
        app.include_router(router)
    for router in (roads.router, osrm_router, vroom.router, vroom.at_root, programmes.validate):
        app.include_router(router, dependencies=[Depends(reading)])
    for router in (territory.router, places.router, programmes.router):
        app.include_router(router, dependencies=[Depends(allowed)])
    for router in (documents.router, plans.router, page.router):
        app.include_router(router, dependencies=[Depends(allowed)])
    app.add_api_route(
        "/openapi.json",
        lambda: JSONResponse(openapi.document(app)),
        include_in_schema=False,
        dependencies=[Depends(allowed)],
    )
