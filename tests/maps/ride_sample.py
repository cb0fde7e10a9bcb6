"""A made-up day of rides over the territory of ``sample.py``: whatever a sheet has to tell."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

from routing.planning.drivers import Car, Driver
from routing.planning.plans import (
    Leg,
    Pause,
    Ride,
    RideReason,
    RideStop,
    RideStopKind,
    UnservedRide,
)
from routing.planning.ride_requests import (
    Back,
    Party,
    Return,
    RideRequest,
    Spot,
    ToAppointment,
    ToPermanence,
)

DAY = date(2026, 12, 1)
LABEL = "digicode 4512, <b>portail</b> bleu"
SURGERY = "2e étage, porte verte"
GOAL = {"R1": "site:HOPITAL", "R2": "goal:R2", "R3": "site:P1"}


def make_requests() -> tuple[RideRequest, ...]:
    """R1 is waited for, R2 goes with two drivers and comes when finished, R3 does not return."""
    surgery = Spot(lon=6.09, lat=43.41, label=SURGERY)
    return (
        RideRequest(
            id="R1", passenger="P-0001", pickup=Spot(lon=6.0123, lat=43.4987654, label=LABEL),
            destination=ToAppointment(place="HOPITAL", date=DAY, at_s=hour(12), length_s=5400),
            party=Party(companions=1),
        ),
        RideRequest(
            id="R2", passenger="P-0002", pickup=Spot(lon=6.0777, lat=43.5055),
            destination=ToAppointment(place=surgery, date=DAY, at_s=hour(15), length_s=5400),
            back=Return(kind=Back.WHEN_FINISHED, from_s=hour(16, 30), until_s=hour(17)),
        ),
        RideRequest(
            id="R3", passenger="P-0003", pickup=Spot(lon=6.0999, lat=43.4888),
            destination=ToPermanence(permanence="PERM-1"), back=Return(kind=Back.NONE),
        ),
        RideRequest(
            id="R4", passenger="P-0004", pickup=Spot(lon=6.0999, lat=43.4888),
            destination=ToPermanence(permanence="PERM-1"),
        ),
    )  # fmt: skip


def make_rides() -> tuple[Ride, ...]:
    """Three drivers' trips on one date."""
    return (
        ride("c1", hour(11, 20), hour(14), [
            at("pickup", "R1", "outbound", hour(11, 30), hour(11, 32)),
            at("dropoff", "R1", "outbound", hour(11, 50), hour(12)),
            at("pickup", "R1", "return", hour(12), hour(13, 32), start_s=hour(13, 30)),
            at("dropoff", "R1", "return", hour(13, 41), hour(13, 42)),
        ], (Pause(start_s=hour(12), end_s=hour(13)),)),
        ride("c2", hour(14), hour(15), [
            at("pickup", "R2", "outbound", hour(14, 10), hour(14, 12)),
            at("dropoff", "R2", "outbound", hour(14, 40), hour(14, 41)),
        ]),
        ride("c3", hour(8), hour(9), [
            at("pickup", "R3", "outbound", hour(8, 13), hour(8, 15)),
            at("dropoff", "R3", "outbound", hour(8, 32), hour(8, 33)),
        ]),
        ride("c3", hour(16), hour(18), [
            at("pickup", "R2", "return", hour(16, 30), hour(16, 32)),
            at("dropoff", "R2", "return", hour(17, 1), hour(17, 2)),
        ], number=2),
    )  # fmt: skip


def make_ride_sample(made: ModuleType, folder: Path) -> Any:
    """Return the sample with these rides, and R4 served by nobody."""
    sample = made.make_sample(folder)
    home = Spot(lon=6.0123, lat=43.4012)
    drivers = tuple(
        Driver(id=f"c{n}", label=f"Bénévole volante {n}", home=home, car=Car()) for n in (1, 2, 3)
    )
    programme = replace(sample.programme, drivers=drivers, requests=make_requests())
    nobody = UnservedRide(request="R4", reasons=(RideReason(code="NOT_FREE", message="absents"),))
    plan = replace(sample.plan, rides=make_rides(), unserved=(nobody,))
    return made.Sample(plan, programme, sample.territory, sample.network)


def hour(hours: int, minutes: int = 0) -> int:
    """Return the second of the day."""
    return hours * 3600 + minutes * 60


def at(
    kind: str, request: str, leg: str, arrive_s: int, depart_s: int, *, start_s: int | None = None
) -> RideStop:
    """Return a stop; who waits there has not driven."""
    stayed = start_s is not None
    return RideStop(
        kind=RideStopKind(kind), request=request, leg=Leg(leg),
        place=f"pickup:{request}" if (kind == "pickup") == (leg == "outbound") else GOAL[request],
        arrive_s=arrive_s, start_s=start_s or arrive_s, depart_s=depart_s,
        load=(int(kind == "pickup"), 0, 0, 0),
        distance_m=0 if stayed else 5000, travel_s=0 if stayed else 400,
    )  # fmt: skip


def ride(
    driver: str,
    depart_s: int,
    return_s: int,
    stops: list[RideStop],
    pauses: tuple[Pause, ...] = (),
    number: int = 1,
) -> Ride:
    """Return a trip that ends with five kilometres home."""
    return Ride(
        id=f"{DAY}-{driver}-{number}", date=DAY, driver=driver, depart_s=depart_s,
        return_s=return_s, distance_m=sum(stop.distance_m for stop in stops) + 5000,
        driving_s=sum(stop.travel_s for stop in stops) + 400, stops=tuple(stops), pauses=pauses,
    )  # fmt: skip
