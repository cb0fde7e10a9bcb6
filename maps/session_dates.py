"""A village's sessions as people say them: « jeudis 7 et 21 janvier, 9 h – 12 h »."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from babel.lists import format_list

from maps.wording import Wording


@dataclass(frozen=True, slots=True, order=True)
class Sitting:
    """A session: its date and hours, seconds after midnight."""

    date: date
    start_s: int
    end_s: int


class SessionWords:
    """How one language says when sessions are."""

    def __init__(self, wording: Wording) -> None:
        self._w, self._posters = wording, wording.words["posters"]

    def lines(self, sittings: Iterable[Sitting]) -> list[tuple[str, str, str]]:
        """Return « Jeudis », « 7 et 21 janvier », « 9 h – 12 h » by weekday and hours.

        They come in the order of their first dates.
        """
        groups: dict[tuple[int, int, int], list[date]] = defaultdict(list)
        for sitting in sorted(set(sittings)):
            groups[sitting.date.weekday(), sitting.start_s, sitting.end_s].append(sitting.date)
        return [
            (self.weekday(days), self.days(days), self.hours(start_s, end_s))
            for (_, start_s, end_s), days in groups.items()
        ]

    def weekday(self, days: Sequence[date]) -> str:
        """Return « Jeudi », or « Jeudis » for several dates."""
        names = self._posters["weekdays_many" if len(days) > 1 else "weekdays"]
        return self._w.sentence(str(names[days[0].weekday()]))

    def days(self, days: Sequence[date]) -> str:
        """Return « 7 et 21 janvier », or « 28 janvier et 4 février », for dates in order."""
        said = [self._month(list(group)) for _, group in groupby(days, key=_month)]
        return format_list([part for parts in said for part in parts], locale=self._w.lang)

    def hours(self, start_s: int, end_s: int) -> str:
        """Return « 9 h – 12 h 30 »."""
        start, end = self._w.short_hour(start_s), self._w.short_hour(end_s)
        return str(self._posters["span"]).format(start=start, end=end)

    def _month(self, days: list[date]) -> list[str]:
        """Return the days of a month; its name follows the last."""
        *before, last = days
        text = str(self._posters["month_day"])
        named = text.format(day=self._w.day_number(last), month=self._w.month_name(last))
        return [*map(self._w.day_number, before), named.replace(" ", "\N{NO-BREAK SPACE}")]


def _month(day: date) -> tuple[int, int]:
    return day.year, day.month
