"""The timetable against every choice of windows and break places, and against its compiled twin."""

from __future__ import annotations

from importlib.util import module_from_spec, spec_from_file_location
from itertools import pairwise, permutations, product
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from routing.matrix import Matrix
from routing.vrp import (
    Break,
    Client,
    Instance,
    Link,
    Pin,
    Shift,
    Shipment,
    ShipmentStop,
    SkillRule,
    TimeWindow,
    Vehicle,
)
from routing.vrp.codes import stops_of
from routing.vrp.search.engine import Order
from routing.vrp.timing import obstacles, route_cost, timetable


def beside(path: Path) -> ModuleType:
    """Import a helper of the tests from its file."""
    spec = spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


strategies = beside(Path(__file__).parents[1] / "strategies.py")
Evaluator = beside(Path(__file__).parent / "evaluator.py").Evaluator
FEATURES, instances = strategies.FEATURES, strategies.instances

NOT_TIMED = {"PIN_CONSTRAINT", "SKILL_CONSTRAINT", "DAY_CONSTRAINT"}
TIMED = (
    "breaks", "costs", "limits", "many_windows", "open_ends", "ride_limits", "service", "setup",
    "shifts", "shipments", "windows",
)  # fmt: skip


def draw_order(draw: Any, instance: Instance, most: int) -> Order:
    """Any order of whole tasks, each delivery after its pickup."""
    v = draw(st.integers(0, len(instance.vehicles) - 1))
    vehicle = instance.vehicles[v]
    assume(vehicle.shifts)
    day = draw(st.sampled_from(vehicle.shifts)).day
    count = len(instance.clients) + len(instance.shipments)
    numbers = st.lists(st.integers(0, count - 1), unique=True, min_size=1, max_size=most)
    codes = [code for task in draw(numbers) for code in stops_of(instance, task)]
    codes = list(draw(st.permutations(codes)))
    first = len(instance.clients)
    for i, code in enumerate(codes):
        if code >= first and (code - first) % 2 and code - 1 in codes[i:]:
            j = codes.index(code - 1)
            codes[i], codes[j] = codes[j], codes[i]
    if vehicle.max_trips > 1 and draw(st.booleans()):
        codes.insert(draw(st.integers(0, len(codes))), -1)
    return Order(v, day, tuple(codes))


def least_span(edges: list[tuple[int, int, int]], size: int, a: int, b: int) -> int | None:
    """Longest path from a to b (Floyd & Warshall); None where a cycle is positive."""
    far = np.full((size, size), -(10**12))
    np.fill_diagonal(far, 0)
    for i, j, least in edges:
        far[i, j] = max(far[i, j], least)
    for k in range(size):
        far = np.maximum(far, far[:, k, None] + far[None, k, :])
    return None if (np.diag(far) > 0).any() else int(far[a, b])


def records_of(instance: Instance, order: Order) -> list[tuple[Any, str]]:
    records: list[tuple[Any, str]] = []
    for code in order.stops:
        if code < len(instance.clients):
            records.append((instance.clients[code], ""))
        else:
            s, end = divmod(code - len(instance.clients), 2)
            shipment = instance.shipments[s]
            records.append((shipment.delivery if end else shipment.pickup, shipment.id))
    return records


def stop_edges(
    instance: Instance, shift: Shift, records: list[Any], drive: list[int], setups: list[int]
) -> list[tuple[int, int, int]]:
    n, edges = len(records), []
    for k, (_, name) in enumerate(records):
        before = (1, 0) if k == 0 else (k + 2, records[k - 1][0].service_s)
        edges.append((before[0], k + 3, before[1] + drive[k] + setups[k]))
        first = next((i for i in range(k) if records[i][1] == name), None) if name else None
        if first is not None:
            most = instance.shipment_by_id[name].max_ride_s
            if most is not None:
                edges.append((k + 3, first + 3, -(most + records[first][0].service_s)))
    edges.append((n + 2, 2, records[-1][0].service_s + drive[n]))
    edges += [(k + 3, 0, -shift.latest_s) for k in range(n)]
    return edges


