"""The one mapping between events and ride requests of the wire programme and those of the core."""

from __future__ import annotations

from api.wire import request_model as wire
from api.wire.place_lookup import PlaceLookup
from api.wire.place_map import place_out, spot_in
from routing.planning import ride_requests as core
from routing.planning.ride_series import RideSeries, expand


def requests_in(model: wire.RequestModel, lookup: PlaceLookup) -> tuple[core.RideRequest, ...]:
    """Return a request, or those of a series."""
    rule = model.series if isinstance(model.series, wire.SeriesModel) else None
    request = core.RideRequest(
        id=model.id,
        passenger=model.passenger,
        pickup=spot_in(model.pickup, lookup),
        destination=_destination_in(model.destination, lookup),
        back=_return_in(model.return_),
        party=core.Party(
            passengers=model.party.passengers,
            companions=model.party.companions,
            child_seats=model.party.child_seats,
            wheelchair=model.party.wheelchair,
            walkers=model.party.walkers,
        ),
        boarding_s=model.boarding,
        arrive_early_s=(model.arrive_early.least, model.arrive_early.most),
        max_ride_s=model.max_ride,
        max_wait_s=model.max_wait,
        priority=model.priority,
        wished_drivers=frozenset(model.wished_drivers),
        refused_drivers=frozenset(model.refused_drivers),
        entitlement=_entitlement_in(model.entitlement, lookup),
        series=model.series if isinstance(model.series, str) else None,
    )
    if rule is None:
        return (request,)
    series = RideSeries(every_weeks=rule.every_weeks, times=rule.times, dates=rule.dates)
    return expand(request, series)


def request_out(request: core.RideRequest) -> wire.RequestModel:
    """Return the wire request of a core request; each date of a series stands by itself."""
    least, most = request.arrive_early_s
    party, entitlement = request.party, request.entitlement
    return wire.RequestModel.model_construct(
        id=request.id,
        passenger=request.passenger,
        pickup=place_out(request.pickup),
        destination=_destination_out(request.destination),
        return_=_return_out(request.back),
        party=wire.PartyModel.model_construct(
            passengers=party.passengers,
            companions=party.companions,
            child_seats=party.child_seats,
            wheelchair=party.wheelchair,
            walkers=party.walkers,
        ),
        boarding=request.boarding_s,
        arrive_early=wire.ArriveEarlyModel.model_construct(least=least, most=most),
        max_ride=request.max_ride_s,
        max_wait=request.max_wait_s,
        priority=request.priority,
        wished_drivers=tuple(sorted(request.wished_drivers)),
        refused_drivers=tuple(sorted(request.refused_drivers)),
        entitlement=wire.EntitlementModel.model_construct(
            residence=entitlement.residence,
            low_income=entitlement.low_income,
            member=entitlement.member,
            prescription=entitlement.prescription,
        ),
        series=request.series,
    )


def event_in(model: wire.EventModel, lookup: PlaceLookup) -> core.Event:
    """Return the core event of a wire event."""
    return core.Event(
        id=model.id,
        label=model.label,
        place=lookup.place(model.place.model_dump()),
        date=model.date,
        start_s=model.start,
        end_s=model.end,
    )


def event_out(event: core.Event) -> wire.EventModel:
    """Return the wire event of a core event."""
    return wire.EventModel.model_construct(
        id=event.id,
        label=event.label,
        place=place_out(event.place),
        date=event.date,
        start=event.start_s,
        end=event.end_s,
    )


def _destination_in(model: wire.DestinationModel, lookup: PlaceLookup) -> core.Destination:
    match model:
        case wire.ToPermanenceModel():
            return core.ToPermanence(
                permanence=model.permanence,
                dates=model.dates,
                only_next=model.only_next,
                stay_s=model.stay,
            )
        case wire.ToAppointmentModel():
            return core.ToAppointment(
                place=lookup.place(model.place.model_dump()),
                date=model.date,
                at_s=model.at,
                length_s=model.length,
            )
        case wire.ToEventModel():
            return core.ToEvent(event=model.event)


def _destination_out(destination: core.Destination) -> wire.DestinationModel:
    match destination:
        case core.ToPermanence():
            return wire.ToPermanenceModel.model_construct(
                kind="permanence",
                permanence=destination.permanence,
                dates=destination.dates,
                only_next=destination.only_next,
                stay=destination.stay_s,
            )
        case core.ToAppointment():
            return wire.ToAppointmentModel.model_construct(
                kind="appointment",
                place=place_out(destination.place),
                date=destination.date,
                at=destination.at_s,
                length=destination.length_s,
            )
        case core.ToEvent():
            return wire.ToEventModel.model_construct(kind="event", event=destination.event)


def _return_in(model: wire.ReturnModel) -> core.Return:
    same = model.same_driver_required
    match model:
        case wire.NoReturnModel():
            return core.Return(kind=core.Back.NONE, same_driver_required=same)
        case wire.ReturnAfterModel():
            return core.Return(kind=core.Back.AFTER, same_driver_required=same)
        case wire.ReturnAtModel():
            return core.Return(kind=core.Back.AT, from_s=model.at, same_driver_required=same)
        case wire.ReturnWhenFinishedModel():
            return core.Return(
                kind=core.Back.WHEN_FINISHED,
                from_s=model.from_,
                until_s=model.until,
                same_driver_required=same,
            )


def _return_out(back: core.Return) -> wire.ReturnModel:
    same = back.same_driver_required
    match back.kind:
        case core.Back.NONE:
            return wire.NoReturnModel.model_construct(kind="none", same_driver_required=same)
        case core.Back.AFTER:
            return wire.ReturnAfterModel.model_construct(kind="after", same_driver_required=same)
        case core.Back.AT:
            return wire.ReturnAtModel.model_construct(
                kind="at", at=back.from_s, same_driver_required=same
            )
        case core.Back.WHEN_FINISHED:
            return wire.ReturnWhenFinishedModel.model_construct(
                kind="when_finished",
                from_=back.from_s,
                until=back.until_s,
                same_driver_required=same,
            )


def _entitlement_in(model: wire.EntitlementModel, lookup: PlaceLookup) -> core.Entitlement:
    return core.Entitlement(
        residence=None if model.residence is None else lookup.insee(model.residence),
        low_income=model.low_income,
        member=model.member,
        prescription=model.prescription,
    )
