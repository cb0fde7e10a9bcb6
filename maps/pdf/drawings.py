"""Drawings as SVG files of their own: no page around them lends style or font."""

from __future__ import annotations

from functools import cache

from maps.qr import qr_svg
from maps.rendering import asset, environment
from maps.sketch import Sketch

_NAMESPACE = 'xmlns="http://www.w3.org/2000/svg"'
FONT = "Libertinus Serif"
"""The text face inside Typst's wheel."""


def sketch_svg(sketch: Sketch, lang: str) -> str:
    """Return the map of a trip."""
    parts = environment(lang).get_template("sheet_parts.html.j2").module
    drawn = str(parts.drawing(sketch, "")).replace("&nbsp;", "\N{NO-BREAK SPACE}")  # type: ignore[attr-defined]
    head, _, rest = drawn.strip().partition(">")
    return f"{head} {_NAMESPACE}><style>{_styles()}</style>{rest}"


def qr_file(text: str) -> str:
    """Return a QR code."""
    return qr_svg(text).replace("<svg ", f"<svg {_NAMESPACE} ", 1)


@cache
def _styles() -> str:
    return asset("sketch.css") + f'text {{ font-family: "{FONT}"; }}'
