"""What people ask for: sessions, appointments with their hours and ways back, events."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property
from math import exp
from typing import TypeAlias

from routing.planning.dates import DateRange
from routing.planning.generated.luck import Luck
from routing.planning.generated.passengers import Passenger, passenger
from routing.planning.generated.scene import CARE, Scene, event_key
from routing.planning.generated.shares import Shares
from routing.planning.open_days import OpenDays
from routing.planning.programme import Permanence
from routing.planning.ride_requests import (
    Back,
    Destination,
    Entitlement,
    Return,
    RideRequest,
    ToAppointment,
    ToEvent,
    ToPermanence,
)
from routing.planning.ride_series import RideSeries, expand

NEAR_MIN, NEAR_CARE_MIN = 9.0, 14.0
"""Minutes of driving after which a session or event, or a place of care, is chosen e times less."""
DAY_BEGINS_S, DAY_ENDS_S = 8 * 3600 + 1800, 16 * 3600 + 1800
"""Appointments lie between these hours."""
SESSION = "session"
QUARTER_S = 15 * 60
LENGTHS_MIN = (20, 30, 45, 60, 90)
STAYS_MIN = (30, 45, 60, 90)
SAME_DRIVER = 0.05
"""Ways back that must be with the driver of the way there."""
PATIENT = 0.9
"""People who leave the time on board to the usual rule."""

Draw: TypeAlias = Callable[[Passenger], Destination | None]


@dataclass
class Requests:
    """Draws requests one after the other, remembering who asked for what."""

    scene: Scene
    luck: Luck
    shares: Shares
    people: list[Passenger] = field(default_factory=list)
    _asked: set[tuple[str, object]] = field(default_factory=set)

    def draw(self, count: int) -> Iterator[RideRequest]:
        """Yield ``count`` requests; the dates of a series count one by one."""
        number = 0
        while count > 0:
            number += 1
            wanted = self.luck.one_of(list(self._kinds), list(self._kinds.values()))
            who, destination = self._somebody(wanted)
            for request in self._requests(number, who, destination, count):
                count -= 1
                yield request

    @property
    def possible(self) -> bool:
        """Whether there is anything to be driven to."""
        return bool(self._kinds)

    @cached_property
    def _kinds(self) -> Mapping[str, float]:
        """Kinds of destinations that there are, and how often they are asked for."""
        shares, scene = self.shares, self.scene
        appointments = max(0.0, 1 - shares.session - shares.event)
        weights = {
            "session": shares.session if scene.programme.permanences else 0.0,
            "event": shares.event if scene.events else 0.0,
            "appointment": appointments if scene.care and scene.weekdays else 0.0,
        }
        return {kind: weight for kind, weight in weights.items() if weight > 0}

    @cached_property
    def _reach(self) -> Mapping[str, Mapping[str, float]]:
        """How near each commune is to the nearest destination of each kind, 0 to 1."""
        scene = self.scene
        keys = {
            "session": [permanence.site for permanence in scene.programme.permanences],
            "event": [event_key(event) for event in scene.events],
        }
        return {
            kind: {
                commune.insee: max(
                    (_near(scene.minutes[commune.insee, key], NEAR_MIN) for key in keys[kind]),
                    default=1.0,
                )
                if kind in keys
                else 1.0
                for commune in scene.territory.communes
            }
            for kind in self._kinds
        }

    def _somebody(self, kind: str) -> tuple[Passenger, Destination]:
        """Return who asks, somebody known or new, and for what: by need and by what is near."""
        draws: Mapping[str, Draw] = {
            "session": self._session,
            "event": self._event,
            "appointment": self._appointment,
        }
        reach = self._reach[kind]
        if self.people and self.luck.happens(self.shares.same_person):
            who = self.luck.one_of(self.people, [reach[known.insee] for known in self.people])
            found = draws[kind](who)
            if found is not None:
                return who, found
        communes = self.scene.territory.communes
        need = [
            far * reach[commune.insee]
            for commune, far in zip(communes, self.scene.far_from_care, strict=True)
        ]
        while True:
            who = passenger(len(self.people) + 1, self.scene, need, self.luck, self.shares)
            found = draws[kind](who)
            if found is not None:
                self.people.append(who)
                return who, found

    def _session(self, who: Passenger) -> Destination | None:
        """Return a session within reach, one a month each: two could turn out to be the same."""
        if (who.id, SESSION) in self._asked:
            return None
        permanences = self.scene.programme.permanences
        near = [_near(self.scene.minutes[who.insee, p.site], NEAR_MIN) for p in permanences]
        permanence = self.luck.one_of(permanences, near)
        self._asked.add((who.id, SESSION))
        stays = [m * 60 for m in STAYS_MIN if m * 60 <= permanence.duration_s // 2]
        stay_s = self.luck.one_of(stays) if stays else permanence.duration_s // 2
        kind = self.luck.share()
        dates: tuple[date, ...] = ()
        if kind < self.shares.given_dates:
            dates = self._dates(permanence)
        return ToPermanence(
            permanence=permanence.id,
            dates=dates,
            only_next=0 <= kind - self.shares.given_dates < self.shares.only_next,
            stay_s=stay_s,
        )

    def _dates(self, permanence: Permanence) -> tuple[date, ...]:
        """Return the usual dates of two weeks: somebody is away in the others."""
        open_ = OpenDays(self.scene.programme, self.scene.territory)
        usual = [
            day
            for day in self.scene.horizon
            if any(o.preference == 0 for o in open_.openings(permanence, day))
        ]
        if not usual:
            return ()
        first = self.luck.one_of(usual)
        return tuple(day for day in usual if day in DateRange(first, first + timedelta(days=13)))

    def _event(self, who: Passenger) -> Destination | None:
        left = [event for event in self.scene.events if (who.id, event.date) not in self._asked]
        if not left:
            return None
        near = [_near(self.scene.minutes[who.insee, event_key(event)], NEAR_MIN) for event in left]
        event = self.luck.one_of(left, near)
        self._asked.add((who.id, event.date))
        return ToEvent(event=event.id)

    def _appointment(self, who: Passenger) -> Destination | None:
        days = [day for day in self.scene.weekdays if (who.id, day) not in self._asked]
        if not days:
            return None
        day = self.luck.one_of(days)
        self._asked.add((who.id, day))
        near = [
            CARE[site.kind] * _near(self.scene.minutes[who.insee, site.id], NEAR_CARE_MIN)
            for site in self.scene.care
        ]
        length_s = self.luck.one_of(LENGTHS_MIN) * 60
        return ToAppointment(
            place=self.luck.one_of(self.scene.care, near).id,
            date=day,
            at_s=self.luck.whole(DAY_BEGINS_S, DAY_ENDS_S - length_s, QUARTER_S),
            length_s=length_s,
        )

    def _requests(
        self, number: int, who: Passenger, destination: Destination, most: int
    ) -> tuple[RideRequest, ...]:
        request = RideRequest(
            id=f"R-{number:04d}",
            passenger=who.id,
            pickup=who.home,
            destination=destination,
            back=self._back(destination),
            party=who.party,
            boarding_s=who.boarding_s,
            max_ride_s=self._max_ride_s(who, destination),
            priority=who.priority,
            entitlement=self._entitlement(who, destination),
        )
        if isinstance(destination, ToAppointment) and self.luck.happens(self.shares.series):
            days = self._weekly(who, destination.date, min(most, self.luck.whole(2, 4)))
            if len(days) > 1:
                return expand(request, RideSeries(every_weeks=1, times=len(days), dates=days))
        return (request,)

    def _entitlement(self, who: Passenger, destination: Destination) -> Entitlement:
        """Return what entitles them; a transport is prescribed for some appointments."""
        medical = isinstance(destination, ToAppointment)
        prescribed = medical and self.luck.happens(self.shares.prescription)
        return replace(who.entitlement, prescription=prescribed)

    def _weekly(self, who: Passenger, first: date, times: int) -> tuple[date, ...]:
        """Return the same weekday of the weeks that follow, but for holidays and other plans."""
        days = [first + timedelta(weeks=week) for week in range(1, times)]
        days = [
            day for day in days if day in self.scene.weekdays and (who.id, day) not in self._asked
        ]
        self._asked |= {(who.id, day) for day in days}
        return (first, *days)

    def _back(self, destination: Destination) -> Return:
        shares, kind = self.shares, self.luck.share()
        same = self.luck.happens(SAME_DRIVER)
        if kind < shares.one_way:
            return Return(kind=Back.NONE)
        kind -= shares.one_way
        if not isinstance(destination, ToAppointment):
            return Return(same_driver_required=same)
        over_s = destination.at_s + destination.length_s
        if kind < shares.at_a_time:
            at_s = -(-over_s // QUARTER_S) * QUARTER_S + QUARTER_S
            return Return(kind=Back.AT, from_s=at_s, same_driver_required=same)
        if kind - shares.at_a_time < shares.when_finished:
            until_s = over_s + self.luck.whole(30, 90, 30) * 60
            return Return(
                kind=Back.WHEN_FINISHED, from_s=over_s, until_s=until_s, same_driver_required=same
            )
        return Return(same_driver_required=same)

    def _max_ride_s(self, who: Passenger, destination: Destination) -> int | None:
        """Return a limit of their own for a few, with room for the way from any door."""
        if self.luck.happens(PATIENT):
            return None
        direct = self.scene.minutes[who.insee, self._key(destination)]
        return max(30, 5 * round((direct + 15) / 5)) * 60

    def _key(self, destination: Destination) -> str:
        if isinstance(destination, ToPermanence):
            return self.scene.programme.permanence(destination.permanence).site
        if isinstance(destination, ToEvent):
            return event_key(self.scene.programme.event(destination.event))
        return str(destination.place)


def _near(minutes: float, scale: float) -> float:
    """Return how attractive something is at a distance."""
    return exp(-minutes / scale)
