"""A plan beside its programme, with every reference resolved once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TypeAlias

from routing.matrix import UNREACHABLE
from routing.planning.check.closures import Closures
from routing.planning.check.ride_places import RidePlaces
from routing.planning.check.rides import Rides
from routing.planning.check.travel import Travel
from routing.planning.check.violation import Violation
from routing.planning.plans import Duty, Plan, Round, RoundStop
from routing.planning.programme import (
    Permanence,
    Programme,
    Role,
    StaffKind,
    StaffMember,
    Unit,
)
from routing.planning.territory import Site, Territory

TOLERANCE = 1
"""Seconds or metres by which a leg may differ from the road matrix (rounding)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A stop of a round, with the permanence held there."""

    round: Round
    stop: RoundStop
    permanence: Permanence

    @property
    def ready_s(self) -> int:
        """Time of day at which setting up must begin, seconds."""
        return self.stop.start_s - self.permanence.setup_s


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """A duty, with the person who has it and the sessions they serve, in the round's order."""

    round: Round
    duty: Duty
    member: StaffMember
    sessions: tuple[Session, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Leg:
    """The fastest way between two places."""

    seconds: int
    metres: int

    @property
    def exists(self) -> bool:
        """Whether a way leads there at all."""
        return self.seconds < UNREACHABLE


@dataclass(frozen=True, kw_only=True)
class Case:
    """What every rule looks at.

    A record that names something unknown is reported by the rule on references and left
    out here, so that the other rules need not trip over it again.
    """

    programme: Programme
    plan: Plan
    territory: Territory
    travel: Travel

    @cached_property
    def closures(self) -> Closures:
        """The dates on which permanences are closed."""
        return Closures(self.programme, self.territory)

    @cached_property
    def rides(self) -> Rides:
        """The rides of the plan, with requests, drivers and cars."""
        places = RidePlaces(self.programme, self.territory)
        return Rides(self.programme, self.plan, places)

    @cached_property
    def permanences(self) -> Mapping[str, Permanence]:
        """Permanences of the programme by id."""
        return {permanence.id: permanence for permanence in self.programme.permanences}

    @cached_property
    def members(self) -> Mapping[str, StaffMember]:
        """Staff of the programme by id."""
        return {member.id: member for member in self.programme.staff}

    @cached_property
    def units(self) -> Mapping[str, Unit]:
        """Units of the programme by id."""
        return {unit.id: unit for unit in self.programme.units}

    @cached_property
    def roles(self) -> Mapping[str, Role]:
        """Roles of the programme by id."""
        return {role.id: role for role in self.programme.roles}

    @cached_property
    def sites(self) -> Mapping[str, Site]:
        """Sites of the territory by id."""
        return {site.id: site for site in self.territory.sites}

    @cached_property
    def sessions(self) -> tuple[Session, ...]:
        """Every stop of a known permanence, in the plan's order."""
        return tuple(session for round_ in self.plan.rounds for session in self.held(round_))

    @cached_property
    def shifts(self) -> tuple[Shift, ...]:
        """Every duty of a known person, in the plan's order."""
        return tuple(
            Shift(round=round_, duty=duty, member=member, sessions=self.served(round_, duty))
            for round_ in self.plan.rounds
            for duty in round_.team
            if (member := self.members.get(duty.staff)) is not None
        )

    @cached_property
    def sessions_by_permanence(self) -> Mapping[str, tuple[Session, ...]]:
        """Sessions of each permanence, by date; an empty tuple where none is held."""
        held: dict[str, list[Session]] = {name: [] for name in self.permanences}
        for session in self.sessions:
            held[session.permanence.id].append(session)
        return {
            name: tuple(sorted(sessions, key=lambda session: session.round.date))
            for name, sessions in held.items()
        }

    @cached_property
    def shifts_by_member(self) -> Mapping[str, tuple[Shift, ...]]:
        """Shifts of each person who has any, by date and departure."""
        found: defaultdict[str, list[Shift]] = defaultdict(list)
        for shift in self.shifts:
            found[shift.member.id].append(shift)
        return {
            name: tuple(sorted(shifts, key=lambda s: (s.round.date, s.duty.depart_s)))
            for name, shifts in sorted(found.items())
        }

    @cached_property
    def past_dates(self) -> Mapping[str, tuple[date, ...]]:
        """Dates of the past sessions of each permanence, in order."""
        found: defaultdict[str, list[date]] = defaultdict(list)
        for session in self.programme.past:
            found[session.permanence].append(session.date)
        return {name: tuple(sorted(found[name])) for name in self.permanences}

    def held(self, round_: Round) -> tuple[Session, ...]:
        """Return the sessions of a round, in its order."""
        return tuple(
            Session(round=round_, stop=stop, permanence=self.permanences[stop.permanence])
            for stop in round_.stops
            if stop.permanence in self.permanences
        )

    def served(self, round_: Round, duty: Duty) -> tuple[Session, ...]:
        """Return the sessions of a round at which a duty serves."""
        return tuple(s for s in self.held(round_) if s.permanence.id in duty.permanences)

    def binds(self, member: StaffMember) -> bool:
        """Whether the working time rules bind the person."""
        return member.kind is StaffKind.EMPLOYEE or self.programme.rules.bind_volunteers

    def leg(self, origin: str, destination: str) -> Leg:
        """Return the fastest way between two places that the programme names."""
        return Leg(
            seconds=self.travel.seconds(origin, destination),
            metres=self.travel.metres(origin, destination),
        )

    def itinerary(self, round_: Round) -> tuple[str, ...] | None:
        """Sites from the depot through the stops and back; ``None`` where one is unknown.

        The site of a stop is the one the programme gives to its permanence.
        """
        unit = self.units.get(round_.unit)
        known = [self.permanences.get(stop.permanence) for stop in round_.stops]
        sites = [permanence.site for permanence in known if permanence is not None]
        if unit is None or len(sites) != len(known):
            return None
        itinerary = (unit.depot, *sites, unit.depot)
        return itinerary if all(site in self.sites for site in itinerary) else None


Rule: TypeAlias = Callable[[Case], Iterator[Violation]]
"""A rule looks at a case and yields what breaks it."""
