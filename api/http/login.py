"""The door for browsers: a key is shown once, a cookie remembers it for half a day."""

from __future__ import annotations

from urllib.parse import parse_qs

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.http.access import COOKIE, SESSION_S, session_of
from api.http.bodies import whole_body
from api.http.origin import refuse_foreign_page
from api.http.page import render
from api.http.service import TheService

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)


@router.get("/login")
def ask() -> HTMLResponse:
    """Ask for a key."""
    return render("login.html.j2", wrong=False)


@router.post("/login")
async def enter(request: Request, service: TheService) -> Response:
    """Let in whoever has a key."""
    refuse_foreign_page(request)
    fields = parse_qs((await whole_body(request)).decode("utf-8", "replace"))
    shown = fields.get("key", [""])[0].strip()
    key = await run_in_threadpool(service.keys.find, shown)
    if key is None:
        return render("login.html.j2", 401, wrong=True)
    answer = RedirectResponse("/", status_code=303)
    answer.set_cookie(
        COOKIE,
        session_of(service, key),
        max_age=SESSION_S,
        httponly=True,
        samesite="strict",
        secure=request.url.scheme == "https",
    )
    return answer


@router.post("/logout")
def leave(request: Request) -> Response:
    """Forget the browser."""
    refuse_foreign_page(request)
    answer = RedirectResponse("/login", status_code=303)
    answer.delete_cookie(COOKIE, httponly=True, samesite="strict")
    return answer
