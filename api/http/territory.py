"""Health, and the facts about the territory."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from fastapi import APIRouter, HTTPException, Response

from api.http.service import TheService
from api.wire.programme_json import dump_programme

health = APIRouter(tags=["health"])
router = APIRouter(tags=["territory"])


@health.get("/health")
async def healthy() -> dict[str, str]:
    """Say that the service answers."""
    return {"status": "ok"}


@health.get("/ready")
def ready(service: TheService, response: Response) -> dict[str, str]:
    """Say whether the service can do its work: its database answers."""
    if service.database.answers():
        return {"status": "ready"}
    response.status_code = 503
    return {"status": "the database does not answer"}


@router.get("/v1/territory")
def territory(service: TheService) -> dict[str, Any]:
    """Return the communes and sites; coordinates are degrees (WGS 84)."""
    known = service.territory
    return {
        "name": known.name,
        "title": known.title,
        "timezone": known.timezone.key,
        "communes": [asdict(commune) for commune in known.communes],
        "sites": [asdict(site) | {"approximate": site.approximate} for site in known.sites],
    }


@router.get("/v1/programmes")
def programmes(service: TheService) -> list[dict[str, Any]]:
    """Return the programmes that ship with the territory, by the name to ask for them."""
    return [
        {"name": name, "title": programme.title, "permanences": len(programme.permanences)}
        for name, programme in service.programmes.items()
    ]


@router.get("/v1/programmes/{name}")
def programme(name: str, service: TheService) -> dict[str, Any]:
    """Return a programme as an order may hold it, to change it and send it back."""
    if name not in service.programmes:
        raise HTTPException(404)
    return dump_programme(service.programmes[name])
