"""Who could come at all: availability and permission, before anyone is assigned."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from routing.planning.model.team import available, counts, may_serve
from routing.planning.pool import Template
from routing.planning.programme import HalfDay, Joins, Permanence, Programme, StaffMember


@dataclass(slots=True)
class Staffing:
    """Cached head-counts of a programme."""

    programme: Programme
    _here: dict[tuple[date, HalfDay], tuple[StaffMember, ...]] = field(default_factory=dict)
    _able: dict[tuple[date, HalfDay, str, str], frozenset[str]] = field(default_factory=dict)

    def here(self, day: date, half_day: HalfDay) -> tuple[StaffMember, ...]:
        """Staff available on a date and half-day."""
        key = day, half_day
        if key not in self._here:
            self._here[key] = tuple(m for m in self.programme.staff if available(m, day, half_day))
        return self._here[key]

    def able(
        self, day: date, half_day: HalfDay, role: str, permanence: Permanence
    ) -> frozenset[str]:
        """Ids of the staff who could fill a role of a session."""
        key = day, half_day, role, permanence.id
        if key not in self._able:
            self._able[key] = frozenset(
                m.id
                for m in self.here(day, half_day)
                if role in m.roles and may_serve(self.programme, m, role, permanence)
            )
        return self._able[key]

    def drivers(self, day: date, half_days: tuple[HalfDay, ...]) -> frozenset[str]:
        """Ids of those who can drive a unit all through a round."""
        return frozenset.intersection(
            *(
                frozenset(
                    m.id
                    for m in self.here(day, half)
                    if m.may_drive_unit and m.joins is Joins.DEPOT
                )
                for half in half_days
            )
        )

    def possible(self, template: Template, day: date) -> bool:
        """Whether some team could hold every session of a round, were it the only one."""
        if not self.drivers(day, template.half_days):
            return False
        return all(
            len(self._able_for(template, day, index, role)) >= counts(visit.permanence, role)[0]
            for index, visit in enumerate(template.visits)
            for role in {need.role for need in visit.permanence.roles}
        )

    def least_empty(self, template: Template, day: date) -> int:
        """Count the optional places of a round that nobody can fill."""
        empty = 0
        for index, visit in enumerate(template.visits):
            for role in {need.role for need in visit.permanence.roles}:
                required, wished = counts(visit.permanence, role)
                able = len(self._able_for(template, day, index, role))
                empty += max(0, wished - max(able, required))
        return empty

    def asked(self, template: Template, half_day: HalfDay) -> dict[str, int]:
        """Return how many people of each role a round must have on a half-day."""
        found: dict[str, int] = {}
        for visit in template.visits:
            if visit.opening.half_day is half_day:
                for need in visit.permanence.roles:
                    required = counts(visit.permanence, need.role)[0]
                    if required:
                        found[need.role] = max(required, found.get(need.role, 0))
        return found

    def able_round(
        self, template: Template, day: date, half_day: HalfDay, role: str
    ) -> frozenset[str]:
        """Ids of those who could fill a role at every visit of a half-day that asks for it."""
        return frozenset.intersection(
            *(
                self._able_for(template, day, index, role)
                for index, visit in enumerate(template.visits)
                if visit.opening.half_day is half_day and counts(visit.permanence, role)[0]
            )
        )

    def _able_for(self, template: Template, day: date, index: int, role: str) -> frozenset[str]:
        """Those able at one visit and, if they come aboard, at all others as well."""
        visit = template.visits[index]
        able = self.able(day, visit.opening.half_day, role, visit.permanence)
        if len(template.visits) == 1:
            return able
        everywhere = frozenset.intersection(
            *(self.able(day, v.opening.half_day, role, v.permanence) for v in template.visits)
        )
        own_way = {m.id for m in self.programme.staff if m.joins is Joins.SITE}
        return (able & own_way) | everywhere
