"""The built wheel and sdist hold what they must, nothing else, and work away from a checkout."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ("routing", "maps", "api")


def build(target: str, source: Path, folder: Path) -> Path:
    """Build one distribution with the installed hatchling: no network, no isolation."""
    command = [sys.executable, "-m", "hatchling", "build", "-t", target, "-d", str(folder)]
    subprocess.run(command, cwd=source, check=True, capture_output=True)
    (built,) = folder.iterdir()
    return built


def members(wheel: Path) -> set[str]:
    """Names in a wheel."""
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def shipped(folder: Path) -> list[Path]:
    """Every file below a folder that should travel."""
    return [p for p in folder.rglob("*") if p.is_file() and "__pycache__" not in p.parts]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build("wheel", ROOT, tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def sdist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build("sdist", ROOT, tmp_path_factory.mktemp("sdist"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel unpacked as an installer would: it is pure Python, so files only."""
    site = tmp_path_factory.mktemp("site")
    shutil.unpack_archive(wheel, site, "zip")
    return site


def run_elsewhere(site: Path, folder: Path, code: str) -> str:
    """Run code in another folder, with this wheel and the libraries but no checkout.

    ``-S`` leaves .pth files unread, so that an editable install cannot stand in.
    """
    libraries = sysconfig.get_paths()["purelib"]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(site), libraries])}
    command = [sys.executable, "-S", "-c", code]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_wheel_holds_every_file_of_the_packages(wheel: Path) -> None:
    names = members(wheel)
    for package in PACKAGES:
        assert f"{package}/py.typed" in names
        wanted = {path.relative_to(ROOT).as_posix() for path in shipped(ROOT / package)}
        assert wanted <= names


def test_the_wheel_holds_the_territory(wheel: Path) -> None:
    source = ROOT / "data" / "communes"
    wanted = {
        f"routing/planning/communes/{path.relative_to(source).as_posix()}"
        for path in shipped(source)
    }
    assert wanted <= members(wheel)


def test_the_wheel_holds_nothing_else(wheel: Path) -> None:
    tops = {name.split("/")[0] for name in members(wheel)}
    (information,) = {top for top in tops if top.endswith(".dist-info")}
    assert tops == {*PACKAGES, information}
    licences = {name for name in members(wheel) if name.startswith(f"{information}/licenses/")}
    assert {Path(name).name for name in licences} == {"LICENSE", "NOTICE", "SOURCES.md"}


def test_the_wheel_names_no_folder_of_this_machine(wheel: Path) -> None:
    here = [str(folder) for folder in {ROOT, ROOT.parent, Path(sys.prefix), Path.home()}]
    own = [absolute(folder) for folder in here if len(folder) > len("/home")]
    with zipfile.ZipFile(wheel) as archive:
        for name in archive.namelist():
            content = archive.read(name)
            assert not [folder for folder in own if folder.search(content)], name


def absolute(folder: str) -> re.Pattern[bytes]:
    """Match ``folder`` as a path from the root: /check/work is not in planning/check/work.py."""
    return re.compile(rb"(?<![\w.-])" + re.escape(folder.encode()) + rb"(?![\w.-])")


def test_a_folder_is_told_from_a_path_that_only_ends_alike() -> None:
    assert absolute("/check/work").search(b"File '/check/work/main/a.py'")
    assert not absolute("/check/work").search(b"routing/planning/check/work.py")
    assert not absolute("/check/work").search(b"/check/workshop/a.py")


def test_the_command_starts_in_another_folder(installed: Path, tmp_path: Path) -> None:
    code = (
        "from importlib.metadata import PathDistribution\n"
        "from pathlib import Path\n"
        f"site = Path({str(installed)!r})\n"
        "(information,) = site.glob('*.dist-info')\n"
        "(command,) = PathDistribution(information).entry_points.select(name='tournees')\n"
        "command.load()(['--help'])"
    )
    assert "plan" in run_elsewhere(installed, tmp_path, code)


def test_the_territory_is_found_in_another_folder(installed: Path, tmp_path: Path) -> None:
    code = (
        "from routing.planning import load_territory\n"
        "territory = load_territory()\n"
        "print(territory.folder)\n"
        "print(len(territory.communes))"
    )
    folder, communes = run_elsewhere(installed, tmp_path, code).splitlines()
    assert Path(folder).resolve() == (installed / "routing/planning/communes").resolve()
    assert int(communes) == 43


def test_the_sdist_makes_the_same_wheel(sdist: Path, wheel: Path, tmp_path: Path) -> None:
    subprocess.run(["tar", "-xzf", str(sdist), "-C", str(tmp_path)], check=True)
    source = tmp_path / sdist.name.removesuffix(".tar.gz")
    for name in ("LICENSE", "NOTICE", "README.md", "Makefile", "requirements.lock"):
        assert (source / name).is_file()
    assert members(build("wheel", source, tmp_path / "built")) == members(wheel)
