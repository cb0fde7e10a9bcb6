"""`tournees check` from files to exit codes."""

from __future__ import annotations

import json
from types import SimpleNamespace

import pytest
from click.testing import CliRunner

from api import recipe
from api.cli import main
from api.wire.plan_json import plan_text
from api.wire.programme_json import programme_digest, programme_text


def plain(text):
    return text.replace("\N{NO-BREAK SPACE}", " ")


@pytest.fixture
def files(house, roads, tmp_path, monkeypatch):
    """Write the house's programme; return a function that checks a plan against it."""
    ground = recipe.Ground(house.territory, SimpleNamespace(matrix=roads))
    monkeypatch.setattr(recipe, "open_ground", lambda *_: ground)
    programme, path = tmp_path / "programme.json", tmp_path / "plan.json"
    programme.write_text(programme_text(house.programme), encoding="utf-8")

    def run(plan, *options):
        path.write_text(plan_text(plan, house.territory), encoding="utf-8")
        return CliRunner().invoke(main, ["check", str(programme), str(path), *options])

    return run


def test_a_good_plan(house, files):
    done = files(house.plan())
    assert (done.exit_code, done.stderr) == (0, "")
    assert plain(done.stdout) == "Plan conforme : 5 séances en 3 tournées, 1 non planifiée.\n"


def test_a_bad_plan_lists_every_fault(house, files):
    plan = house.with_round(house.plan(remarks=()), 0, unit="AUTO")
    done = files(plan)
    assert done.exit_code == 2
    head, *lines = plain(done.stdout).splitlines()
    assert head == "Plan non conforme : 3 fautes."
    assert [line.split()[0] for line in lines] == [
        "ROLE_EMPTY_NOT_REMARKED",
        "UNIT_REQUIRED",
        "UNIT_REQUIRED",
    ]


def test_in_english(house, files):
    good = files(house.plan(), "--lang", "en")
    assert (
        good.stdout == "The plan keeps to its programme: 5 sessions in 3 rounds, 1 not planned.\n"
    )
    spoilt = house.with_round(house.plan(), 0, unit="AUTO")
    bad = files(spoilt, "--lang", "en")
    head, line, *_ = bad.stdout.splitlines()
    assert head == "The plan does not keep to its programme: 2 faults."
    assert line.startswith("UNIT_REQUIRED  The session place ")
    told = json.loads(files(spoilt, "--json", "--lang", "en").stdout)["violations"]
    assert line.endswith(told[0]["message"])


def test_as_json(house, files):
    done = files(house.plan(), "--json")
    assert (done.exit_code, json.loads(done.stdout)) == (0, {"valid": True, "violations": []})
    done = files(house.plan(unassigned=(), indicators={}), "--json")
    assert done.exit_code == 2
    body = json.loads(done.stdout)
    assert body["valid"] is False
    (violation,) = body["violations"]
    assert violation["code"] == "SESSION_MISSING"
    assert violation["record"] == "barjols"
    assert "13 janvier 2027" in violation["message"]


def test_a_programme_changed_since(house, files):
    same = house.plan(programme_digest=programme_digest(house.programme))
    assert files(same).stderr == ""
    done = files(house.plan(programme_digest="0" * 64))
    assert done.exit_code == 0
    assert "a changé" in done.stderr


def test_a_file_that_is_no_plan(house, files, tmp_path):
    files(house.plan())
    programme = str(tmp_path / "programme.json")
    done = CliRunner().invoke(main, ["check", programme, programme])
    assert done.exit_code == 2
    assert "plan" in done.stderr
    assert done.stdout == ""
