"""Plots as SVG: gaps per instance, and the mean gap over time. Text goes through escaping."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from markupsafe import Markup

COLOURS = ("#0b6e4f", "#c2410c", "#1d4ed8", "#7e22ce", "#a16207", "#be123c")
SHAPES = (
    "M-5 0a5 5 0 1 0 10 0a5 5 0 1 0-10 0Z",
    "M-5-5H5V5H-5Z",
    "M0-6L6 5H-6Z",
    "M0-6L6 0L0 6L-6 0Z",
    "M0 6L6-5H-6Z",
    "M-5-2H-2V-5H2V-2H5V2H2V5H-2V2H-5Z",
)
TICKS = (-30, -10, -3, -1, -0.3, -0.1, 0, 0.1, 0.3, 1, 3, 10, 30, 100, 300)
LINEAR_UP_TO = 0.1
"""Percent up to which the axis of gaps is about linear; logarithmic beyond."""


def french(value: float, digits: int = 2) -> str:
    """Return a number as French readers write it."""
    return f"{value:,.{digits}f}".replace(",", "\u202f").replace(".", ",").replace("-", "−")


def bent(gap: float) -> float:
    """Bend the axis of gaps so that hundredths and tens of percent are both legible."""
    return math.copysign(math.log10(1 + abs(gap) / LINEAR_UP_TO), gap)


def ticks(low: float, high: float) -> list[float]:
    """Return the marks of the axis that lie within the data, and one on either side."""
    high = max(high, LINEAR_UP_TO)  # an axis is never without length
    inside = [t for t in TICKS if low <= t <= high]
    below = max((t for t in TICKS if t <= low), default=TICKS[0])
    over = min((t for t in TICKS if t >= high), default=TICKS[-1])
    return sorted({below, *inside, over, 0})


def marker(shape: int, x: float, y: float, title: str, *, hollow: bool = False) -> Markup:
    """Return the mark of a solver at a point, with a title to hover over."""
    colour = COLOURS[shape % len(COLOURS)]
    fill = "#fff" if hollow else colour
    return Markup(
        '<path d="{}" transform="translate({:.1f} {:.1f})" fill="{}" stroke="{}"'
        ' stroke-width="1.5" fill-opacity=".8"><title>{}</title></path>'
    ).format(SHAPES[shape % len(SHAPES)], x, y, fill, colour, title)


def _text(x: float, y: float, text: str, anchor: str = "start", kind: str = "") -> Markup:
    return Markup('<text x="{:.1f}" y="{:.1f}" text-anchor="{}" class="{}">{}</text>').format(
        x, y, anchor, kind, text
    )


def _line(x1: float, y1: float, x2: float, y2: float, kind: str) -> Markup:
    return Markup('<line x1="{:.1f}" y1="{:.1f}" x2="{:.1f}" y2="{:.1f}" class="{}"/>').format(
        x1, y1, x2, y2, kind
    )


def _svg(width: float, height: float, label: str, parts: Sequence[Markup]) -> Markup:
    return Markup('<svg viewBox="0 0 {:.0f} {:.0f}" role="img" aria-label="{}">{}</svg>').format(
        width, height, label, Markup("").join(parts)
    )


def dots(
    instances: Sequence[str],
    solvers: Sequence[str],
    gaps: Mapping[tuple[str, str], Sequence[tuple[float | None, int]]],
) -> Markup:
    """Draw every run: a row an instance, a mark a solver.

    Each is its gap, ``None`` where it is not feasible, and the vehicles above the best known,
    written beside the mark: a shorter way with more vehicles is no better answer.
    """
    row, left, right, width = 26, 90, 160, 900
    known = [gap for values in gaps.values() for gap, _ in values if gap is not None]
    marks = ticks(min(known, default=0.0), max(known, default=1.0))
    low, high = bent(marks[0]), bent(marks[-1])
    height = row * len(instances) + 50

    def place(gap: float) -> float:
        return left + (bent(gap) - low) / (high - low) * (width - left - right)

    parts = [
        part
        for tick in marks
        for part in (
            _line(place(tick), 24, place(tick), height - 22, "zero" if tick == 0 else "grid"),
            _text(place(tick), 16, f"{french(tick, 1)} %", "middle", "tick"),
        )
    ]
    aside = width - right + 100
    parts.append(_text(aside, 16, "sans solution", "middle", "tick"))
    for number, instance in enumerate(instances):
        middle = 24 + row * (number + 0.5)
        parts.append(_text(left - 10, middle + 4, instance, "end"))
        parts.append(_line(left, middle + row / 2, width, middle + row / 2, "faint"))
        for shape, solver in enumerate(solvers):
            shift = (shape - (len(solvers) - 1) / 2) * min(5, 16 / len(solvers))
            for gap, excess in gaps.get((instance, solver), ()):
                shown = "sans solution valable" if gap is None else f"{french(gap, 3)} %"
                title = f"{instance}, {solver} : {shown}"
                x = aside + shift * 3 if gap is None else place(gap)
                parts.append(marker(shape, x, middle + shift, title, hollow=gap is None))
                if excess:
                    parts.append(_text(x + 8, middle + shift + 4, f"{excess:+d}", kind="tick"))
    parts.append(_text((left + width - right) / 2, height - 4, "écart à la référence", "middle"))
    return _svg(width, height, "Écart par instance et par moteur", parts)


def curves(
    solvers: Sequence[str],
    lines: Mapping[str, Sequence[tuple[float, float]]],
    ends: Mapping[str, tuple[float, float]],
    limit_s: float,
) -> Markup:
    """Draw the mean gap over time of every solver, and where it ended (time, gap)."""
    width, height, left, bottom = 900, 340, 70, 40
    points = [point for line in lines.values() for point in line] + list(ends.values())
    marks = ticks(
        min((gap for _, gap in points), default=0.0), max((gap for _, gap in points), default=1.0)
    )
    low, high = bent(marks[0]), bent(marks[-1])
    last = max([limit_s, *(at for at, _ in points)])
    first = min([last / 100, *(at for at, _ in points if at > 0)])

    def across(at: float) -> float:
        share = math.log(max(at, first) / first) / math.log(last / first)
        return left + share * (width - left - 120)

    def up(gap: float) -> float:
        return height - bottom - (bent(gap) - low) / (high - low) * (height - bottom - 20)

    parts = []
    for tick in marks:
        kind = "zero" if tick == 0 else "grid"
        parts.append(_line(left, up(tick), width - 120, up(tick), kind))
        parts.append(_text(left - 8, up(tick) + 4, f"{french(tick, 1)} %", "end", "tick"))
    for second in _seconds(first, last):
        parts.append(_line(across(second), 20, across(second), height - bottom, "grid"))
        label = f"{second:g} s".replace(".", ",")
        parts.append(_text(across(second), height - bottom + 16, label, "middle", "tick"))
    for shape, solver in enumerate(solvers):
        line = [point for point in lines.get(solver, ()) if point[0] <= ends[solver][0]]
        if line:
            path = f"M{across(line[0][0]):.1f} {up(line[0][1]):.1f}" + "".join(
                f"H{across(at):.1f}V{up(gap):.1f}" for at, gap in line[1:]
            )
            parts.append(
                Markup('<path d="{}" fill="none" stroke="{}" stroke-width="2"/>').format(
                    path, COLOURS[shape % len(COLOURS)]
                )
            )
        if solver in ends:
            at, gap = ends[solver]
            title = f"{solver} : {french(gap, 3)} % en {french(at, 1)} s"
            parts.append(marker(shape, across(at), up(gap), title))
            aside = 4 if at > 0.9 * last else -8  # beside the end, or above the line that goes on
            parts.append(_text(across(at) + 10, up(gap) + aside, solver))
    parts.append(_text((left + width - 120) / 2, height - 6, "temps (échelle log)", "middle"))
    return _svg(width, height, "Écart moyen au cours du temps", parts)


def _seconds(first: float, last: float) -> list[float]:
    decades = range(math.floor(math.log10(first)), math.ceil(math.log10(last)) + 1)
    marks = [step * 10.0**decade for decade in decades for step in (1, 2, 5)]
    return [mark for mark in marks if first <= mark <= last * 1.001]
