"""Drivers have limits: hours and distance of a day and of a month."""

from __future__ import annotations

from datetime import date

import pytest


def out_s(*rides):
    return sum(ride.return_s - ride.depart_s for ride in rides)


def driven_m(*rides):
    return sum(ride.distance_m for ride in rides)


@pytest.mark.parametrize("less", [0, 1])
@pytest.mark.parametrize(
    ("limit", "total", "code"),
    [
        ("max_s_per_day", out_s, "DRIVER_DAY_TOO_LONG"),
        ("max_m_per_day", driven_m, "DRIVER_DAY_TOO_FAR"),
    ],
)
def test_a_day_has_its_limits(fleet, less, limit, total, code):
    """Both rides of D2 on the 7th count, the time at home between them does not."""
    plan = fleet.plan()
    most = total(fleet.of(plan, "T2"), fleet.of(plan, "T3")) - less
    found = fleet.with_driver("D2", max_wait_s=None, **{limit: most}).found(plan)
    assert found == [(code, "D2")] * less


@pytest.mark.parametrize("less", [0, 1])
@pytest.mark.parametrize(
    ("limit", "total", "code"),
    [
        ("max_s_per_month", out_s, "DRIVER_MONTH_TOO_LONG"),
        ("max_m_per_month", driven_m, "DRIVER_MONTH_TOO_FAR"),
    ],
)
def test_a_month_has_its_limits(fleet, less, limit, total, code):
    plan = fleet.plan()
    most = total(*(fleet.of(plan, name) for name in ("T1", "T4", "T6"))) - less
    assert fleet.with_driver("D1", **{limit: most}).found(plan) == [(code, "D1")] * less


@pytest.mark.parametrize("limit", ["max_s_per_day", "max_m_per_day"])
def test_a_limit_of_a_day_is_not_one_of_several(fleet, limit):
    plan = fleet.plan()
    total = out_s if limit == "max_s_per_day" else driven_m
    most = max(total(fleet.of(plan, name)) for name in ("T1", "T4", "T6"))
    assert fleet.with_driver("D1", **{limit: most}).check(plan) == ()


@pytest.mark.parametrize("limit", ["max_s_per_month", "max_m_per_month"])
def test_a_month_is_that_of_the_calendar(fleet, limit):
    plan = fleet.plan()
    total = out_s if limit == "max_s_per_month" else driven_m
    one, other, last = (fleet.of(plan, name) for name in ("T1", "T4", "T6"))
    most = max(total(one, other), total(last))
    later = fleet.with_ride(plan, "T6", date=date(2027, 2, 2))
    codes = fleet.with_driver("D1", **{limit: most}).codes(later)
    assert not {"DRIVER_MONTH_TOO_LONG", "DRIVER_MONTH_TOO_FAR"} & codes
