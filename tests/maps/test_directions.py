from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from maps.directions import directions
from routing.roads.types import Step


def step(ref: str, name: str, metres: int) -> Step:
    return Step(name=name, ref=ref, distance_m=metres, duration_s=metres // 10)


def roads(steps, most=20):
    return [(row.ref, row.name, row.distance_m) for row in directions(steps, most)]


def test_a_roundabout_disappears_into_the_road_it_interrupts():
    steps = [step("D 13", "", 4000), step("", "", 60), step("D 13", "", 3000)]
    assert roads(steps) == [("D 13", "", 7060)]


def test_a_numbered_road_keeps_its_longest_name_through_villages():
    steps = [step("D 13", "Rue Haute", 300), step("D 13", "Route de Brignoles", 5000)]
    assert roads(steps) == [("D 13", "Route de Brignoles", 5300)]


def test_streets_without_a_number_are_told_apart_by_name():
    steps = [step("", "Rue Haute", 300), step("", "Rue Basse", 400)]
    assert len(roads(steps)) == 2


def test_roads_without_a_name_go_first_when_lines_are_few():
    steps = [step("D 1", "", 900), step("", "", 1500), step("", "Rue Haute", 400)]
    assert [row[0] or row[1] for row in roads(steps, 2)] == ["D 1", "Rue Haute"]


LABELS = st.sampled_from(["", "D 1", "D 2"]), st.sampled_from(["", "Rue Haute", "Rue Basse"])
STEPS = st.lists(
    st.builds(lambda ref, name, m: step(ref, name, m), *LABELS, st.integers(0, 20_000)),
    min_size=1,
    max_size=25,
)


@given(STEPS, st.integers(1, 12))
def test_nothing_is_lost_and_nothing_is_said_twice(steps, most):
    rows = directions(steps, most)
    assert 1 <= len(rows) <= most
    assert sum(row.distance_m for row in rows) == sum(s.distance_m for s in steps)
    assert sum(row.duration_s for row in rows) == sum(s.duration_s for s in steps)
    start = 0
    for row in rows:
        assert row.start_m == start
        start += row.distance_m
    for one, following in pairwise(rows):
        assert (one.ref, one.name) != (following.ref, following.name)
        assert not (one.ref and one.ref == following.ref)


def test_no_steps_give_no_directions():
    assert directions([], 5) == ()
