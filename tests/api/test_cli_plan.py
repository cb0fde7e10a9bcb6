"""`tournees plan`, `check`, `template` and `schema` as people call them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from api.cli import main
from api.cli._table import proof_of
from routing.planning.plans import AimReport, SolverReport

OUT = "sortie"


def run(*arguments: str):
    return CliRunner().invoke(main, list(arguments))


@pytest.fixture(scope="module")
def planned(tmp_path_factory):
    folder = tmp_path_factory.mktemp(OUT)
    result = run("plan", "--month", "2027-01", "--iterations", "200", "--out", str(folder))
    assert result.exit_code == 0, result.stderr
    return folder, result


def test_the_month_is_told_and_written(planned):
    folder, result = planned
    assert "Saint-Maximin-la-Sainte-Baume" in result.stdout
    assert "8 permanences tenues sur 8" in result.stdout
    assert "optimum prouvé" in result.stdout
    assert "Écrits dans" in result.stderr
    assert {"plan.json", "carte.html", "feuilles.html"} <= {path.name for path in folder.iterdir()}
    document = json.loads((folder / "plan.json").read_text(encoding="utf-8"))
    assert document["horizon"] == {"from": "2027-01-01", "to": "2027-01-31"}
    assert document["solver"]["gap"] == 0
    assert document["unassigned"] == []


def test_same_seed_and_iterations_same_bytes(planned, tmp_path):
    folder, _ = planned
    run("plan", "--month", "2027-01", "--iterations", "200", "--out", str(tmp_path))

    def untimed(path: Path) -> list[str]:
        lines = path.read_text(encoding="utf-8").splitlines()
        return [line for line in lines if '"generated_at"' not in line]

    assert untimed(folder / "plan.json") == untimed(tmp_path / "plan.json")
    assert (folder / "carte.html").read_bytes() == (tmp_path / "carte.html").read_bytes()


def test_the_plan_is_checked_and_a_changed_one_refused(planned, tmp_path):
    folder, _ = planned
    assert run("check", "promo-soins", str(folder / "plan.json")).exit_code == 0
    document = json.loads((folder / "plan.json").read_text(encoding="utf-8"))
    document["rounds"][0]["team"] = document["rounds"][0]["team"][1:]
    spoilt = tmp_path / "plan.json"
    spoilt.write_text(json.dumps(document), encoding="utf-8")
    result = run("check", "promo-soins", str(spoilt))
    assert result.exit_code == 2
    assert document["rounds"][0]["id"] in result.stdout


def test_sheets_of_rounds_no_longer_held_are_removed(planned, tmp_path):
    stale = tmp_path / "feuille-2027-01-02-unite-1.html"
    stale.write_text("ancienne tournée")
    kept = tmp_path / "feuille-de-route.html"
    kept.write_text("à quelqu’un d’autre")
    run("plan", "--month", "2027-01", "--out", str(tmp_path))
    assert not stale.exists()
    assert kept.exists()


def test_the_plan_carried_over_is_never_overwritten(planned):
    folder, _ = planned
    before = (folder / "plan.json").read_bytes()
    result = run(
        "plan", "--month", "2027-02", "--previous", str(folder / "plan.json"), "--out", str(folder)
    )
    assert result.exit_code == 2
    assert "écrasé" in result.stderr
    assert (folder / "plan.json").read_bytes() == before


def test_json_on_stdout_is_the_plan_alone(tmp_path):
    result = run("plan", "--month", "2027-01", "--json", "--out", str(tmp_path))
    assert json.loads(result.stdout) == json.loads((tmp_path / "plan.json").read_text("utf-8"))


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["plan", "promo-soin"], "promo-soins"),
        (["plan", "--month", "2027-13"], "2027-13"),
        (["plan", "--from", "2027-01-01"], "--to"),
        (["plan", "--from", "2027-02-01", "--to", "2027-01-01"], "échangez"),
        (["plan", "--month", "2027-01", "--from", "2027-01-01"], "pas les deux"),
        (["plan", "--seed", "-1"], "seed"),
        (["plan", "--out", __file__], "est un fichier ; il faut un dossier"),
        (["plan", "--nope"], "L’option --nope n’existe pas"),
        (["check"], "Il manque l’argument"),
        (["plan", "--time-limit", "0"], "time-limit"),
        (["plan", "absent.json"], "absent.json"),
    ],
)
def test_a_wrong_call_is_explained(arguments, said, tmp_path):
    out = ["--out", str(tmp_path)]
    result = run(*arguments, *([] if {"--out", "check"} & {*arguments} else out))
    assert result.exit_code == 2
    assert said in result.stderr
    for english in ("Usage:", "Error:", "Try "):
        assert english not in result.stderr
    assert "Traceback" not in result.stderr


def test_a_workbook_instead_of_the_plan_before_is_named(tmp_path):
    book = tmp_path / "mars.xlsx"
    book.write_bytes(b"PK\x03\x04")
    result = run("plan", "--previous", str(book), "--out", str(tmp_path / OUT))
    assert result.exit_code == 2
    assert "plan.json" in result.stderr
    assert "extension" not in result.stderr


def report(**aims: tuple[int, int]) -> SolverReport:
    found = tuple(
        AimReport(aim=name, cost=cost, bound=bound, gap=(cost - bound) / cost if cost else 0.0)
        for name, (cost, bound) in aims.items()
    )
    return SolverReport(
        seed=1, iterations=1, cost=0, bound=0, gap=max(aim.gap for aim in found), wall_s=None,
        aims=found, versions={}, stopped_by="iterations",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("held", "regularity", "travel", "said"),
    [
        ((0, 0), (3, 3), (90, 90), "optimum prouvé"),
        ((0, 0), (3, 3), (100, 98), "trajets à 2,00 % au plus"),
        ((20, 20), (4, 0), (100, 0), "régularité à 100,00 % au plus"),
        ((20, 0), (4, 0), (100, 100), "permanences tenues à 100,00 % au plus"),
    ],
)
def test_the_first_aim_without_a_proof_is_named(held, regularity, travel, said):
    solver = report(permanences_held=held, regularity=regularity, kilometres_and_minutes=travel)
    assert proof_of(solver).startswith(said)


def test_a_territory_without_files_names_them_all(tmp_path):
    result = run("plan", "--territory", str(tmp_path), "--out", str(tmp_path / OUT))
    assert result.exit_code == 2
    for name in ("territory.toml", "communes.csv", "sites.csv"):
        assert name in result.stderr


def test_a_folder_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "fichier").write_text("")
    result = run("plan", "--month", "2027-01", "--out", str(tmp_path / "fichier" / OUT))
    assert result.exit_code == 2
    assert "fichier" in result.stderr


def test_template_and_workbook_round_trip(tmp_path):
    empty, full = tmp_path / "vide.xlsx", tmp_path / "plein.xlsx"
    assert run("template", str(empty)).exit_code == 0
    assert run("template", str(empty)).exit_code == 2  # never overwritten by surprise
    assert run("template", str(full), "--programme", "promo-soins").exit_code == 0
    book = load_workbook(full)
    book.create_sheet("Autre")["A1"] = "Notes"
    book.save(full)
    result = run("plan", str(full), "--month", "2027-01", "--out", str(tmp_path / OUT))
    assert result.exit_code == 0, result.stderr
    assert "« Autre »" in result.stderr
    assert "8 permanences tenues sur 8" in result.stdout


@pytest.mark.parametrize("kind", ["programme", "plan", "people"])
def test_schemas_are_json(kind):
    result = run("schema", kind)
    assert json.loads(result.stdout)["$schema"].startswith("https://json-schema.org/")


def test_help_lists_every_command():
    result = run("--help")
    for name in ("plan", "check", "template", "schema", "roads", "serve"):
        assert name in result.stdout
