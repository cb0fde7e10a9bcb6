"""Searches compiled from older sources are dropped before any test of them."""

from __future__ import annotations

from routing.vrp.engines import SEARCHES, room

for name in SEARCHES:
    room(name)
