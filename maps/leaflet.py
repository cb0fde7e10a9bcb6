"""Leaflet's own files, read from the installed XStatic-Leaflet and made self-contained."""

from __future__ import annotations

import base64
import re
from functools import cache
from importlib import metadata
from pathlib import Path

_DISTRIBUTION = "XStatic-Leaflet"
_FOLDER = "xstatic/pkg/leaflet/data"


@cache
def leaflet_script() -> str:
    """Return Leaflet's script without the link to its source map."""
    script = _read("leaflet.js").decode("utf-8")
    return re.sub(r"^//# sourceMappingURL=.*$", "", script, flags=re.MULTILINE).strip()


@cache
def leaflet_styles() -> str:
    """Return Leaflet's style sheet with its images inside and nothing else to fetch."""
    styles = _read("leaflet.css").decode("utf-8").replace("\r\n", "\n")
    styles = re.sub(r"\s*behavior:\s*url\([^)]*\);", "", styles)  # Internet Explorer 8
    return re.sub(r"url\(images/([\w.-]+\.png)\)", _inline_image, styles)


def _inline_image(match: re.Match[str]) -> str:
    image = base64.b64encode(_read(f"images/{match[1]}")).decode("ascii")
    return f"url(data:image/png;base64,{image})"


def _read(name: str) -> bytes:
    # Through the distribution's metadata instead of ``import xstatic``: its namespace
    # package relies on an interface that newer setuptools and Pythons warn about.
    distribution = metadata.distribution(_DISTRIBUTION)
    return Path(str(distribution.locate_file(f"{_FOLDER}/{name}"))).read_bytes()