def spelled_out(instance: Instance, order: Order) -> int | None:
    """Least duration by trying every window of every stop and every place of every break."""
    vehicle = instance.vehicles[order.vehicle]
    shift = next(shift for shift in vehicle.shifts if shift.day == order.day)
    records = records_of(instance, order)
    seconds = instance.matrix_of(vehicle).durations_s
    rows = [vehicle.start, *(record.location for record, _ in records), vehicle.end]
    drive = [0 if None in (a, b) else int(seconds[a, b]) for a, b in pairwise(rows)]
    n = len(records)
    # nodes: 0 the origin of time, 1 departure, 2 return, 3.. stops, then breaks
    edges = [(0, 1, shift.earliest_s), (2, 0, -shift.latest_s)]
    if vehicle.max_duration_s is not None:
        edges.append((2, 1, -vehicle.max_duration_s))
    setups = [
        0 if row == r.location else r.setup_s for row, (r, _) in zip(rows, records, strict=False)
    ]
    edges += stop_edges(instance, shift, records, drive, setups)
    choices = [record.windows or (None,) for record, _ in records]
    best = None
    for windows in product(*choices):
        fixed = list(edges)
        for k, window in enumerate(windows):
            if window is not None:
                fixed += [(0, k + 3, window.earliest_s), (k + 3, 0, -window.latest_s)]
        for laid in break_edges(shift, records, drive, setups):
            span = least_span(fixed + laid, n + 3 + len(shift.breaks), 1, 2)
            if span is not None and (best is None or span < best):
                best = span
    return best


def break_edges(
    shift: Shift, records: list[Any], drive: list[int], setups: list[int]
) -> list[list[tuple[int, int, int]]]:
    """The edges of every way of laying the breaks: in a slot and window, or left out."""
    n = len(records)
    options = [["before", "after", *range(-1, n + 1)] for _ in shift.breaks]
    return [
        one_way(shift, records, drive, setups, slots, order, windows)
        for slots in product(*options)
        for order in permutations(range(len(shift.breaks)))
        for windows in product(*(rest.windows for rest in shift.breaks))
    ]


def one_way(
    shift: Shift,
    records: list[Any],
    drive: list[int],
    setups: list[int],
    slots: tuple[Any, ...],
    order: tuple[int, ...],
    windows: tuple[TimeWindow, ...],
) -> list[tuple[int, int, int]]:
    n = len(records)
    edges = []
    last: dict[Any, int] = {}
    for b in order:
        slot, rest, window = slots[b], shift.breaks[b], windows[b]
        end = rest.windows[-1].latest_s
        node = n + 3 + b
        if slot == "before":
            edges.append((2, 0, -(end - 1)))
            continue
        if slot == "after":
            edges.append((0, 1, end + 1))
            continue
        edges += [(0, node, max(window.earliest_s, shift.earliest_s)), (node, 0, -window.latest_s)]
        edges.append((node, 0, -(shift.latest_s - rest.duration_s)))
        if slot in last:
            other = last[slot]
            edges.append((n + 3 + other, node, shift.breaks[other].duration_s))
        last[slot] = b
        if slot == -1:
            edges.append((node, 1, rest.duration_s))
        elif slot == n:
            edges.append((2, node, 0))
        else:
            begin = (1, 0) if slot == 0 else (slot + 2, records[slot - 1][0].service_s)
            edges.append((begin[0], node, begin[1] + drive[slot]))
            edges.append((node, slot + 3, rest.duration_s + setups[slot]))
    return edges


@settings(max_examples=120)
@given(st.data())
def test_least_duration_is_that_of_every_choice_spelled_out(data: st.DataObject) -> None:
    instance = data.draw(instances(features=TIMED))
    order = draw_order(data.draw, instance, 2)
    against = {code for code, _ in obstacles(instance, order)}
    assume(not against & {"MAX_DISTANCE_CONSTRAINT", "MAX_STOPS_CONSTRAINT"})
    route = timetable(instance, order)
    found = None if route is None else route.return_s - route.depart_s
    assert found == spelled_out(instance, order)


@settings(max_examples=150)
@given(st.data())
def test_compiled_cost_is_the_timetables(data: st.DataObject) -> None:
    instance = data.draw(instances(features=FEATURES))
    order = draw_order(data.draw, instance, 4)
    against = {code for code, _ in obstacles(instance, order)}
    cost = Evaluator(instance).cost(order)
    assert (cost is None) == bool(against - NOT_TIMED)
    if not against:
        assert cost == route_cost(instance, order)


