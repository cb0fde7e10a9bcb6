"""Compiled code is dropped when any source it was made from has changed.

Numba looks only at the file of the function that is called from Python; the functions which
that one calls in turn may live in other files of the same room, whose changes it would miss.
"""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

STAMP = "sources.sha256"


def drop_stale(room: Path, *shared: Path) -> bool:
    """Delete numba's cache of ``room`` unless its sources are those it was made from.

    Parameters
    ----------
    room
        Folder of one search.
    shared
        Folders whose own modules (not those of their folders) the search uses.

    Returns
    -------
    Whether anything was deleted.
    """
    digest = sha256()
    for path in [path for folder in (room, *shared) for path in sorted(folder.glob("*.py"))]:
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    cache, now = room / "__pycache__", digest.hexdigest()
    stamp = cache / STAMP
    try:
        if stamp.exists() and stamp.read_text(encoding="ascii") == now:
            return False
        stale = [*cache.glob("*.nbi"), *cache.glob("*.nbc")]
        for path in stale:
            path.unlink(missing_ok=True)
        cache.mkdir(exist_ok=True)
        stamp.write_text(now, encoding="ascii")
    except OSError:
        return False  # a folder that cannot be written to is only ever replaced whole
    return bool(stale)
