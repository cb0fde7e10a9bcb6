"""Rides joined with the requests, drivers and places that they name, by date and driver."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby

from maps.ride_places import RidePlace, RidePlaces
from maps.ride_views import CallView, DriverDayView, HaltView, RideLegView, RideView
from maps.theme import line_style
from maps.views import PlanMismatchError
from routing.planning.plans import Plan, Ride, RideStop
from routing.planning.programme import Programme
from routing.planning.ride_requests import RideRequest
from routing.planning.rides.places import destination_key, pickup_key
from routing.planning.territory import Territory
from routing.sentence import say


def driver_days(
    plan: Plan, programme: Programme, territory: Territory
) -> tuple[DriverDayView, ...]:
    """Join a plan's rides with the records they name, by date and driver.

    Raises
    ------
    PlanMismatchError
        When the plan names requests, drivers or places that are not there.
    """
    missing = tuple(dict.fromkeys(_missing(plan, programme)))
    if missing:
        raise PlanMismatchError(missing)
    places = RidePlaces(programme, territory)
    requests = {request.id: request for request in programme.requests}
    numbers = {driver.id: n for n, driver in enumerate(programme.drivers, 1)}

    def whose(ride: Ride) -> tuple[date, int]:
        return ride.date, numbers[ride.driver]

    rides = sorted(plan.rides, key=lambda ride: (whose(ride), ride.depart_s, ride.id))
    days: list[DriverDayView] = []
    for (day, driver_number), group in groupby(rides, key=whose):
        driver = programme.drivers[driver_number - 1]
        views: list[RideView] = []
        for ride in group:
            before = sum(len(view.halts) for view in views)
            views.append(_view(ride, places.base(driver), places, requests, before))
        days.append(
            DriverDayView(
                number=len(days) + 1,
                date=day,
                driver=driver,
                driver_number=driver_number,
                style=line_style(driver_number - 1),
                rides=tuple(views),
            )
        )
    return tuple(days)


def _missing(plan: Plan, programme: Programme) -> Iterator[str]:
    requests = {request.id: request for request in programme.requests}
    drivers = {driver.id for driver in programme.drivers}
    for ride in plan.rides:
        if ride.driver not in drivers:
            yield say(
                "le trajet {trip} nomme la personne au volant {driver}, absente du programme",
                trip=ride.id,
                driver=ride.driver,
            )
        if not ride.stops:
            yield say("le trajet {trip} ne s’arrête nulle part", trip=ride.id)
        for stop in ride.stops:
            request = requests.get(stop.request)
            if request is None:
                yield say(
                    "le trajet {trip} nomme la demande {request}, absente du programme",
                    trip=ride.id,
                    request=stop.request,
                )
            elif stop.place not in (pickup_key(request), destination_key(request, programme)):
                yield say(
                    "le trajet {trip} nomme l’endroit {place}, qui n’est pas de {request}",
                    trip=ride.id,
                    place=stop.place,
                    request=stop.request,
                )


def _view(
    ride: Ride,
    base: RidePlace,
    places: RidePlaces,
    requests: dict[str, RideRequest],
    before: int,
) -> RideView:
    halts = tuple(_halts(ride, places, requests, before))
    return RideView(ride=ride, base=base, halts=halts, legs=tuple(_legs(ride, base, halts)))


def _together(stops: Iterable[RideStop]) -> Iterator[list[RideStop]]:
    """Yield stops at one place in a row, as long as all get in, or all get out."""
    for _, group in groupby(stops, key=lambda stop: (stop.place, stop.kind)):
        yield list(group)


def _halts(
    ride: Ride, places: RidePlaces, requests: dict[str, RideRequest], before: int
) -> Iterator[HaltView]:
    groups = list(_together(ride.stops))
    for order, stops in enumerate(groups):
        here = stops[0].place
        came = not order or groups[order - 1][0].place != here
        after = next(iter(groups[order + 1 : order + 2]), None)
        leaves = after is None or after[0].place != here
        from_s = stops[0].arrive_s if came else stops[0].start_s
        until_s = stops[-1].depart_s if leaves or after is None else after[0].start_s
        yield HaltView(
            order=before + order + 1,
            place=places.of(stops[0], requests[stops[0].request]),
            calls=tuple(_calls(stops, requests, until_s)),
            pauses=tuple(p for p in ride.pauses if from_s <= p.start_s < until_s),
            came=came,
            leaves=leaves,
        )


def _calls(
    stops: Sequence[RideStop], requests: dict[str, RideRequest], until_s: int
) -> Iterator[CallView]:
    ends = [*(stop.start_s for stop in stops[1:]), until_s]
    for stop, next_s in zip(stops, ends, strict=True):
        yield CallView(stop=stop, request=requests[stop.request], next_s=next_s)


def _legs(ride: Ride, base: RidePlace, halts: tuple[HaltView, ...]) -> Iterator[RideLegView]:
    places = [base, *(halt.place for halt in halts), base]
    metres = [sum(call.stop.distance_m for call in halt.calls) for halt in halts]
    seconds = [sum(call.stop.travel_s for call in halt.calls) for halt in halts]
    metres.append(ride.distance_m - sum(metres))
    seconds.append(ride.driving_s - sum(seconds))
    loads = [(0,), *(halt.calls[-1].stop.load for halt in halts)]
    for i, (distance_m, duration_s) in enumerate(zip(metres, seconds, strict=True)):
        yield RideLegView(
            origin=places[i],
            destination=places[i + 1],
            distance_m=distance_m,
            duration_s=duration_s,
            empty=not any(loads[i]),
        )
