"""Saving and loading a compiled network."""

from __future__ import annotations

import json
import zipfile
from dataclasses import fields, replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from routing.roads.data import CLASSES, RoadData
from routing.roads.types import NetworkFileError


def random_network(seed: int, n: int = 12, e: int = 20) -> RoadData:
    rng = np.random.default_rng(seed)

    def ints(low: int, high: int, size: int) -> np.ndarray:
        return rng.integers(low, high, size, dtype=np.int32)

    counts = ints(0, 5, e)
    offset = np.concatenate([[0], np.cumsum(counts)]).astype(np.int32)
    forward, backward = ints(0, 10**6, e), ints(0, 10**6, e)
    closed = rng.integers(0, 3, e)
    return RoadData(
        node_lon=ints(-180_000_000, 180_000_000, n),
        node_lat=ints(-90_000_000, 90_000_000, n),
        edge_tail=ints(0, max(n, 1), e),
        edge_head=ints(0, max(n, 1), e),
        edge_length_dm=ints(0, 2**31 - 1, e),
        edge_forward_ms=np.where(closed == 1, -1, forward).astype(np.int32),
        edge_backward_ms=np.where(closed == 2, -1, backward).astype(np.int32),
        edge_class=rng.integers(0, len(CLASSES), e).astype(np.uint8),
        edge_flags=rng.integers(0, 32, e).astype(np.uint8),
        edge_name=ints(0, 3, e),
        edge_ref=ints(0, 3, e),
        shape_offset=offset,
        shape_lon=ints(-180_000_000, 180_000_000, int(offset[-1])),
        shape_lat=ints(-90_000_000, 90_000_000, int(offset[-1])),
        order=rng.permutation(n).astype(np.int32),
        strings=("", "Rue de l’Église", "D 560"),
        meta={"attribution": "© OpenStreetMap contributors, ODbL 1.0", "nodes": n},
    )


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 2**32), n=st.integers(1, 30), e=st.integers(0, 50))
def test_what_was_saved_is_loaded(
    tmp_path_factory: pytest.TempPathFactory, seed: int, n: int, e: int
) -> None:
    data = random_network(seed, n, e)
    path = tmp_path_factory.mktemp("network") / "roads.npz"
    data.save(path)
    again = RoadData.load(path)
    for field in fields(data):
        ours, theirs = getattr(data, field.name), getattr(again, field.name)
        if isinstance(ours, np.ndarray):
            assert ours.dtype == theirs.dtype
            np.testing.assert_array_equal(ours, theirs, err_msg=field.name)
        else:
            assert ours == theirs


def test_same_network_same_bytes(tmp_path: Path) -> None:
    random_network(3).save(tmp_path / "a.npz")
    random_network(3).save(tmp_path / "b.npz")
    assert (tmp_path / "a.npz").read_bytes() == (tmp_path / "b.npz").read_bytes()
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.npz", "b.npz"]


def test_numpy_opens_the_file_without_pickle(tmp_path: Path) -> None:
    random_network(3).save(tmp_path / "a.npz")
    with np.load(tmp_path / "a.npz", allow_pickle=False) as archive:
        assert archive["edge_class"].dtype == np.uint8


def test_missing_file_says_how_to_get_one(tmp_path: Path) -> None:
    with pytest.raises(NetworkFileError, match=r"introuvable.*tournees roads build"):
        RoadData.load(tmp_path / "nowhere.npz")


def test_a_folder_is_not_a_network(tmp_path: Path) -> None:
    with pytest.raises(NetworkFileError, match="illisible"):
        RoadData.load(tmp_path)


@pytest.mark.parametrize("kept", [0, 20, 0.3, 0.99])
def test_truncated_file_is_refused(tmp_path: Path, kept: float) -> None:
    path = tmp_path / "a.npz"
    random_network(5, 40, 80).save(path)
    whole = path.read_bytes()
    path.write_bytes(whole[: int(kept * len(whole)) if kept < 1 else int(kept)])
    with pytest.raises(NetworkFileError, match="abîmé"):
        RoadData.load(path)


def test_flipped_bytes_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.npz"
    random_network(5, 40, 80).save(path)
    content = bytearray(path.read_bytes())
    middle = len(content) // 2
    content[middle : middle + 8] = bytes(255 - b for b in content[middle : middle + 8])
    path.write_bytes(content)
    with pytest.raises(NetworkFileError):
        RoadData.load(path)


def rewrite(path: Path, member: str, content: bytes | None) -> None:
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    members.pop(member)
    if content is not None:
        members[member] = content
    with zipfile.ZipFile(path, "w") as archive:
        for name, value in members.items():
            archive.writestr(name, value)


@pytest.mark.parametrize(("at", "value"), [(8, 1), (10, 77)], ids=["password", "compression"])
def test_what_the_zip_layer_cannot_open_is_refused(tmp_path: Path, at: int, value: int) -> None:
    """A member under a password, or packed in a way that nobody knows."""
    path = tmp_path / "a.npz"
    random_network(5).save(path)
    content = bytearray(path.read_bytes())
    for signature, before in ((b"PK\x01\x02", 0), (b"PK\x03\x04", 2)):
        here = content.find(signature)
        while here >= 0:
            content[here + at - before] = value
            here = content.find(signature, here + 4)
    path.write_bytes(content)
    with pytest.raises(NetworkFileError, match="abîmé"):
        RoadData.load(path)


def test_another_version_is_named(tmp_path: Path) -> None:
    path = tmp_path / "a.npz"
    random_network(5).save(path)
    head = {"format": "tournees-roads", "version": 99, "meta": {}}
    rewrite(path, "network.json", json.dumps(head).encode())
    with pytest.raises(NetworkFileError, match="format 99"):
        RoadData.load(path)


@pytest.mark.parametrize("member", ["network.json", "strings.json", "edge_head.npy"])
def test_missing_member_is_refused(tmp_path: Path, member: str) -> None:
    path = tmp_path / "a.npz"
    random_network(5).save(path)
    rewrite(path, member, None)
    with pytest.raises(NetworkFileError, match="abîmé"):
        RoadData.load(path)


def test_some_other_archive_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.npz"
    np.savez(path, numbers=np.arange(3))
    with pytest.raises(NetworkFileError, match="abîmé"):
        RoadData.load(path)


def test_arrays_that_do_not_belong_together_are_all_named() -> None:
    data = random_network(1)
    with pytest.raises(ValueError, match=r"edge_head: values must.*edge_name: values must"):
        replace(data, edge_head=data.edge_head + np.int32(100), edge_name=data.edge_name - 7)
    with pytest.raises(ValueError, match="order: every node exactly once"):
        replace(data, order=np.zeros_like(data.order))
    with pytest.raises(ValueError, match="edge_length_dm: expected 20"):
        replace(data, edge_length_dm=data.edge_length_dm[:-1])
