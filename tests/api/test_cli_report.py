"""`tournees report` gives account of several plans, and refuses those that do not go together."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path

import pypdf
import pytest
from click.testing import CliRunner, Result

from api.cli import main
from api.recipe import open_ground, read_programme
from api.wire.plan_json import plan_text
from routing.planning.dates import Horizon
from routing.planning.plans import Leg, Plan, Ride, RideStop, RideStopKind, SolverReport
from routing.planning.rides.places import destination_key, pickup_key

DRIVER, CV = "C-05", 4
SOLVER = SolverReport(
    seed=1, iterations=0, cost=0, bound=0, gap=0.0, wall_s=None, aims=(), versions={},
    stopped_by="optimal",
)  # fmt: skip


@pytest.fixture(scope="module")
def plan_of(tmp_path_factory: pytest.TempPathFactory) -> Callable[[date], Path]:
    """A plan file of a week from a date on: one trip of 50 km on its first day."""
    folder = tmp_path_factory.mktemp("plans")
    ground = open_ground()
    programme = read_programme("promo-soins", ground.territory)
    request = programme.requests[0]
    door, goal = pickup_key(request), destination_key(request, programme)

    def stop(kind: RideStopKind, place: str, hour: int) -> RideStop:
        at = hour * 3600
        return RideStop(
            kind=kind, request=request.id, leg=Leg.OUTBOUND, place=place, arrive_s=at, start_s=at,
            depart_s=at + 60, load=(int(place == door), 0, 0, 0), distance_m=20_000, travel_s=1500,
        )  # fmt: skip

    def written(first: date) -> Path:
        stops = (stop(RideStopKind.PICKUP, door, 9), stop(RideStopKind.DROPOFF, goal, 10))
        ride = Ride(
            id=f"{first}-{DRIVER}-1", date=first, driver=DRIVER, depart_s=8 * 3600,
            return_s=12 * 3600, distance_m=50_000, driving_s=4000, stops=stops,
        )  # fmt: skip
        plan = Plan(
            programme=programme.name, title="Essai", programme_digest="", territory="", rounds=(),
            horizon=Horizon(first, first + timedelta(days=6)), unassigned=(), remarks=(),
            indicators={}, solver=SOLVER, rides=(ride,),
        )  # fmt: skip
        path = folder / f"{first}.json"
        path.write_text(plan_text(plan, ground.territory), encoding="utf-8")
        return path

    return written


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["report", *map(str, arguments)])


def text_of(path: Path) -> str:
    pages = pypdf.PdfReader(BytesIO(path.read_bytes())).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split()).replace("\xa0", " ")


def test_a_years_plans_make_one_account(plan_of: Callable[[date], Path], tmp_path: Path) -> None:
    plans = plan_of(date(2027, 2, 1)), plan_of(date(2027, 1, 4))
    result = run("social-transport", *plans, "--out", tmp_path)
    assert result.exit_code == 0, result.output
    said = text_of(tmp_path / "transport-utilite-sociale-2027.pdf")
    assert "Compte rendu de l’année 2027" in said
    assert "Plans du 04/01/2027 au 07/02/2027" in said
    assert "Janvier 1" in said
    assert "Février 1" in said


def test_mileage_of_two_months_with_what_was_chosen(
    plan_of: Callable[[date], Path], tmp_path: Path
) -> None:
    plans = plan_of(date(2027, 1, 4)), plan_of(date(2027, 2, 1))
    result = run("mileage", *plans, "--waived", DRIVER, "--out", tmp_path)
    assert result.exit_code == 0, result.output
    said = text_of(tmp_path / "frais-kilometriques-2027-01-04-2027-02-07.pdf")
    assert "100,0" in said
    assert "Je renonce au remboursement" in said
    assert "Je demande" not in said


def test_what_does_not_go_together_is_refused_in_a_sentence(
    plan_of: Callable[[date], Path], tmp_path: Path
) -> None:
    one, same_week = plan_of(date(2027, 1, 4)), plan_of(date(2027, 1, 6))
    for arguments, message in (
        (("mileage", one, same_week), "deux plans couvrent le 2027-01-06"),
        (("mileage", one, "--waived", DRIVER, "--reimbursed", DRIVER), "jamais les deux"),
        (("mileage", one, "--waived", "C-99"), "C-99"),
        (("social-transport", one, "--year", "2020"), "aucun de ces plans n’est de 2020"),
        (("social-transport", one, "--waived", DRIVER), "ne vont qu’avec mileage"),
        (("mileage", one, "--year", "2027"), "ne va qu’avec social-transport"),
        (("mileage", one, "--programme", "extension"), "ne va pas avec ce programme"),
    ):
        result = run(*arguments, "--out", tmp_path / "rien")
        assert result.exit_code == 2
        assert message in result.output
    assert not (tmp_path / "rien").exists()
