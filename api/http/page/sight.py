"""A finished plan joined with what it names, as the page shows it; made once, kept a while."""

from __future__ import annotations

import zlib
from collections.abc import Hashable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from fastapi import Request

from api.http.drawing import Latest
from api.http.library import StoredPlan
from api.http.service import Service
from api.jobs.order import Order
from maps.ride_days import driver_days
from maps.ride_places import RidePlaces
from maps.ride_views import DriverDayView
from maps.views import RoundView, StopView, round_views
from routing.planning.open_days import SESSION_CANCELLED
from routing.planning.plans import Plan, Unassigned
from routing.planning.programme import Programme
from routing.planning.territory import Territory

MOST_SIGHTS = 8


@dataclass(frozen=True)
class Sight:
    """A plan, what was asked for, and both joined."""

    stored: StoredPlan
    order: Order
    territory: Territory

    @property
    def plan(self) -> Plan:
        """The plan."""
        return self.stored.plan

    @property
    def programme(self) -> Programme:
        """What the plan answers."""
        return self.order.programme

    @cached_property
    def rounds(self) -> tuple[RoundView, ...]:
        """The rounds with all that they name."""
        return round_views(self.plan, self.programme, self.territory)

    @cached_property
    def days(self) -> tuple[DriverDayView, ...]:
        """The rides by date and driver."""
        return driver_days(self.plan, self.programme, self.territory)

    @cached_property
    def places(self) -> RidePlaces:
        """Doors and goals, as communes and names."""
        return RidePlaces(self.programme, self.territory)

    @cached_property
    def dates(self) -> tuple[date, ...]:
        """Dates on which somebody sets out."""
        return tuple(sorted({v.date for v in self.rounds} | {v.date for v in self.days}))

    @property
    def open_points(self) -> int:
        """Sessions that are not held and requests that are not served."""
        return len(self.plan.unassigned) - len(self.cancelled) + len(self.plan.unserved)

    @cached_property
    def cancelled(self) -> tuple[Unassigned, ...]:
        """Sessions that somebody cancelled: not held, and nothing to settle."""
        return tuple(record for record in self.plan.unassigned if _cancelled(record))

    def sessions(self, day: date) -> list[tuple[RoundView, StopView]]:
        """Return the sessions of a date, the earliest first."""
        held = [(view, stop) for view in self.rounds if view.date == day for stop in view.stops]
        return sorted(held, key=lambda pair: (pair[1].start_s, pair[1].permanence.name))


def _cancelled(record: Unassigned) -> bool:
    return all(reason.code == SESSION_CANCELLED for reason in record.reasons)


class Sights:
    """The plans looked at last."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._sights: Latest[Hashable, Sight] = Latest(MOST_SIGHTS)

    def of(self, plan_id: str) -> Sight:
        """Return a finished plan.

        Raises
        ------
        UnknownPlanError, NotReadyError
            When there is no such plan, or not yet.
        """
        stored = self._service.library.plan(plan_id)
        asked = self._service.desk.order(stored.id)
        key = (stored.id, stored.digest, zlib.crc32(asked.encode()))
        found = self._sights.get(key)
        if found is None:
            found = Sight(stored, Order.read(asked, self._service.territory), self._territory)
            self._sights.put(key, found)
        return found

    @property
    def _territory(self) -> Territory:
        return self._service.territory


def sights_of(request: Request) -> Sights:
    """Return the plans that this application has at hand."""
    state = request.app.state
    if not hasattr(state, "sights"):
        state.sights = Sights(state.service)
    sights: Sights = state.sights
    return sights
