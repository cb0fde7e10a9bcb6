"""Sentences for a passenger: the day, when they are fetched, and when they are home again."""

from __future__ import annotations

from collections.abc import Iterator

from maps.ride_journeys import Journey, Way
from maps.ride_words import RideWords
from maps.wording import Wording

_STEP_S = 5 * 60
"""A passenger is told hours in steps of this: when to be ready before, when to be there after."""


class SlipWords:
    """How one language tells passengers of their journeys."""

    def __init__(self, wording: Wording) -> None:
        self._w, self._rides, self._ride = wording, wording.words["rides"], RideWords(wording)

    def journey(self, journey: Journey) -> Iterator[str]:
        """Yield the day and where to, then a sentence for each way."""
        day = self._w.weekday(journey.date)
        yield str(self._rides["slip_day"]).format(day=day, goal=self._ride.goal(journey.goal))
        if journey.there is not None:
            yield self._there(journey.there)
        if journey.back is None:
            yield str(self._rides["slip_no_return"])
        else:
            yield self._back(journey.back)

    def _there(self, way: Way) -> str:
        return str(self._rides["slip_there"]).format(
            at=self._before(way.gets_in.stop.start_s),
            who=way.driver.label,
            there=self._after(way.gets_out.stop.start_s),
        )

    def _back(self, way: Way) -> str:
        if window := self._ride.window(way.gets_in):
            said = str(self._rides["slip_when_finished"])
            return said.format(window=window, who=way.driver.label, home=self._ride.arrives(way))
        return str(self._rides["slip_back"]).format(
            at=self._before(way.gets_in.stop.start_s),
            who=way.driver.label,
            home=self._after(way.gets_out.stop.start_s),
        )

    def _before(self, seconds: int) -> str:
        return self._w.hour(seconds // _STEP_S * _STEP_S)

    def _after(self, seconds: int) -> str:
        return self._w.hour(-(-seconds // _STEP_S) * _STEP_S)
