"""Rides joined with the requests, drivers and places they name: a driver's day as people read it.

Nobody's address or name is in here: a door is told by its commune, a passenger by pseudonym.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from itertools import groupby

from maps.theme import LineStyle, line_style
from maps.views import PlanMismatchError
from routing.planning.drivers import Driver
from routing.planning.plans import Leg, Pause, Plan, Ride, RideStop, RideStopKind
from routing.planning.programme import Programme
from routing.planning.ride_requests import Party, RideRequest, Spot, ToAppointment, ToEvent
from routing.planning.rides.communes import commune_of
from routing.planning.rides.places import destination_key, driver_key, pickup_key
from routing.planning.territory import Territory

_SITE = "site:"


@dataclass(frozen=True, slots=True, kw_only=True)
class RidePlace:
    """Where a ride begins, stops or ends.

    ``id`` is a site's own, else the key of :mod:`routing.planning.rides.places`. ``name`` is
    empty for a door and for an appointment at no site; ``commune`` is empty outside of the
    territory. ``purpose`` is the permanence or event that people go there for, empty for care.
    ``private``: somebody lives there.
    """

    id: str
    kind: str
    name: str
    commune: str
    lon: float
    lat: float
    purpose: str = ""
    private: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CallView:
    """Somebody who gets in or out; at ``next_s`` the next does so there, or the car leaves."""

    stop: RideStop
    request: RideRequest
    next_s: int

    @property
    def pickup(self) -> bool:
        """Whether they get in."""
        return self.stop.kind is RideStopKind.PICKUP

    @property
    def outbound(self) -> bool:
        """Whether they are on their way there."""
        return self.stop.leg is Leg.OUTBOUND

    @property
    def party(self) -> Party:
        """Who and what gets in or out with them."""
        return self.request.party


@dataclass(frozen=True, slots=True, kw_only=True)
class HaltView:
    """A place at which some get in, or some get out; ``order`` counts from 1 within the day.

    ``came``, ``leaves``: the car drives there, and away; it may stay from one halt to the next.
    """

    order: int
    place: RidePlace
    calls: tuple[CallView, ...]
    pauses: tuple[Pause, ...]
    came: bool
    leaves: bool

    @property
    def arrive_s(self) -> int:
        """When the car is there for this: it drives up, or it was there and the first gets in."""
        return self.calls[0].stop.arrive_s if self.came else self.start_s

    @property
    def start_s(self) -> int:
        """When the first begins to get in or out."""
        return self.calls[0].stop.start_s

    @property
    def depart_s(self) -> int:
        """When the car leaves."""
        return self.calls[-1].stop.depart_s


@dataclass(frozen=True, slots=True, kw_only=True)
class RideLegView:
    """A drive between two places, with the plan's own metres and seconds; ``empty``: alone."""

    origin: RidePlace
    destination: RidePlace
    distance_m: int
    duration_s: int
    empty: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RideView:
    """A trip from home and back."""

    ride: Ride
    base: RidePlace
    halts: tuple[HaltView, ...]
    legs: tuple[RideLegView, ...]

    @property
    def events(self) -> tuple[HaltView | Pause, ...]:
        """Halts, and pauses on the road between them, in the order in which they happen."""
        on_the_spot = {pause for halt in self.halts for pause in halt.pauses}
        under_way = [pause for pause in self.ride.pauses if pause not in on_the_spot]
        return tuple(sorted([*self.halts, *under_way], key=_begins))

    @property
    def passengers(self) -> tuple[str, ...]:
        """Pseudonyms of everybody aboard at some time, in the order in which they get in."""
        calls = (call for halt in self.halts for call in halt.calls)
        return tuple(dict.fromkeys(call.request.passenger for call in calls))

    @property
    def goals(self) -> tuple[RidePlace, ...]:
        """Places other than doors, in the order of the trip."""
        return tuple(
            {halt.place.id: halt.place for halt in self.halts if not halt.place.private}.values()
        )

    @property
    def empty_m(self) -> int:
        """Metres without a passenger."""
        return sum(leg.distance_m for leg in self.legs if leg.empty)


