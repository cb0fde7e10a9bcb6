"""Compiled code goes when its sources change, and only then."""

from __future__ import annotations

from pathlib import Path

from routing.vrp.search.freshness import drop_stale


def test_a_changed_helper_drops_the_cache(tmp_path: Path) -> None:
    shared, room = tmp_path, tmp_path / "room"
    cache = room / "__pycache__"
    cache.mkdir(parents=True)
    for path in (room / "entry.py", room / "helper.py", shared / "dice.py"):
        path.write_text("x = 1\n", encoding="utf-8")
    drop_stale(room, shared)
    for changed in (room / "helper.py", shared / "dice.py"):
        compiled = cache / "entry.nbc"
        compiled.write_bytes(b"machine code")
        assert not drop_stale(room, shared)
        assert compiled.exists()
        changed.write_text("x = 2\n", encoding="utf-8")
        assert drop_stale(room, shared)
        assert not compiled.exists()


def test_a_folder_without_cache_is_left_in_peace(tmp_path: Path) -> None:
    assert not drop_stale(tmp_path, tmp_path)
