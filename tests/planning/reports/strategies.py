"""Plans with made-up rides, no roads needed: what reports are summed up from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from hypothesis import strategies as st

from routing.planning.dates import Horizon
from routing.planning.drivers import AssociationCar, Car, Driver
from routing.planning.plans import (
    Leg,
    Plan,
    Ride,
    RideReason,
    RideStop,
    RideStopKind,
    SolverReport,
    UnservedRide,
)
from routing.planning.programme import Programme
from routing.planning.reports.span import Part
from routing.planning.ride_requests import (
    Entitlement,
    Party,
    RideRequest,
    Spot,
    ToAppointment,
)

HERE = Spot(lon=6.06, lat=43.41, commune="83023")
"""A point in Brignoles, where the residence entitles nobody."""
RURAL = Spot(lon=5.78, lat=43.5, commune="83097")
"""One in Rians, where it does."""
SOLVER = SolverReport(
    seed=1, iterations=0, cost=0, bound=0, gap=0.0, wall_s=None, aims=(), versions={}, stopped_by=""
)


@dataclass(frozen=True)
class Trip:
    """A trip of one party there and back: metres of its three legs."""

    day: int
    driver: int
    request: int
    metres: tuple[int, int, int]


def part(trips: list[Trip], first: date, days: int, drivers: tuple[Driver, ...]) -> Part:
    """Return a plan of these trips, and its programme: R0, R1, … half of them from the country."""
    horizon = Horizon(first, first + timedelta(days=days - 1))
    rides = tuple(_ride(n, trip, first, drivers) for n, trip in enumerate(trips))
    requests = tuple(_request(n, first) for n in range(6))
    nobody = UnservedRide(request="R5", reasons=(RideReason(code="NOT_FREE", message="absents"),))
    plan = Plan(
        programme="essai", title="", programme_digest="", territory="", horizon=horizon,
        rounds=(), unassigned=(), remarks=(), indicators={}, solver=SOLVER, rides=rides,
        unserved=(nobody,),
    )  # fmt: skip
    car = AssociationCar(id="V", label="Voiture", site="PVS", car=Car(configurations=((8, 0),)))
    programme = Programme(
        name="essai", title="", headquarters="PVS", roles=(), permanences=(), staff=(), units=(),
        requests=requests, drivers=drivers, cars=(car,),
    )  # fmt: skip
    return Part(plan=plan, programme=programme)


def _request(number: int, day: date) -> RideRequest:
    return RideRequest(
        id=f"R{number}",
        passenger=f"P{number // 2}",
        pickup=RURAL if number % 2 else HERE,
        destination=ToAppointment(place=RURAL, date=day, at_s=36_000, length_s=3600),
        party=Party(companions=number % 2),
        entitlement=Entitlement(low_income=number in (2, 3), member=number in (0, 4)),
    )


def _ride(number: int, trip: Trip, first: date, drivers: tuple[Driver, ...]) -> Ride:
    request, (to_door, there, home) = f"R{trip.request}", trip.metres
    stops = (
        _stop(RideStopKind.PICKUP, request, to_door, 1),
        _stop(RideStopKind.DROPOFF, request, there, 0),
    )
    return Ride(
        id=f"T{number}", date=first + timedelta(days=trip.day), driver=drivers[trip.driver].id,
        depart_s=30_000, return_s=40_000, distance_m=to_door + there + home, driving_s=9000,
        stops=stops,
    )  # fmt: skip


def _stop(kind: RideStopKind, request: str, metres: int, load: int) -> RideStop:
    return RideStop(
        kind=kind, request=request, leg=Leg.OUTBOUND, place="x", arrive_s=1, start_s=1,
        depart_s=1, load=(load, 0, 0, 0), distance_m=metres, travel_s=1,
    )  # fmt: skip


def volunteers() -> tuple[Driver, ...]:
    """Return a small car, one near the end of its bracket, one of unknown power, a shared one."""
    return (
        Driver(id="C0", label="A", home=HERE, car=Car(fiscal_power=3)),
        Driver(
            id="C1", label="B", home=HERE, car=Car(fiscal_power=12, electric=True),
            metres_this_year=4_950_000,
        ),
        Driver(id="C2", label="C", home=HERE, car=Car()),
        Driver(id="C3", label="D", home=HERE, association_car="V"),
    )  # fmt: skip


def trips(days: int = 28) -> st.SearchStrategy[list[Trip]]:
    """Trips on the first so many days."""
    metres = st.tuples(*[st.integers(0, 90_000)] * 3)
    trip = st.builds(
        Trip, day=st.integers(0, days - 1), driver=st.integers(0, 3), request=st.integers(0, 4),
        metres=metres,
    )  # fmt: skip
    return st.lists(trip, max_size=12)
