"""Why nobody can serve a request: driver by driver, in sentences a coordinator can check."""

from __future__ import annotations

from collections.abc import Sequence

from routing.planning.drivers import Car, Driver
from routing.planning.plans import Leg, Ride, RideReason
from routing.planning.programme import Programme
from routing.planning.rides.day import DayAnswer
from routing.planning.rides.hours import long_enough, too_short
from routing.planning.rides.lateness import lateness
from routing.planning.rides.limit_reasons import limits_passed
from routing.planning.rides.places import driver_key, pickup_key
from routing.planning.rides.question import DayQuestion
from routing.planning.rides.shifts import car_of, shifts_on
from routing.planning.rides.visits import Visit
from routing.planning.wording import Counted, clock, counted, minutes
from routing.planning.wording import day as said_day
from routing.sentence import Sentence, joined, say

PLACES: tuple[Counted, ...] = (
    (
        say("0\N{NO-BREAK SPACE}place assise"),
        say("1\N{NO-BREAK SPACE}place assise"),
        say("{n}\N{NO-BREAK SPACE}places assises"),
    ),
    (
        say("0\N{NO-BREAK SPACE}place pour fauteuil roulant"),
        say("1\N{NO-BREAK SPACE}place pour fauteuil roulant"),
        say("{n}\N{NO-BREAK SPACE}places pour fauteuil roulant"),
    ),
    (
        say("0\N{NO-BREAK SPACE}place dans le coffre"),
        say("1\N{NO-BREAK SPACE}place dans le coffre"),
        say("{n}\N{NO-BREAK SPACE}places dans le coffre"),
    ),
    (
        say("0\N{NO-BREAK SPACE}siège enfant"),
        say("1\N{NO-BREAK SPACE}siège enfant"),
        say("{n}\N{NO-BREAK SPACE}sièges enfant"),
    ),
)
"""What a car has."""


def reasons_of(
    programme: Programme, answer: DayAnswer, visit: Visit, elsewhere: Sequence[Ride] = ()
) -> tuple[RideReason, ...]:
    """Return one reason for each driver; one alone where it is no matter of drivers.

    ``elsewhere``: the trips of all other dates, which count for the limits of a month.
    """
    if not programme.drivers:
        message = say("le programme n’a aucun conducteur")
        return (RideReason(code="NO_DRIVERS", message=message),)
    question = answer.question
    ways = [Leg.OUTBOUND] if visit.collect_s is None else list(Leg)
    direct = max(question.direct_s(visit, leg) for leg in ways)
    most = max(question.max_ride_s(visit, leg) for leg in ways)
    if direct > most:
        message = say(
            "le trajet direct dure {direct}, plus que {most} à bord",
            direct=minutes(direct),
            most=minutes(most),
        )
        return (RideReason(code="TIME_ON_BOARD", message=message),)
    return tuple(
        _of_driver(programme, answer, visit, driver, elsewhere) for driver in programme.drivers
    )


def _of_driver(
    programme: Programme,
    answer: DayAnswer,
    visit: Visit,
    driver: Driver,
    elsewhere: Sequence[Ride],
) -> RideReason:
    question = answer.question
    shifts = [shift for shift in question.shifts if shift.driver.id == driver.id]
    day = said_day(visit.date)

    def said(code: str, message: Sentence) -> RideReason:
        return RideReason(code=code, message=message, driver=driver.id)

    unfit = _cut_off(programme, question, visit, driver)
    unfit = unfit or _unfit(programme, question, visit, driver)
    if unfit:
        return said(*unfit)
    if not shifts and driver.free(visit.date):  # another has the car, or a limit is reached
        taken = _taken(programme, answer, driver) if driver.association_car else ""
        if taken:
            message = say(
                "la voiture de l’association est prise le {day} {taken}", day=day, taken=taken
            )
            return said("CAR_TAKEN", message)
        mine = shifts_on(programme, visit.date, {driver.id})
        shifts = [shift for shift in mine if shift.driver.id == driver.id]
    if not shifts:
        return said("NOT_FREE", say("pas disponible le {day}", day=day))
    short = too_short(question, visit, shifts)
    if short is not None:
        return said("HOURS", short)
    able = [shift for shift in shifts if long_enough(question, visit, shift)]
    late = [found for s in able if (found := lateness(answer, visit, s)) is not None]
    if late and min(late) > 0:
        by = minutes(min(late))
        message = say("avec ses autres passagers, arrivée {by} trop tard", by=by)
        return said("TOO_LATE", message)
    over = limits_passed(question, visit, able[:1] or shifts, answer.rides, elsewhere)
    return said(*over) if over else said("BUSY", _busy(answer, driver, day))


