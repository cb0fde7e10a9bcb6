"""`tournees plan` with requests: trips by date and driver, whom they do not serve, and totals."""

from __future__ import annotations

import json
import re
from io import StringIO

import pytest
from click.testing import CliRunner
from rich.console import Console

from api import recipe
from api.cli import main
from api.cli._table_rides import ride_figures, show_rides
from api.wire.plan_json import load_plan

WEEK = {"weekday": ("monday", "tuesday", "wednesday", "thursday", "friday")}


def run(*arguments: str):
    return CliRunner().invoke(main, list(arguments))


def plain(text: str) -> str:
    return " ".join(text.replace("\N{NO-BREAK SPACE}", " ").split())


def driver(number: int, commune: str) -> dict:
    free = [{"start": "07:00", "end": "18:00"}]
    return {
        "id": f"c{number}", "label": f"Volante {number}", "home": {"commune": commune},
        "car": {"configurations": [{"seats": 4}]},
        "hours": dict.fromkeys(WEEK["weekday"], free),
    }  # fmt: skip


def asks(name: str, commune: str, **changes) -> dict:
    return {
        "id": name, "passenger": f"p-{name}", "pickup": {"commune": commune},
        "destination": {"kind": "permanence", "permanence": "BARJOLS"}, **changes,
    }  # fmt: skip


@pytest.fixture(scope="module")
def programme(tmp_path_factory):
    """A week with one session at Barjols, two drivers and four requests."""
    ground = recipe.open_ground()
    path = ground.territory.programmes_folder / "promo-soins.json"
    document = json.loads(path.read_text("utf-8"))
    held = [item for item in document["permanences"] if item["id"] == "BARJOLS"]
    past = [item for item in document.get("past", []) if item["permanence"] == "BARJOLS"]
    document |= {
        "permanences": held, "past": past, "events": [], "cars": [],
        "drivers": [driver(1, "Barjols"), driver(2, "Tavernes")],
        "requests": [
            asks("r1", "Tavernes", party={"companions": 1}),
            asks("r2", "Varages"),
            asks("r3", "Brignoles"),
            asks("r4", "Varages", party={"wheelchair": "rigid"}),
        ],
    }  # fmt: skip
    target = tmp_path_factory.mktemp("programme") / "petit.json"
    target.write_text(json.dumps(document), encoding="utf-8")
    return target


@pytest.fixture(scope="module")
def planned(programme, tmp_path_factory):
    folder = tmp_path_factory.mktemp("sortie")
    week = ("--from", "2027-01-04", "--to", "2027-01-10")
    result = run("plan", str(programme), *week, "--iterations", "20", "--out", str(folder))
    assert result.exit_code == 0, result.output
    return folder, result.stdout


def test_trips_by_date_and_driver(planned):
    said = plain(planned[1])
    assert "Trajets" in said
    assert re.search(r"jeu\. 7 janv\. Volante \d \d h \d\d 1\d h \d\d p-r\d", said)
    for name in ("p-r1", "p-r2"):
        assert name in said


def test_passengers_with_their_hours_there_and_back(planned):
    said = plain(planned[1])
    said = said[said.index("Passagers") :]
    way = r"\d+ h \d\d → \d+ h \d\d"
    for name in ("p-r1", "p-r2"):
        assert re.search(rf"{name} {way} {way} Volante \d", said)
    assert "passagers.html" in {path.name for path in planned[0].iterdir()}


def test_who_is_not_served_and_why(planned):
    said = plain(planned[1])
    assert "Demandes non servies (2) :" in said
    assert "p-r3 (demande r3) : Brignoles → Barjols NOT_ENTITLED : Brignoles n’ouvre pas" in said
    assert "→ si la personne adhère à l’association" in said
    # one line for the same reason of both
    assert "CAR : Volante 1 et Volante 2 : sa voiture a 0 place pour fauteuil" in said


def test_totals(planned):
    said = plain(planned[1])
    assert re.search(
        r"3 personnes transportées sur 5 \(2 demandes sur 4\) · \d trajets? · \d+ km dont \d+ "
        r"à vide",
        said,
    )
    assert re.search(r"[12] bénévoles? au volant sur 2", said)


def test_the_plan_tells_its_indicators(planned):
    found = json.loads((planned[0] / "plan.json").read_text("utf-8"))["indicators"]
    assert (found["ride_requests"], found["ride_requests_served"]) == (4, 2)


@pytest.mark.parametrize("width", [60, 80, 120])
def test_no_line_is_wider_than_the_terminal(planned, programme, width):
    ground = recipe.open_ground()
    out = StringIO()
    console = Console(file=out, width=width, highlight=False)
    made = load_plan(planned[0] / "plan.json")
    show_rides(console, made, recipe.read_programme(str(programme), ground.territory),
               ground.territory)  # fmt: skip
    assert max(map(len, out.getvalue().splitlines())) <= width
    assert "…" not in out.getvalue()
    assert "p-r1" in out.getvalue()


def test_totals_are_written_as_in_french():
    found = {
        "ride_requests": 60, "ride_requests_served": 52, "ride_people": 60,
        "ride_people_served": 52, "rides": 31, "rides_km": 1240.4, "rides_empty_km": 640.2,
        "rides_shared_percent": 41.9, "ride_time_ratio": 1.1, "drivers": 12, "drivers_out": 9,
        "busiest_driver_h": 12.4, "busiest_driver_km": 356.2, "least_busy_driver_h": 0.0,
        "least_busy_driver_km": 0.0,
    }  # fmt: skip
    assert [plain(line) for line in ride_figures(found)] == [
        "52 personnes transportées sur 60 · 31 trajets · 1 240 km dont 640 à vide",
        "42 % de trajets partagés · temps à bord 1,10 fois le trajet direct",
        "9 bénévoles au volant sur 12 · le plus sollicité : 12 h 24 et 356 km · "
        "le moins : 0 h et 0 km",
    ]


def test_one_is_not_written_as_many():
    found = {
        "ride_requests": 2, "ride_requests_served": 1, "ride_people": 3, "ride_people_served": 1,
        "rides": 1, "rides_km": 12.0, "rides_empty_km": 0.0, "drivers": 1, "drivers_out": 1,
        "busiest_driver_h": 1.0, "busiest_driver_km": 12.0, "least_busy_driver_h": 1.0,
        "least_busy_driver_km": 12.0,
    }  # fmt: skip
    said = [plain(line) for line in ride_figures(found)]
    assert said[0].startswith("1 personne transportée sur 3 (1 demande sur 2) · 1 trajet ·")
    assert said[1].startswith("1 bénévole au volant sur 1 ·")