@dataclass(frozen=True, kw_only=True)
class DriverDayView:
    """All trips of a driver on a date; ``driver_number`` counts from 1 in the programme."""

    number: int
    date: date
    driver: Driver
    driver_number: int
    style: LineStyle
    rides: tuple[RideView, ...]

    @property
    def code(self) -> str:
        """Name on the map and in files; says nothing about the person."""
        return f"V{self.driver_number}"

    @property
    def base(self) -> RidePlace:
        """Where the day begins and ends."""
        return self.rides[0].base

    @cached_property
    def halts(self) -> tuple[HaltView, ...]:
        """Halts of all trips."""
        return tuple(halt for view in self.rides for halt in view.halts)

    @property
    def legs(self) -> tuple[RideLegView, ...]:
        """Drives of all trips."""
        return tuple(leg for view in self.rides for leg in view.legs)

    @property
    def depart_s(self) -> int:
        """When they first leave."""
        return self.rides[0].ride.depart_s

    @property
    def return_s(self) -> int:
        """When they are back for good."""
        return self.rides[-1].ride.return_s

    @property
    def distance_m(self) -> int:
        """Metres of all trips."""
        return sum(view.ride.distance_m for view in self.rides)

    @property
    def empty_m(self) -> int:
        """Metres without a passenger."""
        return sum(view.empty_m for view in self.rides)

    @property
    def driving_s(self) -> int:
        """Seconds of driving."""
        return sum(view.ride.driving_s for view in self.rides)

    @property
    def requests(self) -> tuple[RideRequest, ...]:
        """Requests served, in the order in which people get in."""
        calls = (call for halt in self.halts for call in halt.calls)
        return tuple({call.request.id: call.request for call in calls}.values())

    @property
    def people(self) -> int:
        """Passengers and companions, each once a request."""
        return sum(request.party.people for request in self.requests)

    @property
    def communes(self) -> tuple[str, ...]:
        """Communes of all halts, in order."""
        return tuple(dict.fromkeys(h.place.commune for h in self.halts if h.place.commune))


def _begins(event: HaltView | Pause) -> int:
    return event.start_s if isinstance(event, Pause) else event.arrive_s


def driver_days(
    plan: Plan, programme: Programme, territory: Territory
) -> tuple[DriverDayView, ...]:
    """Join a plan's rides with the records they name, by date and driver.

    Raises
    ------
    PlanMismatchError
        When the plan names requests, drivers or places that are not there.
    """
    missing = tuple(dict.fromkeys(_missing(plan, programme)))
    if missing:
        raise PlanMismatchError(missing)
    places = RidePlaces(programme, territory)
    requests = {request.id: request for request in programme.requests}
    numbers = {driver.id: n for n, driver in enumerate(programme.drivers, 1)}

    def whose(ride: Ride) -> tuple[date, int]:
        return ride.date, numbers[ride.driver]

    rides = sorted(plan.rides, key=lambda ride: (whose(ride), ride.depart_s, ride.id))
    days: list[DriverDayView] = []
    for (day, driver_number), group in groupby(rides, key=whose):
        driver = programme.drivers[driver_number - 1]
        views: list[RideView] = []
        for ride in group:
            before = sum(len(view.halts) for view in views)
            views.append(_view(ride, places.base(driver), places, requests, before))
        days.append(
            DriverDayView(
                number=len(days) + 1,
                date=day,
                driver=driver,
                driver_number=driver_number,
                style=line_style(driver_number - 1),
                rides=tuple(views),
            )
        )
    return tuple(days)


def _missing(plan: Plan, programme: Programme) -> Iterator[str]:
    requests = {request.id: request for request in programme.requests}
    drivers = {driver.id for driver in programme.drivers}
    for ride in plan.rides:
        where = f"le trajet {ride.id}"
        if ride.driver not in drivers:
            yield f"{where} nomme la personne au volant {ride.driver}, absente du programme"
        if not ride.stops:
            yield f"{where} ne s’arrête nulle part"
        for stop in ride.stops:
            request = requests.get(stop.request)
            if request is None:
                yield f"{where} nomme la demande {stop.request}, absente du programme"
            elif stop.place not in (pickup_key(request), destination_key(request, programme)):
                yield f"{where} nomme l’endroit {stop.place}, qui n’est pas de {stop.request}"


