"""Deleting a programme that people keep here: asked back once, and only as it was seen."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import HTMLResponse, Response

from api.http.page.forms import TheForm
from api.http.page.screen import Screen, TheScreen

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)


@router.get("/programmes/{programme_id}/delete")
def before_deleting(programme_id: str, screen: TheScreen) -> HTMLResponse:
    """Say what goes with a programme, and what stays."""
    return _page(programme_id, screen)


@router.post("/programmes/{programme_id}/delete")
def delete(programme_id: str, form: TheForm, screen: TheScreen) -> Response:
    """Delete a programme that is still as the page before has shown it."""
    shelf = screen.service.shelf
    entry = shelf.changeable(programme_id)
    seen = form["version"]
    if seen == str(entry.version) and shelf.stored.remove(entry.id, entry.version):
        return screen.go("/", "programme_deleted")
    return _page(programme_id, screen, changed=True, status=412)


def _page(
    programme_id: str, screen: Screen, *, changed: bool = False, status: int = 200
) -> HTMLResponse:
    entry = screen.service.shelf.changeable(programme_id)
    return screen.show("delete.html.j2", status, entry=entry, changed=changed)
