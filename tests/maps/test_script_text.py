from __future__ import annotations

import json

import jinja2
from hypothesis import given
from hypothesis import strategies as st

from maps.script_text import literal

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@given(VALUES)
def test_a_literal_means_what_it_says(value):
    assert json.loads(literal(value)) == value


@given(st.text(alphabet="{}%#<>&'\"\\/!-a \n\r", max_size=40))
def test_a_literal_is_the_same_after_jinja_and_cannot_end_a_script(text):
    written = literal({"name": [text, {"inner": text}]})
    assert jinja2.Template(str(written)).render() == str(written)
    assert "<" not in written
    assert "\r" not in written
    assert written.isascii()
