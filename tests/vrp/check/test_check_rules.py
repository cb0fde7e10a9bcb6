"""Each rule: a right answer is spoilt in one way, and exactly that is found."""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np
import pytest

from routing.matrix import UNREACHABLE, Matrix
from routing.vrp import (
    Break,
    Cost,
    Incompatibility,
    Link,
    Pin,
    Reload,
    Route,
    Shift,
    SkillRule,
    Unassigned,
    VisitPattern,
)
from routing.vrp import TimeWindow as Window
from routing.vrp.check import check
from routing.vrp.solution import Blocked, TakenBreak

V0, V0_NEXT, V1 = ("v0", 0), ("v0", 1), ("v1", 0)
VISIT_0, VISIT_1, VISIT_2 = ("visit", "c0"), ("visit", "c1"), ("visit", "c2")
RELOAD = ("reload", "0")
S0, S1, S2 = ((("pickup", f"s{k}"), ("delivery", f"s{k}")) for k in range(3))
TRIP_1, TRIP_2 = (VISIT_0, VISIT_1), (VISIT_2, *S2)


def test_the_right_answer_passes(sample):
    assert sample.codes == []
    kinds = {stop.kind for route in sample.solution.routes for stop in route.stops}
    assert kinds == {"visit", "pickup", "delivery", "reload"}
    assert any(route.breaks for route in sample.solution.routes)
    assert [left.task for left in sample.solution.unassigned] == ["c3"]


# what the answer names


def test_unknown_records(sample):
    told = Blocked(vehicle="v9", code="FAR", message="Too far.")
    assert sample.told(unassigned=(Unassigned(task="c3", reasons=(told,)),)).codes == [
        "UNKNOWN_VEHICLE"
    ]
    strange = Unassigned(task="c9", reasons=(replace(told, vehicle="v0"),))
    assert sample.told(unassigned=(*sample.solution.unassigned, strange)).codes == ["UNKNOWN_TASK"]
    assert sample.with_route(V1, vehicle="v9").recosted().codes == ["UNKNOWN_VEHICLE"]
    assert sample.with_stop(V0, 3, kind="pickup").codes == ["WRONG_KIND"]
    assert sample.with_stop(V0, 2, location=6).recosted().codes == ["UNKNOWN_RELOAD"]
    spoilt = (
        sample.with_stop(V0, 3, task="c9")
        .told(unassigned=sample.moved(v0_0=(*TRIP_1, RELOAD, *S2)).solution.unassigned)
        .recosted()
    )
    assert spoilt.codes == ["UNKNOWN_TASK"]


def test_wrong_place(sample):
    assert sample.with_stop(V0, 3, location=5).recosted().codes == ["WRONG_PLACE"]


# what is served, and what is not


def test_routes(sample):
    assert sample.with_vehicle("v1", shifts=(Shift(day=1),)).codes == ["NO_SHIFT"]
    idle = Route(vehicle="v1", day=1, stops=(), depart_s=0, return_s=0, distance_m=0, driving_s=0)
    routes = (*sample.solution.routes, idle)
    assert sample.told(routes=routes).recosted().codes == ["EMPTY_ROUTE"]
    one = sample.moved(v0_0=(*TRIP_1, RELOAD, *S2)).solution.routes
    two = sample.moved(v0_0=(VISIT_2,)).solution.routes[0]
    twice = sample.told(routes=(*one, two)).recosted()
    assert twice.codes == ["TWO_ROUTES"]


def test_served_twice(sample):
    assert sample.moved(v0_1=(VISIT_0, VISIT_2)).codes == ["SERVED_TWICE"]
    assert sample.moved(v0_1=(VISIT_0, VISIT_0)).codes == ["SERVED_TWICE"]
    assert sample.moved(v1_0=(*S0, *S1, *S1)).codes == ["SERVED_TWICE"] * 2


def test_shipments_are_whole(sample):
    assert sample.moved(v0_0=(*TRIP_1, RELOAD, VISIT_2, S2[0])).codes == ["HALF_SHIPMENT"]
    split = sample.moved(v0_0=(*TRIP_1, RELOAD, VISIT_2, S2[0]), v1_0=(*S0, *S1, S2[1]))
    assert split.codes == ["SPLIT_SHIPMENT"]
    assert sample.moved(v0_0=(*TRIP_1, RELOAD, VISIT_2, *S2[::-1])).codes == ["DELIVERY_FIRST"]


