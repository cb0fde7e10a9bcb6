"""A small hand-made programme with a valid plan, and the means to spoil both.

January 2027: the 1st is a Friday and a public holiday, school holidays (zone B) last until
the 3rd, Tuesdays are the 5th, 12th, 19th and 26th.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from routing.language import Language, told
from routing.matrix import Matrix
from routing.planning.check import MatrixTravel, Violation, check, home_id, places_of
from routing.planning.dates import DateRange
from routing.planning.plans import (
    Duty,
    Pause,
    Plan,
    Reason,
    Remark,
    Round,
    RoundStop,
    SolverReport,
    Unassigned,
)
from routing.planning.programme import (
    EveryWeeks,
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
)
from routing.planning.territory import Site, Territory
from routing.roads.types import Place
from tests.english import french_left

MORNING, AFTERNOON = HalfDay.MORNING, HalfDay.AFTERNOON
MINUTE, HOUR = 60, 3600
JANUARY = DateRange(date(2027, 1, 1), date(2027, 1, 31))
POSITIONS = {
    "depot": (0, 0),
    "s-rians": (20, 5),
    "s-bras": (25, -5),
    "s-carces": (10, 15),
    "s-barjols": (-10, 0),
}
EVERY_HALF_DAY = frozenset((weekday, half) for weekday in range(5) for half in (MORNING, AFTERNOON))

Slot = tuple[str, HalfDay, int]


def opening(weekday: int, half: HalfDay, start_h: float, slack_min: int = 30) -> Opening:
    start_s = int(start_h * HOUR)
    return Opening(
        weekday=weekday, half_day=half, start_s=start_s, latest_start_s=start_s + slack_min * MINUTE
    )


def make_territory() -> Territory:
    sites = tuple(
        Site(
            id=name, name=name, kind="salle", address="", postal_code="83000", commune=name,
            insee="83000", lon=6 + x / 100, lat=43 + y / 100, precision="adresse", roles=(),
            verified=True, source="", note="",
        )
        for name, (x, y) in POSITIONS.items()
    )  # fmt: skip
    return Territory(
        folder=Path(), name="essai", title="Essai", timezone=ZoneInfo("Europe/Paris"),
        school_zone="B", holiday_country="FR", holiday_subdivision=None, communes=(), sites=sites,
    )  # fmt: skip


def make_permanences() -> tuple[Permanence, ...]:
    return (
        Permanence(
            id="rians", name="Rians", site="s-rians",
            frequency=EveryWeeks(weeks=2, anchor=date(2027, 1, 6)),
            openings=(opening(1, MORNING, 9), opening(2, MORNING, 9)),
            duration_s=3 * HOUR, setup_s=20 * MINUTE, packing_s=15 * MINUTE,
            roles=(RoleNeed(role="infirmier"), RoleNeed(role="medecin", optional=True)),
            min_gap_days=10, max_gap_days=21,
        ),
        Permanence(
            id="bras", name="Bras", site="s-bras", frequency=PerMonth(times=2),
            openings=(opening(1, AFTERNOON, 14),),
            duration_s=2 * HOUR, setup_s=10 * MINUTE, packing_s=10 * MINUTE,
            roles=(RoleNeed(role="infirmier"),),
        ),
        Permanence(
            id="carces", name="Carcès", site="s-carces",
            frequency=NthWeekday(nth=(1,), weekday=3), openings=(opening(3, MORNING, 10, 0),),
            duration_s=90 * MINUTE, roles=(RoleNeed(role="accueil"),), unit_required=False,
        ),
        Permanence(
            id="barjols", name="Barjols", site="s-barjols",
            frequency=OnDates(dates=(date(2027, 1, 13),)), openings=(opening(2, MORNING, 9),),
            duration_s=HOUR, closed_in_school_holidays=True,
        ),
    )  # fmt: skip


def make_staff() -> tuple[StaffMember, ...]:
    return (
        StaffMember(
            id="INF1", label="Infirmière", roles=("infirmier",), kind=StaffKind.EMPLOYEE,
            availability=EVERY_HALF_DAY, contract_s_per_week=14 * HOUR, may_drive_unit=True,
        ),
        StaffMember(
            id="MED1", label="Médecin", roles=("medecin",), kind=StaffKind.VOLUNTEER,
            availability=frozenset({(1, MORNING)}), joins=Joins.SITE, home=Home(lon=6.3, lat=43.1),
            absences=(DateRange(date(2027, 1, 18), date(2027, 1, 24)),),
            authorised_sites=frozenset({"s-rians"}),
        ),
        StaffMember(
            id="CHA1", label="Chauffeur", roles=("chauffeur", "accueil"), kind=StaffKind.VOLUNTEER,
            availability=EVERY_HALF_DAY - {(1, AFTERNOON)}, may_drive_unit=True,
            extra_days=(date(2027, 1, 5), date(2027, 1, 19)), max_half_days_per_month=8,
        ),
        StaffMember(
            id="ACC1", label="Accueil", roles=("accueil",), kind=StaffKind.VOLUNTEER,
            availability=frozenset({(3, MORNING)}), may_drive_unit=True, max_half_days_per_week=1,
        ),
    )  # fmt: skip


def make_programme() -> Programme:
    return Programme(
        name="essai", title="Essai", headquarters="depot",
        roles=(
            Role(id="infirmier", label="infirmière"), Role(id="accueil", label="accueil"),
            Role(id="medecin", label="médecin", authorised_sites_only=True),
            Role(id="chauffeur", label="chauffeur"),
        ),
        permanences=make_permanences(), staff=make_staff(),
        units=(
            Unit(id="UMS", label="Unité", depot="depot", seats=3, return_s=18 * HOUR,
                 maintenance=(DateRange(date(2027, 1, 25), date(2027, 1, 26)),)),
            Unit(id="AUTO", label="Voiture", depot="depot", seats=4, is_car=True),
        ),
        past=(
            PastSession(
                permanence="rians", date=date(2026, 12, 22), half_day=MORNING,
                team=(PastDuty(staff="INF1", role="infirmier", work_s=5 * HOUR),),
            ),
        ),
    )  # fmt: skip


def make_matrix(places: Sequence[Place]) -> Matrix:
    """Made-up roads, not symmetric: every way back takes a little longer."""
    size = len(places)
    seconds = np.zeros((size, size), np.int32)
    for i, a in enumerate(places):
        for j, b in enumerate(places):
            apart = abs(a.lon - b.lon) + abs(a.lat - b.lat)
            seconds[i, j] = round(apart * 6000) + (11 if b.id < a.id else 0)
    return Matrix(durations_s=seconds, distances_m=seconds * 13)


def make_travel(programme: Programme, territory: Territory) -> MatrixTravel:
    places = places_of(programme, territory)
    return MatrixTravel((place.id for place in places), make_matrix(places))


@dataclass(frozen=True)
class House:
    """A programme in a territory with its roads; every ``with_…`` returns a changed copy."""

    programme: Programme
    territory: Territory
    travel: MatrixTravel

    # -- building -------------------------------------------------------------------------

    def round(
        self, name: str, day: date, unit: str, slots: Iterable[Slot], team: Iterable[Any],
        early_s: int = 0,
    ) -> Round:  # fmt: skip
        """A round that is on time everywhere; ``early_s`` is waited at the first stop.

        A team entry is ``(staff, role)``, or ``(staff, role, permanences)`` for people who
        join at the village. Every waiting of twenty minutes or more is a pause.
        """
        depot = self.programme.unit(unit).depot
        stops, pauses, here, left_s, depart_s = [], [], depot, None, 0
        for name_, half, start_s in slots:
            permanence = self.programme.permanence(name_)
            travel_s = self.travel.seconds(here, permanence.site)
            ready_s = start_s - permanence.setup_s
            arrive_s = ready_s - early_s if left_s is None else left_s + travel_s
            if left_s is None:
                depart_s = arrive_s - travel_s
            if ready_s - arrive_s >= 20 * MINUTE:
                pauses.append(Pause(start_s=arrive_s, end_s=ready_s))
            end_s = start_s + permanence.duration_s
            left_s = end_s + permanence.packing_s
            stops.append(
                RoundStop(
                    permanence=name_, site=permanence.site, half_day=half, arrive_s=arrive_s,
                    start_s=start_s, end_s=end_s, depart_s=left_s, travel_s=travel_s,
                    distance_m=self.travel.metres(here, permanence.site),
                )
            )  # fmt: skip
            here = permanence.site
        back_s = self.travel.seconds(here, depot)
        round_ = Round(
            id=name, date=day, unit=unit, depart_s=depart_s, return_s=(left_s or 0) + back_s,
            distance_m=sum(s.distance_m for s in stops) + self.travel.metres(here, depot),
            driving_s=sum(s.travel_s for s in stops) + back_s,
            stops=tuple(stops), team=(), pauses=tuple(pauses),
        )  # fmt: skip
        return replace(round_, team=tuple(self.duty(round_, *entry) for entry in team))

    def duty(
        self, round_: Round, staff: str, role: str, served: tuple[str, ...] | None = None
    ) -> Duty:
        member = self.programme.member(staff)
        names = served or tuple(stop.permanence for stop in round_.stops)
        depart_s, return_s = round_.depart_s, round_.return_s
        if member.joins is Joins.SITE:
            mine = [stop for stop in round_.stops if stop.permanence in names]
            setup_s = self.programme.permanence(mine[0].permanence).setup_s
            home = home_id(staff)
            depart_s = mine[0].start_s - setup_s - self.travel.seconds(home, mine[0].site)
            return_s = mine[-1].depart_s + self.travel.seconds(mine[-1].site, home)
        return Duty(
            staff=staff, role=role, joins=member.joins, permanences=names,
            depart_s=depart_s, return_s=return_s,
        )  # fmt: skip

    def rounds(
        self, starts_s: tuple[int, ...] = (9 * HOUR, 14 * HOUR, 9 * HOUR, 14 * HOUR),
        early_s: int = 0, escort: bool = True,
    ) -> tuple[Round, ...]:  # fmt: skip
        crew = [("INF1", "infirmier"), *([("CHA1", "chauffeur")] if escort else [])]
        one = [("rians", MORNING, starts_s[0]), ("bras", AFTERNOON, starts_s[1])]
        two = [("rians", MORNING, starts_s[2]), ("bras", AFTERNOON, starts_s[3])]
        doctor = ("MED1", "medecin", ("rians",))
        carces = [("carces", MORNING, 10 * HOUR)]
        return (
            self.round("R1", date(2027, 1, 5), "UMS", one, [*crew, doctor], early_s),
            self.round("R2", date(2027, 1, 7), "AUTO", carces, [("ACC1", "accueil")], early_s),
            self.round("R3", date(2027, 1, 19), "UMS", two, crew, early_s),
        )

    def plan(self, rounds: tuple[Round, ...] | None = None, **changes: Any) -> Plan:
        """The valid plan, or one with other rounds or anything else changed."""
        rounds = self.rounds() if rounds is None else rounds
        plan = Plan(
            programme="essai", title="Essai", programme_digest="", territory="essai",
            horizon=JANUARY, rounds=rounds,
            unassigned=(self.unassigned("barjols", date(2027, 1, 13)),),
            remarks=(Remark(code="ROLE_EMPTY", id="rians", message="sans médecin le 19"),),
            indicators=self.indicators(rounds),
            solver=SolverReport(
                seed=1, iterations=1, cost=0, bound=0, gap=0.0, wall_s=None, aims=(),
                versions={}, stopped_by="optimal",
            ),
        )  # fmt: skip
        return replace(plan, **changes)

    @staticmethod
    def indicators(rounds: tuple[Round, ...]) -> dict[str, float]:
        return {
            "permanences_held": sum(len(round_.stops) for round_ in rounds),
            "permanences_due": 6,
            "distance_km": round(sum(round_.distance_m for round_ in rounds) / 1000, 1),
            "duration_h": round(sum(round_.duration_s for round_ in rounds) / 3600, 1),
            "people_within_15_min": 12_345,
        }

    @staticmethod
    def unassigned(name: str, first: date, last: date | None = None) -> Unassigned:
        reason = Reason(code="NO_STAFF", message="Personne n’est libre.")
        due = DateRange(first, last or first)
        return Unassigned(kind="permanence", id=name, due=due, reasons=(reason,))

    # -- spoiling -------------------------------------------------------------------------

    @staticmethod
    def with_round(plan: Plan, index: int, **changes: Any) -> Plan:
        rounds = list(plan.rounds)
        rounds[index] = replace(rounds[index], **changes)
        return replace(plan, rounds=tuple(rounds))

    def with_stop(self, plan: Plan, index: int, stop: int, **changes: Any) -> Plan:
        stops = list(plan.rounds[index].stops)
        stops[stop] = replace(stops[stop], **changes)
        return self.with_round(plan, index, stops=tuple(stops))

    def with_duty(self, plan: Plan, index: int, who: str, **changes: Any) -> Plan:
        team = tuple(
            replace(duty, **changes) if duty.staff == who else duty
            for duty in plan.rounds[index].team
        )
        return self.with_round(plan, index, team=team)

    def with_programme(self, **changes: Any) -> House:
        programme = replace(self.programme, **changes)
        return replace(self, programme=programme, travel=make_travel(programme, self.territory))

    def with_permanence(self, name: str, **changes: Any) -> House:
        return self.with_programme(permanences=_changed(self.programme.permanences, name, changes))

    def with_member(self, name: str, **changes: Any) -> House:
        return self.with_programme(staff=_changed(self.programme.staff, name, changes))

    def with_unit(self, name: str, **changes: Any) -> House:
        return self.with_programme(units=_changed(self.programme.units, name, changes))

    def with_rules(self, **changes: Any) -> House:
        return self.with_programme(rules=replace(self.programme.rules, **changes))

    # -- checking -------------------------------------------------------------------------

    def check(self, plan: Plan | None = None) -> tuple[Violation, ...]:
        plan = self.plan() if plan is None else plan
        found = check(self.programme, plan, self.territory, self.travel)
        for violation in found:  # whatever a test is about: everything has its English
            assert french_left(told(violation.message, Language.ENGLISH)) == []
        return found

    def codes(self, plan: Plan | None = None) -> set[str]:
        return {violation.code for violation in self.check(plan)}


def _changed(items: tuple[Any, ...], name: str, changes: dict[str, Any]) -> tuple[Any, ...]:
    assert any(item.id == name for item in items)
    return tuple(replace(item, **changes) if item.id == name else item for item in items)


@pytest.fixture(scope="session")
def house() -> House:
    programme, territory = make_programme(), make_territory()
    return House(programme, territory, make_travel(programme, territory))


@pytest.fixture(scope="session")
def january() -> tuple[date, ...]:
    """The dates of the horizon."""
    return tuple(JANUARY.first + timedelta(days=n) for n in range(len(JANUARY)))


@pytest.fixture(scope="session")
def roads() -> Callable[[Sequence[Place]], Matrix]:
    """The roads of the house, as a road network's ``matrix`` gives them."""
    return make_matrix
