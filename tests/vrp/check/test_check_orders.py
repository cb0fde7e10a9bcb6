"""Answers of the literature: orders and a cost, without times."""

from __future__ import annotations

from routing.vrp.check import check_orders


def listed(right, **changes):
    orders = {**right, **changes}
    return [(vehicle, day, list(stops)) for (vehicle, day), stops in orders.items()]


def found(sample, orders, cost=None):
    told = sample.solution.cost.total if cost is None else cost
    return [violation.code for violation in check_orders(sample.instance, orders, told)]


def test_right_orders_pass(sample, right):
    assert found(sample, listed(right)) == []


def test_the_cost_is_compared(sample, right):
    assert found(sample, listed(right), cost=1) == ["WRONG_COST"]


def test_unknown_records(sample, right):
    known = listed(right)
    assert found(sample, [*known, ("v9", 0, [("visit", "c2")])]) == ["UNKNOWN_VEHICLE"]
    assert found(sample, [*known, ("v0", 2, [("visit", "c2")])]) == ["NO_SHIFT"]
    assert found(sample, [*known, ("v1", 1, [("pickup", "c2")])]) == ["UNKNOWN_TASK"]
    assert found(sample, [*known, ("v1", 1, [("reload", "1")])]) == ["UNKNOWN_TASK"]


def test_what_must_be_served_is_missed(sample, right):
    without = [order for order in listed(right) if order[0] != "v1"]
    assert found(sample, without) == ["NOT_SERVED", "NOT_SERVED"]


def test_no_timing(sample, right):
    slow = sample.with_shipment("s0", max_ride_s=0)
    assert found(slow, listed(right)) == ["NO_TIMES"]


def test_other_rules_are_told_too(sample, right):
    tight = sample.with_vehicle("v0", max_trips=1)
    assert found(tight, listed(right)) == ["MAX_TRIPS"]
