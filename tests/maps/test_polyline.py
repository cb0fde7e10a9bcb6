from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from maps.polyline import decode, encode, encode_all


def test_the_format_is_the_published_one():
    points = np.array([[-120.2, 38.5], [-120.95, 40.7], [-126.453, 43.252]])
    assert encode(points) == "_p~iF~ps|U_ulLnnqC_mqNvxq`@"


DEGREES = st.floats(-180, 180)


@given(st.lists(st.tuples(DEGREES, DEGREES), min_size=1, max_size=30), st.sampled_from([5, 6]))
def test_decoding_gives_the_points_back_to_their_decimals(points, decimals):
    back = decode(encode(np.array(points), decimals), decimals)
    assert np.abs(back - points).max() < 10.0**-decimals


@pytest.mark.parametrize("text", ["_p~iF", "_p~iF~ps|", "é", " ", "~" * 40])
def test_a_text_that_is_no_line_is_refused(text):
    with pytest.raises(ValueError, match="encoded line"):
        decode(text)


LINES = st.lists(st.lists(st.tuples(DEGREES, DEGREES), min_size=1, max_size=9), min_size=1)


@given(LINES)
def test_many_lines_at_once_are_each_as_alone(lines):
    arrays = [np.array(line) for line in lines]
    assert encode_all(arrays) == [encode(line) for line in arrays]
    assert all(
        np.abs(decode(text) - line).max() < 1e-5
        for text, line in zip(encode_all(arrays), arrays, strict=True)
    )
