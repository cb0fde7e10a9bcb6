"""The pool: every route that a unit could drive on a given weekday."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from routing.planning.programme import HalfDay, Opening, Permanence, Programme, Unit
from routing.planning.rides.places import site_key
from routing.planning.travel import Travel
from routing.vrp.day import (
    DayClient,
    DayInstance,
    DayRoute,
    DayVehicle,
    TimeWindow,
    enumerate_routes,
)

MAX_STOPS = 4
LONGEST_WAIT_S = 4 * 3600
"""Nobody waits longer than this in a village; the unit comes home and goes out again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """A permanence on one of its half-days."""

    permanence: Permanence
    opening: Opening

    @property
    def slot(self) -> tuple[str, HalfDay]:
        """Permanence id and half-day."""
        return self.permanence.id, self.opening.half_day


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """A feasible timed route, valid on every date of its weekday when all visits are open."""

    visits: tuple[Visit, ...]
    route: DayRoute

    @property
    def slots(self) -> tuple[tuple[str, HalfDay], ...]:
        """Permanence id and half-day of every visit, in order."""
        return tuple(visit.slot for visit in self.visits)

    @property
    def half_days(self) -> tuple[HalfDay, ...]:
        """Half-days that the route covers, in order, each once."""
        return tuple(dict.fromkeys(visit.opening.half_day for visit in self.visits))


@dataclass(slots=True)
class Pool:
    """Templates by unit and weekday, made on demand and shared by units alike."""

    programme: Programme
    travel: Travel
    complete: bool = True
    _made: dict[tuple[object, ...], tuple[Template, ...]] = field(default_factory=dict)

    def templates(self, unit: Unit, weekday: int) -> tuple[Template, ...]:
        """All routes of ``unit`` on ``weekday``, whatever is closed on a particular date."""
        key = (unit.depot, unit.leave_s, unit.return_s, unit.is_car, weekday)
        if key not in self._made:
            self._made[key] = self._enumerate(unit, weekday)
        return self._made[key]

    def _enumerate(self, unit: Unit, weekday: int) -> tuple[Template, ...]:
        visits = [
            Visit(permanence=permanence, opening=opening)
            for permanence in self.programme.permanences
            if not (unit.is_car and permanence.unit_required)
            for opening in permanence.openings
            if opening.weekday == weekday
        ]
        instance = self._instance(unit, visits)
        routes, complete = enumerate_routes(instance)
        self.complete &= complete
        return tuple(
            Template(visits=tuple(visits[i] for i in route.clients), route=route)
            for route in routes
        )

    def _instance(self, unit: Unit, visits: Sequence[Visit]) -> DayInstance:
        rules, rows = self.programme.rules, self.travel.rows
        depot = rows[site_key(unit.depot)]
        groups = {p.id: index for index, p in enumerate(self.programme.permanences)}
        binding = rules.bind_volunteers
        vehicle = DayVehicle(
            start=depot,
            end=depot,
            earliest_s=unit.leave_s,
            latest_s=unit.return_s,
            max_work_s=rules.max_day_s if binding else unit.return_s - unit.leave_s,
            break_after_s=rules.break_after_s,
            break_s=rules.break_s,
            period_break_s=rules.lunch_s,
            longest_wait_s=max(LONGEST_WAIT_S, rules.lunch_s),
            max_stops=MAX_STOPS,
        )
        clients = tuple(_client(v, rows[site_key(v.permanence.site)], groups) for v in visits)
        return DayInstance(matrix=self.travel.matrix, clients=clients, vehicle=vehicle)


def _client(visit: Visit, row: int, groups: dict[str, int]) -> DayClient:
    permanence, opening = visit.permanence, visit.opening
    return DayClient(
        location=row,
        window=TimeWindow(earliest_s=opening.start_s, latest_s=opening.latest_start_s),
        service_s=permanence.duration_s,
        setup_s=permanence.setup_s,
        packing_s=permanence.packing_s,
        period=opening.half_day.rank,
        group=groups[permanence.id],
    )
