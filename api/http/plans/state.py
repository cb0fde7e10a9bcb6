"""How a plan stands, as JSON."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from api.http.language import language
from api.phases import PHASES
from api.problems import kept_problem
from api.store.order_records import State
from routing.language import told


def shown(state: State) -> dict[str, Any]:
    """Return the JSON object of an order, its plan aside."""
    address = f"/v1/plans/{state.id}"
    links = {"self": address}
    if not state.status.final:
        links["events"] = f"{address}/events"
    if state.has_plan:
        links["map"] = f"{address}/map"
    body: dict[str, Any] = {
        "id": state.id,
        "title": state.title,
        "status": state.status,
        "created_at": _moment(state.created_at),
        "started_at": _moment(state.started_at),
        "finished_at": _moment(state.finished_at),
        "elapsed_s": state.elapsed_s,
        "progress": _progress(state),
        "cost": state.standing.cost,
        "gap": state.standing.gap,
        "number": state.number,
        "published_at": _moment(state.published_at),
        "links": links,
    }
    if state.problem is not None:
        body["problem"] = kept_problem(state.problem, language())
    return body


def _progress(state: State) -> dict[str, Any]:
    now = state.standing
    return {
        "phase": now.phase,
        "title": told(PHASES.get(now.phase, ""), language()),
        "share": round(now.share, 4),
        "done": round(now.done, 4),
    }


def _moment(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat(timespec="seconds")
