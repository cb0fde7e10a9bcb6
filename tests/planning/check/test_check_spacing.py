"""The days between two sessions."""

from __future__ import annotations

from datetime import date

from hypothesis import example, given
from hypothesis import strategies as st

from routing.planning.plans import Remark
from routing.planning.programme import HalfDay, PastSession


@given(least=st.integers(0, 40))
@example(least=14)
@example(least=15)
def test_the_least_gap_counts_past_sessions_too(house, least):
    # 22 December, 5 January, 19 January: two gaps of 14 days
    spaced = house.with_permanence("rians", min_gap_days=least, max_gap_days=None)
    found = [v.record for v in spaced.check(house.plan()) if v.code == "MIN_GAP"]
    assert found == (["rians"] * 2 if least > 14 else [])


@given(days=st.integers(1, 60))
def test_only_the_last_past_session_matters(house, days):
    past = tuple(
        PastSession(permanence="rians", date=day, half_day=HalfDay.MORNING)
        for day in (date(2026, 12, 20), date(2026, 12, 22))
    )
    near = house.with_programme(past=past)
    assert near.check(house.plan()) == ()


@given(most=st.integers(10, 40))
@example(most=14)
@example(most=13)
def test_a_gap_too_long_is_remarked(house, most):
    spaced = house.with_permanence("rians", max_gap_days=most)
    expected = {"MAX_GAP_NOT_REMARKED"} if most < 14 else set()
    assert spaced.codes(house.plan()) == expected
    remarks = (*house.plan().remarks, Remark(code="MAX_GAP", id="rians", message="…"))
    assert spaced.check(house.plan(remarks=remarks)) == ()
    elsewhere = (*house.plan().remarks, Remark(code="MAX_GAP", id="bras", message="…"))
    assert spaced.codes(house.plan(remarks=elsewhere)) == expected
