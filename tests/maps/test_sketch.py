from __future__ import annotations

import re
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from maps.itinerary import Itineraries
from maps.label_space import LabelSpace
from maps.sketch import Pin, draw_pins, draw_sketch, read_ground
from maps.views import round_views

PLACES = st.lists(
    st.tuples(st.floats(-20, 320), st.floats(-20, 320), st.text("aeiou", min_size=1, max_size=20)),
    max_size=25,
)


@given(PLACES, st.sampled_from([0.0, 8.0]))
def test_labels_lie_in_the_frame_and_never_on_each_other(places, away):
    space = LabelSpace(300, 300)
    boxes = [space.place(x, y, text, size=10, away=away) for x, y, text in places]
    found = [box for box in boxes if box]
    for left, top, right, bottom in found:
        assert left >= 0.9
        assert top >= 0.9
        assert right <= 299.1
        assert bottom <= 299.1
    for a, b in combinations(found, 2):
        apart = (a[2] - b[0], b[2] - a[0], a[3] - b[1], b[3] - a[1])
        assert min(apart) <= 0.11  # boxes are rounded to a tenth


def sketches(sample):
    ground = read_ground(sample.territory, sample.network.data)
    itineraries = Itineraries(sample.network)
    for view in round_views(sample.plan, sample.programme, sample.territory):
        legs = [itineraries.leg(leg.origin, leg.destination) for leg in view.legs]
        yield view, draw_sketch(view, legs, ground, width=300, height=320)


def test_the_ground_is_prepared_once_for_all_plans(sample):
    territory, data = sample.territory, sample.network.data
    assert read_ground(territory, data) is read_ground(territory, data)


def test_the_whole_round_lies_inside_the_frame(sample):
    for view, sketch in sketches(sample):
        numbers = [float(n) for n in re.findall(r"-?[\d.]+", sketch.route)]
        assert all(0 < x < 300 for x in numbers[::2])
        assert all(0 < y < 320 for y in numbers[1::2])
        assert [spot.number for spot in sketch.spots] == ["", *(str(s.order) for s in view.stops)]


def test_a_day_on_which_nobody_drives_anywhere_is_drawn(sample):
    """The driver lives where somebody waits and where they want to go."""
    ground = read_ground(sample.territory, sample.network.data)
    pins = [Pin(6.008, 43.557, "Barjols", ""), Pin(6.008, 43.557, "Barjols", "1·2")]
    sketch = draw_pins(pins, [], ground, width=300, height=320)
    assert [spot.number for spot in sketch.spots] == ["", "1·2"]
    assert all((spot.x, spot.y) == (150, 160) for spot in sketch.spots)
    assert not sketch.route
    assert sketch.land


def test_stops_and_roads_are_named_and_the_scale_is_round(sample):
    view, sketch = list(sketches(sample))[2]
    assert {name.text for name in sketch.names} >= {stop.site.commune for stop in view.stops}
    assert {ref for _, ref in sketch.refs} <= {"D 13", "D 560"}
    assert sketch.refs
    assert sketch.scale_km in (1, 2, 5, 10)
    assert 20 < sketch.scale_width <= 100


def test_a_round_that_never_leaves_the_depot_is_still_drawn(sample, made):
    tour = made.make_round(sample.plan.rounds[0].date, 1, [0], sample.programme, sample.network)
    plan = made.make_plan([tour], sample.programme)
    moved = made.Sample(plan, sample.programme, sample.territory, sample.network)
    _, sketch = next(iter(sketches(moved)))
    assert sketch.route == ""
    assert len(sketch.spots) == 2


def test_each_leg_is_asked_of_the_network_once(sample):
    sample.network.asked.clear()
    list(sketches(sample))
    assert len(sample.network.asked) == len(set(sample.network.asked))
