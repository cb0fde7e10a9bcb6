"""The yearly account of social transport to the prefect.

*Transport d'utilité sociale* (C. transports R3133-1 to R3133-5): an association tells, before
1 March, its drivers, its beneficiaries by what entitles them, its vehicles, the number of trips
and their mean distance. Rides of members who have no other title are private transport (L3131-1)
and counted apart.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from routing.planning.plans import Leg, Ride, RideStopKind
from routing.planning.programme import Programme
from routing.planning.reports.span import Part, ReportError, in_order
from routing.planning.ride_requests import RideRequest
from routing.planning.rides.communes import communes_of
from routing.planning.rides.places import destination_key, pickup_key
from routing.planning.territory import Territory
from routing.sentence import say


@dataclass(frozen=True, slots=True, kw_only=True)
class Beneficiaries:
    """Passengers, each once a year, by what entitles them (R3133-1, 1° and 2°)."""

    by_residence: int
    by_resources: int
    by_both: int

    @property
    def total(self) -> int:
        """All of them."""
        return self.by_residence + self.by_resources + self.by_both


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """Ways of parties, from door to door, and the metres that they were aboard."""

    trips: int
    aboard_m: int

    @property
    def mean_m(self) -> int:
        """Metres of the mean trip, 0 without any."""
        return round(self.aboard_m / self.trips) if self.trips else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class SocialTransportReport:
    """A year, or what the plans tell of it.

    ``vehicles`` counts cars by their seats, the driver's included. ``months`` are the ways by
    month. ``ceiling_eur_per_km`` is the most that a passenger may be asked for.
    """

    year: int
    first: date
    last: date
    drivers: int
    vehicles: Mapping[int, int]
    association_vehicles: int
    beneficiaries: Beneficiaries
    carried: Carried
    longest_m: int
    months: Mapping[int, int]
    members: int
    members_carried: Carried
    ceiling_eur_per_km: Decimal | None
    sources: tuple[str, ...]


def social_transport_report(
    parts: Iterable[Part], territory: Territory, *, year: int | None = None
) -> SocialTransportReport:
    """Sum up what a year's plans tell; ``None``: the year of the first date.

    Raises
    ------
    ReportError
        When plans share a date or none of them is of that year.
    """
    ordered = in_order(parts)
    wanted = year or ordered[0].plan.horizon.first.year
    ordered = [p for p in ordered if _years(p).intersection({wanted})]
    if not ordered:
        raise ReportError(say("aucun de ces plans n’est de {year}.", year=wanted))
    ways = [way for part in ordered for way in _ways(part, territory) if way.date.year == wanted]
    social = [way for way in ways if way.residence or way.resources]
    private = [way for way in ways if not (way.residence or way.resources)]
    cars = _cars(ordered, wanted, {way.ride for way in social})
    terms = territory.social_transport_on(date(wanted, 12, 31))
    first, last = date(wanted, 1, 1), date(wanted, 12, 31)
    return SocialTransportReport(
        year=wanted,
        first=max(first, ordered[0].plan.horizon.first),
        last=min(last, ordered[-1].plan.horizon.last),
        drivers=len({way.driver for way in social}),
        vehicles=dict(sorted(Counter(seats for seats, _ in cars.values()).items())),
        association_vehicles=sum(shared for _, shared in cars.values()),
        beneficiaries=_beneficiaries(social),
        carried=_carried(social),
        longest_m=max((way.aboard_m for way in social), default=0),
        months=dict(sorted(Counter(way.date.month for way in social).items())),
        members=len({way.passenger for way in private}),
        members_carried=_carried(private),
        ceiling_eur_per_km=None if terms is None else terms.contribution_eur_per_km,
        sources=() if terms is None else (terms.source,),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Way:
    """A party's way there or back."""

    date: date
    ride: str
    driver: str
    passenger: str
    aboard_m: int
    residence: bool
    resources: bool


def _years(part: Part) -> set[int]:
    return {part.plan.horizon.first.year, part.plan.horizon.last.year}


def _ways(part: Part, territory: Territory) -> Iterator[_Way]:
    requests = {request.id: request for request in part.programme.requests}
    rural = _rural(part.programme, territory)
    for ride in part.plan.rides:
        for (name, _), aboard_m in aboard(ride).items():
            request = requests[name]
            yield _Way(
                date=ride.date,
                ride=ride.id,
                driver=ride.driver,
                passenger=request.passenger,
                aboard_m=aboard_m,
                residence=rural[name],
                resources=request.entitlement.low_income,
            )


def aboard(ride: Ride) -> Mapping[tuple[str, Leg], int]:
    """Return the metres that each party is driven, by request and way."""
    reached_m, since, found = 0, {}, {}
    for stop in ride.stops:
        reached_m += stop.distance_m
        key = stop.request, stop.leg
        if stop.kind is RideStopKind.PICKUP:
            since[key] = reached_m
        else:
            found[key] = reached_m - since[key]
    return found


def _rural(programme: Programme, territory: Territory) -> Mapping[str, bool]:
    """Return which requests the residence entitles: rural home, rural ends (R3133-1, 1°)."""
    open_to = {c.insee for c in territory.communes if c.social_transport_by_residence}
    places = communes_of(programme, territory)

    def entitles(request: RideRequest) -> bool:
        door, goal = pickup_key(request), destination_key(request, programme)
        home = request.entitlement.residence or places.get(door)
        return {home, places.get(door), places.get(goal)} <= open_to

    return {request.id: entitles(request) for request in programme.requests}


def _beneficiaries(ways: Iterable[_Way]) -> Beneficiaries:
    titles: dict[str, set[str]] = defaultdict(set)
    for way in ways:
        titles[way.passenger] |= {"residence"} if way.residence else set()
        titles[way.passenger] |= {"resources"} if way.resources else set()
    both = sum(len(found) == 2 for found in titles.values())
    return Beneficiaries(
        by_residence=sum("residence" in found for found in titles.values()) - both,
        by_resources=sum("resources" in found for found in titles.values()) - both,
        by_both=both,
    )


def _carried(ways: list[_Way]) -> Carried:
    return Carried(trips=len(ways), aboard_m=sum(way.aboard_m for way in ways))


def _cars(parts: Iterable[Part], year: int, rides: set[str]) -> Mapping[str, tuple[int, bool]]:
    """Return the seats of every car that drove, and whether it is the association's."""
    cars: dict[str, tuple[int, bool]] = {}
    for part in parts:
        shared = {car.id: car.car for car in part.programme.cars}
        for ride in part.plan.rides:
            if ride.date.year != year or ride.id not in rides:
                continue
            driver = part.programme.driver(ride.driver)
            if driver.association_car is not None:
                seats = shared[driver.association_car].seats
                cars[f"association:{driver.association_car}"] = (seats, True)
            elif driver.car is not None:
                cars[f"driver:{driver.id}"] = (driver.car.seats, False)
    return cars
