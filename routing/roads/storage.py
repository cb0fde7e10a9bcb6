"""The file form of a road network: an npz archive of small, differenced columns.

Neighbouring values of a road network resemble each other, so every integer column is written
as differences, folded to unsigned (zigzag) and split into byte planes, which deflate shrinks
to about a third of a plain ``numpy.savez_compressed``. The same network gives the same bytes.
"""

from __future__ import annotations

import io
import json
import os
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from routing.roads.types import NetworkFileError

FORMAT_NAME = "tournees-roads"
FORMAT_VERSION = 1

_EPOCH = (1980, 1, 1, 0, 0, 0)
_DIFFERENCED = ("node_lon", "node_lat", "edge_tail")
_PLAIN = ("edge_length_dm", "edge_name", "edge_ref", "order")
_BYTES = ("edge_class", "edge_flags")

_DAMAGE = (
    zipfile.BadZipFile, zlib.error, EOFError, LookupError, ValueError, TypeError,
    AttributeError, RuntimeError,
)  # fmt: skip
"""What reading a damaged archive may raise, from the zip layer up to the decoding.

``RuntimeError`` is what the zip layer raises for members under a password and, as one of its
kinds, for compressions that it does not know.
"""

Columns = dict[str, NDArray[Any]]


def write_network(path: Path, columns: Columns, strings: tuple[str, ...], meta: Any) -> None:
    """Write the columns of a `RoadData` in one go; a half-written file never remains.

    Parameters
    ----------
    path
        Where the archive goes; an existing file is replaced.
    columns
        Arrays by the names of `RoadData`.
    strings, meta
        As in `RoadData`; ``meta`` must be JSON-able.
    """
    partial = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with zipfile.ZipFile(partial, "w") as archive:
            head = {"format": FORMAT_NAME, "version": FORMAT_VERSION, "meta": meta}
            _put(archive, "network.json", _json_bytes(head))
            _put(archive, "strings.json", _json_bytes(list(strings)))
            for name, array in _encode(columns).items():
                buffer = io.BytesIO()
                np.lib.format.write_array(buffer, np.ascontiguousarray(array), allow_pickle=False)
                _put(archive, f"{name}.npy", buffer.getvalue())
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)