class RidePlaces:
    """Finds the places of rides by request and driver."""

    def __init__(self, programme: Programme, territory: Territory) -> None:
        self._programme, self._territory = programme, territory
        self._cars = {car.id: car for car in programme.cars}
        self._communes = {commune.insee: commune.name for commune in territory.communes}

    def base(self, driver: Driver) -> RidePlace:
        """Return where a driver's trips begin and end."""
        key = driver_key(driver, self._cars)
        if driver.association_car is not None:
            return self._site(key)
        return self._spot(key, "home", "", driver.home, private=True)

    def door(self, request: RideRequest) -> RidePlace:
        """Return where somebody is fetched and brought back to."""
        return self._spot(pickup_key(request), "door", "", request.pickup, private=True)

    def goal(self, request: RideRequest) -> RidePlace:
        """Return where somebody is taken."""
        key, wanted = destination_key(request, self._programme), request.destination
        if isinstance(wanted, ToAppointment):
            if isinstance(wanted.place, Spot):
                return self._spot(key, "appointment", "", wanted.place)
            return self._site(key)
        if isinstance(wanted, ToEvent):
            event = self._programme.event(wanted.event)
            if isinstance(event.place, Spot):
                return replace(self._spot(key, "event", "", event.place), purpose=event.label)
            return replace(self._site(key), purpose=event.label)
        purpose = self._programme.permanence(wanted.permanence).name
        return replace(self._site(key), purpose=purpose)

    def of(self, stop: RideStop, request: RideRequest) -> RidePlace:
        """Return where a stop is."""
        return self.door(request) if stop.place == pickup_key(request) else self.goal(request)

    def _site(self, key: str) -> RidePlace:
        site = self._territory.site(key.removeprefix(_SITE))
        return RidePlace(
            id=site.id,
            kind="site",
            name=site.name,
            commune=site.commune,
            lon=site.lon,
            lat=site.lat,
        )

    def _spot(
        self, key: str, kind: str, name: str, spot: Spot, *, private: bool = False
    ) -> RidePlace:
        insee = commune_of(spot, self._territory)
        return RidePlace(
            id=key,
            kind=kind,
            name=name,
            commune=self._communes.get(insee or "", ""),
            lon=spot.lon,
            lat=spot.lat,
            private=private,
        )


def _view(
    ride: Ride,
    base: RidePlace,
    places: RidePlaces,
    requests: dict[str, RideRequest],
    before: int,
) -> RideView:
    halts = tuple(_halts(ride, places, requests, before))
    return RideView(ride=ride, base=base, halts=halts, legs=tuple(_legs(ride, base, halts)))


def _together(stops: Iterable[RideStop]) -> Iterator[list[RideStop]]:
    """Yield stops at one place in a row, as long as all get in, or all get out."""
    for _, group in groupby(stops, key=lambda stop: (stop.place, stop.kind)):
        yield list(group)


def _halts(
    ride: Ride, places: RidePlaces, requests: dict[str, RideRequest], before: int
) -> Iterator[HaltView]:
    groups = list(_together(ride.stops))
    for order, stops in enumerate(groups):
        here = stops[0].place
        came = not order or groups[order - 1][0].place != here
        after = next(iter(groups[order + 1 : order + 2]), None)
        leaves = after is None or after[0].place != here
        from_s = stops[0].arrive_s if came else stops[0].start_s
        until_s = stops[-1].depart_s if leaves or after is None else after[0].start_s
        yield HaltView(
            order=before + order + 1,
            place=places.of(stops[0], requests[stops[0].request]),
            calls=tuple(_calls(stops, requests, until_s)),
            pauses=tuple(p for p in ride.pauses if from_s <= p.start_s < until_s),
            came=came,
            leaves=leaves,
        )


def _calls(
    stops: Sequence[RideStop], requests: dict[str, RideRequest], until_s: int
) -> Iterator[CallView]:
    ends = [*(stop.start_s for stop in stops[1:]), until_s]
    for stop, next_s in zip(stops, ends, strict=True):
        yield CallView(stop=stop, request=requests[stop.request], next_s=next_s)


def _legs(ride: Ride, base: RidePlace, halts: tuple[HaltView, ...]) -> Iterator[RideLegView]:
    places = [base, *(halt.place for halt in halts), base]
    metres = [sum(call.stop.distance_m for call in halt.calls) for halt in halts]
    seconds = [sum(call.stop.travel_s for call in halt.calls) for halt in halts]
    metres.append(ride.distance_m - sum(metres))
    seconds.append(ride.driving_s - sum(seconds))
    loads = [(0,), *(halt.calls[-1].stop.load for halt in halts)]
    for i, (distance_m, duration_s) in enumerate(zip(metres, seconds, strict=True)):
        yield RideLegView(
            origin=places[i],
            destination=places[i + 1],
            distance_m=distance_m,
            duration_s=duration_s,
            empty=not any(loads[i]),
        )
