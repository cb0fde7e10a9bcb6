"""Folium layers of our own: legs that share geometry, popups without jQuery, markers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import folium
import numpy as np
from branca.element import Element, MacroElement
from folium.template import Template
from folium.utilities import camelize
from numpy.typing import NDArray

from maps.polyline import encode, encode_all
from maps.script_text import literal

_BESIDE_THE_ZOOM_BUTTONS = (54, 8)  # pixels


class Scripted(MacroElement):
    """An element whose template writes values through ``this.literal``."""

    literal = staticmethod(literal)

    def render(self, **kwargs: Any) -> str:
        """Write the element's script into the page's.

        As Folium's own does, which compiles each script as a template once more; a month has
        more than a thousand.
        """
        script = self._template.module.script(self, kwargs)
        page: Any = self.get_root()
        page.script.add_child(Written(script), name=self.get_name())
        for child in self._children.values():
            child.render(**kwargs)
        return ""


class Written(Element):
    """A text of the page as it is."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self._template_str = text

    def render(self, **_: Any) -> str:
        """Return the text."""
        return str(self._template_str)


def _camelised(options: Mapping[str, Any]) -> dict[str, Any]:
    return {camelize(key): value for key, value in options.items()}


class LegTable(Scripted):
    """Geometries by index, written once however many rounds drive them."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
            tournees.legs = {{ this.literal(this.encoded) }};
        {% endmacro %}
        """
    )

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "LegTable"
        self.encoded: list[str] = []
        self._index: dict[tuple[str, str], int] = {}

    def index(self, key: tuple[str, str], geometry: NDArray[np.float64]) -> int:
        """Return the index of a leg, adding its geometry when it is new."""
        if key not in self._index:
            self._index[key] = len(self.encoded)
            self.encoded.append(encode(geometry))
        return self._index[key]


class LegLine(Scripted, folium.PolyLine):
    """A leg of a round: a Folium line whose points come from the :class:`LegTable`."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
            var {{ this.get_name() }} = L.polyline(
                tournees.decode(tournees.legs[{{ this.leg|tojson }}]),
                {{ this.options|tojson }}
            ).addTo({{ this._parent.get_name() }});
        {% endmacro %}
        """
    )

    def __init__(
        self, leg: int, geometry: NDArray[np.float64], *, pane: str, **options: Any
    ) -> None:
        super().__init__(_corners(geometry), **options)  # type: ignore[no-untyped-call]
        self.options["pane"] = pane  # Folium's list of path options has none
        self.leg = leg


class RoadLines(Scripted, folium.PolyLine):
    """Many lines of one style as a single Folium line, written in short form."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
            var {{ this.get_name() }} = L.polyline(
                {{ this.literal(this.encoded) }}.map(tournees.decode),
                {{ this.literal(this.options) }}
            ).addTo({{ this._parent.get_name() }});
        {% endmacro %}
        """
    )

    def __init__(self, lines: Sequence[NDArray[np.float64]], *, pane: str, **options: Any) -> None:
        points = np.concatenate(lines)
        super().__init__(_corners(points), **options)  # type: ignore[no-untyped-call]
        self.options |= {"pane": pane, "interactive": False}
        self.encoded = encode_all(lines)


def _corners(points: NDArray[np.float64]) -> list[list[float]]:
    """Bounds as Folium wants them: the points themselves would be validated one by one."""
    (west, south), (east, north) = points.min(axis=0), points.max(axis=0)
    return [[float(south), float(west)], [float(north), float(east)]]


class DivMarker(Scripted, folium.Marker):
    """A Folium marker born with its icon.

    Folium's own is made with Leaflet's default image and changed afterwards, which fetches
    that image first.
    """

    _template = Template(
        """
        {% macro script(this, kwargs) %}
            var {{ this.get_name() }} = L.marker(
                {{ this.location|tojson }},
                {
                    ...{{ this.literal(this.options) }},
                    icon: L.divIcon({{ this.literal(this.icon_options) }})
                }
            ).addTo({{ this._parent.get_name() }});
        {% endmacro %}
        """
    )

    def __init__(
        self, location: tuple[float, float], div_icon: folium.DivIcon, **options: Any
    ) -> None:
        super().__init__(location)
        self.options = _camelised(options)
        self.icon_options = _camelised(div_icon.options)


class TemplatePopup(Scripted):
    """A popup that clones ``<template>`` elements of the page.

    Folium's own popup passes names through a script's backtick string and jQuery; here they
    stay in the page's escaped HTML.
    """

    _template = Template(
        """
        {% macro script(this, kwargs) %}
            {{ this._parent.get_name() }}.bindPopup(
                function () { return tournees.popup({{ this.literal(this.ids) }}); },
                {{ this.literal(this.options) }}
            );
        {% endmacro %}
        """
    )

    def __init__(self, ids: Sequence[str], **options: Any) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "TemplatePopup"
        self.ids = list(ids)
        self.options = {"autoPanPaddingTopLeft": _BESIDE_THE_ZOOM_BUTTONS} | _camelised(options)


class Behaviour(Scripted):
    """Starts the page's own script with the map, its rounds and its markers.

    ``rounds`` (and rides) and ``marks`` hold plain facts; ``layer``, ``lines`` and ``stops``
    inside them are Folium elements, written as the script variables they become.
    """

    _template = Template(
        """
        {% macro script(this, kwargs) %}
            tournees.start({{ this.map.get_name() }}, {
                bounds: {{ this.literal(this.bounds) }},
                words: {{ this.literal(this.words) }},
                tiles: {{ this.literal(this.tiles) }},
                rounds: [
                {%- for item in this.rounds %}
                    Object.assign({{ this.literal(item.facts) }}, {
                        layer: {{ item.layer.get_name() }},
                        lines: [{% for line in item.lines %}{{ line.get_name() }},{% endfor %}]
                        {%- if item.stops %}, stops: {{ item.stops.get_name() }}{% endif %}

                    }),
                {%- endfor %}
                ],
                marks: [
                {%- for item in this.marks %}
                    Object.assign({{ this.literal(item.facts) }}, {
                        layer: {{ item.layer.get_name() }}
                    }),
                {%- endfor %}
                ],
                toggles: {
                {%- for key, layer in this.toggles.items() %}
                    {{ this.literal(key) }}: {{ layer.get_name() }},
                {%- endfor %}
                }
            });
        {% endmacro %}
        """
    )

    def __init__(
        self,
        target: folium.Map,
        *,
        bounds: Sequence[Sequence[float]],
        words: Mapping[str, str],
        rounds: Sequence[Mapping[str, Any]],
        marks: Sequence[Mapping[str, Any]],
        toggles: Mapping[str, folium.FeatureGroup],
        tiles: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "Behaviour"
        self.map, self.bounds, self.words = target, bounds, words
        self.rounds, self.marks, self.toggles = rounds, marks, toggles
        self.tiles = tiles
