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

_NO_GLYPH = "could not be displayed with font"
"""What Typst says of a character that no font draws, where PDF/UA is asked for."""

_one_at_a_time = Lock()


def typeset(template: str, texts: Mapping[str, Any]) -> bytes:
    """Return a PDF of ``maps/pdf/typ/<template>.typ``; the same texts give the same bytes.

    A character that the wheel's fonts lack, such as an emoji, is taken from the machine's fonts. It
    is an empty box where those lack it too, and still the character to whoever copies or reads out.

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
        try:
            made = _compile(template, data, own_fonts=True, pdf_standards=_STANDARD)
        except typst.TypstError as error:
            if _NO_GLYPH not in str(error):
                raise
            made = _compile(template, data, own_fonts=False)
    if not isinstance(made, bytes):
        raise TypeError(f"expected one PDF, got {type(made).__name__}")
    return made


def _compile(template: str, data: str, *, own_fonts: bool, **options: Any) -> object:
    compiler = _compiler(template, own_fonts)
    return compiler.compile(format="pdf", sys_inputs={"texts": data}, timestamp=0, **options)


@cache
def _compiler(template: str, own_fonts: bool) -> typst.Compiler:
    return typst.Compiler(
        input=str(_TEMPLATES / f"{template}.typ"),
        root=str(_TEMPLATES),
        ignore_system_fonts=own_fonts,
    )