def test_unassigned(sample):
    (left,) = sample.solution.unassigned
    assert sample.told(unassigned=()).codes == ["NOT_LISTED"]
    assert sample.told(unassigned=(left, left)).codes == ["LISTED_TWICE"]
    too_many = (left, replace(left, task="c2"))
    assert sample.told(unassigned=too_many).codes == ["LISTED_BUT_SERVED"]
    assert sample.told(unassigned=(replace(left, reasons=()),)).codes == ["NO_REASON"]
    mute = replace(left, reasons=(Blocked(vehicle="v0", code="FAR", message=""),))
    assert sample.told(unassigned=(mute,)).codes == ["NO_REASON"]


# when and by whom


def test_pattern(sample):
    assert sample.moved(v0_1=()).codes == ["PATTERN"]


def test_same_visitor(sample):
    other = sample.moved(v0_1=(), v1_1=(VISIT_0,))
    assert other.codes == ["SAME_VEHICLE"]
    crew = VisitPattern(day_sets=((0, 1),), same="crew")
    assert other.with_client("c0", pattern=crew).codes == ["SAME_CREW"]
    paired = other.with_client("c0", pattern=crew).with_vehicle("v0", crew="k")
    assert paired.with_vehicle("v1", crew="k").codes == []
    free = VisitPattern(day_sets=((0, 1),))
    assert other.with_client("c0", pattern=free).codes == []


def test_shipment_day(sample):
    late = sample.moved(v0_0=(*TRIP_1, RELOAD, VISIT_2), v0_1=(VISIT_0, *S2))
    assert late.codes == ["SHIPMENT_DAY"]


@pytest.mark.parametrize(
    "rule",
    [
        SkillRule(all_of=frozenset({"lift", "nurse"})),
        SkillRule(any_of=frozenset({"nurse", "french"})),
        SkillRule(none_of=frozenset({"lift"})),
    ],
)
def test_skills(sample, rule):
    assert sample.with_client("c2", skills=rule).codes == ["SKILLS"]
    assert sample.with_shipment("s2", skills=rule).codes == ["SKILLS"]


def test_pins(sample):
    moved = sample.moved(v0_0=(VISIT_0, RELOAD, *TRIP_2), v1_0=(VISIT_1, *S0, *S1))
    assert moved.codes == ["PIN_VEHICLE"]
    assert sample.moved(v0_0=(VISIT_0, *TRIP_2), v0_1=TRIP_1).codes == ["PIN_DAY"]
    elsewhere = Pin(task="s2", vehicles=frozenset({"v1"}), day=1)
    assert sample.asked(pins=(elsewhere,)).codes == ["PIN_DAY", "PIN_VEHICLE"]


def test_prefix(sample):
    assert sample.moved(v0_0=(VISIT_1, VISIT_0, RELOAD, *TRIP_2)).codes == ["PREFIX"]


# what is aboard


def test_wrong_load(sample):
    assert sample.with_stop(V0, 2, load=(2, 1)).codes == ["WRONG_LOAD"]
    assert sample.with_stop(V0, 2, load=()).codes == ["WRONG_LOAD"]
    assert sample.with_stop(V1, 1, load=()).codes == []


def test_capacity(sample):
    assert sample.moved(v0_0=(*TRIP_1, *TRIP_2)).codes == ["OVERLOAD"]
    wheelchair = sample.moved(v0_0=(VISIT_0, RELOAD, *TRIP_2), v1_0=(*S0, *S1, VISIT_1))
    assert wheelchair.codes == ["OVERLOAD", "PIN_VEHICLE"]
    assert sample.with_vehicle("v0", capacities=()).codes == []
    assert sample.with_vehicle("v0", capacities=((),)).codes == ["OVERLOAD"] * 3


def test_incompatible(sample):
    aboard = Incompatibility(shipments=frozenset({"s0", "s1"}))
    on_route = replace(aboard, scope="route")
    assert sample.asked(incompatibilities=(aboard,)).codes == []
    assert sample.asked(incompatibilities=(on_route,)).codes == ["INCOMPATIBLE"]
    nested = sample.moved(v0_0=(*TRIP_1, RELOAD, VISIT_2), v1_0=(S0[0], *S2, S0[1], *S1))
    assert nested.codes == ["INCOMPATIBLE"]


