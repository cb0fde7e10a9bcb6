"""Requests, drivers and cars for the small house, with valid rides, and the means to spoil them.

Rians is held on Tuesdays the 5th and 19th of January 2027 from 9 to 12, its team has packed at
12.15; the 7th is a Thursday. A hundredth of a degree takes a minute and is 780 m long.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any, TypeAlias

import pytest

from routing.planning.check import Violation
from routing.planning.check.ride_places import RidePlaces
from routing.planning.drivers import AssociationCar, Car, Driver, ExtraHours, Hours, Lunch
from routing.planning.plans import (
    Leg,
    Pause,
    Plan,
    Ride,
    RideChange,
    RideReason,
    RideStop,
    RideStopKind,
    UnservedRide,
)
from routing.planning.ride_requests import (
    Back,
    Entitlement,
    Event,
    Party,
    Return,
    RideRequest,
    Spot,
    ToAppointment,
    ToEvent,
    ToPermanence,
    Wheelchair,
)
from routing.planning.territory import Commune, Site, SocialTransportTerms
from tests.planning.check.rides.clock import HOUR, at

FIFTH, SEVENTH, NINETEENTH = (date(2027, 1, day) for day in (5, 7, 19))
FEBRUARY = date(2027, 2, 3)
OUT, BACK = Leg.OUTBOUND, Leg.RETURN
IN, OFF = RideStopKind.PICKUP, RideStopKind.DROPOFF
NO_RETURN = Return(kind=Back.NONE)
COMMUNES = {
    "83001": ("Bourg", 0, 0, False),
    "83002": ("Rians", 20, 5, True),
    "83003": ("Bras", 25, -5, True),
    "83004": ("Carcès", 10, 15, True),
    "83005": ("Barjols", -10, 0, True),
}
INSEE = {
    "depot": "83001", "s-rians": "83002", "s-bras": "83003", "s-carces": "83004",
    "s-barjols": "83005",
}  # fmt: skip

Wanted: TypeAlias = tuple[str, Leg, RideStopKind] | tuple[str, Leg, RideStopKind, int]


def spot(x: float, y: float, commune: str | None = None) -> Spot:
    return Spot(lon=6 + x / 100, lat=43 + y / 100, commune=commune)


def make_requests() -> tuple[RideRequest, ...]:
    return (
        RideRequest(
            id="A", passenger="P1", pickup=spot(18, 8),
            destination=ToPermanence(permanence="rians", dates=(FIFTH,)),
        ),
        RideRequest(
            id="B", passenger="P2", pickup=spot(16, 6), boarding_s=300,
            destination=ToPermanence(permanence="rians", only_next=True),
            party=Party(companions=1, wheelchair=Wheelchair.FOLDABLE, child_seats=1),
            back=Return(
                kind=Back.WHEN_FINISHED, from_s=at(10), until_s=at(10, 40),
                same_driver_required=True,
            ),
        ),
        RideRequest(
            id="C", passenger="P3", pickup=spot(5, 3), party=Party(wheelchair=Wheelchair.RIGID),
            destination=ToAppointment(place="depot", date=SEVENTH, at_s=at(10), length_s=HOUR),
            entitlement=Entitlement(low_income=True),
        ),
        RideRequest(
            id="D", passenger="P4", pickup=spot(25, -3), destination=ToEvent(event="atelier"),
            back=NO_RETURN, wished_drivers=frozenset({"D1"}),
        ),
        RideRequest(
            id="E", passenger="P5", pickup=spot(10, 10), max_ride_s=at(0, 40),
            destination=ToAppointment(
                place=spot(40, 2, "13001"), date=SEVENTH, at_s=at(16, 30), length_s=at(0, 30)
            ),
            back=Return(kind=Back.AT, from_s=at(17, 15)), entitlement=Entitlement(member=True),
        ),
        RideRequest(
            id="F", passenger="P1", pickup=spot(-8, 1),
            destination=ToPermanence(permanence="barjols"),
        ),
        RideRequest(
            id="G", passenger="P6", pickup=spot(19, 9),
            destination=ToAppointment(place="s-bras", date=FEBRUARY, at_s=at(10), length_s=HOUR),
        ),
        RideRequest(
            id="H", passenger="P6", pickup=spot(19, 9), party=Party(walkers=1),
            destination=ToPermanence(
                permanence="rians", dates=(FIFTH, NINETEENTH), stay_s=at(2, 30)
            ),
            refused_drivers=frozenset({"D4"}),
        ),
    )  # fmt: skip


def make_drivers() -> tuple[Driver, ...]:
    return (
        Driver(
            id="D1", label="Anne", home=spot(17, 5), car=Car(child_seats=1),
            hours=(
                Hours(weekday=1, start_s=at(13), end_s=at(18)),
                Hours(weekday=1, start_s=at(8), end_s=at(10)),
                Hours(weekday=1, start_s=at(10), end_s=at(13)),
            ),
            extra_hours=(ExtraHours(date=SEVENTH, start_s=at(13), end_s=at(18)),),
            lunch=Lunch(from_s=at(11, 30), until_s=at(12, 30), length_s=at(0, 30)),
        ),
        Driver(
            id="D2", label="Bruno", home=spot(12, 15), association_car="VAN",
            hours=(Hours(weekday=3, start_s=at(8), end_s=at(12)),), max_wait_s=at(0, 15),
        ),
        Driver(
            id="D3", label="Carole", home=spot(9, 15), association_car="VAN",
            hours=(Hours(weekday=3, start_s=at(14), end_s=at(19)),),
        ),
        Driver(
            id="D4", label="Denis", home=spot(0, 1),
            car=Car(configurations=((3, 0), (1, 1)), boot=2),
            hours=tuple(Hours(weekday=n, start_s=at(6), end_s=at(22)) for n in range(5)),
        ),
    )  # fmt: skip


@dataclass(frozen=True)
class Fleet:
    """The house with rides; every ``with_…`` returns a changed copy."""

    house: Any

    # -- building -------------------------------------------------------------------------

    def ride(
        self, name: str, day: date, driver: str, leave_s: int, calls: Iterable[Wanted],
        pauses: Iterable[tuple[int, int]] = (),
    ) -> Ride:  # fmt: skip
        """A ride that is right about itself, waiting before the stops that have an hour.

        A call is ``(request, leg, kind)``, or these and when it begins.
        """
        requests = {request.id: request for request in self.house.programme.requests}
        places = RidePlaces(self.house.programme, self.house.territory)
        base = places.base(self.house.programme.driver(driver)).road_name
        stops, here, left_s, aboard = [], base, leave_s, (0, 0, 0, 0)
        for wanted, leg, kind, *hour in calls:
            request = requests[wanted]
            at_door = (kind is IN) == (leg is OUT)
            place = places.door(request) if at_door else places.destination(request)
            travel_s, distance_m = self.road(here, place.road_name)
            arrive_s = left_s + travel_s
            start_s = hour[0] if hour else arrive_s
            left_s = start_s + (request.boarding_s if kind is IN else request.boarding_s // 2)
            sign = 1 if kind is IN else -1
            aboard = tuple(a + sign * b for a, b in zip(aboard, request.party.load, strict=True))
            here = place.road_name
            stops.append(
                RideStop(
                    kind=kind, request=wanted, leg=leg, place=place.key, arrive_s=arrive_s,
                    start_s=start_s, depart_s=left_s, load=aboard, distance_m=distance_m,
                    travel_s=travel_s,
                )
            )  # fmt: skip
        back_s, back_m = self.road(here, base)
        return Ride(
            id=name, date=day, driver=driver, depart_s=leave_s, return_s=left_s + back_s,
            distance_m=sum(stop.distance_m for stop in stops) + back_m,
            driving_s=sum(stop.travel_s for stop in stops) + back_s, stops=tuple(stops),
            pauses=tuple(Pause(start_s=start_s, end_s=end_s) for start_s, end_s in pauses),
        )  # fmt: skip

    def road(self, origin: str, destination: str) -> tuple[int, int]:
        travel = self.house.travel
        return travel.seconds(origin, destination), travel.metres(origin, destination)

    def rides(self) -> tuple[Ride, ...]:
        one = [
            ("B", OUT, IN), ("A", OUT, IN), ("A", OUT, OFF), ("B", OUT, OFF),
            ("A", BACK, IN, at(10, 40)), ("B", BACK, IN), ("A", BACK, OFF), ("B", BACK, OFF),
        ]  # fmt: skip
        five = [("E", OUT, IN), ("E", OUT, OFF), ("E", BACK, IN, at(17, 15)), ("E", BACK, OFF)]
        six = [("H", OUT, IN), ("H", OUT, OFF), ("H", BACK, IN, at(12, 20)), ("H", BACK, OFF)]
        return (
            self.ride("T1", FIFTH, "D1", at(8, 35), one),
            self.ride("T2", SEVENTH, "D2", at(9, 10), [("C", OUT, IN), ("C", OUT, OFF)]),
            self.ride("T3", SEVENTH, "D2", at(10, 45), [("C", BACK, IN), ("C", BACK, OFF)]),
            self.ride("T4", SEVENTH, "D1", at(13, 15), [("D", OUT, IN), ("D", OUT, OFF)]),
            self.ride("T5", SEVENTH, "D3", at(15, 25), five),
            self.ride("T6", NINETEENTH, "D1", at(9, 5), six, [(at(11, 45), at(12, 15))]),
        )

    def plan(self, rides: tuple[Ride, ...] | None = None, **changes: Any) -> Plan:
        """The valid plan, or one with other rides or anything else changed."""
        unserved = (
            UnservedRide(
                request="F",
                reasons=(
                    RideReason(code="NO_SESSION", message="Aucune séance n’est tenue."),
                    RideReason(code="REFUSES", message="D4 n’y va pas.", driver="D4"),
                ),
                changes=(RideChange(kind="date", amount=0, message="Un autre jour."),),
            ),
            self.unserved("G"),
        )
        rides = self.rides() if rides is None else rides
        return replace(self.house.plan(rides=rides, unserved=unserved), **changes)

    @staticmethod
    def unserved(name: str, **changes: Any) -> UnservedRide:
        reason = RideReason(code="OUTSIDE_HORIZON", message="Hors de la période.")
        return replace(UnservedRide(request=name, reasons=(reason,)), **changes)

    # -- spoiling -------------------------------------------------------------------------

    def with_ride(self, plan: Plan, name: str, **changes: Any) -> Plan:
        return replace(plan, rides=_changed(plan.rides, name, changes))

    def with_stop(self, plan: Plan, name: str, index: int, **changes: Any) -> Plan:
        stops = list(self.of(plan, name).stops)
        stops[index] = replace(stops[index], **changes)
        return self.with_ride(plan, name, stops=tuple(stops))

    def without(self, plan: Plan, *names: str) -> Plan:
        return replace(plan, rides=tuple(ride for ride in plan.rides if ride.id not in names))

    def later(self, plan: Plan, name: str, by: int, **changes: Any) -> Plan:
        """The plan with all of a ride's hours moved."""
        ride = self.of(plan, name)
        stops = tuple(
            replace(
                stop, arrive_s=stop.arrive_s + by, start_s=stop.start_s + by,
                depart_s=stop.depart_s + by,
            )
            for stop in ride.stops
        )  # fmt: skip
        pauses = tuple(Pause(start_s=p.start_s + by, end_s=p.end_s + by) for p in ride.pauses)
        moved = replace(
            ride, depart_s=ride.depart_s + by, return_s=ride.return_s + by, stops=stops,
            pauses=pauses, **changes,
        )  # fmt: skip
        return replace(plan, rides=tuple(moved if r.id == name else r for r in plan.rides))

    def with_rebuilt(
        self, name: str, leave_s: int, calls: Iterable[Wanted], pauses: Any = (), **changes: Any
    ) -> Plan:
        """The valid plan with one ride made anew."""
        plan = self.plan()
        old = self.of(plan, name)
        day, driver = changes.get("date", old.date), changes.get("driver", old.driver)
        ride = self.ride(name, day, driver, leave_s, calls, pauses)
        return replace(plan, rides=tuple(ride if r.id == name else r for r in plan.rides))

    @staticmethod
    def of(plan: Plan, name: str) -> Ride:
        (ride,) = (ride for ride in plan.rides if ride.id == name)
        return ride

    def with_programme(self, **changes: Any) -> Fleet:
        return replace(self, house=self.house.with_programme(**changes))

    def with_request(self, name: str, **changes: Any) -> Fleet:
        requests = _changed(self.house.programme.requests, name, changes)
        return self.with_programme(requests=requests)

    def with_driver(self, name: str, **changes: Any) -> Fleet:
        drivers = _changed(self.house.programme.drivers, name, changes)
        return self.with_programme(drivers=drivers)

    def with_van(self, **changes: Any) -> Fleet:
        (van,) = self.house.programme.cars
        return self.with_programme(cars=(replace(van, **changes),))

    def with_event(self, **changes: Any) -> Fleet:
        (event,) = self.house.programme.events
        return self.with_programme(events=(replace(event, **changes),))

    def with_territory(self, **changes: Any) -> Fleet:
        territory = replace(self.house.territory, **changes)
        return replace(self, house=replace(self.house, territory=territory))

    # -- checking -------------------------------------------------------------------------

    def check(self, plan: Plan | None = None) -> tuple[Violation, ...]:
        return self.house.check(self.plan() if plan is None else plan)

    def codes(self, plan: Plan | None = None) -> set[str]:
        return {violation.code for violation in self.check(plan)}

    def found(self, plan: Plan | None = None) -> list[tuple[str, str]]:
        return [(violation.code, violation.record) for violation in self.check(plan)]


