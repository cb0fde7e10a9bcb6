"""``/metrics``: numbers for Prometheus, for whom the operator says."""

from __future__ import annotations

import ipaddress
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST

from api.http.access import reading, whoever
from api.http.described import files
from api.http.operations import Door
from api.http.service import TheService
from api.store.keys import Key

router = APIRouter(tags=["health"])


async def _let_in(
    request: Request, service: TheService, key: Annotated[Key | None, Depends(whoever)]
) -> None:
    door = service.settings.operations.metrics
    if door is Door.OPEN or (door is Door.LOOPBACK and _from_this_machine(request)):
        return
    await reading(key)


@router.get(
    "/metrics",
    response_class=Response,
    responses=files("Numbers in Prometheus’ text format.", "text/plain"),
    dependencies=[Depends(_let_in)],
)
def metrics(service: TheService) -> Response:
    """Return numbers about requests, plans, workers and this process, for Prometheus."""
    return Response(service.metrics.text(), media_type=CONTENT_TYPE_LATEST)


def _from_this_machine(request: Request) -> bool:
    """Whether a program here asks; behind a proxy on this machine everybody seems to be one."""
    if any(name.startswith(("x-forwarded", "forwarded")) for name in request.headers):
        return False
    try:
        return ipaddress.ip_address(request.client.host if request.client else "").is_loopback
    except ValueError:
        return False
