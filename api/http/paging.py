"""Long lists, page by page: a limit, and a cursor that says where the page before stopped.

Cursors name the last record seen, not its position: what is added or deleted meanwhile neither
repeats nor hides others.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Annotated, Generic, TypeVar

from fastapi import Depends, Query, Request, Response

from api.http.bodies import refuse
from api.wire.faults import InputFaults
from routing.sentence import say

MOST = 500
USUAL = 100
_Item = TypeVar("_Item")


@dataclass(frozen=True, slots=True)
class Paging:
    """Which page of a list is asked for."""

    limit: Annotated[int, Query(ge=1, le=MOST, description="Éléments au plus.")] = USUAL
    cursor: Annotated[
        str | None,
        Query(max_length=300, description="Où la page précédente s’est arrêtée : voir « next »."),
    ] = None

    @property
    def place(self) -> tuple[str, ...]:
        """What names the last record seen, empty for the first page.

        Raises
        ------
        InputFaults
            When the cursor is none that this service wrote.
        """
        if self.cursor is None:
            return ()
        try:
            padded = self.cursor.encode("ascii") + b"=="
            found = json.loads(base64.urlsafe_b64decode(padded))
        except (ValueError, RecursionError):
            raise self.refused() from None
        if not found or not isinstance(found, list):
            raise self.refused()
        return tuple(map(str, found))

    def refused(self) -> InputFaults:
        """Return what to raise where the cursor leads nowhere."""
        message = say("reprenez l’adresse « next » telle quelle, ou demandez sans « cursor ».")
        return refuse("/query/cursor", self.cursor, "BAD_CURSOR", message)


Asked = Annotated[Paging, Depends()]


@dataclass(frozen=True, slots=True)
class Page(Generic[_Item]):
    """Some items of a list, and the cursor to those that follow, if any do."""

    items: Sequence[_Item]
    cursor: str | None

    @staticmethod
    def of(
        found: Sequence[_Item], paging: Paging, place: Callable[[_Item], tuple[str, ...]]
    ) -> Page[_Item]:
        """Return the page of what was found, one item more than it may hold where there is one."""
        if len(found) <= paging.limit:
            return Page(found, None)
        items = found[: paging.limit]
        text = json.dumps(place(items[-1]), ensure_ascii=False, separators=(",", ":"))
        return Page(items, base64.urlsafe_b64encode(text.encode()).decode().rstrip("="))

    def following(self, request: Request, response: Response) -> str | None:
        """Return the address of the next page; a ``Link`` header says it as well (RFC 8288)."""
        if self.cursor is None:
            return None
        url = request.url.include_query_params(cursor=self.cursor)
        address = f"{url.path}?{url.query}"
        response.headers["Link"] = f'<{address}>; rel="next"'
        return address


def page_of(items: Sequence[_Item], paging: Paging, code: Callable[[_Item], str]) -> Page[_Item]:
    """Return a page of a list that is all there, in its order.

    Raises
    ------
    InputFaults
        When the cursor names none of its items.
    """
    start = 0
    if paging.place:
        codes = [code(item) for item in items]
        if paging.place[0] not in codes:
            raise paging.refused()
        start = codes.index(paging.place[0]) + 1
    return Page.of(items[start:], paging, lambda item: (code(item),))
