"""Which rules an order cannot keep, in plain sentences with figures."""

from __future__ import annotations

from collections.abc import Iterator

from routing.vrp.instance import Instance
from routing.vrp.search.engine import Order
from routing.vrp.timing.chain import Chain, earliest, shortest
from routing.vrp.timing.course import Course, course
from routing.vrp.timing.pauses import Laying, layings, timed
from routing.vrp.timing.statics import Fault, static_faults, where


def obstacles(instance: Instance, order: Order) -> list[Fault]:
    """Return a code and a sentence for every rule that ``order`` cannot keep; empty: it can."""
    run = course(instance, order)
    vehicle = instance.vehicles[order.vehicle]
    if run is None:
        return [("SHIFT_TIME_CONSTRAINT", f"{vehicle.id} does not work on day {order.day}")]
    found = list(static_faults(run))
    if run.reachable and run.halts:
        found += _timing(run)
    return list(dict.fromkeys(found))


def span(seconds: int) -> str:
    """Say a time span in seconds, minutes, or hours and minutes, rounded up."""
    if seconds < 60:
        return f"{seconds} second" + ("" if seconds == 1 else "s")
    minutes = -(-seconds // 60)
    if minutes < 60:
        return f"{minutes} minute" + ("" if minutes == 1 else "s")
    return f"{minutes // 60} h {minutes % 60:02d} min"


def _timing(run: Course) -> Iterator[Fault]:
    late = list(_windows(run))
    yield from late
    rides = list(_rides(run, alone=bool(late)))
    yield from rides
    if late or rides:
        return
    plain = timed(run, Laying(), duration=False)
    best = shortest(plain.chain)
    if best is None:
        yield "RIDE_TIME_CONSTRAINT", "the rides cannot all be kept short enough at once"
        return
    most = run.vehicle.max_duration_s
    if most is not None and best[0] > most:
        text = f"the route takes {span(best[0])}, {span(best[0] - most)} more than"
        yield "MAX_DURATION_CONSTRAINT", f"{text} {run.vehicle.id} may be out"
        return
    if all(earliest(timed(run, laying).chain) is None for laying in layings(run)):
        rests = ", ".join(span(rest.duration_s) for rest in run.shift.breaks)
        yield "BREAK_CONSTRAINT", f"no room for the break of {rests} between the stops"


def _windows(run: Course) -> Iterator[Fault]:
    """Drive as early as can be; say how late it is at stops, and at the end of the shift."""
    now = run.shift.earliest_s
    for k, halt in enumerate(run.halts):
        now += run.seconds(k) + halt.setup_s
        if halt.windows:
            opens = [max(now, w.earliest_s) for w in halt.windows if now <= w.latest_s]
            if not opens:
                late = span(now - halt.windows[-1].latest_s)
                yield "TIME_WINDOW_CONSTRAINT", f"{late} late at {where(halt)}"
            else:
                now = opens[0]
        now += halt.service_s
    now += run.seconds(len(run.halts))
    if now > run.shift.latest_s:
        late = span(now - run.shift.latest_s)
        text = f"{run.vehicle.id} is back {late} after the end of its shift"
        yield "SHIFT_TIME_CONSTRAINT", text


def _rides(run: Course, *, alone: bool) -> Iterator[Fault]:
    """Say which rides are too long by the driving and the work on the way, or by the windows."""
    view = timed(run, Laying(), duration=False)
    at, far = [], 0
    for gap in view.chain.gaps:
        far += gap
        at.append(far)
    halts = {view.stops[k]: halt for k, halt in enumerate(run.halts)}
    for a, b, most in view.chain.spans:
        ride = at[b] - at[a]
        if ride <= most and not alone:
            single = timed(run, Laying(), rides=False, duration=False).chain
            if earliest(single.with_span(a, b, most)) is None:
                ride = _least(single, a, b, most)
        if ride > most:
            halt = halts[a]
            limit = most - halt.service_s
            text = f"{halt.task} rides {span(ride - halt.service_s)}, {span(ride - most)} more"
            yield "RIDE_TIME_CONSTRAINT", f"{text} than the {span(limit)} allowed"


def _least(chain: Chain, a: int, b: int, most: int) -> int:
    """Find by halving the least span from moment ``a`` to ``b`` that the windows allow."""
    low, high = most, 2 * most + 1
    while earliest(chain.with_span(a, b, high)) is None:
        low, high = high, 2 * high
    while high - low > 1:
        middle = (low + high) // 2
        if earliest(chain.with_span(a, b, middle)) is None:
            low = middle
        else:
            high = middle
    return high
