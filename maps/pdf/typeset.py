"""From a template and its texts to a PDF."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any, Final

import typst

_TEMPLATES = Path(__file__).parent / "typ"
_STANDARD: Final = "ua-1"
"""PDF/UA-1: tagged, with a title, a language and a text for every drawing."""

_NO_GLYPH = "could not be displayed with font"
"""What Typst says of a character that no font draws, where PDF/UA is asked for."""

_LONG_WORD = re.compile(r"[^\s\-/]{25,}")
"""A word that a narrow column may not hold; looking for it in Typst costs a tenth of a page."""

_few_at_a_time = BoundedSemaphore(2)
"""Typst works outside of Python, on cores and memory that others need as well."""

_idle: defaultdict[tuple[str, bool], list[typst.Compiler]] = defaultdict(list)


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
    said = {**texts, "long-words": _long_words(texts)}
    data = json.dumps(said, ensure_ascii=False, separators=(",", ":"))
    with _few_at_a_time:
        try:
            made = _compile(template, data, own_fonts=True, pdf_standards=_STANDARD)
        except typst.TypstError as error:
            if _NO_GLYPH not in str(error):
                raise
            made = _compile(template, data, own_fonts=False)
    if not isinstance(made, bytes):
        raise TypeError(f"expected one PDF, got {type(made).__name__}")
    return made


def _long_words(texts: object) -> bool:
    """Whether any text, drawings apart, holds a word that may not fit its line."""
    if isinstance(texts, str):
        return not texts.startswith("<svg") and bool(_LONG_WORD.search(texts))
    if isinstance(texts, Mapping):
        return any(map(_long_words, texts.values()))
    return isinstance(texts, (list, tuple)) and any(map(_long_words, texts))


def _compile(template: str, data: str, *, own_fonts: bool, **options: Any) -> object:
    with _compiler(template, own_fonts) as compiler:
        return compiler.compile(format="pdf", sys_inputs={"texts": data}, timestamp=0, **options)


@contextmanager
def _compiler(template: str, own_fonts: bool) -> Iterator[typst.Compiler]:
    """Lend a compiler to one thread: it keeps what it read, and its inputs, between calls."""
    idle = _idle[template, own_fonts]
    try:
        compiler = idle.pop()
    except IndexError:
        compiler = typst.Compiler(
            input=str(_TEMPLATES / f"{template}.typ"),
            root=str(_TEMPLATES),
            ignore_system_fonts=own_fonts,
        )
    try:
        yield compiler
    finally:
        idle.append(compiler)
