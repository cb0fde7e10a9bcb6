"""Instance files from their authors' public pages, with checksums."""

from __future__ import annotations

import csv
import hashlib
import io
import urllib.error
import urllib.request
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit

SOURCES = Path(__file__).with_name("sources.csv")
"""Columns family, url, files: one file, or an archive of which ``*.txt`` is unpacked."""
CHECKSUMS = Path(__file__).with_name("checksums.csv")
"""Columns family, file, sha256: of files as they are known to be; see :func:`_matches`."""
LOCK = "checksums.lock"
TIMEOUT_S = 30
LARGEST = 50_000_000
"""Bytes; more than any of the files, and little enough not to fill a disk by mistake."""


class FetchError(Exception):
    """Nothing could be fetched, or what came is not what came before. The message is French."""


@dataclass(frozen=True, slots=True)
class Source:
    """A file to download; ``name``: as what, empty for an archive."""

    family: str
    url: str
    name: str


def sources(families: Sequence[str]) -> list[Source]:
    """Return what there is to download for the families."""
    with SOURCES.open(encoding="utf-8", newline="") as file:
        rows = [Source(row["family"], row["url"], row["name"]) for row in csv.DictReader(file)]
    return [source for source in rows if source.family in families]


def fetch_all(
    folder: Path,
    families: Sequence[str],
    mirror: str | None = None,
    *,
    tell: Callable[[str], None],
) -> int:
    """Download the instances of ``families`` and return how many files were written.

    Parameters
    ----------
    mirror
        Address put in place of scheme and host of every source, its path kept.

    Raises
    ------
    FetchError
        Where no server answers, or a file is not the one it was before.
    """
    written, failed = 0, []
    for source in sources(families):
        try:
            data = _download(_at(source.url, mirror))
        except (urllib.error.URLError, TimeoutError, ConnectionError) as error:
            reason = getattr(error, "reason", error)
            tell(f"{source.url} : {reason}")
            failed.append(source)
            if not isinstance(error, urllib.error.HTTPError) and not written:
                raise FetchError(
                    f"Pas de réponse de {urlsplit(_at(source.url, mirror)).netloc} ({reason}). "
                    "Sans internet, copiez les instances à la main dans un dossier, et donnez-le "
                    "à --instances."
                ) from None
            continue
        for name, content in _files(source, data):
            written += _keep(folder / source.family, name, content, tell)
    if failed and not written:
        raise FetchError("Aucun fichier n’a pu être téléchargé (adresses ci-dessus).")
    if failed:
        tell(f"{len(failed)} adresses sans réponse, ci-dessus.")
    return written


def _at(url: str, mirror: str | None) -> str:
    return url if mirror is None else mirror.rstrip("/") + urlsplit(url).path


def _download(url: str) -> bytes:
    if urlsplit(url).scheme not in ("http", "https"):
        raise FetchError(f"{url} : donnez une adresse http ou https.")
    request = urllib.request.Request(url, headers={"User-Agent": "tournees-bench"})  # noqa: S310
    with urllib.request.urlopen(request, timeout=TIMEOUT_S) as answer:  # noqa: S310
        data: bytes = answer.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise FetchError(f"{url} : plus de {LARGEST} octets, ce n’est pas une instance.")
    return data


def _files(source: Source, data: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield name and content: the file itself, or the text files of an archive, flat."""
    if source.name:
        yield source.name, data
        return
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except zipfile.BadZipFile:
        raise FetchError(f"{source.url} : ce n’est pas une archive zip.") from None
    with archive:
        for member in archive.infolist():
            name = PurePosixPath(member.filename.replace("\\", "/")).name
            if name.lower().endswith(".txt") and member.file_size <= LARGEST:
                yield name, archive.read(member)


def _keep(folder: Path, name: str, content: bytes, tell: Callable[[str], None]) -> bool:
    """Write a file whose checksum is right; note a checksum not known yet."""
    if content.lstrip()[:1] == b"<":
        tell(f"{name} : le serveur a répondu par une page web, fichier laissé de côté.")
        return False
    found = hashlib.sha256(content).hexdigest()
    lock = _lock(folder)
    if lock.get(name, found) != found:
        raise FetchError(
            f"{folder / name} : ce n’est plus le fichier noté dans {LOCK} (SHA-256 {found[:12]}…, "
            f"noté {lock[name][:12]}…). Si c’est voulu, effacez sa ligne."
        )
    known = _known(folder.name).get(name)
    if known is not None and not _matches(content, known):
        tell(f"{name} : diffère de la copie connue (SHA-256) ; gardé et noté dans {LOCK}.")
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(content)
    if name not in lock:
        lines = "".join(
            f"{value}  {key}\n" for key, value in sorted((lock | {name: found}).items())
        )
        (folder / LOCK).write_text(lines, encoding="utf-8")
    return True


def _matches(content: bytes, known: str) -> bool:
    """Whether the content has the known checksum.

    The known ones were computed from copies whose line ends may differ from the public files':
    they are of the text with plain line feeds, without blanks at the ends of lines and of the
    file.
    """
    return normal_checksum(content) == known


def normal_checksum(content: bytes) -> str:
    """Return the SHA-256 of a text file whatever its line ends and trailing blanks."""
    text = b"\n".join(line.rstrip() for line in content.splitlines()).rstrip() + b"\n"
    return hashlib.sha256(text).hexdigest()


def _known(family: str) -> Mapping[str, str]:
    with CHECKSUMS.open(encoding="utf-8", newline="") as file:
        return {
            row["file"]: row["sha256"] for row in csv.DictReader(file) if row["family"] == family
        }


def _lock(folder: Path) -> dict[str, str]:
    path = folder / LOCK
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return {name: value for value, _, name in (line.partition("  ") for line in lines) if name}
