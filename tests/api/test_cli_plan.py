"""`tournees plan`, `check`, `template` and `schema` as people call them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from api.cli import main

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
        (["plan", "--time-limit", "0"], "time-limit"),
        (["plan", "absent.json"], "absent.json"),
    ],
)
def test_a_wrong_call_is_explained(arguments, said, tmp_path):
    result = run(*arguments, *([] if "--out" in arguments else ["--out", str(tmp_path)]))
    assert result.exit_code == 2
    assert said in result.stderr
    assert "Traceback" not in result.stderr


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
    result = run("plan", str(full), "--month", "2027-01", "--out", str(tmp_path / OUT))
    assert result.exit_code == 0, result.stderr
    assert "8 permanences tenues sur 8" in result.stdout


@pytest.mark.parametrize("kind", ["programme", "plan"])
def test_schemas_are_json(kind):
    result = run("schema", kind)
    assert json.loads(result.stdout)["$schema"].startswith("https://json-schema.org/")


def test_help_lists_every_command():
    result = run("--help")
    for name in ("plan", "check", "template", "schema", "roads", "serve"):
        assert name in result.stdout
