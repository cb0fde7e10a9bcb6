"""What a browser is shown when something cannot be done: in words, and with a way on."""

from __future__ import annotations

from urllib.parse import quote, urlsplit

from fastapi import Request
from starlette.responses import RedirectResponse, Response

from api.http.page.screen import Screen
from api.http.page.words import words_of
from api.problems import Problem
from api.store.keys import Key
from routing.language import Language


def wants_page(request: Request) -> bool:
    """Whether a person looks at the answer: browsers ask for HTML, other clients do not."""
    return "text/html" in request.headers.get("accept", "")


def to_login(request: Request) -> RedirectResponse:
    """Ask for a key, and come back after that."""
    return RedirectResponse(f"/login?ended=1&next={quote(_here(request))}", status_code=303)


def trouble_page(request: Request, problem: Problem) -> Response:
    """Return a page that says what is wrong."""
    screen = Screen(request, request.app.state.service, _key(request), words_of(request))
    words, slug = screen.words, problem.slug
    known = words.has(f"trouble.{slug}.title")
    told = problem.as_dict(Language(words.lang))
    return screen.show(
        "trouble.html.j2",
        problem.status,
        title=words(f"trouble.{slug}.title") if known else told["title"],
        detail=words(f"trouble.{slug}.detail") if known else told.get("detail", ""),
        faults=[words.say(fault.line) for fault in problem.errors],
        back=_here(request) if request.method != "GET" else "",
    )


def local_path(address: str) -> str:
    """Return the path and query of an address of ours, ``/`` for any other."""
    parts = urlsplit(address)
    foreign = parts.scheme or parts.netloc or not address.startswith("/") or "\\" in address
    if foreign or address.startswith("//"):
        return "/"
    return address


def _here(request: Request) -> str:
    """Return the page that somebody was on: the one asked for, or that of the form sent."""
    if request.method in ("GET", "HEAD"):
        query = f"?{request.url.query}" if request.url.query else ""
        return local_path(f"{request.url.path}{query}")
    parts = urlsplit(request.headers.get("referer", ""))
    own = parts.netloc == request.headers.get("host")
    return local_path(parts.path) if own and parts.path != "/login" else "/"


def _key(request: Request) -> Key | None:
    """Return the key that let the request in, if it came so far."""
    found: Key | None = getattr(request.state, "key", None)
    return found
