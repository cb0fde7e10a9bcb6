"""Addresses of drivers' links, and the rules by which this service makes them."""

from __future__ import annotations

from fastapi import Request

from api.http.service import Service
from api.people.links import Link, LinkRules


def link_rules(service: Service) -> LinkRules:
    """Return when links of this service are made, and until when they open."""
    asked = service.settings.people
    zone = service.territory.timezone
    return LinkRules(zone=zone, days=asked.link_days, names=asked.names_on_sheets)


def link_url(link: Link, service: Service, request: Request) -> str:
    """Return the whole address of a link, to hand out."""
    base = service.settings.people.public_url or str(request.base_url).rstrip("/")
    return f"{base}/d/{service.people.links.token(link)}"