def test_links(sample):
    assert sample.moved(v1_0=S0).codes == ["LINK_HALF"]
    assert sample.moved(v1_0=S0, v1_1=S1).codes == ["LINK_DAY"]
    assert sample.moved(v1_0=(*S1, *S0)).codes == ["LINK_ORDER"]
    apart = sample.moved(v0_0=(*TRIP_1, RELOAD, *TRIP_2, *S1), v1_0=S0)
    assert apart.codes == []
    assert apart.solution.cost.links == 9
    late = sample.with_vehicle("v1", shifts=(Shift(earliest_s=500),))
    before = late.moved(v0_0=(*TRIP_1, RELOAD, *TRIP_2, *S1), v1_0=S0)
    assert before.codes == []  # between two routes it is for the windows to say
    together = (Link(first="s0", second="s1", penalty=9, same_vehicle=True),)
    assert apart.asked(links=together).codes == ["LINK_VEHICLE"]
    half = apart.with_vehicle("v0", crew="k")
    assert half.asked(links=together).codes == ["LINK_VEHICLE"]
    pair = sample.with_vehicle("v0", crew="k").with_vehicle("v1", crew="k")
    by_one = pair.moved(v0_0=(*TRIP_1, RELOAD, *TRIP_2, *S1), v1_0=S0)
    assert by_one.solution.cost.links == 0
    assert by_one.asked(links=together).codes == []
    assert by_one.with_vehicle("v1", crew="other").codes == ["WRONG_COST"]


# times of a route


def test_legs(sample):
    (route,) = (r for r in sample.solution.routes if (r.vehicle, r.day) == V0)
    late = sample.with_route(V0, return_s=route.return_s + 1).recosted()
    assert late.codes == ["WRONG_ARRIVAL"]
    early = sample.with_route(V0, depart_s=route.depart_s - 1).recosted()
    assert early.codes == ["WRONG_ARRIVAL"]
    seconds = np.array(sample.instance.matrices[0].durations_s)
    seconds[5, 0] = UNREACHABLE
    cut = Matrix(durations_s=seconds, distances_m=sample.instance.matrices[0].distances_m)
    assert sample.asked(matrices=(cut,)).codes == ["UNREACHABLE"]


def test_open_ends(sample):
    loose = sample.with_vehicle("v1", start=None, end=None).moved()
    assert loose.codes == []
    (route,) = (r for r in loose.solution.routes if r.vehicle == "v1")
    assert (route.depart_s, route.return_s) == (route.stops[0].arrive_s, route.stops[-1].depart_s)
    off = loose.with_route(V1, return_s=route.return_s + 1).recosted()
    assert off.codes == ["WRONG_ARRIVAL"]


def test_totals(sample):
    assert sample.with_route(V0, distance_m=1).codes == ["WRONG_DISTANCE"]
    assert sample.with_route(V0, driving_s=1).codes == ["WRONG_DRIVING"]


def test_stop_times(sample):
    start = sample.solution.routes[1].stops[0].start_s
    assert sample.with_stop(V0_NEXT, 0, start_s=start - 1).codes == ["SETUP_CUT"]
    assert sample.with_stop(V0_NEXT, 0, start_s=start + 1).codes == ["SERVICE_CUT"]


def test_setup_is_left_out_on_coming_from_the_same_place(sample):
    assert sample.with_client("c2", setup_s=99).codes == ["SETUP_CUT"]
    assert sample.with_client("c2", setup_s=99, location=0).moved().codes == []


def test_windows(sample):
    assert sample.with_client("c2", windows=(Window(earliest_s=0, latest_s=1),)).codes == ["WINDOW"]
    closed = Reload(location=0, duration_s=5, windows=(Window(earliest_s=900, latest_s=901),))
    assert sample.with_vehicle("v0", reloads=(closed,)).codes == ["RELOAD_WINDOW"]
    other = Reload(location=0, duration_s=4)
    assert sample.with_vehicle("v0", reloads=(closed, other)).codes == []


def test_ride_time(sample):
    assert sample.with_shipment("s0", max_ride_s=1).codes == ["RIDE_TIME"]


