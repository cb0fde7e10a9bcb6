"""Sentences about rides: who gets in or out, what they bring along, what the driver does."""

from __future__ import annotations

from collections.abc import Iterator

from maps.ride_views import CallView, DriverDayView, HaltView, RidePlace
from maps.wording import Wording
from routing.planning.ride_requests import Party, RideRequest, ToAppointment, Wheelchair

_LONG_BOARDING_S = 5 * 60
"""From here on a driver is told to take their time."""
_WAITING_S = 3 * 60
"""A wait is worth a line from here on."""


class RideWords:
    """How one language says what happens on a ride."""

    def __init__(self, wording: Wording) -> None:
        self._w = wording
        self._rides = wording.words["rides"]

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
        said = pattern.format(who=call.request.passenger)
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
        if not call.pickup and call.outbound and isinstance(request.destination, ToAppointment):
            at = self._w.hour(request.destination.at_s)
            yield str(rides["do_appointment"]).format(at=at)

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

    def _commune(self, place: RidePlace) -> str:
        return place.commune or str(self._rides["outside"])
