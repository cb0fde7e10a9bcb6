from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from maps.polyline import encode


def decode(text: str) -> list[tuple[float, float]]:
    numbers, value, shift = [], 0, 0
    for character in text:
        digit = ord(character) - 63
        value |= (digit & 0x1F) << shift
        shift += 5
        if digit < 0x20:
            numbers.append(~(value >> 1) if value & 1 else value >> 1)
            value = shift = 0
    points = np.cumsum(np.array(numbers).reshape(-1, 2), axis=0) / 1e5
    return [(float(lon), float(lat)) for lat, lon in points]


def test_the_format_is_the_published_one():
    points = np.array([[-120.2, 38.5], [-120.95, 40.7], [-126.453, 43.252]])
    assert encode(points) == "_p~iF~ps|U_ulLnnqC_mqNvxq`@"


DEGREES = st.floats(-180, 180)


@given(st.lists(st.tuples(DEGREES, DEGREES), min_size=1, max_size=30))
def test_decoding_gives_the_points_back_to_five_decimals(points):
    for (lon, lat), (was_lon, was_lat) in zip(
        decode(encode(np.array(points))), points, strict=True
    ):
        assert abs(lon - was_lon) < 1e-5
        assert abs(lat - was_lat) < 1e-5