@settings(max_examples=100)
@given(st.data())
def test_obstacles_say_why_there_is_no_timetable(data: st.DataObject) -> None:
    instance = data.draw(instances())
    order = draw_order(data.draw, instance, 4)
    found = obstacles(instance, order)
    assert (timetable(instance, order) is None) == bool(found)
    assert all(code.isupper() and message for code, message in found)


def flat(size: int, seconds: int = 600) -> Matrix:
    table = np.full((size, size), seconds, np.int32)
    np.fill_diagonal(table, 0)
    return Matrix(durations_s=table, distances_m=table * 10)


def test_pickups_are_late_so_that_nobody_sits_in_the_car() -> None:
    shipment = Shipment(
        id="s",
        pickup=ShipmentStop(location=1),
        delivery=ShipmentStop(
            location=2, windows=(TimeWindow(earliest_s=30_000, latest_s=31_000),)
        ),
    )
    vehicle = Vehicle(id="v", start=0, end=0, shifts=(Shift(earliest_s=20_000, latest_s=40_000),))
    instance = Instance(matrices=(flat(3),), vehicles=(vehicle,), shipments=(shipment,))
    route = timetable(instance, Order(0, 0, (0, 1)))
    assert route is not None
    assert [stop.start_s for stop in route.stops] == [29_400, 30_000]
    assert (route.depart_s, route.return_s) == (28_800, 30_600)


def test_a_break_in_a_wait_costs_no_time() -> None:
    clients = tuple(
        Client(id=name, location=row, windows=(TimeWindow(earliest_s=at, latest_s=at),))
        for name, row, at in (("a", 1, 40_000), ("b", 2, 46_000))
    )
    rest = Break(windows=(TimeWindow(earliest_s=41_000, latest_s=44_000),), duration_s=2_700)
    shift = Shift(earliest_s=20_000, latest_s=60_000, breaks=(rest,))
    vehicle = Vehicle(id="v", start=0, end=0, shifts=(shift,))
    instance = Instance(matrices=(flat(3),), vehicles=(vehicle,), clients=clients)
    route = timetable(instance, Order(0, 0, (0, 1)))
    assert route is not None
    assert route.return_s - route.depart_s == 7_200
    assert [(taken.end_s - taken.start_s, taken.before) for taken in route.breaks] == [(2_700, 1)]


def test_sentences_have_figures() -> None:
    late = Client(id="late", location=1, windows=(TimeWindow(earliest_s=0, latest_s=500),))
    nurse = Client(id="nurse", location=2, skills=SkillRule(all_of=frozenset({"nurse"})))
    vehicle = Vehicle(id="v", start=0, end=0, shifts=(Shift(latest_s=2_000),), max_stops=1)
    other = Vehicle(id="w", start=0, end=0)
    pin = Pin(task="nurse", vehicles=frozenset({"w"}))
    instance = Instance(
        matrices=(flat(3, 700),), vehicles=(vehicle, other), clients=(late, nurse), pins=(pin,)
    )
    found = dict(obstacles(instance, Order(0, 0, (0, 1))))
    assert found["TIME_WINDOW_CONSTRAINT"] == "4 minutes late at late"
    assert found["SHIFT_TIME_CONSTRAINT"] == "v is back 2 minutes after the end of its shift"
    assert found["MAX_STOPS_CONSTRAINT"] == "2 stops, and v may make 1"
    assert found["PIN_CONSTRAINT"] == "nurse is pinned to w, not to v"
    assert "SKILL_CONSTRAINT" in found
    assert obstacles(instance, Order(1, 1, (0,)))[0][0] == "SHIFT_TIME_CONSTRAINT"


def test_links_order_what_shares_a_route() -> None:
    shipments = tuple(
        Shipment(id=name, pickup=ShipmentStop(location=1), delivery=ShipmentStop(location=2))
        for name in ("there", "back")
    )
    instance = Instance(
        matrices=(flat(3),),
        vehicles=(Vehicle(id="v", start=0, end=0),),
        shipments=shipments,
        links=(Link(first="there", second="back"),),
    )
    assert timetable(instance, Order(0, 0, (0, 1, 2, 3))) is not None
    assert timetable(instance, Order(0, 0, (0, 2, 1, 3))) is None
    assert timetable(instance, Order(0, 0, (2, 3, 0, 1))) is None
