"""How a round's facts share one A4 page, estimated in millimetres.

``assets/sheet.css`` draws what is reckoned here; ``tests/browser/test_sheet_pages.py`` prints
short and long rounds and counts their pages.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

from maps.views import MemberView, RoundView
from routing.planning.territory import Site

_PAGE = 273.0  # A4 less two margins of 12
_FRAME = 74.0  # heading, summary, gaps, notes at their smallest, footer
_RESERVE = 4.0
_SKETCH = 90.0  # the map and its heading
_HEADING = 6.5
_PT = 0.3528  # millimetres

_DOUBT = " (adresse à confirmer)"
_ABOARD, _ON_SITE = " à bord", " rejoint sur place"
_LETTER, _BOLD_LETTER = 0.48, 0.54  # mean width of a letter in ems, sans-serif
_COMPACT_ROADS = 5
_FEWEST_LINES, _MOST_LINES = 3, 14


@dataclass(frozen=True, slots=True)
class PageSpace:
    """Which arrangement fits: the team's side, long or compact form, type size, lines per leg.

    ``scale`` multiplies the type size; ``lines`` is how many roads a leg may name.
    """

    team_left: bool
    compact: bool
    scale: float
    lines: int


_FORMS = ((False, 1.0), (True, 1.0), (True, 0.88), (True, 0.78))
"""From generous to dense: compact puts a stop's hours on one line, a leg's roads on a few."""


def page_space(view: RoundView) -> PageSpace:
    """Choose the most generous arrangement that fits the page, or the densest one.

    The team stands under the timetable or under the map, whichever leaves the page shorter.
    """
    for compact, scale in _FORMS:
        reckoner = _Reckoner(view, compact=compact, scale=scale)
        team_left, tall = reckoner.columns()
        lines = reckoner.lines_per_leg(_PAGE - _FRAME - _RESERVE - tall)
        if compact and lines >= 0:
            return PageSpace(team_left, True, scale, _COMPACT_ROADS)
        if lines >= _FEWEST_LINES:
            return PageSpace(team_left, False, scale, min(lines, _MOST_LINES))
    return PageSpace(team_left, True, scale, _COMPACT_ROADS)


@dataclass(frozen=True, slots=True)
class _Reckoner:
    """Heights of a round's parts in one form."""

    view: RoundView
    compact: bool
    scale: float

    def columns(self) -> tuple[bool, float]:
        """Whether the team goes left, and the height of the taller column."""
        times = self._times()
        left = max(times + self._team(72), _SKETCH)
        right = max(times, _SKETCH + self._team(45))
        return left <= right, min(left, right)

    def lines_per_leg(self, free: float) -> int:
        """How many lines of directions each leg may have; negative when not even a few."""
        legs = self.view.legs
        names = [f"{leg.origin.commune} → {leg.destination.commune}" for leg in legs]
        heads = [self._text(name, 58, 9, bold=True) + 3.5 for name in names]
        rows = ceil(len(legs) / 2)  # legs stand in two columns and are never cut
        line = 9 * 1.3 * _PT * self.scale
        if self.compact:
            return int((free - _HEADING - rows * (max(heads) + 2 * line)) // line)
        return int(((free - _HEADING) / rows - max(heads)) // line)

    def _times(self) -> float:
        height = _HEADING + 2 * self._line(9.5) + self._address(self.view.depot)
        height += (self._line(8.5) + 2.0) * len(self.view.legs)
        height += (self._line(9.5) + 1.2) * len(self.view.round.pauses)
        for stop in self.view.stops:
            height += self._text(stop.site.commune, 74, 11, bold=True) + 2.5
            height += self._address(stop.site)
            height += self._line(9) if self.compact else 10.5
        return height

    def _address(self, site: Site) -> float:
        doubt = "" if site.verified and site.address and not site.approximate else _DOUBT
        text = f"{site.name}, {site.address}, {site.postal_code} {site.commune}{doubt}"
        return self._text(text, 80, 8.5)

    def _team(self, width: float) -> float:
        return 1.6 * _HEADING + sum(self._member(member, width) for member in self.view.team)

    def _member(self, member: MemberView, width: float) -> float:
        tag = 20 * self.scale if member.driver or member.relief else 0
        presence = _ABOARD if member.aboard else _ON_SITE
        name = f"{member.name}{presence}{' '.join(('', *member.villages))}"
        tall = max(self._text(name, width - tag, 9), self._text(member.role, 26, 9))
        return tall + 1.8

    def _text(self, text: str, width: float, size: float, *, bold: bool = False) -> float:
        letter = (_BOLD_LETTER if bold else _LETTER) * size * _PT * self.scale
        fullest = 0.94 * width  # lines break between words
        return self._line(size) * max(1, ceil(len(text) * letter / fullest))

    def _line(self, size: float) -> float:
        return size * 1.3 * _PT * self.scale
