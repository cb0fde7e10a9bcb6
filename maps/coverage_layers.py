"""Folium layers of the coverage page: shaded communes, and what starts its script."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from folium.template import Template

from maps.layers import Scripted
from maps.offline import OfflinePage


class Shades(Scripted):
    """The communes, each in the colour of its minutes; the polygons stand once in the page.

    ``shades`` holds ``fill`` (a colour) and ``minutes`` by INSEE code.
    """

    _template = Template(
        """
        {% macro script(this, kwargs) %}
            var {{ this.get_name() }} = L.layerGroup().addTo({{ this._parent.get_name() }});
            {{ this.get_name() }}.draw = function () {
                return tournees.shade(
                    {{ this.literal(this.shades) }}, {{ this.literal(this.look) }}
                );
            };
            tournees.shades.push({{ this.get_name() }});
        {% endmacro %}
        """
    )

    def __init__(self, shades: Mapping[str, Mapping[str, Any]], look: Mapping[str, Any]) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "Shades"
        self.shades, self.look = dict(shades), dict(look)


class CoverageStart(Scripted):
    """Starts the page's own script once all maps are there.

    ``maps`` hold ``map``, ``layers`` (``group`` and ``minutes`` by measure) and ``labels``;
    Folium elements are written as the script variables they become.
    """

    _template = Template(
        """
        {% macro script(this, kwargs) %}
            tournees.startCoverage({
                communes: {{ this.literal(this.communes) }},
                names: {{ this.literal(this.names) }},
                words: {{ this.literal(this.words) }},
                maps: [
                {%- for item in this.maps %}
                    {
                        id: {{ this.literal(item.id) }},
                        map: {{ item.map.get_name() }},
                        layers: {
                        {%- for layer in item.layers %}
                            {{ this.literal(layer.name) }}: {
                                group: {{ layer.group.get_name() }},
                                minutes: {{ this.literal(layer.minutes) }}
                            },
                        {%- endfor %}
                        },
                        labels: [
                        {%- for label in item.labels %}
                            {
                                insee: {{ this.literal(label.insee) }},
                                priority: {{ this.literal(label.priority) }},
                                layer: {{ label.layer.get_name() }}
                            },
                        {%- endfor %}
                        ]
                    },
                {%- endfor %}
                ]
            });
        {% endmacro %}
        """
    )

    def __init__(
        self,
        page: OfflinePage,
        communes: Mapping[str, Any],
        names: Mapping[str, str],
        maps: Sequence[Mapping[str, Any]],
        words: Mapping[str, str],
    ) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "CoverageStart"
        self.page, self.communes, self.names = page, communes, names
        self.maps, self.words = maps, words
