"""A small made-up territory with roads, a programme and plans: enough to draw everything."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Protocol
from zoneinfo import ZoneInfo

import numpy as np
from shapely import MultiPolygon, Point, box, get_parts, union_all

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
from routing.planning.territory import Commune, Site, Territory
from routing.roads.data import CLASSES, RoadData
from routing.roads.network import Table
from routing.roads.types import Leg, Place, Step
from routing.roads.types import Path as RoadPath

VILLAGES = ("Valbelle", "Pierreclos", "Fontfraîche", "L’Oliveraie")
CORNERS = ((6.0, 43.4), (6.1, 43.4), (6.0, 43.5), (6.1, 43.5))
POINTS = {"DEPOT": CORNERS[0]} | {f"P{i}": point for i, point in enumerate(CORNERS)}
HOME = Home(lon=6.0123, lat=43.4567)
ATTRIBUTION = "© OpenStreetMap contributors, ODbL 1.0"


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


class FakeRoads:
    """Roads that run north–south first and then east–west, past a roundabout."""

    def __init__(self) -> None:
        self.data = road_data()
        self.asked: list[tuple[str, str]] = []

    def path(self, places: Sequence[Place]) -> RoadPath:
        return RoadPath(legs=tuple(self._leg(a, b) for a, b in pairwise(places)))

    def table(self, origins: Sequence[Place], destinations: Sequence[Place]) -> Table:
        legs = [[self._leg(a, b) for b in destinations] for a in origins]
        return Table(
            np.array([[leg.duration_s for leg in row] for row in legs], np.int32),
            np.array([[leg.distance_m for leg in row] for row in legs], np.int32),
        )

    def reach(
        self,
        places: Sequence[Place],
        minutes: Sequence[float],
        *,
        grid_m: float,
        bounds: tuple[float, float, float, float],
    ) -> list[MultiPolygon]:
        """Circles as wide as a crow flies at 54 km/h, less what the grid takes, in the box."""
        points = [Point(place.lon, place.lat) for place in places]
        metres = [limit * 900 - grid_m for limit in minutes]
        wide = [union_all([p.buffer(m / 111_195) for p in points]) for m in metres]
        areas = [area & box(*bounds) for area in wide]
        return [MultiPolygon(get_parts(area).tolist()) for area in areas]

    def _leg(self, a: Place, b: Place) -> Leg:
        self.asked.append((a.id, b.id))
        ys, xs = np.linspace(a.lat, b.lat, 20), np.linspace(a.lon, b.lon, 20)
        north = np.column_stack((np.full(20, a.lon), ys))
        east = np.column_stack((xs, np.full(20, b.lat)))
        metres = (abs(a.lat - b.lat) + abs(a.lon - b.lon) * 0.73) * 111_195
        near, far = int(metres * 0.4), int(metres) - int(metres * 0.4)
        return Leg(
            origin=a,
            destination=b,
            distance_m=near + far,
            duration_s=(near + far) // 15,
            geometry=np.vstack((north, east[1:])),
            steps=(
                Step(name="Rue de la Mairie", ref="", distance_m=0, duration_s=0),
                Step(name="Route des Vignes", ref="D 13", distance_m=near, duration_s=near // 15),
                Step(name="", ref="", distance_m=0, duration_s=0),
                Step(name="", ref="D 560", distance_m=far, duration_s=far // 15),
            ),
            tolls=False,
        )


def road_data(classes: Sequence[str] = ("motorway", "secondary", "tertiary")) -> RoadData:
    """Roads along the grid of villages, one per class, each with a bend in the middle."""
    lon, lat = [6.0, 6.1, 6.0, 6.1, 6.0, 6.1], [43.4, 43.4, 43.5, 43.5, 43.45, 43.45]
    n, e = len(lon), len(classes)
    tails, heads = np.arange(e, dtype=np.int32) % n, (np.arange(e, dtype=np.int32) + 1) % n
    micro = np.round(np.array([lon, lat]) * 1e6).astype(np.int32)
    middle = (micro[:, tails] + micro[:, heads]) // 2 + 2_000
    return RoadData(
        node_lon=micro[0],
        node_lat=micro[1],
        edge_tail=tails,
        edge_head=heads,
        edge_length_dm=np.full(e, 80_000, np.int32),
        edge_forward_ms=np.full(e, 500_000, np.int32),
        edge_backward_ms=np.full(e, 500_000, np.int32),
        edge_class=np.array([CLASSES.index(name) for name in classes], np.uint8),
        edge_flags=np.zeros(e, np.uint8),
        edge_name=np.zeros(e, np.int32),
        edge_ref=np.zeros(e, np.int32),
        shape_offset=np.arange(e + 1, dtype=np.int32),
        shape_lon=middle[0].astype(np.int32),
        shape_lat=middle[1].astype(np.int32),
        order=np.arange(n, dtype=np.int32),
        strings=("",),
        meta={"attribution": ATTRIBUTION},
    )


def make_territory(folder: Path, names: Sequence[str] = VILLAGES) -> Territory:
    """Four square communes; the polygons are written into ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    squares = []
    for number, (lon, lat) in enumerate(CORNERS):
        w, e, s, n = lon - 0.05, lon + 0.05, lat - 0.05, lat + 0.05
        ring = [[w, s], [e, s], [e, n], [w, n], [w, s]]
        squares.append(
            {
                "type": "Feature",
                "properties": {"insee": f"8300{number}", "name": names[number]},
                "geometry": {"type": "Polygon", "coordinates": [ring]},
            }
        )
    document = {"type": "FeatureCollection", "attribution": "IGN 2018", "features": squares}
    (folder / "communes.geojson").write_text(json.dumps(document), encoding="utf-8")
    return Territory(
        folder=folder,
        name="essai",
        title="Territoire d’essai",
        timezone=ZoneInfo("Europe/Paris"),
        school_zone="B",
        holiday_country="FR",
        holiday_subdivision=None,
        communes=tuple(_commune(i, name) for i, name in enumerate(names)),
        sites=tuple(_sites(names)),
    )


def _commune(number: int, name: str) -> Commune:
    lon, lat = CORNERS[number]
    return Commune(
        insee=f"8300{number}",
        name=name,
        epci="1",
        epci_name="Communauté",
        postal_code="83000",
        population=1000 * (number + 1),
        population_year=2023,
        lon=lon,
        lat=lat,
        area_km2=80.0,
        urban_unit="",
        urban_unit_name="",
        social_transport_by_residence=True,
    )


def _sites(names: Sequence[str]) -> list[Site]:
    kinds = [("DEPOT", 0, "siege", ("depot",)), ("HOPITAL", 0, "hopital", ("destination",))]
    kinds += [(f"P{i}", i, "permanence", ("permanence",)) for i in range(4)]
    kinds += [("FS", 1, "france_services", ("droits",))]
    sites = []
    for site_id, number, kind, roles in kinds:
        lon, lat = CORNERS[number]
        aside = 0.01 if site_id == "HOPITAL" else 0.0
        exact = site_id in ("DEPOT", "P1")
        sites.append(
            Site(
                id=site_id,
                name=f"{kind.capitalize()} de {names[number]}",
                kind=kind,
                address="12 rue de l’Église" if exact else "",
                postal_code="83000",
                commune=names[number],
                insee=f"8300{number}",
                lon=lon + aside,
                lat=lat + aside,
                precision="adresse" if exact else "approx_mairie",
                roles=roles,
                verified=exact,
                source="essai",
                note="",
            )
        )
    return sites


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
