"""Lines must be told apart by everybody, on screen and on paper."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from maps.theme import COLOURS, DISTINCT_STYLES, line_style, palette_css

# Machado, Oliveira & Fernandes 2009 (doi:10.1109/TVCG.2009.113), severity 1.0, linear RGB.
VISION = {
    "normal": np.eye(3),
    "protanopia": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    "deuteranopia": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
    "tritanopia": np.array(
        [
            [1.255528, -0.076749, -0.178779],
            [-0.078411, 0.930809, 0.147602],
            [0.004733, 0.691367, 0.303900],
        ]
    ),
}
TO_XYZ = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])


def linear(colour: str) -> np.ndarray:
    rgb = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    return np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)


def lab(rgb: np.ndarray) -> np.ndarray:
    xyz = TO_XYZ @ np.clip(rgb, 0, 1) / np.array([0.9505, 1.0, 1.089])
    f = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


@pytest.mark.parametrize("vision", VISION)
def test_colours_stay_apart_in_every_kind_of_colour_vision(vision):
    seen = {colour: lab(VISION[vision] @ linear(colour)) for colour in COLOURS}
    closest = min(float(np.linalg.norm(seen[a] - seen[b])) for a, b in combinations(COLOURS, 2))
    assert closest > 15  # CIE76; about 2.3 is the least that anybody sees


@pytest.mark.parametrize("colour", COLOURS)
def test_colours_contrast_three_to_one_with_the_white_edge_of_a_line(colour):
    luminance = float(np.array([0.2126, 0.7152, 0.0722]) @ linear(colour))
    assert 1.05 / (luminance + 0.05) >= 3


def test_styles_are_all_different_before_they_come_back():
    styles = {(line_style(i).colour, line_style(i).dash) for i in range(DISTINCT_STYLES)}
    assert len(styles) == DISTINCT_STYLES
    assert line_style(DISTINCT_STYLES) == line_style(0)


def test_neighbouring_rounds_differ_in_colour_and_in_dash():
    for i in range(3 * DISTINCT_STYLES):
        one, next_one = line_style(i), line_style(i + 1)
        assert one.colour != next_one.colour
        assert one.dash != next_one.dash


def test_every_style_has_its_css_class():
    css = palette_css()
    assert all(f".{line_style(i).css_class} {{" in css for i in range(DISTINCT_STYLES))
