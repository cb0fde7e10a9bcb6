"""Python values as JavaScript that survives both a browser's and Folium's reading.

Folium compiles what its elements have rendered as a Jinja template a second time: a village
called ``{{ 7 * 7 }}`` would be computed, and ``{% x %}`` would break the page. Inside strings
every character that means something to HTML or Jinja is therefore written as an escape.
"""

from __future__ import annotations

import json
import re

from markupsafe import Markup

_STRING = re.compile(r'"(?:[^"\\]|\\.)*"')
_RISKY = re.compile(r"[<>&'{}%#]")


def literal(value: object) -> Markup:
    """Return a JSON-able value as a JavaScript literal in ASCII."""
    text = json.dumps(value)
    return Markup(_STRING.sub(_quiet, text))  # noqa: S704 - nothing of HTML is left in it


def _quiet(string: re.Match[str]) -> str:
    return _RISKY.sub(lambda risky: f"\\u{ord(risky[0]):04x}", string[0])
