"""The door for browsers: a key is shown once, a cookie remembers it for half a day."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.http.access import COOKIE, SESSION_S, session_of
from api.http.page.forms import TheForm
from api.http.page.screen import TheScreen
from api.http.page.trouble import local_path

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)


@router.get("/login")
def ask(screen: TheScreen, ended: str = "", left: str = "") -> HTMLResponse:
    """Ask for a key."""
    target = local_path(screen.request.query_params.get("next", "/"))
    known = COOKIE in screen.request.cookies
    return screen.show(
        "login.html.j2", wrong=False, ended=bool(ended) and known, left=bool(left), next=target
    )


@router.post("/login")
async def enter(form: TheForm, request: Request, screen: TheScreen) -> Response:
    """Let in whoever has a key."""
    service, target = screen.service, local_path(form["next"] or "/")
    key = await run_in_threadpool(service.keys.find, form["key"])
    if key is None:
        return screen.show("login.html.j2", 401, wrong=True, ended=False, left=False, next=target)
    answer = RedirectResponse(target, status_code=303)
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
def leave(_form: TheForm) -> Response:
    """Forget the browser."""
    answer = RedirectResponse("/login?left=1", status_code=303)
    answer.delete_cookie(COOKIE, httponly=True, samesite="strict")
    return answer
