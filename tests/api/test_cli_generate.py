"""`tournees generate`: a made-up month as people ask for it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from api.cli import main
from api.recipe import read_programme
from routing.planning import load_territory

JANUARY = ("--month", "2027-01")


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def made(path: Path, *more: str) -> Result:
    return run("generate", "--rides", "12", "--drivers", "9", "--seed", "7", *more, "--out", path)


def test_it_writes_a_programme_on_the_output():
    result = run("generate", "--rides", "5", "--drivers", "2", *JANUARY)
    assert result.exit_code == 0, result.stderr
    document = json.loads(result.stdout)
    assert document["name"] == "promo-soins"
    assert "fictives" in document["title"]
    assert document["horizon"] == {"from": "2027-01-01", "to": "2027-01-31"}
    assert len(document["permanences"]) == 4
    assert (len(document["requests"]), len(document["drivers"])) == (5, 2)
    assert result.stderr == ""


def test_the_same_seed_writes_the_same_bytes(tmp_path: Path):
    first, second, other = (tmp_path / f"{name}.json" for name in ("a", "b", "c"))
    assert made(first, *JANUARY).exit_code == 0
    assert made(second, *JANUARY).exit_code == 0
    run("generate", "--rides", "12", "--drivers", "9", "--seed", "8", *JANUARY, "--out", other)
    assert first.read_bytes() == second.read_bytes() != other.read_bytes()


def test_a_workbook_holds_the_same_programme(tmp_path: Path):
    assert made(tmp_path / "m.json", *JANUARY).exit_code == 0
    result = made(tmp_path / "m.xlsx", *JANUARY)
    assert result.exit_code == 0, result.stderr
    assert "12 demandes" in result.stderr
    assert "9 bénévoles" in result.stderr
    territory = load_territory()
    in_json, in_sheets = (
        read_programme(str(tmp_path / name), territory) for name in ("m.json", "m.xlsx")
    )
    assert in_sheets.requests == in_json.requests
    assert in_sheets.drivers == in_json.drivers
    assert in_sheets.cars == in_json.cars


def test_what_it_writes_can_be_planned(tmp_path: Path):
    assert made(tmp_path / "m.json", *JANUARY).exit_code == 0
    result = run("plan", tmp_path / "m.json", "--iterations", "50", "--out", tmp_path / "out")
    assert result.exit_code == 0, result.stderr
    document = json.loads((tmp_path / "out" / "plan.json").read_text(encoding="utf-8"))
    assert document["horizon"]["from"] == "2027-01-01"
    assert document["rides"]


def test_another_programme_and_no_rides_at_all():
    result = run("generate", "--programme", "extension", "--rides", "0", "--drivers", "0", *JANUARY)
    document = json.loads(result.stdout)
    assert len(document["permanences"]) == 11
    assert "requests" not in document


def test_a_file_that_exists_is_kept_unless_told_otherwise(tmp_path: Path):
    target = tmp_path / "mien.json"
    target.write_text("à moi", encoding="utf-8")
    result = made(target, *JANUARY)
    assert result.exit_code == 2
    assert "existe déjà" in result.stderr
    assert target.read_text(encoding="utf-8") == "à moi"
    assert made(target, *JANUARY, "--force").exit_code == 0
    assert json.loads(target.read_text(encoding="utf-8"))["requests"]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--month", "janvier"), "écrivez par exemple 2027-01"),
        (("--month", "1999-01"), "hors de 2000"),
        (("--out", "programme.txt"), ".json ou .xlsx"),
        (("--programme", "promo"), "promo-soins"),
        (("--rides", "-1"), "--rides"),
        (("--drivers", "501"), "--drivers"),
        (("--out", "/nulle/part/m.json"), "/nulle/part/m.json"),
    ],
)
def test_errors_say_what_to_change(arguments: tuple[str, ...], told: str):
    result = run("generate", "--rides", "1", *arguments)
    assert result.exit_code == 2
    assert told in result.stderr
    assert result.stdout == ""
