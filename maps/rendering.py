"""Jinja templates with escaping always on and a language's words at hand."""

from __future__ import annotations

from functools import cache
from importlib import resources

import jinja2
from markupsafe import Markup

from maps.contacts import unbroken
from maps.qr import qr_svg
from maps.wording import Wording


@cache
def environment(lang: str) -> jinja2.Environment:
    """Return the environment of ``maps/templates`` that speaks ``lang``.

    Everything is escaped unless our own code vouches for it; a name that a template uses and
    nobody gave is an error, not an empty text.
    """
    wording = Wording(lang)
    made = jinja2.Environment(
        loader=jinja2.PackageLoader("maps"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals.update(w=wording.words, lang=lang, qr=_qr)
    made.globals.update(count=wording.count, number=wording.number, percent=wording.percent)
    made.filters.update(
        day=wording.day,
        short_day=wording.short_day,
        sentence=wording.sentence,
        hour=wording.hour,
        duration=wording.duration,
        distance=wording.distance,
        unbroken=unbroken,
        drive=lambda leg: wording.drive(leg.distance_m, leg.duration_s),
    )
    return made


def _qr(text: str) -> Markup:
    return Markup(qr_svg(text))  # noqa: S704 - drawn by us: lines and numbers


def asset(name: str) -> str:
    """Return a text file of ``maps/assets``."""
    return (resources.files("maps") / "assets" / name).read_text(encoding="utf-8")
