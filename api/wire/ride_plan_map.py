"""The one mapping between the rides of a wire plan and those of a core plan."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, tzinfo

from api.wire import ride_plan_model as wire
from api.wire.pause_model import pauses_in, pauses_out
from api.wire.plan_times import seconds_of
from routing.planning.dates import moment_of
from routing.planning.plans import (
    Leg,
    Ride,
    RideChange,
    RideReason,
    RideStop,
    RideStopKind,
    UnservedRide,
)


def ride_in(model: wire.RideModel, zone: tzinfo) -> Ride:
    """Return the core ride of a wire ride."""
    day = model.date
    return Ride(
        id=model.id,
        date=day,
        driver=model.driver,
        depart_s=seconds_of(day, model.depart, zone),
        return_s=seconds_of(day, model.return_, zone),
        distance_m=model.distance_m,
        driving_s=model.driving_s,
        stops=tuple(_stop_in(stop, day, zone) for stop in model.stops),
        pauses=pauses_in(model.pauses, day, zone),
    )


def ride_out(ride: Ride, zone: tzinfo) -> wire.RideModel:
    """Return the wire ride of a core ride, its times in ``zone``."""
    day = ride.date
    return wire.RideModel.model_construct(
        id=ride.id,
        date=day,
        driver=ride.driver,
        depart=moment_of(day, ride.depart_s, zone),
        return_=moment_of(day, ride.return_s, zone),
        distance_m=ride.distance_m,
        driving_s=ride.driving_s,
        stops=tuple(_stop_out(stop, day, zone) for stop in ride.stops),
        pauses=pauses_out(ride.pauses, day, zone),
    )


def _stop_in(model: wire.RideStopModel, day: date, zone: tzinfo) -> RideStop:
    load = model.load
    return RideStop(
        kind=RideStopKind(model.kind),
        request=model.request,
        leg=Leg(model.leg),
        place=model.place,
        arrive_s=seconds_of(day, model.arrive, zone),
        start_s=seconds_of(day, model.start, zone),
        depart_s=seconds_of(day, model.depart, zone),
        load=(load.seats, load.wheelchairs, load.boot, load.child_seats),
        distance_m=model.distance_m,
        travel_s=model.travel_s,
    )


def _stop_out(stop: RideStop, day: date, zone: tzinfo) -> wire.RideStopModel:
    seats, wheelchairs, boot, child_seats = stop.load
    return wire.RideStopModel.model_construct(
        kind=stop.kind.value,
        request=stop.request,
        leg=stop.leg.value,
        place=stop.place,
        arrive=moment_of(day, stop.arrive_s, zone),
        start=moment_of(day, stop.start_s, zone),
        depart=moment_of(day, stop.depart_s, zone),
        load=wire.LoadModel.model_construct(
            seats=seats, wheelchairs=wheelchairs, boot=boot, child_seats=child_seats
        ),
        distance_m=stop.distance_m,
        travel_s=stop.travel_s,
    )


def unserved_in(model: wire.UnservedModel, said: Mapping[str, str]) -> UnservedRide:
    """Return the core record of a request that is not served; ``said``: sentences by text."""
    return UnservedRide(
        request=model.request,
        reasons=tuple(
            RideReason(code=r.code, driver=r.driver, message=said.get(r.message, r.message))
            for r in model.reasons
        ),
        changes=tuple(
            RideChange(
                kind=c.kind, amount=c.amount, message=said.get(c.message, c.message), on=c.on
            )
            for c in model.changes
        ),
    )


def unserved_out(record: UnservedRide) -> wire.UnservedModel:
    """Return the wire record of a request that is not served."""
    return wire.UnservedModel.model_construct(
        request=record.request,
        reasons=tuple(
            wire.RideReasonModel.model_construct(code=r.code, driver=r.driver, message=r.message)
            for r in record.reasons
        ),
        changes=tuple(
            wire.RideChangeModel.model_construct(
                kind=c.kind, amount=c.amount, on=c.on, message=c.message
            )
            for c in record.changes
        ),
    )