def test_shift(sample):
    first, second = sample.instance.vehicles[0].shifts
    assert sample.with_vehicle("v0", shifts=(first, replace(second, latest_s=9))).codes == ["SHIFT"]
    late = replace(second, earliest_s=900)
    assert sample.with_vehicle("v0", shifts=(first, late)).codes == ["SHIFT"]


def test_breaks(sample):
    (route,) = (r for r in sample.solution.routes if (r.vehicle, r.day) == V0)
    (taken,) = route.breaks
    assert sample.with_route(V0, breaks=()).codes == ["BREAKS"]
    assert sample.with_route(V0, breaks=(taken, taken)).codes == ["BREAKS", "BREAK_OVERLAP"]
    shorter = replace(taken, end_s=taken.end_s - 1)
    assert sample.with_route(V0, breaks=(shorter,)).codes == ["BREAKS"]
    assert sample.with_route(V0, breaks=(replace(taken, before=5),)).codes == ["BREAK_PLACE"]
    assert sample.with_route(V0, breaks=(replace(taken, before=7),)).codes == ["BREAK_PLACE"]


def test_a_break_may_lie_before_the_departure_or_after_the_return(sample):
    moment, shift = (Window(earliest_s=20, latest_s=150),), sample.instance.vehicles[0].shifts[1]
    with_rest = sample.with_vehicle(
        "v0",
        shifts=(Shift(), replace(shift, breaks=(Break(windows=moment, duration_s=5),))),
    ).moved()
    (route,) = (r for r in with_rest.solution.routes if (r.vehicle, r.day) == V0_NEXT)
    back = TakenBreak(start_s=route.return_s, end_s=route.return_s + 5, before=1)
    assert with_rest.with_route(V0_NEXT, breaks=(back,)).codes == []
    early = TakenBreak(start_s=20, end_s=25, before=0)
    later = [replace(s, arrive_s=60, start_s=65, depart_s=75) for s in route.stops]
    gone = {"depart_s": 50, "return_s": 85, "stops": tuple(later)}
    assert with_rest.with_route(V0_NEXT, **gone, breaks=(early,)).recosted().codes == []
    too_early = TakenBreak(start_s=48, end_s=53, before=0)
    spoilt = with_rest.with_route(V0_NEXT, **gone, breaks=(too_early,)).recosted()
    assert spoilt.codes == ["BREAK_PLACE"]


# bounds of a route


@pytest.mark.parametrize("bound", ["max_distance_m", "max_duration_s", "max_stops"])
def test_bounds(sample, bound):
    code = bound.rsplit("_", 1)[0].upper() if bound != "max_stops" else "MAX_STOPS"
    (route,) = (r for r in sample.solution.routes if (r.vehicle, r.day) == V0)
    used = {
        "max_distance_m": route.distance_m,
        "max_duration_s": route.return_s - route.depart_s,
        "max_stops": 5,
    }[bound]
    assert sample.with_vehicle("v0", **{bound: used}).codes == []
    assert sample.with_vehicle("v0", **{bound: used - 1}).codes == [code]


def test_max_trips(sample):
    assert sample.with_vehicle("v0", max_trips=1).codes == ["MAX_TRIPS"]


# what the answer says about itself


@pytest.mark.parametrize("part", [field.name for field in fields(Cost)])
def test_cost(sample, part):
    cost = sample.solution.cost
    wrong = sample.told(cost=replace(cost, **{part: getattr(cost, part) + 1}))
    (violation,) = check(wrong.instance, wrong.solution)
    assert (violation.code, violation.where) == ("WRONG_COST", f"cost {part}")


def test_missed_weighs_one_plus_priority(sample):
    left = sample.moved(v1_0=())
    assert left.codes == []
    assert left.solution.cost.missed == 3
    assert left.solution.cost.prizes == 7


def test_lower_bound(sample):
    total = sample.solution.cost.total
    assert sample.told(lower_bound=total, finished="optimal").codes == []
    assert sample.told(lower_bound=total + 1).codes == ["LOWER_BOUND"]
    assert sample.told(lower_bound=total - 1, finished="optimal").codes == ["NOT_OPTIMAL"]
    assert sample.told(finished="optimal").codes == ["NOT_OPTIMAL"]
