"""QR codes that open a place in whatever navigator a phone has: ``geo:`` links, no site between."""

from __future__ import annotations

from functools import lru_cache

import segno

_MASK = 0
"""Of the eight patterns that a code may be laid over with, always the same: to find which of them
a printer would like best takes six times as long, and scanners read all of them alike."""
_QUIET = 2
"""Modules of white around a code; the paper around it is white as well."""


def geo_link(lon: float, lat: float) -> str:
    """Return a point as a link (RFC 5870), to about a metre."""
    return f"geo:{lat:.5f},{lon:.5f}"


@lru_cache(maxsize=1024)
def qr_svg(text: str) -> str:
    """Return a QR code as an SVG element without a size of its own; 15 % of it may be lost."""
    made = segno.make(text, error="m", micro=False, mask=_MASK)
    return str(made.svg_inline(border=_QUIET, omitsize=True, svgclass="qr", lineclass=None))
