"""The one mapping between cars and drivers of the wire programme and those of the core."""

from __future__ import annotations

from collections import defaultdict

from api.wire import driver_model as wire
from api.wire.place_lookup import PlaceLookup
from api.wire.place_map import place_out, spot_in
from api.wire.range_map import ranges_in, ranges_out
from routing.planning import drivers as core


def car_in(model: wire.AssociationCarModel) -> core.AssociationCar:
    """Return the core car of a wire car of the association's."""
    return core.AssociationCar(
        id=model.id, label=model.label, site=model.site, car=_car_in(model.car)
    )


def car_out(car: core.AssociationCar) -> wire.AssociationCarModel:
    """Return the wire car of a core car of the association's."""
    return wire.AssociationCarModel.model_construct(
        id=car.id, label=car.label, site=car.site, car=_car_out(car.car)
    )


def driver_in(model: wire.DriverModel, lookup: PlaceLookup) -> core.Driver:
    """Return the core driver of a wire driver."""
    lunch = model.lunch
    return core.Driver(
        id=model.id,
        label=model.label,
        home=spot_in(model.home, lookup),
        car=_car_in(model.car) if model.car else None,
        association_car=model.association_car,
        hours=tuple(
            core.Hours(weekday=weekday, start_s=span.start, end_s=span.end)
            for weekday, spans in model.hours.items()
            for span in spans
        ),
        extra_hours=tuple(
            core.ExtraHours(date=e.date, start_s=e.start, end_s=e.end) for e in model.extra_hours
        ),
        absences=ranges_in(model.absences),
        max_s_per_day=model.max_per_day,
        max_m_per_day=model.max_km_per_day,
        max_s_per_month=model.max_per_month,
        max_m_per_month=model.max_km_per_month,
        max_wait_s=model.max_wait,
        lunch=(
            core.Lunch(from_s=lunch.from_, until_s=lunch.until, length_s=lunch.length)
            if lunch
            else None
        ),
        refused_passengers=frozenset(model.refused_passengers),
        refused_communes=frozenset(lookup.insee(name) for name in model.refused_communes),
        metres_this_year=model.km_this_year,
        given=core.Given(
            rides=model.given.rides,
            seconds=model.given.time,
            metres=model.given.km,
            evenings=model.given.evenings,
        ),
    )


def driver_out(driver: core.Driver) -> wire.DriverModel:
    """Return the wire driver of a core driver."""
    lunch, given = driver.lunch, driver.given
    return wire.DriverModel.model_construct(
        id=driver.id,
        label=driver.label,
        home=place_out(driver.home),
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


def _week_out(hours: tuple[core.Hours, ...]) -> dict[int, tuple[wire.HoursModel, ...]]:
    week: dict[int, list[wire.HoursModel]] = defaultdict(list)
    for span in hours:
        week[span.weekday].append(
            wire.HoursModel.model_construct(start=span.start_s, end=span.end_s)
        )
    return {weekday: tuple(spans) for weekday, spans in week.items()}


def _car_in(model: wire.CarModel) -> core.Car:
    return core.Car(
        configurations=tuple((c.seats, c.wheelchairs) for c in model.configurations),
        boot=model.boot,
        child_seats=model.child_seats,
        fiscal_power=model.fiscal_power,
        electric=model.electric,
    )


def _car_out(car: core.Car) -> wire.CarModel:
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
