"""What an operator may set about the running service, by environment variables."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from limits import RateLimitItem, parse_many

from api.environment import Environment
from api.logs import Style

RATE_PER_KEY, RATE_PER_ADDRESS, FAILURES = "3000/minute", "6000/minute", "20/minute"


class Door(StrEnum):
    """Who may read ``/metrics``."""

    KEY = "key"
    """Whoever has a key."""
    LOOPBACK = "loopback"
    """Programs on this machine too, unless somebody's request came through a proxy."""
    OPEN = "open"
    """Everybody: for networks of which something else keeps the door."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Operations:
    """How the service runs among others.

    Parameters
    ----------
    rate_per_key, rate_per_address
        Requests that one key, and one address, may send; more are answered with status 429.
        Counted in the memory of each server process, of which ``tournees serve`` has one: counting
        in the store would cost a write for every read. Several servers multiply the rates.
    failures_per_address
        Keys that do not hold which one address may try.
    trusted_proxies
        Addresses or networks whose ``X-Forwarded-For`` and ``-Proto`` count; none by default.
    hosts
        ``Host`` headers answered, where the address of the service does not tell them.
    cors_origins
        Other sites whose pages may call the API with a key; none by default.
    metrics
        Who may read ``/metrics``.
    logs
        Whether logs are JSON or for people; by default JSON unless a terminal shows them.
    answers_kept_h
        Hours for which an ``Idempotency-Key`` gets the same answer.
    max_header_bytes
        Largest head of a request.
    """

    rate_per_key: tuple[RateLimitItem, ...] = tuple(parse_many(RATE_PER_KEY))
    rate_per_address: tuple[RateLimitItem, ...] = tuple(parse_many(RATE_PER_ADDRESS))
    failures_per_address: tuple[RateLimitItem, ...] = tuple(parse_many(FAILURES))
    trusted_proxies: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    cors_origins: tuple[str, ...] = ()
    metrics: Door = Door.KEY
    logs: Style = Style.AUTO
    answers_kept_h: int = 24
    max_header_bytes: int = 65_536

    @staticmethod
    def read(environment: Environment) -> Operations:
        """Return the settings that the environment holds."""
        return Operations(
            rate_per_key=environment.rates("RATE_PER_KEY", RATE_PER_KEY),
            rate_per_address=environment.rates("RATE_PER_ADDRESS", RATE_PER_ADDRESS),
            failures_per_address=environment.rates("FAILURES_PER_ADDRESS", FAILURES),
            trusted_proxies=environment.words("TRUSTED_PROXIES"),
            hosts=environment.words("HOSTS"),
            cors_origins=environment.words("CORS_ORIGINS"),
            metrics=environment.choice("METRICS", Door.KEY),
            logs=environment.choice("LOGS", Style.AUTO),
            answers_kept_h=environment.number("ANSWERS_KEPT_H", 24, least=1, most=720),
            max_header_bytes=environment.number("MAX_HEADER_BYTES", 65_536, least=4096),
        )
