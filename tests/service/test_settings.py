"""Settings: documented, and read from the environment."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from api.http.operations import Operations
from api.http.settings import _NUMBERS, Settings
from api.wire.faults import InputFaults

DOCUMENT = (Path(__file__).parents[2] / "docs" / "service.md").read_text("utf-8")


def test_every_variable_is_documented_with_its_default() -> None:
    for name, (otherwise, _) in _NUMBERS.items():
        assert f"TOURNEES_{name.upper()}`" in DOCUMENT
        assert str(otherwise) in DOCUMENT
    for field in fields(Operations):
        assert f"TOURNEES_{field.name.upper()}`" in DOCUMENT


def test_defaults_are_those_of_the_class(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in _NUMBERS:
        monkeypatch.delenv(f"TOURNEES_{name.upper()}", raising=False)
    read = Settings.from_environment(data=tmp_path)
    assert read == Settings(data=tmp_path, database=read.database, people=read.people)


def test_variables_count_unless_something_is_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TOURNEES_QUEUE_LIMIT", "3")
    monkeypatch.setenv("TOURNEES_MAX_DAYS", "")
    monkeypatch.setenv("TOURNEES_HOSTS", "plans.example.org, autre.example.org")
    read = Settings.from_environment(data=tmp_path)
    assert (read.queue_limit, read.max_days) == (3, 366)
    assert read.allowed_hosts[:2] == ["plans.example.org", "autre.example.org"]
    assert Settings.from_environment(data=tmp_path, queue_limit=5).queue_limit == 5


def test_what_is_wrong_is_told_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOURNEES_QUEUE_LIMIT", "beaucoup")
    monkeypatch.setenv("TOURNEES_METRICS", "moi")
    monkeypatch.setenv("TOURNEES_AUDIT_DAYS", "29")
    monkeypatch.setenv("TOURNEES_NAMES_ON_SHEETS", "peut-être")
    with pytest.raises(InputFaults, match="TOURNEES_QUEUE_LIMIT") as found:
        Settings.from_environment(data=tmp_path)
    for name in ("METRICS", "AUDIT_DAYS", "NAMES_ON_SHEETS"):
        assert f"TOURNEES_{name}" in str(found.value)


@pytest.mark.parametrize(
    ("said", "means"), [("oui", True), ("TRUE", True), ("non", False), ("", False)]
)
def test_a_yes_is_a_yes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said: str, means: bool
) -> None:
    monkeypatch.setenv("TOURNEES_NAMES_ON_SHEETS", said)
    assert Settings.from_environment(data=tmp_path).people.names_on_sheets is means
