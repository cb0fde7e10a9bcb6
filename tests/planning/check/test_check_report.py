"""What a plan says about itself: indicators, reasons."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.planning.plans import Reason

COUNTS = ("permanences_held", "permanences_due")


@given(
    name=st.sampled_from([*COUNTS, "distance_km", "duration_h"]),
    by=st.floats(-1000, 1000).filter(lambda by: abs(by) > 0.11),
)
def test_indicators_are_recomputed(house, name, by):
    plan = house.plan()
    wrong = {**plan.indicators, name: plan.indicators[name] + by}
    assert house.codes(replace(plan, indicators=wrong)) == {"INDICATOR"}


@pytest.mark.parametrize("name", [*COUNTS, "distance_km"])
def test_what_is_not_a_number_is_wrong(house, name):
    plan = house.plan()
    wrong = {**plan.indicators, name: float("nan")}
    assert house.codes(replace(plan, indicators=wrong)) == {"INDICATOR"}


def test_only_what_is_told_is_looked_at(house):
    assert house.check(house.plan(indicators={"autre": -1.0})) == ()


def test_due_counts_what_is_not_held(house):
    plan = house.plan()
    assert plan.indicators["permanences_due"] == 6
    assert sum(len(r.stops) for r in plan.rounds) + len(plan.unassigned) == 6


@pytest.mark.parametrize(
    "reason",
    [
        Reason(code="", message="x"),
        Reason(code="no staff", message="x"),
        Reason(code="A", message=" "),
    ],
)
def test_a_reason_has_a_code_and_words(house, reason):
    (record,) = house.plan().unassigned
    plan = house.plan(unassigned=(replace(record, reasons=(*record.reasons, reason)),))
    assert house.codes(plan) == {"REASON_MISSING"}


def test_an_unknown_kind_of_work(house):
    record = replace(house.unassigned("carces", date(2027, 1, 7)), kind="ride")
    plan = house.plan()
    assert house.codes(replace(plan, unassigned=(*plan.unassigned, record))) == {"UNKNOWN_KIND"}
