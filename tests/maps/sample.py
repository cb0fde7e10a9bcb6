"""A programme and plans over the made-up villages and roads: enough to draw everything."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Protocol

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
    Opening,
    Permanence,
    Programme,
    Role,
    RoleNeed,
    StaffKind,
    StaffMember,
    Unit,
)
from routing.planning.territory import Territory
from routing.roads.types import Path as RoadPath
from routing.roads.types import Place
from tests.maps.fake_roads import FakeRoads
from tests.maps.villages import POINTS, VILLAGES, make_territory

HOME = Home(lon=6.0123, lat=43.4567)


class Roads(Protocol):
    """What a round needs to be made."""

    def path(self, places: Sequence[Place]) -> RoadPath: ...


@dataclass(frozen=True)
class Sample:
    """What the drawing functions take, in their order."""

    plan: Plan
    programme: Programme
    territory: Territory
    network: FakeRoads

    @property
    def arguments(self) -> tuple[Plan, Programme, Territory, FakeRoads]:
        return (self.plan, self.programme, self.territory, self.network)


def make_programme(names: Sequence[str] = VILLAGES, people: int = 4) -> Programme:
    """Four permanences, two units, a team in which several may drive."""
    week = frozenset((day, half) for day in range(5) for half in HalfDay)
    roles = ("infirmier", "medecin", "accueil", "conducteur")
    labels = ("Soins infirmiers", "Médecine", "Accueil", "Conduite")
    return Programme(
        name="essai",
        title=f"Programme de {names[0]}",
        headquarters="DEPOT",
        roles=tuple(Role(id=r, label=t) for r, t in zip(roles, labels, strict=True)),
        permanences=tuple(
            Permanence(
                id=f"PERM-{i}",
                name=f"Permanence de {name}",
                site=f"P{i}",
                frequency=EveryWeeks(weeks=2, anchor=date(2026, 11, 30)),
                openings=(
                    Opening(weekday=3, half_day=HalfDay.MORNING, start_s=0, latest_start_s=0),
                ),
                duration_s=3 * 3600,
                setup_s=1200,
                packing_s=1200,
                roles=tuple(RoleNeed(role=role) for role in roles[:3]),
            )
            for i, name in enumerate(names)
        ),
        staff=tuple(
            StaffMember(
                id=f"personne-{i}",
                label=f"Bénévole {i}",
                roles=(roles[i % 4],),
                kind=StaffKind.VOLUNTEER,
                availability=week,
                may_drive_unit=i % 4 in (0, 3),
                joins=Joins.SITE if i % 4 == 1 else Joins.DEPOT,
                home=HOME,
            )
            for i in range(people)
        ),
        units=tuple(
            Unit(id=f"unite-{i}", label=f"Unité {i}", depot="DEPOT", seats=9) for i in (1, 2)
        ),
    )


def make_round(
    day: date,
    unit: int,
    stops: Sequence[int],
    programme: Programme,
    network: Roads,
    points: Mapping[str, tuple[float, float]] = POINTS,
    people: int | None = None,
) -> Round:
    """Hold the permanences with these numbers, three hours each, lunch after the first."""
    car = programme.units[unit - 1]
    held = [programme.permanences[i] for i in stops]
    order = [car.depot, *(permanence.site for permanence in held), car.depot]
    places = [Place(id=site, lon=points[site][0], lat=points[site][1]) for site in order]
    legs = network.path(places).legs
    now = leave = 8 * 3600
    made, pauses = [], []
    for permanence, leg in zip(held, legs, strict=False):
        arrive = now + leg.duration_s
        start, end = arrive + 1200, arrive + 1200 + 3 * 3600
        half_day = HalfDay.AFTERNOON if made else HalfDay.MORNING
        made.append(
            RoundStop(
                permanence=permanence.id,
                site=permanence.site,
                half_day=half_day,
                arrive_s=arrive,
                start_s=start,
                end_s=end,
                depart_s=end + 1200,
                distance_m=leg.distance_m,
                travel_s=leg.duration_s,
            )
        )
        now = end + 1200
        if len(stops) > 1 and len(made) == 1:
            pauses.append(Pause(start_s=now, end_s=now + 2700))
            now += 2700
    back = now + legs[-1].duration_s
    team = tuple(
        Duty(
            staff=member.id,
            role=member.roles[0],
            joins=member.joins,
            permanences=tuple(permanence.id for permanence in held),
            depart_s=leave,
            return_s=back,
        )
        for member in programme.staff[:people]
    )
    return Round(
        id=f"{day}-{unit}",
        date=day,
        unit=car.id,
        depart_s=leave,
        return_s=back,
        distance_m=sum(leg.distance_m for leg in legs),
        driving_s=sum(leg.duration_s for leg in legs),
        stops=tuple(made),
        team=team,
        pauses=tuple(pauses),
    )


def make_plan(rounds: Sequence[Round], programme: Programme) -> Plan:
    """A December with these rounds, something unassigned and a remark."""
    first = programme.permanences[0]
    return Plan(
        programme=programme.name,
        title=programme.title,
        programme_digest="0",
        territory="essai",
        horizon=DateRange(date(2026, 12, 1), date(2026, 12, 31)),
        rounds=tuple(rounds),
        unassigned=(
            Unassigned(
                kind="session",
                id=first.id,
                due=DateRange(date(2026, 12, 21), date(2026, 12, 31)),
                reasons=(Reason(code="NO_NURSE", message=f"Personne n’est libre à {first.name}."),),
            ),
        ),
        remarks=(Remark(code="GAP", id=first.id, message="Vingt-huit jours entre deux séances."),),
        indicators={},
        solver=SolverReport(
            seed=1,
            iterations=1,
            cost=0,
            bound=0,
            gap=0.0,
            wall_s=None,
            aims=(),
            versions={},
            stopped_by="proof",
        ),
    )


def make_sample(folder: Path, names: Sequence[str] = VILLAGES, *, people: int = 4) -> Sample:
    """Three days: two units on the first, two villages on the second, one on the third."""
    network = FakeRoads()
    programme = make_programme(names, people)
    days = (date(2026, 12, 1), date(2026, 12, 3), date(2026, 12, 17))
    rounds = [
        make_round(days[0], 1, [1], programme, network),
        make_round(days[0], 2, [3], programme, network),
        make_round(days[1], 1, [2, 3], programme, network),
        make_round(days[2], 1, [1], programme, network),
    ]
    return Sample(make_plan(rounds, programme), programme, make_territory(folder, names), network)


def make_full_month(folder: Path, rounds_per_day: int = 2) -> Sample:
    """Every working day of December with several rounds: what a busy service looks like."""
    network, programme = FakeRoads(), make_programme()
    rounds = []
    for offset in range(31):
        day = date(2026, 12, 1) + timedelta(days=offset)
        if day.weekday() < 5:
            rounds += [
                make_round(day, unit, [(offset + unit) % 4, offset % 4], programme, network)
                for unit in range(1, rounds_per_day + 1)
            ]
    return Sample(make_plan(rounds, programme), programme, make_territory(folder), network)
