"""Colours, dashes and widths of everything that is drawn, in one place.

Lines are told apart three times over: by colour for most people, by dash pattern in black
and white, by label for everybody. The six colours are four of Okabe and Ito's set (given in
Wong 2011, doi:10.1038/nmeth.1618) and two of Paul Tol's *muted* scheme (SRON technical note
SRON/EPS/TN/09-002): those that keep a contrast of 3:1 against white and stay apart under
protanopia, deuteranopia and tritanopia (simulated after Machado et al. 2009,
doi:10.1109/TVCG.2009.113; ``tests/maps/test_theme.py`` checks both).
"""

from __future__ import annotations

from dataclasses import dataclass

COLOURS = ("#0072B2", "#D55E00", "#882255", "#009E73", "#332288", "#CC79A7")
"""Blue, vermilion, wine, green, indigo, pink: most different first."""

DASHES = ("", "13 7", "1 8", "16 7 1 7")
"""SVG ``stroke-dasharray`` in pixels, round caps: solid, dashed, dotted, dash-dot."""

DISTINCT_STYLES = len(COLOURS) * len(DASHES)
"""How many rounds have a style of their own before styles come back."""


@dataclass(frozen=True, slots=True)
class LineStyle:
    """How one round is drawn; ``index`` names the CSS class that carries the colour."""

    index: int
    colour: str
    dash: str

    @property
    def css_class(self) -> str:
        """Class that sets the round's colour, such as ``ligne-3``."""
        return f"ligne-{self.index}"


def line_style(number: int) -> LineStyle:
    """Return the style of the ``number``-th round (from 0).

    Neighbours differ in colour and in dash, and the first ``DISTINCT_STYLES`` rounds are all
    different.
    """
    index = number % DISTINCT_STYLES
    cycle, colour = divmod(index, len(COLOURS))
    return LineStyle(index, COLOURS[colour], DASHES[(colour - cycle) % len(DASHES)])


@dataclass(frozen=True, slots=True)
class RoadStyle:
    """A class of roads in the backdrop; ``width`` in pixels."""

    name: str
    classes: tuple[str, ...]
    colour: str
    width: float


ROADS = (
    RoadStyle("tertiary", ("tertiary", "tertiary_link"), "#E6E2DA", 0.9),
    RoadStyle("secondary", ("secondary", "secondary_link"), "#DAD5CA", 1.3),
    RoadStyle("primary", ("primary", "primary_link"), "#CFC8BB", 1.8),
    RoadStyle("trunk", ("trunk", "trunk_link"), "#C8C0B1", 2.2),
    RoadStyle("motorway", ("motorway", "motorway_link"), "#C0B7A6", 2.8),
)
"""Backdrop roads from the smallest to the largest, the order in which they are drawn."""

REGIONAL_ROADS = frozenset({"motorway", "trunk", "primary"})
"""Road styles that are also drawn far outside the territory, for orientation."""

LAND_COLOUR = "#FCFBF8"
"""Inside the territory."""
OUTSIDE_COLOUR = "#ECEAE5"
"""Around it."""
BORDER_COLOUR = "#CBC4B8"
"""Between communes."""
OUTLINE_COLOUR = "#8F8676"
"""Around the territory."""


def palette_css() -> str:
    """Return the CSS classes that give every line style its colour."""
    return "\n".join(
        f".{line_style(i).css_class} {{ --line: {line_style(i).colour}; }}"
        for i in range(DISTINCT_STYLES)
    )
