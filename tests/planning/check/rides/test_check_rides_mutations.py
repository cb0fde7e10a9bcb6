"""Whatever is done to a good plan with rides is noticed, unless it changes nothing that matters."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from routing.planning.plans import Leg, RideStopKind

NAMES = ("T1", "T2", "T3", "T4", "T5", "T6")
STOPS = {"T1": 8, "T2": 2, "T3": 2, "T4": 2, "T5": 4, "T6": 4}
FIELDS = ("depart_s", "return_s", "distance_m", "driving_s")
STOP_FIELDS = ("arrive_s", "depart_s", "distance_m", "travel_s")
BY = st.integers(-7200, 7200).filter(lambda by: abs(by) > 1)


def other(data, known, present):
    return data.draw(st.sampled_from([one for one in known if one != present]))


def a_number(fleet, plan, data):
    name, field = data.draw(st.sampled_from(NAMES)), data.draw(st.sampled_from(FIELDS))
    value = getattr(fleet.of(plan, name), field) + data.draw(BY)
    return fleet.with_ride(plan, name, **{field: value})


def a_number_of_a_stop(fleet, plan, data):
    name, field = data.draw(st.sampled_from(NAMES)), data.draw(st.sampled_from(STOP_FIELDS))
    index = data.draw(st.integers(0, STOPS[name] - 1))
    value = getattr(fleet.of(plan, name).stops[index], field) + data.draw(BY)
    return fleet.with_stop(plan, name, index, **{field: value})


def a_load(fleet, plan, data):
    name = data.draw(st.sampled_from(NAMES))
    index = data.draw(st.integers(0, STOPS[name] - 1))
    load = list(fleet.of(plan, name).stops[index].load)
    load[data.draw(st.integers(0, 3))] += data.draw(st.sampled_from([-1, 1, 2]))
    return fleet.with_stop(plan, name, index, load=tuple(load))


def a_place(fleet, plan, data):
    name = data.draw(st.sampled_from(NAMES))
    index = data.draw(st.integers(0, STOPS[name] - 1))
    known = sorted({stop.place for ride in plan.rides for stop in ride.stops})
    place = other(data, known, fleet.of(plan, name).stops[index].place)
    return fleet.with_stop(plan, name, index, place=place)


def somebody_else(fleet, plan, data):
    name = data.draw(st.sampled_from(NAMES))
    index = data.draw(st.integers(0, STOPS[name] - 1))
    request = other(data, "ABCDEFGH", fleet.of(plan, name).stops[index].request)
    return fleet.with_stop(plan, name, index, request=request)


def the_other_leg(fleet, plan, data):
    name = data.draw(st.sampled_from(NAMES))
    index = data.draw(st.integers(0, STOPS[name] - 1))
    leg = other(data, tuple(Leg), fleet.of(plan, name).stops[index].leg)
    return fleet.with_stop(plan, name, index, leg=leg)


def the_other_way_through_the_door(fleet, plan, data):
    name = data.draw(st.sampled_from(NAMES))
    index = data.draw(st.integers(0, STOPS[name] - 1))
    kind = other(data, tuple(RideStopKind), fleet.of(plan, name).stops[index].kind)
    return fleet.with_stop(plan, name, index, kind=kind)


def a_stop_less(fleet, plan, data):
    name = data.draw(st.sampled_from(NAMES))
    index = data.draw(st.integers(0, STOPS[name] - 1))
    stops = fleet.of(plan, name).stops
    return fleet.with_ride(plan, name, stops=stops[:index] + stops[index + 1 :])


def a_stop_twice(fleet, plan, data):
    name = data.draw(st.sampled_from(NAMES))
    index = data.draw(st.integers(0, STOPS[name] - 1))
    stops = fleet.of(plan, name).stops
    return fleet.with_ride(plan, name, stops=(*stops[: index + 1], *stops[index:]))


def two_stops_exchanged(fleet, plan, data):
    name = data.draw(st.sampled_from(NAMES))
    stops = list(fleet.of(plan, name).stops)
    one = data.draw(st.integers(0, len(stops) - 1))
    two = other(data, range(len(stops)), one)
    stops[one], stops[two] = stops[two], stops[one]
    return fleet.with_ride(plan, name, stops=tuple(stops))


def a_ride_less(fleet, plan, data):
    return fleet.without(plan, data.draw(st.sampled_from(NAMES)))


def a_ride_twice(fleet, plan, data):
    ride = fleet.of(plan, data.draw(st.sampled_from(NAMES)))
    return replace(plan, rides=(*plan.rides, replace(ride, id="T7")))


def another_date(fleet, plan, data):
    name = data.draw(st.sampled_from(NAMES))
    day = fleet.of(plan, name).date + timedelta(days=data.draw(st.integers(-40, 40).filter(bool)))
    return fleet.with_ride(plan, name, date=day)


def another_driver(fleet, plan, data):
    name = data.draw(st.sampled_from(NAMES))
    driver = other(data, ("D1", "D2", "D3", "D4"), fleet.of(plan, name).driver)
    return fleet.with_ride(plan, name, driver=driver)


def far_too_late_or_early(fleet, plan, data):
    name = data.draw(st.sampled_from(NAMES))
    by = data.draw(st.sampled_from([-1, 1])) * data.draw(st.integers(2 * 3600, 8 * 3600))
    return fleet.later(plan, name, by)


def no_lunch(fleet, plan, data):
    return fleet.with_ride(plan, "T6", pauses=())


def one_unserved_less(fleet, plan, data):
    kept = data.draw(st.integers(0, 1))
    return replace(plan, unserved=plan.unserved[kept : kept + 1])


def one_unserved_more(fleet, plan, data):
    record = fleet.unserved(data.draw(st.sampled_from(list("ABCDEFGH?"))))
    return replace(plan, unserved=(*plan.unserved, record))


def a_session_less(fleet, plan, data):
    name = data.draw(st.sampled_from(["R1", "R3"]))
    return replace(plan, rounds=tuple(round_ for round_ in plan.rounds if round_.id != name))


MUTATIONS = (
    a_number, a_number_of_a_stop, a_load, a_place, somebody_else, the_other_leg,
    the_other_way_through_the_door, a_stop_less, a_stop_twice, two_stops_exchanged, a_ride_less,
    a_ride_twice, another_date, another_driver, far_too_late_or_early, no_lunch,
    one_unserved_less, one_unserved_more, a_session_less,
)  # fmt: skip


@given(mutation=st.sampled_from(MUTATIONS), data=st.data())
def test_a_good_plan_does_not_survive(fleet, mutation, data):
    plan = fleet.plan()
    assert fleet.check(plan) == ()
    spoilt = mutation(fleet, plan, data)
    found = fleet.check(spoilt)
    assert found
    for violation in found:
        assert violation.message.endswith(".")
        assert violation.message[0].isupper()
        names = ("Anne", "Bruno", "Carole", "Denis")
        assert not any(name in violation.message for name in names)


@given(
    leave=st.integers(-600, 600), wait=st.integers(0, 3600), shared=st.booleans(), data=st.data()
)
def test_what_passes_keeps_to_the_wishes_of_everybody_in_it(fleet, leave, wait, shared, data):
    """T1 in any order and at many hours: it passes exactly when all that was promised is kept."""
    out = [("B", kind) for kind in RideStopKind] + ([("A", k) for k in RideStopKind] * shared)
    order = data.draw(st.permutations(out))
    back = data.draw(st.permutations(out))
    calls = [(name, Leg.OUTBOUND, kind) for name, kind in order]
    first, *others = [(name, Leg.RETURN, kind) for name, kind in back]
    hour = 10 * 3600 + wait
    calls += [(*first, hour), *others]
    asked = fleet.with_driver("D1", lunch=None)
    plan = asked.with_rebuilt("T1", 8 * 3600 + 35 * 60 + leave, calls)
    if not shared:
        plan = replace(plan, unserved=(*plan.unserved, fleet.unserved("A")))
    assert (asked.check(plan) == ()) is kept(asked, plan, "AB" if shared else "B")


def kept(fleet, plan, names):
    """Whether T1 keeps what A and B ask for, said once more in the plainest way."""
    ride = fleet.of(plan, "T1")
    times = {(stop.request, stop.leg, stop.kind): stop.start_s for stop in ride.stops}
    order = [(stop.request, stop.leg, stop.kind) for stop in ride.stops]
    pickup, dropoff = RideStopKind.PICKUP, RideStopKind.DROPOFF
    boarding, end = {"A": 120, "B": 300}, {"A": 12 * 3600 + 15 * 60, "B": 10 * 3600 + 55 * 60}
    good = [ride.depart_s >= 8 * 3600, ride.return_s <= 18 * 3600]
    good += [stop.arrive_s <= stop.start_s for stop in ride.stops]
    for name in names:
        got_in, got_out, leave, home = (
            times[name, leg, kind] for leg in Leg for kind in (pickup, dropoff)
        )
        good += [
            order.index((name, leg, pickup)) < order.index((name, leg, dropoff)) for leg in Leg
        ]
        good.append(8 * 3600 + 50 * 60 <= got_out <= 10 * 3600)
        earliest = got_out + 3600 if name == "A" else 10 * 3600 + 40 * 60
        good.append(earliest <= leave <= end[name])
        there = fleet.road(f"pickup:{name}", "s-rians")[0] + 900
        again = fleet.road("s-rians", f"pickup:{name}")[0] + 900
        good.append(got_out - got_in - boarding[name] <= there)
        good.append(home - leave - boarding[name] <= again)
    return all(good)