def _cut_off(
    programme: Programme, question: DayQuestion, visit: Visit, driver: Driver
) -> tuple[str, Sentence] | None:
    """Say that no road joins a driver's base and the door, ``None`` where one does."""
    travel, door = question.travel, pickup_key(visit.request)
    base = driver_key(driver, {car.id: car for car in programme.cars})
    if base in travel.off_road:
        return "HOME_OFF_ROAD", say("son domicile n’est près d’aucune route")
    last = visit.place if visit.collect_s is None else door
    if travel.reachable(base, door) and travel.reachable(last, base):
        return None
    return "NO_WAY", say("aucune route ne relie son point de départ à ce trajet")


def _unfit(
    programme: Programme, question: DayQuestion, visit: Visit, driver: Driver
) -> tuple[str, Sentence] | None:
    """Say why a driver could not serve a request on any date."""
    request = visit.request
    if request.wished_drivers and driver.id not in request.wished_drivers:
        return "NOT_WISHED", say("la demande nomme d’autres conducteurs")
    if driver.id in request.refused_drivers:
        return "DRIVER_REFUSED", say("la personne ne souhaite pas ce conducteur")
    if driver.id in question.barred.get(request.id, frozenset()):
        if request.passenger in driver.refused_passengers:
            return "REFUSED_BY_DRIVER", say("ne conduit pas cette personne")
        return "REFUSED_BY_DRIVER", say("ne va pas dans cette commune")
    cars = {car.id: car for car in programme.cars}
    lacking = _lacking(visit, car_of(driver, cars))
    return ("CAR", lacking) if lacking else None


def _taken(programme: Programme, answer: DayAnswer, driver: Driver) -> Sentence:
    """Say who has a driver's car at which hours; empty where nobody has."""
    labels = {
        d.id: d.label for d in programme.drivers if d.association_car == driver.association_car
    }
    return joined(
        ", ",
        (
            say(
                "de {depart} à {back} ({driver})",
                depart=clock(ride.depart_s),
                back=clock(ride.return_s),
                driver=labels[ride.driver],
            )
            for ride in answer.rides
            if ride.driver in labels
        ),
    )


def _lacking(visit: Visit, car: Car) -> Sentence | None:
    """Say what no configuration of the car holds, ``None`` where one holds it all."""
    load = visit.request.party.load
    if car.holds(load):
        return None
    best = [max(capacity[k] for capacity in car.capacities) for k in range(4)]
    short = [
        say("{room} pour {part}", room=counted(room, words), part=part)
        for part, room, words in zip(load, best, PLACES, strict=True)
        if part > room
    ]
    if not short:
        return say("sa voiture a trop peu de places à la fois")
    return say("sa voiture a {short}", short=joined(", ", short))


def _busy(answer: DayAnswer, driver: Driver, day: Sentence) -> Sentence:
    people = {
        stop.request for ride in answer.rides if ride.driver == driver.id for stop in ride.stops
    }
    if not people:
        return say("libre le {day}, mais aucun aller et retour ne tient dans ses heures", day=day)
    if len(people) == 1:
        return say("conduit déjà 1 personne le {day} à ces heures", day=day)
    return say("conduit déjà {count} personnes le {day} à ces heures", count=len(people), day=day)
