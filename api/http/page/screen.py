"""A page for somebody: who looks, in which language, and how it is drawn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import Depends, Request
from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.responses import HTMLResponse, RedirectResponse

from api.http.access import whoever
from api.http.page.words import COOKIE, LANGUAGES, Words, words_of
from api.http.service import Service, TheService
from api.store.keys import Key, Role

YEAR_S = 365 * 24 * 3600
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; img-src 'self' data:; frame-src 'self'; frame-ancestors 'none'; "
        "form-action 'self'; base-uri 'none'; object-src 'none'"
    ),
}
"""Beside those of :mod:`api.http.headers`."""

_templates = Environment(
    loader=PackageLoader("api.http"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


@dataclass(frozen=True, slots=True)
class Screen:
    """What is shown to whoever asks."""

    request: Request
    service: Service
    key: Key | None
    words: Words

    @property
    def may_change(self) -> bool:
        """Whether this person may do more than look."""
        return self.key is not None and self.key.role >= Role.COORDINATOR

    def show(self, template: str, status: int = 200, **values: Any) -> HTMLResponse:
        """Return a page made of a template."""
        said = self.request.query_params.get("said", "")
        text = _templates.get_template(template).render(
            t=self.words,
            w=self.words.wording,
            key=self.key,
            may_change=self.may_change,
            zone=self.service.territory.timezone,
            said=said if self.words.has(f"said.{said}") else "",
            languages=[(lang, self._in(lang)) for lang in LANGUAGES],
            **values,
        )
        answer = HTMLResponse(text, status_code=status, headers=_HEADERS)
        answer.headers["Content-Language"] = self.words.lang
        if self.request.query_params.get("lang") in LANGUAGES:
            answer.set_cookie(COOKIE, self.words.lang, max_age=YEAR_S, samesite="lax")
        return answer

    def go(self, path: str, said: str = "", anchor: str = "") -> RedirectResponse:
        """Send the browser to a page after something was done, which that page then says."""
        query = f"?{urlencode({'said': said})}" if said else ""
        return RedirectResponse(f"{path}{query}{anchor}", status_code=303)

    def _in(self, lang: str) -> str:
        """Return the address of this page in a language; of a form's answer, the start page's."""
        url = self.request.url
        if self.request.method != "GET":
            return f"/?lang={lang}"
        kept = [
            (name, value)
            for name, value in self.request.query_params.multi_items()
            if name not in ("lang", "said")
        ]
        return f"{url.path}?{urlencode([*kept, ('lang', lang)])}"


def _screen(
    request: Request, service: TheService, key: Annotated[Key | None, Depends(whoever)]
) -> Screen:
    return Screen(request, service, key, words_of(request))


TheScreen = Annotated[Screen, Depends(_screen)]
