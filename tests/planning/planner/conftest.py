"""Small made-up programmes on flat roads, and what every plan of theirs must keep.

Tests get ``lab``, which makes programmes (by hand or by chance), plans them and has the
independent checker look at the plans.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from routing.matrix import UNREACHABLE, Matrix
from routing.planning import PlanOptions, plan
from routing.planning.check import Violation, check, travel_of
from routing.planning.dates import DateRange
from routing.planning.drivers import Driver
from routing.planning.model.build import Question, ask
from routing.planning.plans import Plan
from routing.planning.programme import (
    EveryWeeks,
    Frequency,
    HalfDay,
    Home,
    Joins,
    NthWeekday,
    OnDates,
    Opening,
    PastDuty,
    PastSession,
    Permanence,
    PerMonth,
    Programme,
    Role,
    RoleNeed,
    StaffKind,
    StaffMember,
    Unit,
    WorkingTimeRules,
)
from routing.planning.ride_requests import RideRequest
from routing.planning.territory import Commune, Site, Territory
from routing.planning.travel import travel_table
from routing.roads.types import Place, PlaceError

MORNING, AFTERNOON, EVENING = HalfDay
MINUTE, HOUR = 60, 3600
FORTNIGHT = DateRange(date(2027, 1, 4), date(2027, 1, 17))
POSITIONS = {
    "depot": (0, 0), "annexe": (14, 9), "est": (20, 5), "sud": (25, -5), "nord": (10, 15),
    "ouest": (-10, 0), "loin": (60, -40), "ile": (500, 500),
}  # fmt: skip
"""Kilometres east and north of the depot; no road leads to the island."""
SECONDS_PER_KM = 72
ALWAYS = frozenset((weekday, half) for weekday in range(7) for half in HalfDay)
WORKWEEK = frozenset((weekday, half) for weekday in range(5) for half in (MORNING, AFTERNOON))
STARTS = {MORNING: 9 * HOUR, AFTERNOON: 14 * HOUR, EVENING: 18 * HOUR}


class FlatRoads:
    """Streets of a chessboard; every way back to the west takes eleven seconds more.

    North of the sixtieth degree there is no road.
    """

    def matrix(self, places: Sequence[Place]) -> Matrix:
        wild = tuple((p.id, f"{p.spoken} est loin de toute route.") for p in places if p.lat > 60)
        if wild:
            raise PlaceError(wild)
        size = len(places)
        seconds, metres = np.zeros((2, size, size), np.int32)
        for i, a in enumerate(places):
            for j, b in enumerate(places):
                km = round(100 * abs(a.lon - b.lon)) + round(100 * abs(a.lat - b.lat))
                away = (max(a.lon, b.lon) > 10) and km > 0
                west = km > 0 and (b.lon, b.lat) < (a.lon, a.lat)
                seconds[i, j] = UNREACHABLE if away else SECONDS_PER_KM * km + 11 * west
                metres[i, j] = UNREACHABLE if away else 1000 * km
        return Matrix(durations_s=seconds, distances_m=metres)


def opening(
    weekday: int, half: HalfDay = MORNING, start_s: int | None = None, slack_s: int = 0,
    preference: int = 0,
) -> Opening:  # fmt: skip
    start = STARTS[half] if start_s is None else start_s
    return Opening(
        weekday=weekday, half_day=half, start_s=start, latest_start_s=start + slack_s,
        preference=preference,
    )  # fmt: skip


def make_territory() -> Territory:
    sites = tuple(
        Site(
            id=name, name=name, kind="salle", address="", postal_code="83000", commune=name,
            insee="83001", lon=6 + x / 100, lat=43 + y / 100, precision="adresse", roles=(),
            verified=True, source="", note="",
        )
        for name, (x, y) in POSITIONS.items()
    )  # fmt: skip
    communes = tuple(
        Commune(
            insee=f"8300{n}", name=name, epci="1", epci_name="", postal_code="83000",
            population=1000 * n, population_year=2023, lon=6 + x / 100, lat=43 + y / 100,
            area_km2=1.0, urban_unit="", urban_unit_name="", social_transport_by_residence=False,
        )
        for n, (name, (x, y)) in enumerate(list(POSITIONS.items())[:4], start=1)
    )  # fmt: skip
    return Territory(
        folder=Path(), name="essai", title="Essai", timezone=ZoneInfo("Europe/Paris"),
        school_zone="B", holiday_country="FR", holiday_subdivision=None, communes=communes,
        sites=sites,
    )  # fmt: skip


@dataclass(frozen=True)
class Lab:
    """Makes programmes, plans them on the flat roads, checks the plans."""

    territory: Territory
    roads: FlatRoads

    # -- making ---------------------------------------------------------------------------

    opening = staticmethod(opening)

    @staticmethod
    def permanence(name: str, site: str = "est", **changes: Any) -> Permanence:
        """Every week on Tuesday morning, three hours, with one nurse."""
        given: dict[str, Any] = {
            "frequency": EveryWeeks(weeks=1, anchor=date(2027, 1, 4)),
            "openings": (opening(1),), "duration_s": 3 * HOUR, "setup_s": 20 * MINUTE,
            "packing_s": 15 * MINUTE, "roles": (RoleNeed(role="infirmier"),),
        }  # fmt: skip
        return Permanence(id=name, name=name.title(), site=site, **given | changes)

    @staticmethod
    def member(name: str, *roles: str, **changes: Any) -> StaffMember:
        """An employee, free on weekdays, who drives."""
        given: dict[str, Any] = {
            "kind": StaffKind.EMPLOYEE, "availability": WORKWEEK, "may_drive_unit": True,
        }  # fmt: skip
        return StaffMember(id=name, label=name.title(), roles=roles, **given | changes)

    @staticmethod
    def unit(name: str, **changes: Any) -> Unit:
        given: dict[str, Any] = {"depot": "depot", "seats": 4}
        return Unit(id=name, label=name.upper(), **given | changes)

    @staticmethod
    def programme(
        permanences: Iterable[Permanence], staff: Iterable[StaffMember], units: Iterable[Unit],
        horizon: DateRange = FORTNIGHT, **changes: Any,
    ) -> Programme:  # fmt: skip
        roles = (
            Role(id="infirmier", label="Infirmière"), Role(id="accueil", label="Accueil"),
            Role(id="medecin", label="Médecin", authorised_sites_only=True),
            Role(id="chauffeur", label="Chauffeur"),
        )  # fmt: skip
        return Programme(
            name="essai", title="Essai", headquarters="depot", roles=roles,
            permanences=tuple(permanences), staff=tuple(staff), units=tuple(units),
            horizon=horizon, **changes,
        )  # fmt: skip

    def fetching(
        self, requests: Iterable[RideRequest], drivers: Iterable[Driver], **changes: Any
    ) -> Programme:
        """A permanence in the east on Tuesdays, people who ask to be fetched, and drivers."""
        return self.programme(
            [self.permanence("p")], [self.member("n", "infirmier")], [self.unit("u")],
            requests=tuple(requests), drivers=tuple(drivers), **changes,
        )  # fmt: skip

    def by_chance(
        self, seed: int, weeks: tuple[int, int] = (1, 4), permanences: int = 5
    ) -> Programme:
        """A small programme that mixes everything a programme can say."""
        return Chance(self, seed, weeks, permanences).programme()

    # -- planning -------------------------------------------------------------------------

    def plan(
        self,
        programme: Programme,
        iterations: int = 400,
        published: Plan | None = None,
        **options: Any,
    ) -> Plan:
        chosen = PlanOptions(iterations=iterations, **options)
        return plan(programme, self.territory, self.roads, chosen, published=published)

    def check(self, programme: Programme, made: Plan) -> tuple[Violation, ...]:
        travel = travel_of(programme, self.territory, self.roads)
        return check(programme, made, self.territory, travel)

    def checked(
        self,
        programme: Programme,
        iterations: int = 400,
        published: Plan | None = None,
        **options: Any,
    ) -> Plan:
        """Return the plan after the checker has found nothing wrong with it."""
        made = self.plan(programme, iterations, published, **options)
        assert self.check(programme, made) == ()
        return made

    def question(self, programme: Programme) -> Question:
        assert programme.horizon is not None
        travel = travel_table(programme, self.territory, self.roads)
        return ask(programme, programme.horizon, self.territory, travel)

    @staticmethod
    def served(made: Plan) -> set[str]:
        """Ids of requests that some ride serves."""
        return {stop.request for ride in made.rides for stop in ride.stops}

    @staticmethod
    def held(made: Plan) -> int:
        return sum(len(round_.stops) for round_ in made.rounds)


@pytest.fixture(scope="session")
def lab() -> Lab:
    return Lab(make_territory(), FlatRoads())


# -- programmes by chance -----------------------------------------------------------------

VILLAGES = ("est", "sud", "nord", "ouest", "annexe")


class Chance:
    """A small programme that mixes everything a programme can say, drawn from a seed."""

    def __init__(self, lab: Lab, seed: int, weeks: tuple[int, int], permanences: int) -> None:
        self.lab, self.random = lab, Random(seed)  # noqa: S311 - nothing secret
        first = date(2026, 11, 30) + timedelta(days=self.random.randrange(170))
        days = self.random.randint(7 * weeks[0], 7 * weeks[1])
        self.horizon = DateRange(first, first + timedelta(days=days - 1))
        self.most_permanences = permanences

    def programme(self) -> Programme:
        random = self.random
        count = random.randint(1, self.most_permanences)
        permanences = tuple(self.permanence(f"p{n}") for n in range(count))
        staff = tuple(self.member(f"m{n}") for n in range(random.randint(2, 5)))
        staff += () if self.once_in(3) else self.core()
        units = tuple(self.unit(f"u{n}") for n in range(random.randint(1, 2)))
        if self.once_in(2):
            units = tuple(replace(units[0], id=unit.id) for unit in units)
        return self.lab.programme(
            permanences, staff, units, self.horizon, past=self.past(permanences, staff),
            rules=self.rules(), public_holidays_open=self.once_in(5),
        )  # fmt: skip

    def core(self) -> tuple[StaffMember, ...]:
        """A driver and a doctor who can nearly always come."""
        own_car = {"joins": Joins.SITE, "home": Home(lon=6.12, lat=43.05)}
        return (
            self.lab.member("driver", "accueil", "infirmier", availability=ALWAYS),
            self.lab.member(
                "doctor", "medecin", kind=StaffKind.VOLUNTEER, availability=ALWAYS,
                authorised_sites=frozenset(VILLAGES), may_drive_unit=False,
                **(own_car if self.once_in(2) else {}),
            ),
        )  # fmt: skip

    def once_in(self, odds: int) -> bool:
        return self.random.randrange(odds) == 0

    def day(self) -> date:
        return self.random.choice(list(self.horizon))

    def ranges(self, odds: int) -> tuple[DateRange, ...]:
        first = self.day()
        last = first + timedelta(days=self.random.randrange(9))
        return (DateRange(first, last),) if self.once_in(odds) else ()

    def rules(self) -> WorkingTimeRules:
        choice = self.random.choice
        return WorkingTimeRules(
            max_day_s=choice([7, 10, 10]) * HOUR, break_after_s=choice([5, 6, 6]) * HOUR,
            daily_rest_s=choice([11, 11, 14]) * HOUR, max_days_per_week=choice([2, 5, 6]),
            sunday_work=self.once_in(2), lunch_s=choice([10, 45, 45]) * MINUTE,
            bind_volunteers=self.once_in(2),
        )  # fmt: skip

    def frequency(self) -> Frequency:
        random = self.random
        match random.randrange(6):
            case 0:
                return PerMonth(times=random.randint(1, 3))
            case 1:
                nth = random.sample([1, 2, 3, 4, 5, -1], 2)
                return NthWeekday(nth=tuple(nth), weekday=random.randrange(5))
            case 2:
                return OnDates(dates=tuple(sorted({self.day() for _ in range(3)})))
        anchor = date(2026, 1, 1) + timedelta(days=random.randrange(400))
        return EveryWeeks(weeks=random.choice([1, 1, 2, 3]), anchor=anchor)

    def openings(self) -> tuple[Opening, ...]:
        random = self.random
        halves = [MORNING, MORNING, AFTERNOON, AFTERNOON, EVENING]
        slots = {
            (random.choice([0, 1, 1, 2, 3, 4, 5, 6]), random.choice(halves))
            for _ in range(random.randint(1, 6))
        }
        return tuple(
            opening(
                weekday, half, STARTS[half] + 15 * MINUTE * random.randint(-3, 8),
                random.choice([0, 30, 90, 150]) * MINUTE, random.randrange(3),
            )
            for weekday, half in sorted(slots)
        )  # fmt: skip

    def permanence(self, name: str) -> Permanence:
        random = self.random
        needs = [
            RoleNeed(
                role=random.choice(["infirmier", "accueil", "medecin"]),
                count=random.choice([1, 1, 1, 2]), optional=self.once_in(2),
            )
            for _ in range(random.randrange(3))
        ]  # fmt: skip
        return self.lab.permanence(
            name, random.choice(VILLAGES),
            frequency=self.frequency(), openings=self.openings(), roles=tuple(needs),
            duration_s=random.choice([30, 45, 60, 90, 180]) * MINUTE,
            setup_s=random.choice([0, 15, 20]) * MINUTE, packing_s=random.choice([0, 10]) * MINUTE,
            unit_required=self.once_in(2), priority=random.randint(1, 3),
            min_gap_days=random.choice([None, None, 0, 3, 8]),
            max_gap_days=random.choice([None, None, 10, 16]),
            closed=self.ranges(4), closed_in_school_holidays=self.once_in(4),
        )  # fmt: skip

    def member(self, name: str) -> StaffMember:
        random = self.random
        own_way = self.once_in(3)
        home = Home(lon=6 + random.randint(-60, 60) / 100, lat=43 + random.randint(-9, 9) / 100)
        mornings = frozenset((weekday, MORNING) for weekday in range(7))
        return self.lab.member(
            name, *random.sample(["infirmier", "accueil", "medecin", "chauffeur"], 2),
            kind=random.choice(list(StaffKind)),
            availability=random.choice([ALWAYS, ALWAYS, WORKWEEK, mornings]),
            absences=self.ranges(4), extra_days=tuple(sorted({self.day() for _ in range(2)})),
            contract_s_per_week=random.choice([None, None, 6 * HOUR, 14 * HOUR]),
            max_half_days_per_week=random.choice([None, None, 1, 3]),
            max_half_days_per_month=random.choice([None, None, 2, 4]),
            sites_allowed=frozenset(random.sample(VILLAGES, 3)) if self.once_in(6) else None,
            sites_refused=frozenset(random.sample(VILLAGES, 1)) if self.once_in(6) else frozenset(),
            authorised_sites=frozenset(VILLAGES if self.once_in(2) else VILLAGES[:3]),
            may_drive_unit=not self.once_in(3),
            joins=Joins.SITE if own_way else Joins.DEPOT, home=home if own_way else None,
        )  # fmt: skip

    def unit(self, name: str) -> Unit:
        random = self.random
        return self.lab.unit(
            name, depot=random.choice(["depot", "depot", "annexe"]),
            seats=random.choice([1, 2, 3, 4, 6]),
            leave_s=random.choice([5, 7]) * HOUR, return_s=random.choice([18, 22, 24]) * HOUR,
            maintenance=self.ranges(3), is_car=self.once_in(5),
        )  # fmt: skip

    def past(
        self, permanences: Sequence[Permanence], staff: Sequence[StaffMember]
    ) -> tuple[PastSession, ...]:
        """Sessions of the weeks before, some even in the first days to plan."""
        random, found = self.random, {}
        for _ in range(random.randrange(8)):
            permanence = random.choice(permanences)
            day = self.horizon.first - timedelta(days=random.randint(-3, 35))
            team = random.sample(staff, random.randrange(3))
            found[permanence.id, day] = PastSession(
                permanence=permanence.id, date=day,
                half_day=random.choice(permanence.openings).half_day,
                team=tuple(
                    PastDuty(staff=m.id, role=m.roles[0], work_s=random.randint(1, 7) * HOUR)
                    for m in team
                ),
            )  # fmt: skip
        return tuple(found.values())
