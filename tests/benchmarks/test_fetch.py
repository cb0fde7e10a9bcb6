"""`tournees bench fetch` against a server of this machine."""

from __future__ import annotations

import io
import socket
import threading
import zipfile
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from api.cli import main
from benchmarks.literature import fetching
from benchmarks.literature.fetching import normal_checksum, sources


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def site(tmp_path: Path) -> Path:
    folder = tmp_path / "site"
    (folder / "deep").mkdir(parents=True)
    (folder / "deep/p01").write_bytes(b"1 2 3 4\r\n")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("In/C101.TXT", "C101\n")
        archive.writestr("../../evil.txt", "evil\n")
        archive.writestr("readme.pdf", "no instance")
    (folder / "all.zip").write_bytes(packed.getvalue())
    return folder


@pytest.fixture
def server(site: Path) -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=site)) as served:
        thread = threading.Thread(target=served.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{served.server_port}"
        served.shutdown()
        thread.join()


@pytest.fixture(autouse=True)
def _lists(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    listed = tmp_path / "sources.csv"
    listed.write_text(
        "family,url,name\n"
        "pvrp,http://authors.invalid/deep/p01,p01\n"
        "pvrp,http://authors.invalid/gone,p02\n"
        "vrptw,https://authors.invalid/all.zip,\n",
        encoding="ascii",
    )
    known = tmp_path / "checksums.csv"
    right, other = normal_checksum(b"1 2 3 4\n"), normal_checksum(b"other")
    known.write_text(
        f"family,file,sha256\npvrp,p01,{right}\nvrptw,C101.TXT,{other}\n", encoding="ascii"
    )
    monkeypatch.setattr(fetching, "SOURCES", listed)
    monkeypatch.setattr(fetching, "CHECKSUMS", known)


def fetch(folder: Path, *words: str) -> Result:
    return CliRunner().invoke(main, ["bench", "fetch", str(folder), *words])


def test_files_and_archives_are_fetched_and_noted(server: str, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    result = fetch(folder, "--mirror", server)
    assert result.exit_code == 0, result.output
    assert (folder / "pvrp/p01").read_bytes() == b"1 2 3 4\r\n"
    assert sorted(path.name for path in (folder / "vrptw").iterdir()) == [
        "C101.TXT",
        "checksums.lock",
        "evil.txt",
    ]
    assert not (tmp_path / "evil.txt").exists()
    noted = (folder / "pvrp/checksums.lock").read_text(encoding="utf-8").split()
    assert noted[1] == "p01"
    assert len(noted[0]) == 64
    assert "p01 : diffère" not in result.stderr  # line ends do not matter
    assert "C101.TXT : diffère de la copie connue" in result.stderr
    assert "1 adresses sans réponse" in result.stderr
    assert "3 fichiers" in result.stderr


def test_a_file_that_changed_is_refused(server: str, site: Path, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    assert fetch(folder, "--mirror", server, "--family", "pvrp").exit_code == 0
    assert fetch(folder, "--mirror", server, "--family", "pvrp").exit_code == 0
    (site / "deep/p01").write_bytes(b"changed")
    result = fetch(folder, "--mirror", server, "--family", "pvrp")
    assert result.exit_code == 2
    assert "ce n’est plus le fichier noté" in result.stderr
    assert (folder / "pvrp/p01").read_bytes() == b"1 2 3 4\r\n"


def test_a_web_page_is_no_instance(server: str, site: Path, tmp_path: Path) -> None:
    (site / "deep/p01").write_bytes(b"<!doctype html><p>moved</p>")
    result = fetch(tmp_path / "in", "--mirror", server, "--family", "pvrp")
    assert "page web" in result.stderr
    assert not (tmp_path / "in/pvrp/p01").exists()


def test_what_is_no_archive(server: str, site: Path, tmp_path: Path) -> None:
    (site / "all.zip").write_bytes(b"no zip")
    result = fetch(tmp_path / "in", "--mirror", server, "--family", "vrptw")
    assert result.exit_code == 2
    assert "archive zip" in result.stderr


def test_offline(tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    result = fetch(tmp_path / "in", "--mirror", f"http://127.0.0.1:{port}")
    assert result.exit_code == 2
    assert "Pas de réponse de 127.0.0.1" in result.stderr
    assert "--instances" in result.stderr
    assert not (tmp_path / "in").exists()


def test_other_schemes_are_refused(tmp_path: Path) -> None:
    result = fetch(tmp_path / "in", "--mirror", "file:///etc")
    assert result.exit_code == 2
    assert "http ou https" in result.stderr


def test_the_shipped_lists_are_well_formed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    listed = sources(("pvrp", "darp", "pdptw", "vrptw"))
    assert len({source.url for source in listed}) == len(listed) > 100
    assert all(source.url.startswith(("http://", "https://")) for source in listed)
