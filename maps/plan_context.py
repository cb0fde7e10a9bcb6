"""All that documents of one plan are drawn from; what several of them need is made once."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field, fields, replace
from functools import cached_property, partial
from threading import Lock, RLock
from typing import Any, TypeVar

from maps.contacts import Contact
from maps.itinerary import Itineraries, RoadSource, Ways
from maps.ride_days import driver_days
from maps.ride_views import DriverDayView
from maps.ride_words import RideWords
from maps.selection import Selection
from maps.sketch import Ground, read_ground
from maps.tiles import Tiles
from maps.views import RoundView, round_views
from maps.wording import Wording
from routing.planning.plans import Plan
from routing.planning.programme import Programme
from routing.planning.territory import Territory

_Made = TypeVar("_Made")


class Shelf:
    """What has been made, by key; one thread makes a thing while others make other things."""

    def __init__(self) -> None:
        self._made: dict[Hashable, Any] = {}
        self._locks: dict[Hashable, RLock] = {}
        self._lock = Lock()

    def once(self, key: Hashable, make: Callable[[], _Made]) -> _Made:
        """Return the thing under a key, made by whoever asks for it first."""
        with self._lock:
            making = self._locks.setdefault(key, RLock())
        with making:
            if key not in self._made:
                self._made[key] = make()
            made: _Made = self._made[key]
        return made


@dataclass(frozen=True, kw_only=True)
class PlanContext:
    """A plan, the records it names, the roads, and how to say it.

    Parameters
    ----------
    lang
        Language of the documents, by its catalogue in ``maps/locales``.
    people
        Who is behind the pseudonyms, for documents meant to say so; empty: nobody is named.
    before
        The plan that people have been told earlier: calendars cancel what is no longer in it,
        the coverage map sets the two side by side.
    version
        Grows with each plan that people are told for the same dates, as a published plan's
        number does. Calendars replace what they have by what has a larger one.
    tiles
        A base map of others that whoever opens the map may switch on; nothing is fetched before.
    """

    plan: Plan
    programme: Programme
    territory: Territory
    network: RoadSource
    lang: str = "fr"
    people: Mapping[str, Contact] = field(default_factory=dict)
    before: Plan | None = None
    version: int = 0
    tiles: Tiles | None = None
    _made: Shelf = field(init=False, repr=False, compare=False, default_factory=Shelf)

    def __reduce__(self) -> tuple[Callable[[], PlanContext], tuple[()]]:
        """Travel to another process as what it was given; what is made of that is made there."""
        given = {part.name: getattr(self, part.name) for part in fields(self) if part.init}
        return partial(PlanContext, **given), ()

    def once(self, key: Hashable, make: Callable[[], _Made]) -> _Made:
        """Return what is made of this context under a key, made when first asked for.

        A sheet stands in its own file and in the file of all, as HTML and as PDF; threads that
        want the same thing wait for one another here.
        """
        return self._made.once(key, make)

    def warm(self) -> None:
        """Make what nearly all documents need, so that threads do not make it twice.

        Raises
        ------
        PlanMismatchError
            When programme or territory lack something that the plan names.
        """
        _ = self.wording, self.ride_words, self.rounds, self.days, self.itineraries, self.ground

    @property
    def title(self) -> str:
        """What the plan is called."""
        return self.plan.title or self.programme.title

    @cached_property
    def wording(self) -> Wording:
        """How the language says things."""
        return Wording(self.lang)

    @cached_property
    def ride_words(self) -> RideWords:
        """How the language speaks of rides."""
        return RideWords(self.wording)

    @property
    def period(self) -> str:
        """The plan's dates in words."""
        return self.wording.period(self.plan.horizon)

    @cached_property
    def rounds(self) -> tuple[RoundView, ...]:
        """The rounds with all that they name.

        Raises
        ------
        PlanMismatchError
            When programme or territory lack something that the plan names.
        """
        return round_views(self.plan, self.programme, self.territory)

    @cached_property
    def days(self) -> tuple[DriverDayView, ...]:
        """The rides by date and driver; raises as :attr:`rounds`."""
        return driver_days(self.plan, self.programme, self.territory)

    @cached_property
    def itineraries(self) -> Itineraries:
        """The ways driven, each asked of the roads once."""
        return Itineraries(self.network)

    def ways(self) -> Ways:
        """Return every way driven, asked of the roads where that has not been done.

        Raises
        ------
        PlanMismatchError
            As :attr:`rounds`.
        routing.roads.types.RoadError
            When a place cannot be reached on this network.
        """
        for held in self.rounds:
            for leg in held.legs:
                self.itineraries.leg(leg.origin, leg.destination)
        for day in self.days:
            for run in day.legs:
                if run.distance_m:
                    self.itineraries.leg(run.origin, run.destination)
        return self.itineraries.known

    @cached_property
    def ground(self) -> Ground:
        """What lies under the sketches of printed sheets."""
        return read_ground(self.territory, self.network.data)

    def rounds_in(self, selection: Selection) -> tuple[RoundView, ...]:
        """Return the rounds asked for; of a village those that stop there, of a driver none."""
        return tuple(
            view
            for view in self.rounds
            if selection.driver is None
            and selection.takes(date=view.date, unit=view.unit.id)
            and (
                selection.member is None
                or any(duty.staff == selection.member for duty in view.round.team)
            )
            and (
                selection.village is None
                or any(stop.site.insee == selection.village for stop in view.stops)
            )
        )

    def days_in(self, selection: Selection) -> tuple[DriverDayView, ...]:
        """Return the drivers' dates asked for; of a unit, its team or a village none."""
        if any((selection.unit, selection.member, selection.village)):
            return ()
        return tuple(
            view for view in self.days if selection.takes(date=view.date, driver=view.driver.id)
        )

    def narrowed(self, selection: Selection) -> Plan:
        """Return the plan with the rounds and rides that are asked for, and no others."""
        if not selection.given:
            return self.plan
        rounds = {view.round.id for view in self.rounds_in(selection)}
        rides = {trip.ride.id for view in self.days_in(selection) for trip in view.rides}
        return replace(
            self.plan,
            rounds=tuple(item for item in self.plan.rounds if item.id in rounds),
            rides=tuple(item for item in self.plan.rides if item.id in rides),
        )

    def with_people(self, people: Mapping[str, Contact], *, names: bool) -> PlanContext:
        """Return the context for sheets that say who people are: in full, or by initials only."""
        known = people if names else {key: Contact(name=c.initials) for key, c in people.items()}
        return replace(self, people=known)

    def driver_number(self, driver_id: str) -> int:
        """Return a driver's number in the programme, from 1: it names files, a person does not."""
        return 1 + [driver.id for driver in self.programme.drivers].index(driver_id)

    def member_number(self, staff_id: str) -> int:
        """Return the number of somebody of the team in the programme, from 1."""
        return 1 + [member.id for member in self.programme.staff].index(staff_id)

    def unit_number(self, unit_id: str) -> int:
        """Return a unit's number in the programme, from 1."""
        return 1 + [unit.id for unit in self.programme.units].index(unit_id)
