"""Folium pages that work without a network: nothing is fetched, nothing foreign is run.

Folium's own page loads Leaflet, jQuery, Bootstrap and icons from four servers. Here the
Folium map is kept and the page around it is ours: every script and style stands in the file,
and a Content-Security-Policy lists their hashes, so that the browser refuses all else even
if some text should ever slip through the escaping.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import count
from typing import Any

import folium
from branca.element import Element, Figure
from folium.template import Template
from markupsafe import Markup

from maps.policy import content_security_policy, inline
from maps.rendering import environment


class OfflinePage(Figure):
    """A Folium figure whose HTML is one of our own templates.

    Parameters
    ----------
    template
        File in ``maps/templates``. It gets ``scripts``, ``styles``, ``policy`` and ``map``.
    context
        Everything else that the template shows.
    scripts, styles
        Inline texts in order; Folium's generated script comes after them.
    images
        Servers whose images somebody may switch on.
    """

    def __init__(
        self,
        template: str,
        context: Mapping[str, Any],
        *,
        scripts: Sequence[str],
        styles: Sequence[str],
        lang: str,
        images: Sequence[str] = (),
    ) -> None:
        super().__init__()
        self._page = environment(lang).get_template(template)
        self._context, self._scripts, self._styles = context, scripts, styles
        self._images = images
        self.script = _Verbatim()
        self.script._parent = self

    def render(self, **kwargs: Any) -> str:
        """Return the page as HTML; the same content gives the same bytes."""
        _number(self)
        for child in self._children.values():
            child.render(**kwargs)
        scripts = [inline(text) for text in (*self._scripts, self.script.render(**kwargs))]
        styles = [inline(text) for text in self._styles]
        return self._page.render(
            **self._context,
            scripts=scripts,
            styles=styles,
            policy=content_security_policy(scripts=scripts, styles=styles, images=self._images),
            map=Markup(self.html.render(**kwargs)),  # noqa: S704 - an empty <div> by Folium
        )


class _Verbatim(Element):
    """Holds what elements have rendered, without taking it for a template once more."""

    def render(self, **_: Any) -> str:
        """Return the rendered scripts in order."""
        return "\n".join(str(child._template_str) for child in self._children.values())


def _number(root: Element) -> None:
    """Replace Folium's random ids by numbers in document order."""
    numbers = count(1)
    pending = [root]
    while pending:
        element = pending.pop()
        element._id = f"{next(numbers):04d}"
        pending.extend(reversed(element._children.values()))


class OfflineMap(folium.Map):
    """A Folium map without tiles, links or inline styles; the page's style sheet sizes it.

    It opens on ``frame``, south-west and north-east corner as ``[lat, lon]``.
    """

    default_js: list[tuple[str, str]] = []  # noqa: RUF012 - as Folium declares them
    default_css: list[tuple[str, str]] = []  # noqa: RUF012

    _template = Template(
        """
        {% macro html(this, kwargs) %}
            <div class="folium-map" id={{ this.get_name()|tojson }}></div>
        {% endmacro %}

        {% macro script(this, kwargs) %}
            var {{ this.get_name() }} = L.map(
                {{ this.get_name()|tojson }},
                {{ this.options|tojavascript }}
            ).fitBounds({{ this.frame|tojson }}, { animate: false, padding: [6, 6] });
        {% endmacro %}
        """
    )

    def __init__(self, page: OfflinePage, frame: list[list[float]], **options: Any) -> None:
        super().__init__(tiles=None, **options)
        self.frame = frame
        page.add_child(self)
