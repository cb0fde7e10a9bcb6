"""Exact timing: what it finds passes, and where it finds nothing there is nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import permutations, product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.matrix import UNREACHABLE, Matrix
from routing.vrp import (
    Break,
    Client,
    Instance,
    Shift,
    Shipment,
    ShipmentStop,
    TimeWindow,
    Vehicle,
)
from routing.vrp.check import check
from routing.vrp.check.assembly import answer, laid_out, timed_route
from routing.vrp.check.differences import farthest
from routing.vrp.check.scheduling import Timetable, least_duration, schedule, timetable
from routing.vrp.solution import TakenBreak

DAY = 9
"""Length of the shifts drawn here: short enough to try every second."""


def test_differences_known_by_heart():
    # CLRS, 4th edition, section 22.4, with a source at 0 above all
    bounds = [(0, 1, 0), (0, 4, -1), (1, 4, 1), (2, 0, 5), (3, 0, 4), (3, 2, -1), (4, 2, -3)]
    bounds += [(4, 3, -3), *((j, 5, 0) for j in range(5))]
    assert farthest(6, bounds, 5) == [-5, -3, 0, -1, -4, 0]


def test_contradictions_are_found():
    assert farthest(3, [(1, 0, 5), (2, 1, -3), (1, 2, 2)], 0) is None
    assert farthest(2, [(1, 0, -1), (0, 1, 0)], 0) is None


def test_what_is_not_tied_stays_open():
    assert farthest(2, [], 0) == [0, None]


@st.composite
def routes(draw):
    """A tiny instance whose one vehicle visits and carries everything in a given order."""

    def some_windows():
        marks = sorted(draw(st.sets(st.integers(0, DAY), max_size=4)))
        pairs = zip(marks[::2], marks[1::2], strict=False)
        return tuple(TimeWindow(earliest_s=a, latest_s=b) for a, b in pairs)

    size, small = 3, st.integers(0, 2)
    seconds = np.array(draw(st.lists(st.integers(0, 3), min_size=9, max_size=9)), np.int32)
    matrix = Matrix(durations_s=seconds.reshape(3, 3), distances_m=seconds.reshape(3, 3))

    def place():
        return {
            "location": draw(st.integers(0, size - 1)),
            "windows": some_windows(),
            "service_s": draw(small),
            "setup_s": draw(small),
        }

    visits = draw(st.integers(0, 2))  # none: a shipment
    clients = tuple(Client(id=f"c{k}", **place()) for k in range(visits))
    ends = (ShipmentStop(**place()), ShipmentStop(**place()))
    ride = draw(st.none() | st.integers(0, 5))
    shipment = Shipment(id="s", pickup=ends[0], delivery=ends[1], max_ride_s=ride)
    pauses = (some_windows() for _ in range(draw(st.integers(0, 2 if visits == 1 else 1))))
    breaks = tuple(Break(windows=w, duration_s=draw(small)) for w in pauses if w)
    row = st.none() | st.integers(0, size - 1)
    vehicle = Vehicle(
        id="v",
        start=draw(row),
        end=draw(row),
        shifts=(Shift(earliest_s=draw(small), latest_s=DAY - draw(small), breaks=breaks),),
        max_duration_s=draw(st.none() | st.integers(2, DAY)),
    )
    instance = Instance(
        matrices=(matrix,),
        vehicles=(vehicle,),
        clients=clients,
        shipments=() if visits else (shipment,),
    )
    carried = (("pickup", "s"), ("delivery", "s"))
    return instance, tuple(("visit", client.id) for client in clients) or carried


def every_timetable(instance: Instance, stops: Sequence[tuple[str, str]]) -> list[Timetable]:
    """Try every second of the day for the departure, each start and each break."""
    found = []
    (vehicle,) = instance.vehicles
    shift = vehicle.shifts[0]
    rests = [()]
    for count in range(1, len(shift.breaks) + 1):
        rests += permutations(shift.breaks, count)
    bare = _bare(instance, stops)
    for taken in rests:
        lays = [
            [
                TakenBreak(start_s=s, end_s=s + rest.duration_s, before=k)
                for s in range(DAY + 1)
                if any(w.earliest_s <= s <= w.latest_s for w in rest.windows)
                for k in range(len(stops))
            ]
            for rest in taken
        ]
        for times in bare:
            for breaks in product(*lays):
                timed = replace(times, breaks=breaks)
                route = laid_out(instance, "v", 0, stops, timed)
                if not check(instance, answer(instance, [route])):
                    found.append(timed)
    return found


def _bare(instance: Instance, stops: Sequence[tuple[str, str]]) -> list[Timetable]:
    """Every timetable without breaks that keeps all but the rules on breaks."""
    found = []
    for depart, *starts in product(range(DAY + 1), repeat=len(stops) + 1):
        if any(a > b for a, b in zip([depart, *starts], starts, strict=False)):
            continue
        times = Timetable(depart_s=depart, starts=tuple(starts), return_s=0, breaks=())
        route = laid_out(instance, "v", 0, stops, times)
        (vehicle,) = instance.vehicles
        tail = 0
        if vehicle.end is not None:
            tail = int(instance.matrices[0].durations_s[route.stops[-1].location, vehicle.end])
        times = replace(times, return_s=route.stops[-1].depart_s + tail)
        route = laid_out(instance, "v", 0, stops, times)
        codes = {fault.code for fault in check(instance, answer(instance, [route]))}
        if not codes - {"BREAKS"}:
            found.append(times)
    return found


@given(routes())
def test_trying_every_second_agrees(drawn):
    instance, stops = drawn
    tried = every_timetable(instance, stops)
    least = least_duration(instance, "v", 0, stops)
    assert least == min((times.duration_s for times in tried), default=None)
    starts = schedule(instance, "v", 0, stops)
    assert (starts is None) == (not tried)
    assert starts is None or starts in {times.starts for times in tried}


@given(routes())
def test_what_is_found_passes_the_checker(drawn):
    instance, stops = drawn
    route = timed_route(instance, "v", 0, stops)
    if route is not None:
        assert check(instance, answer(instance, [route])) == []


def test_nothing_without_shift_stops_or_way(sample):
    instance = sample.instance
    assert timetable(instance, "v0", 2, [("visit", "c0")]) is None
    assert timetable(instance, "v0", 0, []) is None
    far = replace(instance, clients=(Client(id="far", location=7),), pins=(), prefixes=())
    assert instance.matrices[0].durations_s[0, 7] == UNREACHABLE
    assert timetable(far, "v0", 0, [("visit", "far")]) is None
    with pytest.raises(KeyError):
        timetable(instance, "v0", 0, [("visit", "nobody")])
    with pytest.raises(ValueError, match="cannot drive"):
        laid_out(
            instance,
            "v0",
            2,
            [("visit", "c0")],
            Timetable(depart_s=0, starts=(0,), return_s=0, breaks=()),
        )


def test_leaving_late_shortens_the_route():
    rows = np.array([[0, 10], [10, 0]], np.int32)
    wait = Client(id="c", location=1, windows=(TimeWindow(earliest_s=100, latest_s=200),))
    instance = Instance(
        matrices=(Matrix(durations_s=rows, distances_m=rows),),
        vehicles=(Vehicle(id="v", start=0, end=0),),
        clients=(wait,),
    )
    times = timetable(instance, "v", 0, [("visit", "c")])
    assert times == Timetable(depart_s=90, starts=(100,), return_s=110, breaks=())


def test_a_window_may_be_worth_waiting_for():
    """The least duration takes the second window of the first stop, the first of the second."""
    rows = np.zeros((1, 1), np.int32)
    early = (TimeWindow(earliest_s=0, latest_s=0), TimeWindow(earliest_s=50, latest_s=60))
    late = (TimeWindow(earliest_s=55, latest_s=55), TimeWindow(earliest_s=90, latest_s=99))
    instance = Instance(
        matrices=(Matrix(durations_s=rows, distances_m=rows),),
        vehicles=(Vehicle(id="v", start=0, end=0),),
        clients=(
            Client(id="a", location=0, windows=early),
            Client(id="b", location=0, windows=late),
        ),
    )
    assert least_duration(instance, "v", 0, [("visit", "a"), ("visit", "b")]) == 0
    assert schedule(instance, "v", 0, [("visit", "b"), ("visit", "a")]) == (55, 55)
