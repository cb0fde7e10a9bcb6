"""Where labels may still go on a drawing: a greedy search, first come first served."""

from __future__ import annotations

from typing import TypeAlias

Box: TypeAlias = tuple[float, float, float, float]
"""Left, top, right, bottom; y downwards."""

_WIDTH_PER_EM = 0.54  # of an average letter in a sans-serif face; 0.6 in bold
_BOLD_WIDTH_PER_EM = 0.6


class LabelSpace:
    """A frame in which boxes are reserved so that no text covers another."""

    def __init__(self, width: float, height: float) -> None:
        self._width, self._height = width, height
        self._taken: list[Box] = []

    def block(self, box: Box) -> None:
        """Reserve a box for something else."""
        self._taken.append(box)

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
    ) -> Box | None:
        """Reserve and return the best free box for a text near a point, or ``None``.

        ``size`` is the font size, ``away`` how far the text keeps from the point (0 puts it
        on the point where it can), ``margin`` the space around it.
        """
        per_em = _BOLD_WIDTH_PER_EM if bold else _WIDTH_PER_EM
        w = len(text) * size * per_em + 2 * margin
        h = size * 1.15 + 2 * margin
        d = 0.75 * away
        corners = [
            (x + away, y - h / 2), (x - away - w, y - h / 2), (x - w / 2, y - away - h),
            (x - w / 2, y + away), (x + d, y - d - h), (x + d, y + d), (x - d - w, y - d - h),
            (x - d - w, y + d),
        ]  # fmt: skip
        if not away:
            corners = [(x - w / 2, y - h / 2), (x - w / 2, y - h - 3), (x - w / 2, y + 3)]
        for left, top in corners:
            box = (left, top, left + w, top + h)
            if self._is_free(box):
                self._taken.append(box)
                return (round(left, 1), round(top, 1), round(left + w, 1), round(top + h, 1))
        return None

    def _is_free(self, box: Box) -> bool:
        left, top, right, bottom = box
        if left < 1 or top < 1 or right > self._width - 1 or bottom > self._height - 1:
            return False
        return all(
            right <= other[0] or other[2] <= left or bottom <= other[1] or other[3] <= top
            for other in self._taken
        )