def _changed(items: tuple[Any, ...], name: str, changes: dict[str, Any]) -> tuple[Any, ...]:
    assert any(item.id == name for item in items)
    return tuple(replace(item, **changes) if item.id == name else item for item in items)


def make_commune(insee: str) -> Commune:
    name, x, y, rural = COMMUNES[insee]
    return Commune(
        insee=insee, name=name, epci="", epci_name="", postal_code="83000", population=1000,
        population_year=2023, lon=6 + x / 100, lat=43 + y / 100, area_km2=10.0, urban_unit="",
        urban_unit_name="", social_transport_by_residence=rural,
    )  # fmt: skip


@pytest.fixture(scope="session")
def fleet(house: Any) -> Fleet:
    sites: tuple[Site, ...] = tuple(
        replace(site, insee=INSEE[site.id]) for site in house.territory.sites
    )
    terms = SocialTransportTerms(
        since=date(2019, 10, 17), max_distance_m=100_000, max_seats=9,
        contribution_eur_per_km=Decimal("0.32"), source="",
    )  # fmt: skip
    territory = replace(
        house.territory, sites=sites, social_transport=(terms,),
        communes=tuple(make_commune(insee) for insee in COMMUNES),
    )  # fmt: skip
    van = Car(configurations=((6, 0), (2, 1)), boot=2, child_seats=1)
    event = Event(
        id="atelier", label="Atelier", place=spot(22, 0), date=SEVENTH, start_s=at(14),
        end_s=at(16),
    )  # fmt: skip
    furnished = replace(house, territory=territory).with_programme(
        requests=make_requests(), drivers=make_drivers(), events=(event,),
        cars=(AssociationCar(id="VAN", label="Minibus", site="s-carces", car=van),),
    )  # fmt: skip
    return Fleet(furnished)
