"""A valid plan passes, whatever its free choices; an answer is sorted and says each fault once."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

SLACK = st.integers(0, 1800)


def test_the_plan_passes(house):
    assert house.check() == ()


@given(slack=st.tuples(SLACK, SLACK, SLACK, SLACK), early_s=SLACK, escort=st.booleans())
def test_every_choice_that_the_programme_leaves_open_passes(house, slack, early_s, escort):
    base = (9 * 3600, 14 * 3600, 9 * 3600, 14 * 3600)
    starts = tuple(start + more for start, more in zip(base, slack, strict=True))
    assert house.check(house.plan(house.rounds(starts, early_s, escort))) == ()


def test_an_empty_plan_passes_when_it_lists_all_that_is_due(house):
    month = house.plan().horizon
    due = (
        house.unassigned("rians", date(2027, 1, 4), date(2027, 1, 17)),
        house.unassigned("rians", date(2027, 1, 18), date(2027, 1, 31)),
        house.unassigned("bras", month.first, month.last),
        house.unassigned("bras", month.first, month.last),
        house.unassigned("carces", date(2027, 1, 7)),
        house.unassigned("barjols", date(2027, 1, 13)),
    )
    assert house.check(house.plan((), unassigned=due, remarks=())) == ()


def test_violations_are_sorted_and_the_same_each_time(house):
    plan = house.plan(unassigned=(), remarks=(), indicators={"distance_km": 1.0})
    plan = house.with_round(plan, 0, unit="?")
    found = house.check(plan)
    assert len(found) > 3
    order = [(violation.code, violation.record) for violation in found]
    assert order == sorted(order)
    assert len(set(found)) == len(found)
    assert found == house.check(plan)


def test_messages_are_sentences_and_name_people_by_id_only(house):
    plan = house.with_round(house.plan(), 0, date=date(2027, 1, 1), depart_s=0)
    for violation in house.check(plan):
        assert violation.message.endswith(".")
        assert violation.message[0].isupper()
        assert "Infirmière" not in violation.message
