"""The Dockerfile and the compose file: what they name is there, and means what they think."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import click
import pytest

from api.cli import main
from api.http.settings import Settings

ROOT = Path(__file__).parents[2]
DOCKERFILE = (ROOT / "Dockerfile").read_text("utf-8").replace("\\\n", " ")
DOCUMENTS = "".join(
    (ROOT / "docs" / f"{name}.md").read_text("utf-8") for name in ("service", "privacy")
)
SECRETS = {"POSTGRES_PASSWORD": "s3cret"}


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    yaml = pytest.importorskip("yaml")
    found: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text("utf-8"))
    return found


def filled(text: str) -> str:
    """Return a text as Compose fills it in, where .env holds no more than it must."""

    def value(found: re.Match[str]) -> str:
        name, how, otherwise = found.groups()
        if how == ":?":
            return SECRETS[name]
        return SECRETS.get(name, otherwise or "")

    return re.sub(r"\$\{(\w+)(:[-?])?([^}]*)\}", value, text)


def ours(compose: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for name, service in compose["services"].items():
        if service["image"] == "tournees":
            yield name, service


def test_every_service_and_volume_that_is_named_is_there(compose: dict[str, Any]) -> None:
    services = compose["services"]
    for service in services.values():
        needed = service.get("depends_on", ())
        assert set(needed) <= services.keys()
        if isinstance(needed, dict):
            for other, how in needed.items():
                healthy = "healthcheck" in services[other] or services[other]["image"] == "tournees"
                assert healthy or how["condition"] != "service_healthy"
        assert {each.partition(":")[0] for each in service.get("volumes", ())} <= set(
            compose["volumes"]
        )


def test_whatever_is_set_is_a_setting(compose: dict[str, Any]) -> None:
    named = set(
        re.findall(r"TOURNEES_\w+", DOCKERFILE + (ROOT / "compose.yaml").read_text("utf-8"))
    )
    assert named
    assert {name for name in named if f"`{name}`" not in DOCUMENTS} == set()
    for _, service in ours(compose):
        assert service["env_file"] == [{"path": ".env", "required": False}]


def test_the_settings_are_those_that_are_meant(
    compose: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, text in compose["services"]["service"]["environment"].items():
        monkeypatch.setenv(name, filled(text))
    read = Settings.from_environment(data=tmp_path, host="0.0.0.0")  # noqa: S104
    assert read.database == "postgresql://tournees:s3cret@database/tournees"
    assert "127.0.0.1" in read.allowed_hosts  # whom the health check asks
    assert "localhost" in read.allowed_hosts
    assert "*" not in read.allowed_hosts


def test_every_command_can_be_called(compose: dict[str, Any]) -> None:
    commands = [service["command"] for _, service in ours(compose)]
    (told,) = re.findall(r"^CMD (\[.*\])$", DOCKERFILE, re.MULTILINE)
    commands.append([part.strip('", ') for part in shlex.split(told.strip("[]").replace(",", " "))])
    called = {command[1] for command in commands if command[0] == "tournees"}
    assert called == {"serve", "worker"}
    for name, *options in (c[1:] for c in commands if c[0] == "tournees"):
        command = main.get_command(click.Context(main), name)
        assert command is not None
        command.make_context(name, [str(option) for option in options])


def test_the_image_is_made_of_what_is_there_and_let_in() -> None:
    let_in = re.findall(r"^!(\S+)$", (ROOT / ".dockerignore").read_text("utf-8"), re.MULTILINE)
    copied = [
        source
        for line in re.findall(r"^COPY (?!--from)(.*)$", DOCKERFILE, re.MULTILINE)
        for source in line.split()[:-1]
    ]
    assert {"routing", "maps", "api", "data/communes"} <= set(copied)
    for source in copied:
        assert (ROOT / source).exists()
        assert any(fnmatch(source, pattern) for pattern in let_in), source


def test_nobody_is_root_and_data_are_kept_where_the_volume_is(compose: dict[str, Any]) -> None:
    (data,) = re.findall(r"TOURNEES_DATA=(\S+)", DOCKERFILE)
    assert f"VOLUME {data}" in DOCKERFILE
    last = DOCKERFILE.rpartition("\nFROM ")[2]
    assert last.index("USER tournees") < last.index(f"mkdir -m 700 {data}")
    for _, service in ours(compose):
        assert f"data:{data}" in service["volumes"]
        assert (service["read_only"], service["cap_drop"]) == (True, ["ALL"])
