"""How a plan comes along, as server-sent events."""

from __future__ import annotations

import json
import zlib
from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import APIRouter, Header
from fastapi.sse import format_sse_event
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response, StreamingResponse

from api.http.described import answer
from api.http.plans import examples
from api.http.plans.models import StateEvent
from api.http.plans.state import shown
from api.http.responses import problems
from api.http.service import TheService
from api.problems import UnknownPlanError
from api.store.order_records import State
from routing.sentence import say

RETRY_MS = 2000
"""After which a client that lost the line asks again."""
router = APIRouter(prefix="/v1/plans", tags=["plans"])


@router.get(
    "/{plan_id}/events",
    response_class=StreamingResponse,
    responses={
        **answer(
            StateEvent,
            examples.EVENT,
            media_type="text/event-stream",
            description="Events `progress`, then one `end`; data: the plan’s state as JSON.",
        ),
        204: {"description": "The end was told already: do not ask again."},
        **problems(404),
    },
)
async def events(
    plan_id: str,
    service: TheService,
    last_event_id: Annotated[str | None, Header()] = None,
) -> Response:
    """Follow a plan: an event for each change of its state, until the end.

    Each event is whole, so that a client that lost some has lost nothing. With `Last-Event-ID`
    what was told last is not told again.
    """
    order = await run_in_threadpool(service.desk.glance, plan_id)
    states = service.following.states(order.id)
    first = await anext(states, None)
    if first is None:
        raise UnknownPlanError(say("Vérifiez l’identifiant ; les plus anciens plans sont oubliés."))
    if first.status.final and last_event_id == _id(first):
        return Response(status_code=204)
    return StreamingResponse(
        _told(first, states, last_event_id),
        media_type="text/event-stream",
        headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
    )


async def _told(
    first: State, states: AsyncIterator[State | None], known: str | None
) -> AsyncIterator[bytes]:
    yield format_sse_event(retry=RETRY_MS) if _id(first) == known else _event(first, RETRY_MS)
    async for state in states:
        yield format_sse_event(comment="") if state is None else _event(state)


def _event(state: State, retry_ms: int | None = None) -> bytes:
    return format_sse_event(
        event="end" if state.status.final else "progress",
        data_str=json.dumps(shown(state), ensure_ascii=False),
        id=_id(state),
        retry=retry_ms,
    )


def _id(state: State) -> str:
    """Return what tells one state of a plan from the next."""
    return f"{zlib.crc32(repr(state).encode()):08x}"
