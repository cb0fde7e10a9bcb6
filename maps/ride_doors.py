"""What a driver needs to find a door: its landmark and its point. For the driver's sheet alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from maps.contacts import Contact
from maps.ride_views import DriverDayView, HaltView
from routing.planning.programme import Programme
from routing.planning.ride_requests import Spot, ToAppointment, ToEvent

_NOBODY = Contact()


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """Where no site of the territory is; ``told`` is the earlier halt that says it, or 0.

    ``contact`` is who lives there, as far as the reader may know.
    """

    label: str
    lon: float
    lat: float
    told: int
    contact: Contact = _NOBODY

    @property
    def point(self) -> str:
        """Latitude and longitude as a satnav and a ``geo:`` link take them, to about a metre."""
        return f"{self.lat:.5f},{self.lon:.5f}"


def doors(
    view: DriverDayView, programme: Programme, people: Mapping[str, Contact]
) -> dict[int, Door]:
    """Return the doors of a driver's date by the halts' order."""
    first: dict[str, int] = {}
    found = {}
    for halt in view.halts:
        spot = _spot(halt, programme)
        if spot is None:
            continue
        told = first.setdefault(halt.place.id, halt.order)
        who = halt.calls[0].request.passenger if halt.place.private else ""
        found[halt.order] = Door(
            label=spot.label,
            lon=spot.lon,
            lat=spot.lat,
            told=0 if told == halt.order else told,
            contact=people.get(who, _NOBODY),
        )
    return found


def _spot(halt: HaltView, programme: Programme) -> Spot | None:
    request = halt.calls[0].request
    if halt.place.private:
        return request.pickup
    wanted, place = request.destination, None
    if isinstance(wanted, ToAppointment):
        place = wanted.place
    elif isinstance(wanted, ToEvent):
        place = programme.event(wanted.event).place
    return place if isinstance(place, Spot) else None
