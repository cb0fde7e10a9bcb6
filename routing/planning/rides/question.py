"""One date as a dial-a-ride problem: legs as shipments, drivers' shifts as vehicles."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np

from routing.matrix import Matrix
from routing.planning.drivers import Driver
from routing.planning.plans import Leg
from routing.planning.ride_requests import RideRequest
from routing.planning.rides.places import pickup_key
from routing.planning.rides.shifts import COST_PER_M, OTHER_DRIVER_M, DriverShift, vehicle_of
from routing.planning.rides.visits import Visit
from routing.planning.travel import Travel
from routing.vrp import Instance, Link, Shipment, ShipmentStop, SkillRule, TimeWindow

DIMENSIONS = 4
"""Seats, wheelchair places, places in the boot, child seats."""


@dataclass(frozen=True, kw_only=True)
class DayQuestion:
    """Who is to be carried on a date, and who could drive.

    ``barred`` names, for requests that some drivers may not or will not serve, those drivers.
    """

    date: date
    visits: tuple[Visit, ...]
    shifts: tuple[DriverShift, ...]
    travel: Travel
    barred: dict[str, frozenset[str]]

    @cached_property
    def rows(self) -> dict[str, int]:
        """Row of every place that matters on this date."""
        keys = [shift.place for shift in self.shifts]
        for visit in self.visits:
            keys += [pickup_key(visit.request), visit.place]
        return {key: row for row, key in enumerate(dict.fromkeys(keys))}

    @cached_property
    def matrix(self) -> Matrix:
        """Travel between those places."""
        picked = np.array([self.travel.rows[key] for key in self.rows], np.int64)
        whole = self.travel.matrix
        pick = np.ix_(picked, picked)
        return Matrix(
            durations_s=np.ascontiguousarray(whole.durations_s[pick]),
            distances_m=np.ascontiguousarray(whole.distances_m[pick]),
        )

    @cached_property
    def instance(self) -> Instance:
        """The question to the vehicle-routing core."""
        rows = self.rows
        return Instance(
            matrices=(self.matrix,),
            dimensions=DIMENSIONS,
            vehicles=tuple(vehicle_of(shift, rows[shift.place]) for shift in self.shifts),
            shipments=tuple(leg for visit in self.visits for leg in self._shipments(visit)),
            links=tuple(
                Link(
                    first=shipment_id(visit.request.id, Leg.OUTBOUND),
                    second=shipment_id(visit.request.id, Leg.RETURN),
                    same_vehicle=visit.request.back.same_driver_required,
                    penalty=OTHER_DRIVER_M * COST_PER_M,
                )
                for visit in self.visits
                if visit.collect_s is not None
            ),
        )

    def direct_s(self, visit: Visit, leg: Leg) -> int:
        """Seconds of a leg driven without a detour."""
        ends = pickup_key(visit.request), visit.place
        return self.travel.seconds(*(ends if leg is Leg.OUTBOUND else reversed(ends)))

    def max_ride_s(self, visit: Visit, leg: Leg) -> int:
        """Most seconds on board on a leg."""
        asked = visit.request.max_ride_s
        direct = self.direct_s(visit, leg)
        return max(3 * direct // 2, direct + 15 * 60) if asked is None else asked

    def _shipments(self, visit: Visit) -> Iterable[Shipment]:
        door, there = pickup_key(visit.request), visit.place
        yield self._leg(visit, Leg.OUTBOUND, door, there)
        if visit.collect_s is not None:
            yield self._leg(visit, Leg.RETURN, there, door)

    def _leg(self, visit: Visit, leg: Leg, origin: str, destination: str) -> Shipment:
        request = visit.request
        out_s = alighting_s(request)
        get_in = visit.window(leg, pickup=True, alighting_s=out_s)
        get_out = visit.window(leg, pickup=False, alighting_s=out_s)
        return Shipment(
            id=shipment_id(request.id, leg),
            pickup=ShipmentStop(
                location=self.rows[origin], service_s=request.boarding_s, windows=_windows(get_in)
            ),
            delivery=ShipmentStop(
                location=self.rows[destination], service_s=out_s, windows=_windows(get_out)
            ),
            load=request.party.load,
            max_ride_s=self.max_ride_s(visit, leg),
            skills=SkillRule(
                any_of=request.wished_drivers, none_of=self.barred.get(request.id, frozenset())
            ),
            # somebody carried counts the same, whether on two legs or on their only one
            priority=weight_of(request) * (2 if visit.collect_s is None else 1) - 1,
        )


def shipment_id(request: str, leg: Leg) -> str:
    """Id of a request's leg among the shipments of its date."""
    return f"{request}:{leg}"


def request_of(shipment: str) -> str:
    """Id of the request to which a shipment belongs, by the id of the shipment."""
    return shipment.rpartition(":")[0]


def weight_of(request: RideRequest) -> int:
    """How much serving a request counts: its passengers, by priority."""
    return request.priority * request.party.passengers


def alighting_s(request: RideRequest) -> int:
    """Seconds to get out."""
    return request.boarding_s // 2


def barred_drivers(
    visits: Sequence[Visit], drivers: Sequence[Driver], communes: dict[str, str | None]
) -> dict[str, frozenset[str]]:
    """Return, by request, the drivers who do not carry it: refused, or refusing.

    ``drivers`` are all of the programme, whether or not they have a shift: on a date's way to its
    answer a shared car changes hands. ``communes`` holds the INSEE code of every place by its key.
    """
    barred = {}
    for visit in visits:
        request = visit.request
        ends = {communes.get(pickup_key(request)), communes.get(visit.place)} - {None}
        barred[request.id] = request.refused_drivers | {
            driver.id
            for driver in drivers
            if request.passenger in driver.refused_passengers or ends & driver.refused_communes
        }
    return barred


def _windows(window: tuple[int, int] | None) -> tuple[TimeWindow, ...]:
    if window is None:
        return ()
    return (TimeWindow(earliest_s=window[0], latest_s=window[1]),)
