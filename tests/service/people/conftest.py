"""An installation with two people driven in a plan, whom the coordinator knows by name."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from api.jobs.order import Order
from api.people.audit import Caller
from api.people.office import Office, open_office
from api.people.retention import Times
from api.problems import WORKER_LOST
from api.recipe import Ground, open_ground
from api.store.database import Database
from api.store.order_records import Outcome, Status
from api.store.orders import Orders
from api.wire.plan_json import plan_text
from api.wire.programme_json import load_programme, programme_digest
from maps.contacts import Contact
from routing.planning.options import PlanOptions
from routing.planning.plans import Leg, Plan, Ride, RideStop, RideStopKind, SolverReport
from routing.planning.programme import Programme

ME = Caller(actor="key:tests", via="tests")
FIRST = (date.today().replace(day=1) + timedelta(days=70)).replace(day=1)
LAST = FIRST + timedelta(days=27)
DAY = FIRST + timedelta(days=7 + (1 - FIRST.weekday()) % 7)
"""A Tuesday that is still to come, whenever the tests are run."""
HORIZON = {"from": FIRST.isoformat(), "to": LAST.isoformat()}
DOOR = (6.01234, 43.55678)
"""Where p-1 lives, in Barjols."""
PEOPLE = {
    "p-1": Contact(
        name="Jeanne Zyprax", phone="06 99 88 77 66", address="3 rue Qwertz", notes="Chien Wombatus"
    ),
    "p-2": Contact(name="Paul Vexley", phone="07 55 44 33 22"),
    "c-1": Contact(name="Odette Krumhorn", phone="06 12 00 34 56"),
}
PLANTED = [b"Zyprax", b"99 88 77", b"Qwertz", b"Wombatus", b"Vexley", b"55 44 33", b"Krumhorn"]


def programme_document() -> dict[str, Any]:
    """Return a programme of rides alone, as its author writes it."""
    path = Path("data/communes/programmes/promo-soins.json")
    shipped = json.loads(path.read_text("utf-8"))
    kept = ("format_version", "name", "title", "headquarters", "roles", "staff", "units")
    weekdays = {"tuesday": [{"start": "08:00", "end": "18:00"}]}
    return {key: shipped[key] for key in kept if key in shipped} | {
        "horizon": HORIZON,
        "permanences": shipped["permanences"][:1],
        "drivers": [
            {"id": code, "label": label, "home": home, "car": {}, "hours": weekdays}
            for code, label, home in (
                ("c-1", "Odette", {"lon": 6.0701, "lat": 43.41234, "label": "Volets bleus"}),
                ("c-2", "Conducteur 2", {"commune": "83023"}),
            )
        ],
        "requests": [
            {
                "id": "r1",
                "passenger": "p-1",
                "pickup": {
                    "lon": DOOR[0], "lat": DOOR[1], "commune": "83012", "label": "Portail Grelot",
                },
                "destination": {
                    "kind": "appointment", "date": DAY.isoformat(), "at": "10:00", "length": "PT1H",
                    "place": {"lon": 6.06123, "lat": 43.40567, "label": "Cabinet Frumious"},
                },
                "return": {"kind": "none"},
            },
            {
                "id": "r2",
                "passenger": "p-2",
                "pickup": {"lon": 6.00777, "lat": 43.45888, "commune": "83021"},
                "destination": {
                    "kind": "appointment", "date": DAY.isoformat(), "at": "10:30", "length": "PT1H",
                    "place": {"site": "CH-BRIGNOLES"},
                },
                "return": {"kind": "none"},
            },
        ],
    }  # fmt: skip


def make_plan(programme: Programme) -> Plan:
    """Return a plan with one ride of c-1's that fetches both."""
    hours = iter(range(9 * 3600, 11 * 3600, 1200))

    def stop(kind: str, request: str, place: str) -> RideStop:
        at = next(hours)
        return RideStop(
            kind=RideStopKind(kind), request=request, leg=Leg.OUTBOUND, place=place,
            arrive_s=at, start_s=at, depart_s=at + 120, load=(1, 0, 0, 0),
            distance_m=7321, travel_s=1080,
        )  # fmt: skip

    stops = (
        stop("pickup", "r1", "pickup:r1"),
        stop("pickup", "r2", "pickup:r2"),
        stop("dropoff", "r1", "goal:r1"),
        stop("dropoff", "r2", "site:CH-BRIGNOLES"),
    )
    ride = Ride(
        id=f"{DAY}-c-1-1", date=DAY, driver="c-1", depart_s=8 * 3600 + 1800,
        return_s=12 * 3600, distance_m=36_605, driving_s=5400, stops=stops,
    )  # fmt: skip
    assert programme.horizon is not None
    return Plan(
        programme=programme.name, title=programme.title,
        programme_digest=programme_digest(programme), territory="communes",
        horizon=programme.horizon, rounds=(), unassigned=(), remarks=(), indicators={},
        rides=(ride,),
        solver=SolverReport(
            seed=1, iterations=1, cost=5400, bound=5400, gap=0.0, wall_s=None, aims=(),
            versions={}, stopped_by="optimal",
        ),
    )  # fmt: skip


@dataclass(frozen=True)
class House:
    """What the tests of this folder work on."""

    database: Database
    folder: Path
    office: Office
    orders: Orders
    programme: Programme
    ground: Ground
    day: date = DAY
    last: date = LAST
    me: Caller = ME
    known: Mapping[str, Contact] = field(default_factory=lambda: PEOPLE)

    def order(self, programme: Programme | None = None) -> str:
        """Queue an order."""
        order = Order(programme=programme or self.programme, options=PlanOptions())
        order_id = self.orders.submit(order.text(), "Essai", 100)
        assert order_id is not None
        return order_id

    def finished(self, programme: Programme | None = None, **documents: bytes) -> str:
        """Leave a finished plan with its documents."""
        programme = programme or self.programme
        order_id = self.order(programme)
        claim = self.orders.claim()
        assert claim is not None
        made = plan_text(make_plan(programme), self.ground.territory).encode()
        files = {"plan.json": made, **documents}
        self.orders.finish(claim, Outcome(status=Status.COMPLETED, documents=files))
        return order_id

    def raw(self) -> bytes:
        """Return all bytes of the database: its files, or every row of every table."""
        if self.database.engine.dialect.name == "sqlite":
            file = Path(self.database.engine.url.database or "")
            return b"".join(path.read_bytes() for path in sorted(file.parent.glob(f"{file.name}*")))
        with self.database.engine.connect() as connection:
            listed = text("select tablename from pg_tables where schemaname = 'public'")
            return repr(
                [
                    [*map(tuple, connection.execute(text(f'select * from "{name}"')))]  # noqa: S608
                    for name in connection.execute(listed).scalars()
                ]
            ).encode()


@pytest.fixture(scope="session")
def ground() -> Ground:
    return open_ground()


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    database = Database(database_url)
    database.upgrade()
    yield database
    database.close()


@pytest.fixture
def house(database: Database, tmp_path: Path, ground: Ground) -> House:
    programme = load_programme(programme_document(), ground.territory)
    return House(
        database=database,
        folder=tmp_path,
        office=open_office(database, tmp_path, b"secret" * 6, ground.territory, Times()),
        orders=Orders(database, WORKER_LOST.as_dict()),
        programme=programme,
        ground=ground,
    )


@pytest.fixture
def people(house: House) -> Caller:
    """Let the coordinator know everybody by name."""
    house.office.vault.put(PEOPLE, ME)
    return ME
