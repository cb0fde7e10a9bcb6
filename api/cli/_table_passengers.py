"""The hours of each passenger as a table for people."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.table import Table

    from maps.ride_journeys import Journey, Way
    from maps.ride_views import DriverDayView
    from maps.ride_words import RideWords


def passengers(days: Sequence[DriverDayView], *, wide: bool) -> Table:
    """Return a line per passenger and request: from where to where at what hours, with whom."""
    from babel.dates import format_date
    from rich import box
    from rich.table import Table
    from rich.text import Text

    from maps.ride_journeys import journeys
    from maps.ride_words import RideWords
    from maps.wording import Wording

    words = RideWords(Wording("fr"))
    table = Table(title="Passagers", box=box.SIMPLE_HEAD, title_justify="left")
    for heading in ("Date", "Qui", "Aller", "Retour", "Avec"):
        table.add_column(heading, overflow="fold")
    before = None
    for journey in journeys(days):
        cells = (
            "" if before == journey.date else format_date(journey.date, "EEE d MMM", locale="fr"),
            journey.request.passenger,
            _hours(journey.there, words, wide=wide),
            _hours(journey.back, words, wide=wide),
            _drivers(journey),
        )
        before = journey.date
        table.add_row(*(Text(cell) for cell in cells))
    return table


def _hours(way: Way | None, words: RideWords, *, wide: bool) -> str:
    """Say when they get in and out; of who comes when finished, between which hours."""
    if way is None:
        return "–"
    return (" → " if wide else "\n").join((words.at(way.gets_in), words.arrives(way)))


def _drivers(journey: Journey) -> str:
    """Say who drives; both where the way back is another's."""
    labels = dict.fromkeys(way.driver.label for way in journey.ways)
    return ", retour ".join(labels)
