"""Every format is read as it is meant, and refused by line where it is not kept."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks import generated
from benchmarks.formats import SCALE, FormatError, Problem, read
from routing.vrp import TimeWindow
from routing.vrp.search.engine import Order

RIDES = """2 4 480 3 30
0 0.0 0.0 0 0 0 1440
1 3.0 4.0 10 1 0 1440
2 -1.5 2.0 3 2 100 115
3 0 10 10 -1 200 215
4 6 8 3 -2 0 1440
5 0 0 0 0 0 480
"""
PAIRS = """2\t10\t1
0\t0\t0\t0\t0\t100\t0\t0\t0
1\t3\t4\t7\t5\t50\t2\t0\t2
2\t6\t8\t-7\t9\t90\t2\t1\t0
"""
WINDOWS = """made

VEHICLE
NUMBER     CAPACITY
  3         50

CUSTOMER
CUST NO.  XCOORD.   YCOORD.    DEMAND   READY TIME  DUE DATE   SERVICE   TIME

    0      40         50          0          0       1236          0
    1      43         54         10        912        967         90
"""
PERIODIC = """1 2 3 4
0 20
0 20
0 20
0 20
0 0 0 0 0 0 0
1 3 4 1 5 1 4 1 2 4 8
2 6 8 0 6 2 2 5 10
3 1 1 0 9 4 1 15
"""
MULTI = """2 2 2 2
100 50
80.5 60
1 3 4 0 5 1 2 1 2
2 6 8 0 6 1 1 2
3 0 0 0 0 0 0
4 9 9 0 0 0 0
"""
PERIODIC_WINDOWS = """5 1 1 2
300 20
400 30
0 0 0 0 0 0 0 0 1000
1 3 4 1 5 1 2 1 2 10 20.5
"""
MULTI_WINDOWS = """6 1 1 1
0 20
1 3 4 1 5 1 1 1 10 20
2 0 0 0 0 0 0 0 500
"""
TEXTS = {
    "darp": RIDES,
    "pdptw": PAIRS,
    "vrptw": WINDOWS,
    "pvrp": PERIODIC,
    "mdvrp": MULTI,
    "pvrptw": PERIODIC_WINDOWS,
    "mdvrptw": MULTI_WINDOWS,
}
Write = Callable[[str], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def write(text: str) -> Path:
        path = tmp_path / "made"
        path.write_bytes(text.encode("utf-8"))
        return path

    return write


def problem(write: Write, family: str, text: str | None = None) -> Problem:
    return read(family, write(TEXTS[family] if text is None else text))


@pytest.mark.parametrize("family", TEXTS)
def test_line_ends_and_empty_lines_do_not_matter(family: str, write: Write) -> None:
    plain = problem(write, family)
    other = problem(write, family, TEXTS[family].replace("\n", " \r\n\r\n") + "\n\n")
    assert plain.family == family
    assert plain.instance.clients == other.instance.clients
    assert plain.instance.shipments == other.instance.shipments
    assert plain.instance.vehicles == other.instance.vehicles
    assert np.array_equal(plain.points, other.points)


def test_rides(write: Write) -> None:
    read_in = problem(write, "darp")
    first, second = read_in.instance.shipments
    assert (first.id, first.load, first.max_ride_s) == ("1", (1,), 30 * SCALE)
    assert (first.pickup.service_s, second.load) == (10 * SCALE, (2,))
    assert second.pickup.windows == (TimeWindow(earliest_s=100 * SCALE, latest_s=115 * SCALE),)
    assert [v.id for v in read_in.instance.vehicles] == ["v0", "v1"]
    vehicle = read_in.instance.vehicles[0]
    assert (vehicle.capacities, vehicle.max_duration_s) == (((3,),), 480 * SCALE)
    assert vehicle.shifts[0].latest_s == 480 * SCALE  # the closing depot’s window
    assert read_in.nodes(Order(0, 0, (0, 2, 1, 3))) == [1, 2, 3, 4]
    assert read_in.cost([Order(0, 0, (0, 1))]) == pytest.approx(5 + np.hypot(3, 6) + 10)


@pytest.mark.parametrize("head", ["2 4", "2 2"])
@pytest.mark.parametrize("closing", [True, False])
def test_rides_of_either_count_with_or_without_a_closing_depot(
    write: Write, head: str, closing: bool
) -> None:
    text = RIDES.replace("2 4", head, 1)
    if not closing:
        text = text.replace("5 0 0 0 0 0 480\n", "")
    assert len(problem(write, "darp", text).instance.shipments) == 2


def test_pairs(write: Write) -> None:
    read_in = problem(write, "pdptw")
    (shipment,) = read_in.instance.shipments
    assert (shipment.id, shipment.load, shipment.max_ride_s) == ("1", (7,), None)
    assert read_in.instance.vehicles[0].cost_per_use == 10**9
    assert read_in.objective == "fleet"
    assert read_in.nodes(Order(0, 0, (0, 1))) == [1, 2]


def test_windows(write: Write) -> None:
    read_in = problem(write, "vrptw")
    (client,) = read_in.instance.clients
    assert (client.id, client.delivery, client.service_s) == ("1", (10,), 90 * SCALE)
    assert len(read_in.instance.vehicles) == 3
    assert read_in.instance.vehicles[0].shifts[0].latest_s == 1236 * SCALE
    assert read_in.instance.matrices[0].distances_m[0, 1] == 5 * SCALE


def test_periodic(write: Write) -> None:
    read_in = problem(write, "pvrp")
    sets = [client.pattern and client.pattern.day_sets for client in read_in.instance.clients]
    assert sets == [((3,), (2,), (1,), (0,)), ((1, 3), (0, 2)), ((0, 1, 2, 3),)]
    assert read_in.instance.days == 4
    vehicle = read_in.instance.vehicles[0]
    assert [shift.day for shift in vehicle.shifts] == [0, 1, 2, 3]
    assert (vehicle.max_duration_s, vehicle.capacities) == (None, ((20,),))
    assert read_in.vehicle_numbers == (1, 2)


def test_days_that_differ_have_vehicles_of_their_own(write: Write) -> None:
    read_in = problem(write, "pvrptw")
    limits = [
        (v.id, v.shifts[0].day, v.max_duration_s, v.capacities) for v in read_in.instance.vehicles
    ]
    assert limits == [
        ("v0d0", 0, 300 * SCALE, ((20,),)),
        ("v0d1", 1, 400 * SCALE, ((30,),)),
    ]
    assert read_in.vehicle_numbers == (1, 1)
    assert read_in.instance.clients[0].windows == (
        TimeWindow(earliest_s=10 * SCALE, latest_s=205_000),
    )


def test_several_depots(write: Write) -> None:
    read_in = problem(write, "mdvrp")
    assert read_in.depots == (3, 4)
    assert [(v.start, v.max_duration_s) for v in read_in.instance.vehicles] == [
        (2, 100 * SCALE),
        (2, 100 * SCALE),
        (3, 805_000),
        (3, 805_000),
    ]
    (pin,) = read_in.instance.pins  # bit string 10: the first depot
    assert (pin.task, pin.vehicles) == ("2", frozenset({"v0", "v1"}))
    assert read_in.vehicle_numbers == (1, 2, 3, 4)


def test_durations_round_up_and_distances_to_the_nearest(write: Write) -> None:
    matrix = problem(write, "pvrp").instance.matrices[0]
    assert matrix.distances_m[0, 3] == round(2**0.5 * SCALE)
    assert matrix.durations_s[0, 3] == int(2**0.5 * SCALE) + 1
    assert matrix.durations_s[0, 1] == 5 * SCALE


def test_stray_rows_are_dropped_and_told(write: Write) -> None:
    read_in = problem(write, "pvrp", PERIODIC + "4 1 1 0 9 4 1 15\n")
    assert len(read_in.instance.clients) == 3
    assert read_in.warnings == ("line 10: customer 4 left out, the file has 3",)


def test_the_stray_customer_of_p01_is_dropped_and_told(write: Write) -> None:
    text = PERIODIC.replace("1 2 3 4", "1 2 4 4") + "4 0 0 0 20 1 2 1 2\n"
    read_in = problem(write, "pvrp", text)
    assert [client.id for client in read_in.instance.clients] == ["1", "2", "3"]
    assert read_in.warnings[0].startswith("line 10: customer 4 left out: it stands on the depot")


def test_no_visits_but_sets_is_told(write: Write) -> None:
    read_in = problem(write, "pvrp", PERIODIC.replace("5 1 4 1 2 4 8", "5 0 4 1 2 4 8"))
    assert len(read_in.instance.clients) == 3
    assert read_in.warnings[0].startswith("line 7: customer 1 has 0 visits")


BAD = [
    # family, what stands there, what is put there, line, part of the message
    ("darp", "2 4 480 3 30", "2 4 480 3", 1, "4 fields"),
    ("darp", "2 4 480 3 30", "0 4 480 3 30", 1, "number of vehicles, an integer from 1 on"),
    ("darp", "2 4 480 3 30", "2 3 480 3 30", 7, "3 or 6 nodes beside the depot"),
    ("darp", "2 4 480 3 30", "2 6 480 3 30", 8, "the end of the file"),
    ("darp", "0 0.0 0.0 0 0", "0 0.0 0.0 0 1", 2, "0 as the load of the depot"),
    ("darp", "2 -1.5 2.0", "7 -1.5 2.0", 4, "found node 7, expected node 2"),
    ("darp", "-1.5", "x", 4, "found 'x', expected x, a number"),
    ("darp", "-1.5", "nan", 4, "'nan'"),
    ("darp", "-1.5", "1e99", 4, "below 1e+9"),
    ("darp", "100 115", "115 100", 4, "a window that ends after it begins"),
    ("darp", "10 -1 200", "10 -3 200", 5, "-1, the opposite of line 3"),
    ("darp", "10 1 0 1440", "10 4 0 1440", 3, "no more than the capacity, 3"),
    ("darp", "4 6 8 3 -2 0 1440", "4 6 8 3 -2 0", 6, "6 fields"),
    ("darp", "4 6 8", "4 6 é", 6, "the byte 0xc3, expected plain ASCII"),
    ("pdptw", "2\t10\t1", "2\t10", 1, "3 fields"),
    ("pdptw", "2\t10\t1", "2.5\t10\t1", 1, "'2.5'"),
    ("pdptw", "1\t3\t4\t7\t5\t50\t2\t0\t2", "1\t3\t4\t7\t5\t50\t2\t0\t9", 3, "sibling 9"),
    ("pdptw", "1\t3\t4\t7\t5\t50\t2\t0\t2", "1\t3\t4\t7\t5\t50\t2\t0\t0", 3, "one of them 0"),
    ("pdptw", "\t1\t0\n", "\t2\t0\n", 3, "a task that names 1 in return"),
    ("pdptw", "-7", "-6", 3, "the opposite of line 4"),
    ("pdptw", "\t7\t5", "\t11\t5", 3, "the opposite"),
    ("pdptw", "2\t6\t8", "3\t6\t8", 4, "found task 3, expected task 2"),
    ("pdptw", "\t9\t90", "\t9\t-1", 4, "from 0 on"),
    ("vrptw", "VEHICLE", "VEHICEL", 3, "the heading 'VEHICLE'"),
    ("vrptw", "  3         50", "  3", 5, "number and capacity"),
    ("vrptw", "    1      43", "    2      43", 11, "found customer 2, expected customer 1"),
    ("vrptw", "10        912", "60        912", 11, "no more than the capacity, 50"),
    ("vrptw", "912        967", "968        967", 11, "a window that ends"),
    ("vrptw", "0       1236          0", "0       1236          5", 10, "at the depot: 0"),
    ("pvrp", "1 2 3 4", "3 2 3 4", 1, "type 1 (PVRP), 2 (MDVRP), 5 (PVRPTW), 6 (MDVRPTW)"),
    ("pvrp", "1 2 3 4", "1 2 5 4", 10, "the end of the file, expected node 4 of 5"),
    ("pvrp", "1 2 3 4\n0 20", "1 2 3 4\n0 20 1", 2, "3 fields"),
    ("pvrp", "1 2 3 4\n0 20", "1 2 3 4\n-1 20", 2, "longest route, a number from 0 on"),
    ("pvrp", "0 0 0 0 0 0 0", "0 0 0 0 3 0 0", 6, "a depot: no service"),
    ("pvrp", "6 2 2 5 10", "6 2 2 5 11", 8, "a bit string of 4 bits of which 2 are set"),
    ("pvrp", "6 2 2 5 10", "6 2 2 5 20", 8, "set 20"),
    ("pvrp", "6 2 2 5 10", "6 2 2 5 5", 8, "every set once"),
    ("pvrp", "6 2 2 5 10", "6 2 3 5 10", 8, "10 fields"),
    ("pvrp", "0 9 4 1 15", "0 21 4 1 15", 9, "no more than the capacity, 20"),
    ("pvrp", "3 1 1 0", "3 1 1 -1", 9, "the service, a number from 0 on"),
    ("pvrp", "4 1 15\n", "4 1 15\nstray\n", 10, "1 fields ('stray')"),
    ("mdvrp", "1 1 2\n", "2 1 3\n", 5, "1 visit, from one depot"),
    ("mdvrp", "4 9 9 0 0 0 0", "4 9 9 0 0 0 0\n5 9 9 0 0 0 0", 8, "the end of the file"),
    ("mdvrp", "3 0 0 0 0 0 0", "3 0 0 1 0 0 0", 6, "a depot"),
    ("pvrptw", " 10 20.5", " 30 20.5", 5, "a window that ends"),
    ("mdvrptw", "6 1 1 1", "6 1 1 0", 1, "an integer from 1 on"),
]


@pytest.mark.parametrize(("family", "there", "put", "line", "said"), BAD)
def test_malformed(family: str, there: str, put: str, line: int, said: str, write: Write) -> None:
    text = TEXTS[family]
    assert there in text
    with pytest.raises(FormatError) as caught:
        problem(write, family, text.replace(there, put, 1))
    assert (caught.value.line, caught.value.path.name) == (line, "made")
    message = str(caught.value)
    assert said in message
    assert f"made, line {line}: found " in message
    assert ", expected " in message


@pytest.mark.parametrize("family", TEXTS)
def test_every_cut_is_refused_or_still_whole(family: str, write: Write) -> None:
    lines = TEXTS[family].splitlines(keepends=True)
    last = next(n for n in range(len(lines), 0, -1) if lines[n - 1].strip())
    optional = family == "darp"  # its closing depot may be missing
    for count in range(last - optional):
        with pytest.raises(FormatError):
            problem(write, family, "".join(lines[:count]))


@pytest.mark.parametrize("family", TEXTS)
@given(data=st.data())
def test_junk_is_never_anything_but_a_format_error(
    family: str, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    words = TEXTS[family].split(" ")
    at = data.draw(st.integers(0, len(words) - 1))
    words[at] = data.draw(
        st.sampled_from(["", "-1", "x", "1_0", "٣", "inf", "9" * 30, "0", "1.5", "\n"])
    )
    path = tmp_path_factory.mktemp("junk") / "made"
    path.write_text(" ".join(words), encoding="utf-8")
    with suppress(FormatError):
        read(family, path)


@pytest.mark.parametrize(
    ("family", "text", "tasks"),
    [
        ("pvrp", generated.periodic(12, 5, 2), 12),
        ("darp", generated.rides(8, 3), 8),
        ("pdptw", generated.pairs(7, 4), 7),
        ("vrptw", generated.windows(9, 5), 9),
    ],
)
def test_generated_instances_are_well_formed(
    family: str, text: str, tasks: int, write: Write
) -> None:
    read_in = problem(write, family, text)
    assert len(read_in.instance.clients) + len(read_in.instance.shipments) == tasks
    assert not read_in.warnings
    assert sorted({*read_in.stop_rows}) == [
        row for row, node in enumerate(read_in.row_nodes) if node not in read_in.depots
    ]


def test_a_family_takes_only_its_types(write: Write) -> None:
    with pytest.raises(FormatError, match=r"type 1, expected type 2 \(MDVRP\)"):
        problem(write, "mdvrp", PERIODIC)
