"""How much one key and one address may ask, and how often it may try keys that do not hold.

Counted in this process by :mod:`limits`, in a window that slides; see
:class:`api.http.operations.Operations` for why. The headers are those of
draft-ietf-httpapi-ratelimit-headers.
"""

from __future__ import annotations

import hashlib
import math
import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from limits import RateLimitItem
from limits.storage import MemoryStorage
from limits.strategies import SlidingWindowCounterRateLimiter
from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.http.access import COOKIE, key_shown
from api.http.operations import Operations
from api.problems import TooManyRequestsError

_UNLIMITED = {"/health", "/ready"}
_MOST_REMEMBERED = 1000
_SIGNING_IN = "login"


@dataclass(frozen=True, slots=True)
class Left:
    """What is left of a rate: requests, and seconds until it is whole again."""

    policy: str
    rate: RateLimitItem
    requests: int
    seconds: int

    def headers(self) -> dict[str, str]:
        """Return what the answer says of it."""
        window = self.rate.get_expiry()
        return {
            "RateLimit-Policy": f'"{self.policy}";q={self.rate.amount};w={window}',
            "RateLimit": f'"{self.policy}";r={self.requests};t={self.seconds}',
        }


class Limiting:
    """ASGI middleware.

    Parameters
    ----------
    refusal
        Makes the answer to a request that is one too many.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        operations: Operations,
        refusal: Callable[[Request, Exception], Response],
    ) -> None:
        self._app, self._refusal = app, refusal
        self._asked = operations
        self._limiter = SlidingWindowCounterRateLimiter(MemoryStorage())
        self._good: OrderedDict[str, None] = OrderedDict()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through unless it is one too many."""
        if scope["type"] != "http" or scope["path"] in _UNLIMITED:
            await self._app(scope, receive, send)
            return
        request = Request(scope)
        address, credential = _address(request), _credential(request)
        left = self._over(address, credential)
        if left is not None and left.requests < 0:
            refused = self._refusal(request, TooManyRequestsError(left.seconds))
            refused.headers.update(Left(left.policy, left.rate, 0, left.seconds).headers())
            await refused(scope, receive, send)
            return

        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._learn(message["status"], address, credential, known=_known(request))
                if left is not None:
                    MutableHeaders(scope=message).update(left.headers())
            await send(message)

        await self._app(scope, receive, sent)

    def _over(self, address: str, credential: str | None) -> Left | None:
        """Count a request; return what is nearest to its end, -1 requests where one is over."""
        if credential is not None and credential not in self._good:
            for rate in self._asked.failures_per_address:
                if not self._limiter.test(rate, "failures", address):
                    return self._left("failures", rate, address, over=True)
        found = [*self._hit("address", self._asked.rate_per_address, address)]
        if credential is not None:
            found += self._hit("key", self._asked.rate_per_key, credential)
        return min(found, key=lambda left: left.requests, default=None)

    def _hit(self, policy: str, rates: Sequence[RateLimitItem], name: str) -> list[Left]:
        return [
            self._left(policy, rate, name, over=not self._limiter.hit(rate, policy, name))
            for rate in rates
        ]

    def _left(self, policy: str, rate: RateLimitItem, name: str, *, over: bool) -> Left:
        stats = self._limiter.get_window_stats(rate, policy, name)
        seconds = max(1, math.ceil(stats.reset_time - time.time()))
        return Left(policy, rate, -1 if over else stats.remaining, seconds)

    def _learn(self, status: int, address: str, credential: str | None, *, known: bool) -> None:
        """Remember keys that hold; count those that do not."""
        if credential is None:
            return
        if status == 401:
            self._good.pop(credential, None)
            for rate in self._asked.failures_per_address:
                self._limiter.hit(rate, "failures", address)
        elif known and credential != _SIGNING_IN:
            self._good[credential] = None
            while len(self._good) > _MOST_REMEMBERED:
                self._good.popitem(last=False)


def _address(request: Request) -> str:
    return request.client.host if request.client else ""


def _known(request: Request) -> bool:
    """Whether somebody looked the key up and it held: pages for everybody look none up."""
    return getattr(request.state, "key_id", None) is not None


def _credential(request: Request) -> str | None:
    """Return a hash of what a request shows to be let in; signing in shows something too."""
    if request.url.path == "/login" and request.method == "POST":
        return _SIGNING_IN
    shown = key_shown(request) or request.cookies.get(COOKIE)
    return hashlib.sha256(shown.encode("utf-8", "replace")).hexdigest() if shown else None
