"""The roles of a permanence in one cell: « infirmier; médecin (facultatif); bénévole × 2 »."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from api.wire.xlsx.cells import split_list

_NEED = re.compile(
    r"(?P<role>.+?)(?:(?:\s*×\s*|\s+[x*]\s*)(?P<count>\d{1,3}))?(?:\s*\((?P<optional>facultati(?:f|ve)s?)\))?",
    re.IGNORECASE,
)


def read_team(text: str, resolve: Callable[[str], str | None]) -> list[dict[str, object]]:
    """Return the wire needs of a cell.

    Parameters
    ----------
    resolve
        Gives the code of a role from its code or name, ``None`` when there is none: a code
        that happens to look like « rôle × 2 » is a code.
    """
    needs: list[dict[str, object]] = []
    for entry in split_list(text):
        whole = resolve(entry)
        found = _NEED.fullmatch(entry)
        if whole is not None or found is None:
            needs.append({"role": whole or entry})
            continue
        role = found["role"].strip()
        need: dict[str, object] = {"role": resolve(role) or role}
        if found["count"]:
            need["count"] = int(found["count"])
        if found["optional"]:
            need["optional"] = True
        needs.append(need)
    return needs


def write_team(needs: object) -> str | None:
    """Return the cell of wire needs, ``None`` when there are none."""
    if not isinstance(needs, Sequence):
        return None
    words = []
    for need in needs:
        times = f" × {need['count']}" if need["count"] != 1 else ""
        words.append(f"{need['role']}{times}" + (" (facultatif)" if need["optional"] else ""))
    return "; ".join(words) or None
