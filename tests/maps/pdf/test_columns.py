"""Two columns are about as tall, in whatever order their entries come."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from maps.pdf.columns import halves

LINES = st.lists(st.floats(0.5, 12), max_size=40)


@given(LINES)
def test_no_other_split_is_more_even(lines):
    split = halves(lines, most=1e9)
    assert split is not None
    assert 0 <= split <= len(lines)

    def apart(at: int) -> float:
        return abs(sum(lines[:at]) - sum(lines[at:]))

    assert apart(split) <= min(map(apart, range(len(lines) + 1))) + 1e-6


@given(LINES, st.floats(1, 100))
def test_what_does_not_fit_a_page_is_not_split(lines, most):
    assert (halves(lines, most) is None) == (sum(lines) / 2 > most)
