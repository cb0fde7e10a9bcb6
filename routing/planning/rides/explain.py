"""Why nobody can serve a request: driver by driver, in sentences a coordinator can check."""

from __future__ import annotations

from routing.planning.drivers import Driver
from routing.planning.plans import Leg, RideReason
from routing.planning.programme import Programme
from routing.planning.rides.day import DayAnswer
from routing.planning.rides.lateness import lateness
from routing.planning.rides.places import pickup_key
from routing.planning.rides.question import DayQuestion, alighting_s
from routing.planning.rides.shifts import DriverShift, car_of
from routing.planning.rides.visits import Visit
from routing.planning.travel import Travel
from routing.planning.wording import DAYS, clock, minutes


def reasons_of(programme: Programme, answer: DayAnswer, visit: Visit) -> tuple[RideReason, ...]:
    """Return one reason for each driver; one alone where there are no drivers at all."""
    if not programme.drivers:
        message = "le programme n’a aucun conducteur"
        return (RideReason(code="NO_DRIVERS", message=message),)
    return tuple(_of_driver(programme, answer, visit, driver) for driver in programme.drivers)


def _of_driver(programme: Programme, answer: DayAnswer, visit: Visit, driver: Driver) -> RideReason:
    question, request = answer.question, visit.request
    shifts = [shift for shift in question.shifts if shift.driver.id == driver.id]
    day = f"{DAYS[visit.date.weekday()]} {visit.date:%d/%m}"

    def said(code: str, message: str) -> RideReason:
        return RideReason(code=code, message=message, driver=driver.id)

    if request.wished_drivers and driver.id not in request.wished_drivers:
        return said("NOT_WISHED", "la demande nomme d’autres conducteurs")
    if driver.id in request.refused_drivers:
        return said("DRIVER_REFUSED", "la personne ne souhaite pas ce conducteur")
    if driver.id in question.barred.get(request.id, frozenset()):
        return said("REFUSED_BY_DRIVER", "ne conduit pas cette personne ou ne va pas dans ce lieu")
    cars = {car.id: car for car in programme.cars}
    lacking = _lacking(visit, car_of(driver, cars).capacities)
    if lacking:
        return said("CAR", lacking)
    if not shifts:
        if driver.association_car is not None and driver.free(visit.date):
            return said("CAR_TAKEN", f"la voiture de l’association est déjà prise le {day}")
        return said("NOT_FREE", f"n’est pas disponible le {day}")
    hindered = [_hours(question, visit, shift) for shift in shifts]
    if all(hindered):
        return said("HOURS", str(hindered[0]))
    able = [shift for shift, why in zip(shifts, hindered, strict=True) if why is None]
    late = [found for s in able if (found := lateness(answer, visit, s)) is not None]
    if late and min(late) > 0:
        message = f"avec ses autres passagers, l’amènerait {minutes(min(late))} trop tard"
        return said("TOO_LATE", message)
    return said("BUSY", _busy(answer, driver, day))


def _lacking(visit: Visit, capacities: tuple[tuple[int, int, int, int], ...]) -> str | None:
    """Say what no configuration of the car holds, ``None`` where one holds it all."""
    load = visit.request.party.load
    if any(
        all(part <= room for part, room in zip(load, capacity, strict=True))
        for capacity in capacities
    ):
        return None
    best = [max(capacity[k] for capacity in capacities) for k in range(4)]
    names = ("place assise", "place pour fauteuil roulant", "place dans le coffre", "siège enfant")
    short = [
        f"{room} {name}{'s' if room > 1 else ''} pour {part}"
        for part, room, name in zip(load, best, names, strict=True)
        if part > room
    ]
    return "sa voiture a " + (", ".join(short) if short else "trop peu de places à la fois")


def _hours(question: DayQuestion, visit: Visit, shift: DriverShift) -> str | None:
    """Say by how much the driver's hours are too short for this request alone."""
    if _both_ways_apart(question, visit, shift):
        return None
    travel, door = question.travel, pickup_key(visit.request)
    leave = visit.arrive_s[1] - question.direct_s(visit, Leg.OUTBOUND)
    leave -= visit.request.boarding_s + travel.seconds(shift.place, door)
    if leave < shift.earliest_s:
        early = minutes(shift.earliest_s - leave)
        return f"devrait partir à {clock(leave)}, {early} avant l’heure où il est libre"
    back = _home(question, visit, shift, travel)
    late = minutes(back - shift.latest_s)
    return f"ne serait de retour qu’à {clock(back)}, {late} après l’heure où il est libre"


def _both_ways_apart(question: DayQuestion, visit: Visit, shift: DriverShift) -> bool:
    """Whether the shift is long enough for the request alone, both ways."""
    travel, door = question.travel, pickup_key(visit.request)
    leave = visit.arrive_s[1] - question.direct_s(visit, Leg.OUTBOUND)
    leave -= visit.request.boarding_s + travel.seconds(shift.place, door)
    return leave >= shift.earliest_s and _home(question, visit, shift, travel) <= shift.latest_s


def _home(question: DayQuestion, visit: Visit, shift: DriverShift, travel: Travel) -> int:
    """Return the earliest moment at home after the request's last dropoff."""
    door, out = pickup_key(visit.request), alighting_s(visit.request)
    if visit.collect_s is None:
        return visit.arrive_s[0] + out + travel.seconds(visit.place, shift.place)
    ride = visit.request.boarding_s + question.direct_s(visit, Leg.RETURN) + out
    return visit.collect_s[0] + ride + travel.seconds(door, shift.place)


def _busy(answer: DayAnswer, driver: Driver, day: str) -> str:
    people = {
        stop.request for ride in answer.rides if ride.driver == driver.id for stop in ride.stops
    }
    if not people:
        return f"libre le {day}, mais aucun trajet ne tient dans ses limites d’heures et de km"
    count = len(people)
    return f"conduit déjà {count} personne{'s' if count > 1 else ''} le {day} à ces heures"
