"""The one mapping between the rides of the wire programme and those of the core."""

from __future__ import annotations

from collections import defaultdict

from api.wire import ride_model as wire
from api.wire.place_lookup import PlaceLookup
from api.wire.range_map import ranges_in, ranges_out
from routing.planning import drivers as core_drivers
from routing.planning import ride_requests as core
from routing.planning.ride_series import RideSeries, expand


def requests_in(model: wire.RequestModel, lookup: PlaceLookup) -> tuple[core.RideRequest, ...]:
    """Return a request, or those of a series."""
    rule = model.series if isinstance(model.series, wire.SeriesModel) else None
    request = core.RideRequest(
        id=model.id,
        passenger=model.passenger,
        pickup=_spot_in(model.pickup, lookup),
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
        pickup=_place_out(request.pickup),
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
        place=_place_out(event.place),
        date=event.date,
        start=event.start_s,
        end=event.end_s,
    )


def car_in(model: wire.AssociationCarModel) -> core_drivers.AssociationCar:
    """Return the core car of a wire car of the association's."""
    return core_drivers.AssociationCar(
        id=model.id, label=model.label, site=model.site, car=_car_in(model.car)
    )


def car_out(car: core_drivers.AssociationCar) -> wire.AssociationCarModel:
    """Return the wire car of a core car of the association's."""
    return wire.AssociationCarModel.model_construct(
        id=car.id, label=car.label, site=car.site, car=_car_out(car.car)
    )


def driver_in(model: wire.DriverModel, lookup: PlaceLookup) -> core_drivers.Driver:
    """Return the core driver of a wire driver."""
    lunch = model.lunch
    return core_drivers.Driver(
        id=model.id,
        label=model.label,
        home=_spot_in(model.home, lookup),
        car=_car_in(model.car) if model.car else None,
        association_car=model.association_car,
        hours=tuple(
            core_drivers.Hours(weekday=weekday, start_s=span.start, end_s=span.end)
            for weekday, spans in model.hours.items()
            for span in spans
        ),
        extra_hours=tuple(
            core_drivers.ExtraHours(date=e.date, start_s=e.start, end_s=e.end)
            for e in model.extra_hours
        ),
        absences=ranges_in(model.absences),
        max_s_per_day=model.max_per_day,
        max_m_per_day=model.max_km_per_day,
        max_s_per_month=model.max_per_month,
        max_m_per_month=model.max_km_per_month,
        max_wait_s=model.max_wait,
        lunch=(
            core_drivers.Lunch(from_s=lunch.from_, until_s=lunch.until, length_s=lunch.length)
            if lunch
            else None
        ),
        refused_passengers=frozenset(model.refused_passengers),
        refused_communes=frozenset(lookup.insee(name) for name in model.refused_communes),
        metres_this_year=model.km_this_year,
        given=core_drivers.Given(
            rides=model.given.rides,
            seconds=model.given.time,
            metres=model.given.km,
            evenings=model.given.evenings,
        ),
    )


def driver_out(driver: core_drivers.Driver) -> wire.DriverModel:
    """Return the wire driver of a core driver."""
    lunch, given = driver.lunch, driver.given
    return wire.DriverModel.model_construct(
        id=driver.id,
        label=driver.label,
        home=_place_out(driver.home),
        car=_car_out(driver.car) if driver.car else None,
        association_car=driver.association_car,
        hours=_week_out(driver.hours),
        extra_hours=tuple(
            wire.ExtraHoursModel.model_construct(date=e.date, start=e.start_s, end=e.end_s)
            for e in driver.extra_hours
        ),
        absences=ranges_out(driver.absences),
        max_per_day=driver.max_s_per_day,
        max_km_per_day=driver.max_m_per_day,
        max_per_month=driver.max_s_per_month,
        max_km_per_month=driver.max_m_per_month,
        max_wait=driver.max_wait_s,
        lunch=(
            wire.LunchModel.model_construct(
                from_=lunch.from_s, until=lunch.until_s, length=lunch.length_s
            )
            if lunch
            else None
        ),
        refused_passengers=tuple(sorted(driver.refused_passengers)),
        refused_communes=tuple(sorted(driver.refused_communes)),
        km_this_year=driver.metres_this_year,
        given=wire.GivenModel.model_construct(
            rides=given.rides, time=given.seconds, km=given.metres, evenings=given.evenings
        ),
    )


def _week_out(hours: tuple[core_drivers.Hours, ...]) -> dict[int, tuple[wire.HoursModel, ...]]:
    week: dict[int, list[wire.HoursModel]] = defaultdict(list)
    for span in hours:
        week[span.weekday].append(
            wire.HoursModel.model_construct(start=span.start_s, end=span.end_s)
        )
    return {weekday: tuple(spans) for weekday, spans in week.items()}


def _car_in(model: wire.CarModel) -> core_drivers.Car:
    return core_drivers.Car(
        configurations=tuple((c.seats, c.wheelchairs) for c in model.configurations),
        boot=model.boot,
        child_seats=model.child_seats,
        fiscal_power=model.fiscal_power,
        electric=model.electric,
    )


def _car_out(car: core_drivers.Car) -> wire.CarModel:
    return wire.CarModel.model_construct(
        configurations=tuple(
            wire.ConfigurationModel.model_construct(seats=seats, wheelchairs=places)
            for seats, places in car.configurations
        ),
        boot=car.boot,
        child_seats=car.child_seats,
        fiscal_power=car.fiscal_power,
        electric=car.electric,
    )


def _spot_in(model: wire.PlaceModel, lookup: PlaceLookup) -> core.Spot:
    return lookup.spot(model.model_dump())


def _place_out(place: core.Spot | str) -> wire.PlaceModel:
    if isinstance(place, str):
        return wire.PlaceModel.model_construct(site=place)
    return wire.PlaceModel.model_construct(
        lon=plain(place.lon), lat=plain(place.lat), commune=place.commune, label=place.label
    )


def plain(degrees: float) -> float:
    """Make equal numbers equal text: 6 becomes 6.0, and -0.0 becomes 0.0."""
    return float(degrees) + 0.0


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
                place=_place_out(destination.place),
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
