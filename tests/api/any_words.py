"""Words, ids, dates and other small things that any record may hold, drawn by hypothesis."""

from __future__ import annotations

import unicodedata
from datetime import date, timedelta

from hypothesis import strategies as st

from api.wire.scalars import ScalarError, read_id
from routing.planning.dates import DateRange
from routing.planning.programme import (
    HalfDay,
)
from routing.planning.ride_requests import Spot

HOUR = 3600
FIRST, LAST = date(2026, 1, 1), date(2028, 12, 31)


def _readable_id(text: str) -> bool:
    try:
        return read_id(text) == text != ""
    except ScalarError:
        return False


def _clean(text: str) -> str:
    return unicodedata.normalize("NFC", text).strip()


characters = st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff")
ids = (
    st.text(st.one_of(st.sampled_from("aAbé01-=+@' x(fx2)"), characters), min_size=1, max_size=8)
    .map(_clean)
    .filter(_readable_id)
)
words = st.text(characters, max_size=12).map(_clean)
labels = st.one_of(
    st.sampled_from(["=1+1", "+33", "-x", "@a", "#REF!", "12", "oui"]), words
).filter(bool)
days = st.dates(FIRST, LAST)
halves = st.sampled_from(HalfDay)
short = st.integers(0, HOUR)
STARTS = {
    HalfDay.MORNING: (2 * HOUR, 12 * HOUR),
    HalfDay.AFTERNOON: (12 * HOUR, 18 * HOUR),
    HalfDay.EVENING: (17 * HOUR, 20 * HOUR),
}


@st.composite
def ranges(draw: st.DrawFn) -> DateRange:
    first = draw(days)
    return DateRange(first, first + timedelta(days=draw(st.integers(0, 40))), draw(words))


spots = st.builds(
    Spot,
    lon=st.floats(-180, 180),
    lat=st.floats(-90, 90),
    commune=st.none() | st.from_regex(r"\A(\d{2}|2[AB])\d{3}\Z").filter(str.isascii),
    label=words,
)
spans = st.tuples(st.integers(0, 12 * HOUR), st.integers(12 * HOUR + 1, 24 * HOUR))
metres = st.integers(0, 10**6)