def read_network(path: Path) -> tuple[Columns, tuple[str, ...], Mapping[str, Any]]:
    """Read back what `write_network` wrote: columns, strings, meta.

    Raises
    ------
    NetworkFileError
        The file is missing, damaged, something else, or of another version.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            meta = _read_head(path, archive)
            strings = tuple(json.loads(archive.read("strings.json")))
            stored = {
                name.removesuffix(".npy"): _get(archive, name)
                for name in archive.namelist()
                if name.endswith(".npy")
            }
        return _decode(stored), strings, meta
    except FileNotFoundError as error:
        raise NetworkFileError(
            f"Réseau routier introuvable : {path}. Vérifiez le chemin, ou compilez un réseau "
            "avec « tournees roads build »."
        ) from error
    except OSError as error:
        raise NetworkFileError(
            f"Réseau routier illisible : {path} ({error.strerror or error})."
        ) from error
    except _DAMAGE as error:
        raise damaged(path, error) from error


def damaged(path: Path, cause: object) -> NetworkFileError:
    """Give the error for a file that opens but does not hold together."""
    return NetworkFileError(
        f"Le fichier {path} est abîmé ou n’est pas un réseau routier ({cause}). "
        "Recompilez-le avec « tournees roads build »."
    )


def _read_head(path: Path, archive: zipfile.ZipFile) -> Mapping[str, Any]:
    head = json.loads(archive.read("network.json"))
    if head.get("format") != FORMAT_NAME:
        raise ValueError("en-tête inconnu")
    if head.get("version") != FORMAT_VERSION:
        raise NetworkFileError(
            f"Le réseau routier {path} est au format {head.get('version')} ; cette version de "
            f"Tournées lit le format {FORMAT_VERSION}. Recompilez-le avec « tournees roads build »."
        )
    meta = head["meta"]
    if not isinstance(meta, dict):
        raise TypeError("description absente")
    return meta


def _json_bytes(value: Any) -> bytes:
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode()


def _put(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    """Add a member without the clock or the machine leaving a trace in it."""
    info = zipfile.ZipInfo(name, date_time=_EPOCH)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.create_system = 3
    info.external_attr = 0o644 << 16
    archive.writestr(info, content, compresslevel=9)


def _get(archive: zipfile.ZipFile, name: str) -> NDArray[Any]:
    content = io.BytesIO(archive.read(name))
    return np.asarray(np.lib.format.read_array(content, allow_pickle=False))


def _encode(columns: Columns) -> Columns:
    tail = columns["edge_tail"]
    forward, backward = columns["edge_forward_ms"], columns["edge_backward_ms"]
    out: Columns = {name: _planes(_differences(columns[name])) for name in _DIFFERENCED}
    out |= {name: _planes(columns[name]) for name in _PLAIN}
    out |= {name: columns[name] for name in _BYTES}
    out["edge_head"] = _planes(columns["edge_head"] - tail)
    out["edge_open"] = ((forward >= 0) + 2 * (backward >= 0)).astype(np.uint8)
    out["edge_forward_ms"] = _planes(np.maximum(forward, 0))
    both = (forward >= 0) & (backward >= 0)
    out["edge_backward_ms"] = _planes(
        np.where(both, backward - forward, np.where(backward >= 0, backward, 0))
    )
    counts = np.diff(columns["shape_offset"])
    out["shape_count"] = _planes(counts)
    for axis in ("lon", "lat"):
        points = columns[f"shape_{axis}"]
        out[f"shape_{axis}"] = _planes(_relative(points, counts, columns[f"node_{axis}"][tail]))
    return out


def _decode(stored: Columns) -> Columns:
    out: Columns = {name: _cumulated(_unplaned(stored[name])) for name in _DIFFERENCED}
    out |= {name: _unplaned(stored[name]) for name in _PLAIN}
    out |= {name: np.asarray(stored[name], dtype=np.uint8) for name in _BYTES}
    tail, is_open = out["edge_tail"], stored["edge_open"]
    out["edge_head"] = _unplaned(stored["edge_head"]) + tail
    forward, backward = _unplaned(stored["edge_forward_ms"]), _unplaned(stored["edge_backward_ms"])
    backward = np.where(is_open == 3, backward + forward, backward)
    out["edge_forward_ms"] = np.where(is_open & 1, forward, -1).astype(np.int32)
    out["edge_backward_ms"] = np.where(is_open & 2, backward, -1).astype(np.int32)
    counts = _unplaned(stored["shape_count"])
    out["shape_offset"] = np.concatenate([[0], np.cumsum(counts)]).astype(np.int32)
    if tail.size and (tail.min() < 0 or tail.max() >= len(out["node_lon"])):
        raise ValueError("une route part d’un carrefour absent")
    for axis in ("lon", "lat"):
        start = out[f"node_{axis}"][tail]
        out[f"shape_{axis}"] = _absolute(_unplaned(stored[f"shape_{axis}"]), counts, start)
    return out


def _differences(values: NDArray[np.int32]) -> NDArray[np.int32]:
    return np.diff(values, prepend=np.int32(0)).astype(np.int32)


def _cumulated(values: NDArray[np.int32]) -> NDArray[np.int32]:
    return np.cumsum(values, dtype=np.int64).astype(np.int32)


def _relative(
    points: NDArray[np.int32], counts: NDArray[np.int32], start: NDArray[np.int32]
) -> NDArray[np.int32]:
    """Each point minus the one before it; the first of an edge minus the edge's start."""
    previous = np.roll(points, 1)
    first = (np.cumsum(counts) - counts)[counts > 0]
    previous[first] = start[counts > 0]
    return (points - previous).astype(np.int32)


def _absolute(
    steps: NDArray[np.int32], counts: NDArray[np.int32], start: NDArray[np.int32]
) -> NDArray[np.int32]:
    if counts.size and (counts.min() < 0 or counts.sum() != len(steps)):
        raise ValueError("des tracés manquent")
    running = np.cumsum(steps, dtype=np.int64)
    before_edge = np.concatenate([[0], running])[np.cumsum(counts) - counts]
    points: NDArray[np.int32] = (running + np.repeat(start - before_edge, counts)).astype(np.int32)
    return points


def _planes(values: NDArray[np.int32]) -> NDArray[np.uint8]:
    """Zigzag to unsigned, then one row per byte, least significant first: ``(4, n)``."""
    signed = values.astype(np.int32)
    folded = ((signed << 1) ^ (signed >> 31)).astype("<u4")
    return np.ascontiguousarray(folded.view(np.uint8).reshape(-1, 4).T)


def _unplaned(planes: NDArray[np.uint8]) -> NDArray[np.int32]:
    if planes.dtype != np.uint8 or planes.ndim != 2 or planes.shape[0] != 4:
        raise ValueError("colonne inattendue")
    folded = np.ascontiguousarray(planes.T).view("<u4").ravel()
    half, sign = (folded >> 1).astype(np.int32), -(folded & 1).astype(np.int32)
    values: NDArray[np.int32] = np.bitwise_xor(half, sign)
    return values
