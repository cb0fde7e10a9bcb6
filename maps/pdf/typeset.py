"""From a template and its texts to a PDF."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any, Final

import typst

_TEMPLATES = Path(__file__).parent / "typ"
_STANDARD: Final = "ua-1"
"""PDF/UA-1: tagged, with a title, a language and a text for every drawing."""

_one_at_a_time = Lock()


def typeset(template: str, texts: Mapping[str, Any]) -> bytes:
    """Return a PDF of ``maps/pdf/typ/<template>.typ``; the same texts give the same bytes.

    Parameters
    ----------
    texts
        What the template reads as ``sys.inputs``: strings, numbers, lists and dictionaries. Of
        ``title`` and ``lang`` the document's properties are made, so neither may be personal.

    Raises
    ------
    typst.TypstError
        When the template lacks something: a bug of ours, texts cannot cause it.
    """
    data = json.dumps(texts, ensure_ascii=False, separators=(",", ":"))
    with _one_at_a_time:  # a compiler keeps what it read, and its inputs, from one call to the next
        made = _compiler(template).compile(
            format="pdf", sys_inputs={"texts": data}, pdf_standards=_STANDARD, timestamp=0
        )
    if not isinstance(made, bytes):
        raise TypeError(f"expected one PDF, got {type(made).__name__}")
    return made


@cache
def _compiler(template: str) -> typst.Compiler:
    return typst.Compiler(
        input=str(_TEMPLATES / f"{template}.typ"),
        root=str(_TEMPLATES),
        ignore_system_fonts=True,
    )
