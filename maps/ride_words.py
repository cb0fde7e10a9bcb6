"""Sentences about rides: who gets in or out, what they bring along, what the driver does."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from maps.contacts import Contact, unbroken
from maps.ride_journeys import Journey, Way
from maps.ride_places import RidePlace
from maps.ride_views import CallView, DriverDayView, HaltView, RideView
from maps.wording import Wording
from routing.planning.ride_requests import Back, Party, RideRequest, ToAppointment, Wheelchair
from routing.planning.terms import Association

_LONG_BOARDING_S = 5 * 60
"""From here on a driver is told to take their time."""
_WAITING_S = 3 * 60
"""A wait is worth a line from here on."""


class RideWords:
    """How one language says what happens on a ride.

    ``people``: who is behind the pseudonyms, for pages whose reader may know it.
    """

    def __init__(self, wording: Wording, people: Mapping[str, Contact] | None = None) -> None:
        self._w = wording
        self._rides = wording.words["rides"]
        self._people = people or {}

    def who(self, request: RideRequest) -> str:
        """Return a passenger's pseudonym, after their name or initials where they are known."""
        known = self._people.get(request.passenger)
        return f"{known.name} ({request.passenger})" if known and known.name else request.passenger

    def place(self, place: RidePlace) -> str:
        """Return where, for a heading: the commune, and what stands there."""
        return self._commune(place)

    def detail(self, halt: HaltView) -> str:
        """Return what is there: the site, or whose door by the code of the request."""
        if halt.place.private:
            return self._door([call.request for call in halt.calls])
        known = ("", halt.place.commune)
        parts = dict.fromkeys((halt.place.purpose, halt.place.name))
        text = " – ".join(part for part in parts if part not in known)
        return text or halt.place.name or str(self._rides["appointment_place"])

    def goal(self, place: RidePlace) -> str:
        """Return where somebody goes, in few words: what for, or the site, and the commune."""
        commune, name = self._commune(place), place.purpose or place.name
        if not name:
            return f"{self._rides['appointment_place']}, {commune}"
        return name if commune in name else f"{name}, {commune}"

    def title(self, halt: HaltView) -> str:
        """Return place and detail in one line."""
        return f"{self._commune(halt.place)} – {self.detail(halt)}"

    def base(self, view: DriverDayView) -> str:
        """Return where the day begins: home without an address, or the car park's site."""
        if not view.base.private:
            return f"{view.base.name}, {view.base.commune}"
        return f"{self._rides['home']}, {self._commune(view.base)}"

    def call(self, call: CallView) -> str:
        """Return « P-12 monte, 2 personnes, fauteuil pliant »."""
        pattern = str(self._rides["gets_in" if call.pickup else "gets_out"])
        said = pattern.format(who=self.who(call.request))
        return ", ".join((said, *self.party(call.party)))

    def party(self, party: Party) -> Iterator[str]:
        """Yield what there is beside one person who walks and sits by themselves."""
        count = self._w.count
        if party.people > 1:
            yield count("people", party.people)
        if party.companions:
            yield count("companions", party.companions)
        if party.child_seats:
            yield count("child_seats", party.child_seats)
        if party.wheelchair is not Wheelchair.NONE:
            yield str(self._rides[f"wheelchair_{party.wheelchair.value}"])
        if party.walkers:
            yield count("walkers", party.walkers)

    def tasks(self, call: CallView) -> Iterator[str]:
        """Yield what the driver does beyond opening the door."""
        request, rides = call.request, self._rides
        if call.pickup:
            if request.party.child_seats:
                yield str(rides["do_child_seat"])
            if request.party.wheelchair is not Wheelchair.NONE:
                yield str(rides[f"do_wheelchair_{request.party.wheelchair.value}"])
            if request.party.walkers:
                yield str(rides["do_walker"])
            if request.boarding_s >= _LONG_BOARDING_S:
                duration = self._w.duration(request.boarding_s)
                yield str(rides["do_slowly"]).format(duration=duration)
        if not call.pickup and call.outbound and (appointment := self.appointment(request)):
            yield appointment
        if window := self.window(call):
            yield str(rides["do_when_finished"]).format(window=window)

    def appointment(self, request: RideRequest) -> str | None:
        """Return when somebody has to be there, if they have an appointment."""
        if not isinstance(request.destination, ToAppointment):
            return None
        at = self._w.hour(request.destination.at_s)
        return str(self._rides["do_appointment"]).format(at=at)

    def window(self, call: CallView) -> str | None:
        """Return « entre 16 h 30 et 17 h 00 » for who is fetched whenever they have finished."""
        back = call.request.back
        if not call.pickup or call.outbound or back.kind is not Back.WHEN_FINISHED:
            return None
        return self._between(back.from_s or 0, back.until_s or 0)

    def at(self, call: CallView) -> str:
        """Return when somebody gets in or out, as those read it who do not drive."""
        return self.window(call) or self._w.hour(call.stop.start_s)

    def arrives(self, way: Way) -> str:
        """Return when somebody is there, or home again; or between which hours."""
        back, leaves, home = way.gets_in.request.back, way.gets_in.stop, way.gets_out.stop
        if self.window(way.gets_in) is None:
            return self._w.hour(home.start_s)
        way_s = home.start_s - leaves.start_s
        return self._between((back.from_s or 0) + way_s, (back.until_s or 0) + way_s)

    def elsewhere(self, call: CallView, trip: RideView, journey: Journey) -> str | None:
        """Return who drives the other way of somebody met where they go, and when."""
        if call.outbound == call.pickup:
            return None
        way = journey.back if call.outbound else journey.there
        if way is None:
            return str(self._rides["no_return"]) if call.outbound else None
        if way.trip == trip.ride.id:
            return None
        same = way.driver.id == trip.ride.driver
        who = str(self._rides["yourself"]) if same else way.driver.label
        met = way.gets_in if call.outbound else way.gets_out
        said = self._rides["returns_with"] if call.outbound else self._rides["came_with"]
        return str(said).format(at=self.at(met), who=who)

    def advice(self, view: DriverDayView) -> Iterator[tuple[str, str]]:
        """Yield what to do if somebody is not there: at a door, and where nobody is left."""
        fetched = [call for halt in view.halts for call in halt.calls if call.pickup]
        if any(call.outbound for call in fetched):
            yield str(self._rides["absent_title"]), str(self._rides["absent"])
        if not all(call.outbound for call in fetched):
            yield str(self._rides["absent_back_title"]), str(self._rides["absent_back"])

    def emergency(self, association: Association | None) -> Iterator[str]:
        """Yield whom to call when somebody is unwell, and the association where it said so."""
        yield str(self._rides["emergency"])
        if association is not None and association.phone:
            yield f"{association.name}{self._w.colon}{unbroken(association.phone)}"

    def wait_before(self, halt: HaltView) -> int | None:
        """Return until when the car waits there before the first gets in or out."""
        return halt.start_s if halt.start_s - halt.arrive_s > _WAITING_S else None

    def wait_after(self, call: CallView) -> int | None:
        """Return until when the car waits there once somebody got in or out."""
        free_s = call.stop.start_s + call.request.boarding_s
        return call.next_s if call.next_s - free_s > _WAITING_S else None

    def _door(self, requests: list[RideRequest]) -> str:
        codes = ", ".join(dict.fromkeys(request.id for request in requests))
        return str(self._rides["door"]).format(request=codes)

    def _between(self, from_s: int, until_s: int) -> str:
        said = str(self._rides["between"])
        return said.format(start=self._w.hour(from_s), end=self._w.hour(until_s))

    def _commune(self, place: RidePlace) -> str:
        return place.commune or str(self._rides["outside"])
