"""The month in one page: what a committee asks, all of it from one plan."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from routing.planning.dates import Horizon
from routing.planning.plans import Plan, RideStop, RideStopKind
from routing.planning.programme import Programme, StaffKind
from routing.planning.reports.emissions import Emissions, emissions
from routing.planning.reports.mileage import MileageReport, mileage_of
from routing.planning.ride_requests import ToPermanence
from routing.planning.rides.indicators import loaded_m
from routing.planning.territory import Territory

OUTSIDE = "OUTSIDE_HORIZON"
"""Of a request for other dates: not one of this month's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PermanenceMonth:
    """A permanence: its sessions, and the people who were taken there."""

    permanence: str
    held: int
    due: int
    carried: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundsMonth:
    """The units' rounds; seconds are theirs, ``own_car_m`` those who join at the village."""

    count: int
    distance_m: int
    driving_s: int
    duration_s: int
    own_car_m: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RidesMonth:
    """The volunteers' trips. A party counts once a request; ``legs`` are its ways."""

    asked: int
    served: int
    people_asked: int
    people: int
    passengers: int
    legs: int
    trips: int
    distance_m: int
    loaded_m: int
    duration_s: int
    drivers: int
    drivers_out: int

    @property
    def empty_m(self) -> int:
        """Metres without a passenger."""
        return self.distance_m - self.loaded_m


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    """Seconds away from home or depot, by who gives them."""

    employees_s: int
    volunteers_s: int
    staff_volunteers: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthReport:
    """All figures of a plan; ``reasons`` count what is missing by the code of its first reason."""

    horizon: Horizon
    permanences: tuple[PermanenceMonth, ...]
    rounds: RoundsMonth
    rides: RidesMonth
    hours: Hours
    people_near: int | None
    people_total: int | None
    mileage: MileageReport
    passengers_share_eur: Decimal | None
    emissions: Emissions
    unheld_reasons: tuple[tuple[str, int], ...]
    unserved_reasons: tuple[tuple[str, int], ...]

    @property
    def sessions_held(self) -> int:
        """Sessions of all permanences."""
        return sum(entry.held for entry in self.permanences)

    @property
    def sessions_due(self) -> int:
        """Held or not."""
        return sum(entry.due for entry in self.permanences)


def month_report(plan: Plan, programme: Programme, territory: Territory) -> MonthReport:
    """Sum a plan up; the coverage is the plan's own indicator.

    ``passengers_share_eur`` is the most that passengers may be asked for (C. transports,
    R3133-3): kilometres with somebody aboard at the ceiling in force on the day.
    """
    near, total = plan.indicators.get("people_within_15_min"), plan.indicators.get("people")
    return MonthReport(
        horizon=plan.horizon,
        permanences=tuple(_permanences(plan, programme)),
        rounds=RoundsMonth(
            count=len(plan.rounds),
            distance_m=sum(held.distance_m for held in plan.rounds),
            driving_s=sum(held.driving_s for held in plan.rounds),
            duration_s=sum(held.duration_s for held in plan.rounds),
            own_car_m=round(1000 * plan.indicators.get("own_car_km", 0)),
        ),
        rides=_rides(plan, programme),
        hours=_hours(plan, programme),
        people_near=None if near is None else round(near),
        people_total=None if total is None else round(total),
        mileage=mileage_of(plan, programme, territory),
        passengers_share_eur=_passengers_share(plan, territory),
        emissions=emissions(plan, programme, territory),
        unheld_reasons=_counted(record.reasons[0].code for record in plan.unassigned),
        unserved_reasons=_counted(code for code in _unserved(plan) if code != OUTSIDE),
    )


def _counted(codes: Iterator[str]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(Counter(codes).items(), key=lambda item: (-item[1], item[0])))


def _unserved(plan: Plan) -> Iterator[str]:
    for record in plan.unserved:
        codes = [reason.code for reason in record.reasons]
        yield OUTSIDE if OUTSIDE in codes else codes[0]


def _permanences(plan: Plan, programme: Programme) -> Iterator[PermanenceMonth]:
    held = Counter(stop.permanence for item in plan.rounds for stop in item.stops)
    missing = Counter(record.id for record in plan.unassigned)
    wanted = {
        request.id: (request.destination.permanence, request.party.people)
        for request in programme.requests
        if isinstance(request.destination, ToPermanence)
    }
    carried: dict[str, int] = defaultdict(int)
    for request in {stop.request for ride in plan.rides for stop in ride.stops} & wanted.keys():
        permanence, people = wanted[request]
        carried[permanence] += people
    for name in (permanence.id for permanence in programme.permanences):
        if held[name] or missing[name]:
            yield PermanenceMonth(
                permanence=name,
                held=held[name],
                due=held[name] + missing[name],
                carried=carried[name],
            )


def _rides(plan: Plan, programme: Programme) -> RidesMonth:
    requests = {request.id: request for request in programme.requests}
    stops: list[RideStop] = [stop for ride in plan.rides for stop in ride.stops]
    served = {stop.request for stop in stops}
    unserved = {
        record.request
        for record, code in zip(plan.unserved, _unserved(plan), strict=True)
        if code != OUTSIDE
    }
    return RidesMonth(
        asked=len(served | unserved),
        served=len(served),
        people_asked=sum(requests[name].party.people for name in served | unserved),
        people=sum(requests[name].party.people for name in served),
        passengers=len({requests[name].passenger for name in served}),
        legs=sum(stop.kind is RideStopKind.PICKUP for stop in stops),
        trips=len(plan.rides),
        distance_m=sum(ride.distance_m for ride in plan.rides),
        loaded_m=sum(map(loaded_m, plan.rides)),
        duration_s=sum(ride.return_s - ride.depart_s for ride in plan.rides),
        drivers=len(programme.drivers),
        drivers_out=len({ride.driver for ride in plan.rides}),
    )


def _hours(plan: Plan, programme: Programme) -> Hours:
    given = dict.fromkeys(StaffKind, 0)
    volunteers = set()
    for held in plan.rounds:
        for duty in held.team:
            kind = programme.member(duty.staff).kind
            given[kind] += duty.return_s - duty.depart_s
            if kind is StaffKind.VOLUNTEER:
                volunteers.add(duty.staff)
    driven = sum(ride.return_s - ride.depart_s for ride in plan.rides)
    return Hours(
        employees_s=given[StaffKind.EMPLOYEE],
        volunteers_s=given[StaffKind.VOLUNTEER] + driven,
        staff_volunteers=len(volunteers),
    )


def _passengers_share(plan: Plan, territory: Territory) -> Decimal | None:
    euros = Decimal(0)
    for ride in plan.rides:
        terms = territory.social_transport_on(ride.date)
        if terms is None:
            return None
        euros += terms.contribution_eur_per_km * loaded_m(ride) / 1000
    return euros.quantize(Decimal("0.01"))
