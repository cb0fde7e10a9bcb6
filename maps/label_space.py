"""Where labels may still go on a drawing: a greedy search, first come first served."""

from __future__ import annotations

from typing import Literal, TypeAlias

Box: TypeAlias = tuple[float, float, float, float]
"""Left, top, right, bottom; y downwards."""

Clear: TypeAlias = Literal["ignore", "prefer", "require"]
"""Whether a label may stand on a box to avoid: yes; if there is nothing better; never."""

_WIDTH_PER_EM = 0.54  # of an average letter in a sans-serif face; 0.6 in bold
_BOLD_WIDTH_PER_EM = 0.6


class LabelSpace:
    """A frame in which boxes are reserved so that no text covers another."""

    def __init__(self, width: float, height: float) -> None:
        self._width, self._height = width, height
        self._taken: list[Box] = []
        self._avoided: list[Box] = []

    def block(self, box: Box) -> None:
        """Reserve a box for something else."""
        self._taken.append(box)

    def avoid(self, box: Box) -> None:
        """Keep a box clear as long as there is room elsewhere."""
        self._avoided.append(box)

    def place(
        self,
        x: float,
        y: float,
        text: str,
        *,
        size: float,
        away: float,
        margin: float = 0.0,
        bold: bool = False,
        clear: Clear = "prefer",
    ) -> Box | None:
        """Reserve and return the best free box for a text near a point, or ``None``.

        ``size`` is the font size, ``away`` how far the text keeps from the point (0 puts it
        on the point where it can), ``margin`` the space around it. ``clear`` says how it
        treats the boxes to avoid.
        """
        per_em = _BOLD_WIDTH_PER_EM if bold else _WIDTH_PER_EM
        w = len(text) * size * per_em + 2 * margin
        h = size * 1.15 + 2 * margin
        d = 0.9 * away
        corners = [
            (x + away, y - h / 2), (x - away - w, y - h / 2), (x - w / 2, y - away - h),
            (x - w / 2, y + away), (x + d, y - 2 - h), (x + d, y + 2), (x - d - w, y - 2 - h),
            (x - d - w, y + 2),
        ]  # fmt: skip
        if not away:
            corners = [(x - w / 2, y - h / 2), (x - w / 2, y - h - 3), (x - w / 2, y + 3)]
        boxes = [(left, top, left + w, top + h) for left, top in corners]
        boxes = [box for box in boxes if self._inside(box) and _clear(box, self._taken)]
        if clear != "ignore":
            beside = [box for box in boxes if _clear(box, self._avoided)]
            boxes = beside or (boxes if clear == "prefer" else [])
        if not boxes:
            return None
        best = boxes[0]
        self._taken.append(best)
        left, top, right, bottom = best
        return (round(left, 1), round(top, 1), round(right, 1), round(bottom, 1))

    def _inside(self, box: Box) -> bool:
        left, top, right, bottom = box
        return left >= 1 and top >= 1 and right <= self._width - 1 and bottom <= self._height - 1


def _clear(box: Box, others: list[Box]) -> bool:
    left, top, right, bottom = box
    return all(
        right <= other[0] or other[2] <= left or bottom <= other[1] or other[3] <= top
        for other in others
    )
