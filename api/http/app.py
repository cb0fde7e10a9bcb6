"""The application: settings in, FastAPI out."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import FastAPI
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.staticfiles import StaticFiles

from api.http import errors, page, plans, roads, territory
from api.http.osrm.router import router as osrm_router
from api.http.service import Service
from api.http.settings import Settings
from api.http.vroom import router as vroom

_STATIC = Path(__file__).parent / "static"


def create_app(settings: Settings | None = None) -> FastAPI:
    """Return the service as an ASGI application.

    Raises
    ------
    routing.planning.TerritoryError
        When the territory's folder cannot be used.
    """
    settings = settings or Settings()
    service = Service(settings)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        async with service.running():
            yield

    app = FastAPI(
        title="Tournées",
        summary="Planifie les permanences d’une unité mobile sur les routes de son territoire.",
        version="1",
        docs_url=None,  # the usual pages load scripts from elsewhere; /openapi.json is there
        redoc_url=None,
        lifespan=lifespan,
    )
    app.state.service = service
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=settings.allowed_hosts)
    errors.install(app)
    for router in (territory.router, plans.router, roads.router, osrm_router, vroom.router):
        app.include_router(router)
    for router in (vroom.at_root, page.router):  # one address: JSON is VROOM's, forms the page's
        app.include_router(router)
    app.mount("/static", StaticFiles(directory=_STATIC), name="static")
    return app
