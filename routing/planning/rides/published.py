"""What people have been told already, and how much of it stays when a date is planned again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeAlias

from routing.planning.comparison import journeys
from routing.planning.dates import Horizon
from routing.planning.errors import PlanningError
from routing.planning.plans import Leg, Plan, Ride, RideStopKind, Round
from routing.planning.rides.day import DayAnswer, driven, plan_day
from routing.planning.rides.insertion import short, whole
from routing.planning.rides.joining import joined
from routing.planning.rides.question import DayQuestion, shipment_id
from routing.planning.rides.shifts import DriverShift
from routing.sentence import say
from routing.vrp.search.engine import Order
from routing.vrp.stop import MaxIterations

MORE = 0.05
"""Share of a date's cost that keeping what was published may add."""

Told: TypeAlias = Mapping[tuple[date, str, Leg], str]
"""Who drives whom, there and back, as people know it."""


@dataclass(frozen=True, slots=True)
class Published:
    """What people know of a plan, and whom it left out; nothing where none was published."""

    rounds: tuple[Round, ...] = ()
    rides: tuple[Ride, ...] = ()
    unserved: frozenset[str] = frozenset()

    @staticmethod
    def of(plan: Plan | None, horizon: Horizon) -> Published:
        """Return what is known of a plan.

        Raises
        ------
        PlanningError
            When it is about other dates altogether.
        """
        if plan is None:
            return Published()
        known = plan.horizon
        if known.last < horizon.first or horizon.last < known.first:
            raise PlanningError(
                say(
                    "le plan publié va du {first:%d/%m/%Y} au {last:%d/%m/%Y}, hors de la "
                    "période à planifier : donnez celui de la même période",
                    first=known.first,
                    last=known.last,
                )
            )
        return Published(plan.rounds, plan.rides, frozenset(u.request for u in plan.unserved))

    def dates(self) -> dict[str, date]:
        """Return the date on which each request is carried."""
        return {stop.request: ride.date for ride in self.rides for stop in ride.stops}

    def on(self, question: DayQuestion) -> PublishedDay:
        """Return what is known of the date of a question."""
        rides = tuple(ride for ride in self.rides if ride.date == question.date)
        orders = tuple(_orders(question, rides))
        answer = driven(question, orders) if orders else None
        return PublishedDay(
            question=question, rides=rides, left_out=self.unserved, orders=orders, answer=answer
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedDay:
    """What people know of a date, and what of it can still be driven.

    Parameters
    ----------
    rides
        The published trips of the date.
    left_out
        Ids of the requests that the published plan does not serve.
    orders
        The routes of those trips, in the terms of the question; less what it no longer asks for.
    answer
        The trips that these routes make now; ``None``: none can be driven.
    """

    question: DayQuestion
    rides: tuple[Ride, ...]
    left_out: frozenset[str]
    orders: tuple[Order, ...]
    answer: DayAnswer | None

    def unchanged(self) -> DayAnswer | None:
        """Return the published trips where nothing about them has changed.

        They serve the same people at the same times on the same roads, and whoever else asks for
        that date was left out before. ``None``: something has changed.
        """
        now = self.answer
        if now is None or now.served != self._told or not now.unserved <= self.left_out:
            return None
        return now if set(now.rides) == {replace(ride, id="") for ride in self.rides} else None

    def kept(self, best: DayAnswer, seed: int, cancelled: Callable[[], bool]) -> DayAnswer:
        """Return the answer that is nearest to what was published and about as good as ``best``.

        At best the routes that were published, whatever they cost where all their passengers
        still go and nobody else could; else those with newcomers put in where that moves the
        fewest people, or where it is cheapest, whichever of them tells fewer something new; else
        what a short search makes of them; else ``best``.
        """
        question, now = self.question, self.answer
        if now is None:
            return best
        if now.served == self._told and now.solution.cost.missed <= best.solution.cost.missed:
            return now
        most = (1 + MORE) * best.solution.cost.total
        put_in = joined(question, self.orders, best.served - now.served, most)
        if put_in is not None and _about_as_good(put_in, best) and not self._moved(put_in):
            return put_in
        cheapest = plan_day(question, MaxIterations(1), seed, start=self.orders, exact=False)
        near = [made for made in (now, put_in, cheapest) if made and _about_as_good(made, best)]
        if near:
            return min(near, key=self._moved)
        again = plan_day(question, short(question, cancelled), seed, start=self.orders, exact=False)
        return min((a for a in (again, best) if _about_as_good(a, best)), key=self._moved)

    @property
    def _told(self) -> set[str]:
        """Ids of the requests whose passengers know when they are fetched."""
        return {stop.request for ride in self.rides for stop in ride.stops}

    def _moved(self, answer: DayAnswer) -> int:
        """Count the requests whose driver or minute of departure is not the one they know."""
        known, now = journeys(self.rides), journeys(answer.rides)
        return len({leg[0] for leg, what in known.items() if now.get(leg, what) != what})


def drivers_of(rides: Iterable[Ride]) -> Told:
    """Return who drives each request, there and back."""
    return {
        (ride.date, stop.request, stop.leg): ride.driver for ride in rides for stop in ride.stops
    }


def _about_as_good(near: DayAnswer, best: DayAnswer) -> bool:
    mine, least = near.solution.cost, best.solution.cost
    return mine.missed < least.missed or (
        mine.missed == least.missed and mine.total <= (1 + MORE) * least.total
    )


def _orders(question: DayQuestion, rides: Sequence[Ride]) -> list[Order]:
    """Return published trips as routes of the question: what of them can still be driven."""
    codes = {shipment.id: 2 * at for at, shipment in enumerate(question.instance.shipments)}
    routes: dict[int, list[int]] = defaultdict(list)
    for ride in sorted(rides, key=lambda ride: ride.depart_s):
        number = _shift_of(question.shifts, ride)
        if number is None:
            continue
        for stop in ride.stops:
            code = codes.get(shipment_id(stop.request, stop.leg))
            if code is not None:
                routes[number].append(code + (stop.kind is RideStopKind.DROPOFF))
    return whole(question, [Order(number, 0, tuple(stops)) for number, stops in routes.items()])


def _shift_of(shifts: Sequence[DriverShift], ride: Ride) -> int | None:
    """Return the number of the shift in which a trip could be driven still."""
    for number, shift in enumerate(shifts):
        if shift.driver.id == ride.driver and shift.earliest_s <= ride.depart_s < shift.latest_s:
            return number
    return None
