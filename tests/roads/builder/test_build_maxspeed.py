"""Speed limits as OpenStreetMap writes them."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.roads.builder.maxspeed import Limit, parse_limit, way_limits

MPH = 1.609344


@pytest.mark.parametrize(
    ("text", "kph", "built_up"),
    [
        ("50", 50, None),
        ("50 km/h", 50, None),
        ("50kmh", 50, None),
        ("30 mph", 30 * MPH, None),
        ("30mph", 30 * MPH, None),
        ("5 knots", 9.26, None),
        ("90;70", 70, None),
        ("80|90", 80, None),
        ("none", math.inf, False),
        ("walk", 6, True),
        ("FR:urban", 50, True),
        ("FR:rural", 80, False),
        ("FR:trunk", 110, False),
        ("FR:motorway", 130, False),
        ("FR:zone30", 30, True),
        ("FR:zone:30", 30, True),
        ("FR:30", 30, True),
        ("FR:20", 20, True),
        ("FR:living_street", 20, True),
        ("fr:urban", 50, True),
        ("DE:urban", 50, True),
        ("DE:rural", 100, False),
        ("DE:motorway", math.inf, False),
        ("DE:zone:30", 30, True),
        ("BE-VLG:rural", 90, False),
        ("IT:rural", 90, False),
        ("GB:nsl_single", 60 * MPH, False),
        ("GB:nsl_dual", 70 * MPH, False),
        ("GB:zone20", 20 * MPH, True),
        ("XX:urban", 50, True),
        ("XX:rural", 80, False),
        ("rural", 80, False),
    ],
)
def test_values(text: str, kph: float, built_up: bool | None) -> None:
    found = parse_limit(text)
    assert found.kph == pytest.approx(kph)
    assert found.built_up is built_up


@pytest.mark.parametrize(
    "text", ["", "signals", "variable", "sign", "fixme", "0", "999", "-50", "50 leagues", "FR:"]
)
def test_what_is_no_limit(text: str) -> None:
    assert math.isnan(parse_limit(text).kph)


@given(st.text(max_size=20))
def test_any_text_is_survived(text: str) -> None:
    found = parse_limit(text)
    assert math.isnan(found.kph) or found.kph > 0


@pytest.mark.parametrize(
    ("tags", "ahead", "back"),
    [
        ({}, math.nan, math.nan),
        ({"maxspeed": "50"}, 50, 50),
        ({"maxspeed": "80", "maxspeed:forward": "50"}, 50, 80),
        ({"maxspeed:backward": "30"}, math.nan, 30),
        ({"maxspeed": "80", "maxspeed:motorcar": "70"}, 70, 70),
        ({"maxspeed": "signals", "source:maxspeed": "FR:rural"}, 80, 80),
        ({"maxspeed:type": "FR:urban"}, 50, 50),
        ({"zone:maxspeed": "FR:30"}, 30, 30),
        ({"zone:traffic": "DE:rural"}, 100, 100),
        ({"source:maxspeed": "survey"}, math.nan, math.nan),
        ({"source:maxspeed": "30"}, math.nan, math.nan),
    ],
)
def test_ways(tags: dict[str, str], ahead: float, back: float) -> None:
    found = way_limits(tags)
    assert [x.kph for x in found] == pytest.approx([ahead, back], nan_ok=True)


def test_surroundings_may_come_from_another_tag_than_the_number() -> None:
    found = way_limits({"maxspeed": "70", "source:maxspeed": "FR:urban"})
    assert found == (Limit(70.0, built_up=True), Limit(70.0, built_up=True))
