"""`tournees people` as it is typed."""

from __future__ import annotations

import json
import stat
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from api.cli import main


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("TOURNEES_DATA", str(tmp_path / "data"))
    monkeypatch.delenv("TOURNEES_DATABASE_URL", raising=False)
    runner = CliRunner()

    def call(*words: str, **given: Any) -> Result:
        return runner.invoke(main, ["people", *words], **given)

    file = tmp_path / "people.json"
    person = {"name": "Jeanne Zyprax", "phone": "06 99 88 77 66"}
    file.write_text(json.dumps({"people": {"p-1": person, "p-2": {"name": "Paul"}}}))
    assert call("import", str(file)).exit_code == 0
    return call


def test_people_are_listed_shown_and_exported(run, tmp_path: Path) -> None:
    listed = run("list").stdout
    assert [line.split()[0] for line in listed.splitlines()] == ["p-1", "p-2"]
    assert "Zyprax" not in listed
    assert "Jeanne Zyprax" in run("show", "p-1").stdout
    assert json.loads(run("export", "p-1").stdout)["person"]["name"] == "Jeanne Zyprax"
    out = tmp_path / "p-1.json"
    assert run("export", "p-1", "--out", str(out)).exit_code == 0
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    assert run("export", "p-1", "--out", str(out)).exit_code == 2  # never over another file


def test_people_are_erased_when_that_is_confirmed(run) -> None:
    asked = run("erase", "p-1", input="n\n")
    assert (asked.exit_code, "1 personne, sans retour ? [oui/non]" in asked.stderr) == (1, True)
    assert "Zyprax" in run("show", "p-1").stdout
    assert "1 fiche," in run("erase", "p-1", input="oui\n").stdout
    answer = run("show", "p-1")
    assert answer.exit_code == 2
    assert "Personne n’est connu" in answer.stderr
    assert run("erase").exit_code == 2
    assert run("erase", "--all", "--yes").exit_code == 0
    assert run("list").stdout == ""


def test_nobody_is_asked_whether_to_erase_who_is_not_known(run) -> None:
    answer = run("erase", "p-9")
    assert answer.exit_code == 2
    assert "[oui/non]" not in answer.stderr
    assert "Rien n’est gardé" in answer.stderr
    both = run("erase", "p-1", "p-9", input="n\n")
    assert "Effacer 1 personne," in both.stderr
    assert "inconnu" in run("audit", "--pseudonym", "p-9").stdout


def test_the_key_is_replaced(run, tmp_path: Path) -> None:
    key = tmp_path / "data" / "people.key"
    before = key.read_text()
    assert "2 personnes" in run("rotate-key").stdout
    assert key.read_text() != before
    assert "Zyprax" in run("show", "p-1").stdout
    key.unlink()
    answer = run("show", "p-1")
    assert answer.exit_code == 2
    assert "Rien n’est perdu" in answer.stderr


def test_the_log_is_shown_and_verified(run) -> None:
    run("show", "p-1")
    shown = run("audit").stdout
    assert "vu  p-1  name phone  [tournees people show]  cli:" in shown
    assert "Zyprax" not in shown
    rows = [
        json.loads(line)
        for line in run("audit", "--json", "--pseudonym", "p-1").stdout.splitlines()
    ]
    assert [row["action"] for row in rows] == ["read", "write"]
    assert "intacte : 3 lignes" in run("audit", "--verify").stdout.replace(
        "\N{NO-BREAK SPACE}", " "
    )


def test_purging_says_for_how_long_what_is_kept(run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOURNEES_PEOPLE_DAYS", "90")
    answer = run("purge")
    assert "Rien n’était à effacer" in answer.stdout
    assert "90 jours (TOURNEES_PEOPLE_DAYS)" in answer.stderr
    monkeypatch.setenv("TOURNEES_PEOPLE_DAYS", "longtemps")
    answer = run("purge")
    assert answer.exit_code == 2
    assert "TOURNEES_PEOPLE_DAYS" in answer.stderr
