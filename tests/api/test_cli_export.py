"""`tournees export` writes the documents of a plan that was made before."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner, Result

import api.documents
from api.cli import _second, main
from api.recipe import open_ground, read_programme
from api.wire.programme_json import programme_digest

if TYPE_CHECKING:
    from maps.document_kind import DocumentKind


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A plan of the shipped programme: one round, written down by hand."""
    programme = read_programme("promo-soins", open_ground().territory)
    held = programme.permanences[0]
    hour = "2026-12-03T{}:00+01:00"
    stop = {
        "permanence": held.id, "site": held.site, "half_day": "morning",
        "arrive": hour.format("08:30"), "start": hour.format("09:00"),
        "end": hour.format("12:00"), "depart": hour.format("12:30"),
        "distance_m": 20_000, "travel_s": 1500,
    }  # fmt: skip
    held_round = {
        "id": "T-1", "date": "2026-12-03", "unit": programme.units[0].id,
        "depart": hour.format("08:05"), "return": hour.format("12:55"),
        "distance_m": 40_000, "driving_s": 3000, "stops": [stop], "team": [], "pauses": [],
    }  # fmt: skip
    solver = {
        "seed": 1, "iterations": 1, "cost": 0, "bound": 0, "gap": 0.0, "wall_s": None,
        "aims": [], "versions": {}, "stopped_by": "optimal",
    }  # fmt: skip
    document = {
        "format_version": 1, "programme": programme.name, "title": programme.title,
        "programme_digest": programme_digest(programme), "territory": "communes",
        "horizon": {"from": "2026-12-01", "to": "2026-12-31"}, "rounds": [held_round],
        "unassigned": [], "indicators": {}, "solver": solver,
    }  # fmt: skip
    path = tmp_path_factory.mktemp("plan") / "plan.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    return path


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["export", *map(str, arguments)])


def test_a_document_is_written_and_a_stale_one_goes(plan: Path, tmp_path: Path) -> None:
    stale = tmp_path / "feuille-2020-01-01-unite-1.html"
    stale.write_text("", encoding="utf-8")
    (tmp_path / "feuille-de-paie.html").write_text("", encoding="utf-8")
    result = run(plan, "--what", "round-sheets", "--out", tmp_path)
    assert result.exit_code == 0, result.output
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "feuille-2026-12-03-unite-1.html",
        "feuille-de-paie.html",
        "feuilles.html",
    ]


def test_narrowed_and_in_english(plan: Path, tmp_path: Path) -> None:
    narrowed = ["--date", "2026-12-03", "--lang", "en", "--out", tmp_path]
    assert run(plan, "--what", "round-sheets", *narrowed).exit_code == 0
    (made,) = tmp_path.iterdir()
    assert 'lang="en"' in made.read_text(encoding="utf-8")


def test_another_programme_is_refused(plan: Path, tmp_path: Path) -> None:
    result = run(plan, "--programme", "extension", "--out", tmp_path / "out")
    assert result.exit_code == 2
    assert "promo-soins" in result.output
    assert not (tmp_path / "out").exists()


def test_a_programme_that_has_changed_does_anyway(plan: Path, tmp_path: Path) -> None:
    document = json.loads(plan.read_text(encoding="utf-8")) | {"programme_digest": "0" * 64}
    older = tmp_path / "plan.json"
    older.write_text(json.dumps(document), encoding="utf-8")
    asked = [older, "--what", "round-sheets", "--out", tmp_path / "out"]
    refused = run(*asked)
    assert refused.exit_code == 2
    assert "--anyway" in refused.output
    assert run(*asked, "--anyway").exit_code == 0
    assert (tmp_path / "out" / "feuilles.html").exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--what", "carte"], "document inconnu"),
        (["--date", "3/12"], "2027-01-05"),
        (["--date", "2027-03-01"], "2026-12-31"),
        (["--unit", "u9"], "choisissez"),
        (["--names"], "--people"),
    ],
)
def test_what_cannot_be_is_told(plan: Path, tmp_path: Path, arguments, said: str) -> None:
    result = run(plan, *arguments, "--out", tmp_path)
    assert result.exit_code == 2
    assert said in result.output


def test_a_folder_that_cannot_be_made_is_told_in_french(plan: Path) -> None:
    result = run(plan, "--what", "ics", "--out", plan / "dossier")
    assert (result.exit_code, "il faut un dossier" in result.output) == (2, True), result.output


@pytest.fixture
def remote(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Have even one sheet drawn by a second process; the kinds that it was asked for."""
    asked: list[str] = []
    ask = _second.Second.draw

    def draw(second: _second.Second, kind: DocumentKind, *more: Any) -> list[Path]:
        asked.append(kind.id)
        return ask(second, kind, *more)

    monkeypatch.setattr(_second, "WORTH_IT", 0)
    monkeypatch.setattr(_second, "_cores", lambda: 2)
    monkeypatch.setattr(_second.Second, "draw", draw)
    return asked


def test_two_processes_write_what_one_does(
    plan: Path, tmp_path: Path, remote: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    what = [plan, "--what", "sheets,sheets-pdf,gpx,ics,posters-a4", "--out"]
    together = run(*what, tmp_path / "two")
    assert together.exit_code == 0, together.output
    assert remote[0] == "round-sheets-pdf"
    monkeypatch.setattr(_second, "_cores", lambda: 1)
    remote.clear()
    assert run(*what, tmp_path / "one").exit_code == 0
    assert not remote
    two, one = (
        {path.name: path.read_bytes() for path in (tmp_path / name).iterdir()}
        for name in ("two", "one")
    )
    assert {"feuilles.pdf", "feuilles.html", "calendrier.ics"} <= one.keys()
    assert two == one


def test_a_fault_in_the_second_process_is_told_as_any(
    plan: Path, tmp_path: Path, remote: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(api.documents, "clear", lambda *_: None)
    (tmp_path / "feuilles.pdf").mkdir()
    result = run(plan, "--what", "round-sheets-pdf", "--out", tmp_path)
    assert remote
    assert (result.exit_code, "c’est un dossier" in result.output) == (2, True), result.output


def test_the_documents_are_listed() -> None:
    result = run("--list")
    assert result.exit_code == 0
    assert "driver-sheets" in result.output
    assert "--driver" in result.output
