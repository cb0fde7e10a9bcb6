"""Any plan that the wire can carry, drawn by hypothesis."""

from __future__ import annotations

from datetime import UTC, date, datetime

from hypothesis import strategies as st

from routing.planning.plans import (
    AimReport,
    Duty,
    Leg,
    Pause,
    Plan,
    Reason,
    Remark,
    Ride,
    RideChange,
    RideReason,
    RideStop,
    RideStopKind,
    Round,
    RoundStop,
    SolverReport,
    Unassigned,
    UnservedRide,
)
from routing.planning.programme import (
    Joins,
)
from tests.api.any_words import (
    HOUR,
    days,
    halves,
    ids,
    labels,
    metres,
    ranges,
    short,
    words,
)


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    seconds = st.integers(0, 20 * HOUR)

    def ordered(count: int) -> list[int]:
        return sorted(draw(seconds) for _ in range(count))

    def tour(name: str) -> Round:
        leave, arrive, start, end, depart, back = ordered(6)
        stop = RoundStop(
            permanence=draw(ids),
            site=draw(ids),
            half_day=draw(halves),
            arrive_s=arrive,
            start_s=start,
            end_s=end,
            depart_s=depart,
            distance_m=draw(st.integers(0, 10**6)),
            travel_s=draw(short),
        )
        duty = Duty(
            staff=draw(ids),
            role=draw(ids),
            joins=draw(st.sampled_from(Joins)),
            permanences=(stop.permanence,),
            depart_s=leave,
            return_s=back + draw(st.integers(0, 20 * HOUR)),
        )
        return Round(
            id=name,
            date=draw(days | st.sampled_from([date(2027, 3, 28), date(2027, 10, 31)])),
            unit=draw(ids),
            depart_s=leave,
            return_s=back,
            distance_m=draw(st.integers(0, 10**6)),
            driving_s=draw(short),
            stops=(stop,),
            team=(duty,),
            pauses=(Pause(start_s=leave, end_s=back),),
        )

    def ride(name: str) -> Ride:
        leave, arrive, start, depart, back = ordered(5)
        stop = RideStop(
            kind=draw(st.sampled_from(RideStopKind)),
            request=draw(ids),
            leg=draw(st.sampled_from(Leg)),
            place=f"pickup:{draw(ids)}",
            arrive_s=arrive,
            start_s=start,
            depart_s=depart,
            load=draw(st.tuples(*[st.integers(0, 9)] * 4)),
            distance_m=draw(metres),
            travel_s=draw(short),
        )
        return Ride(
            id=name,
            date=draw(days | st.sampled_from([date(2027, 3, 28), date(2027, 10, 31)])),
            driver=draw(ids),
            depart_s=leave,
            return_s=back,
            distance_m=draw(metres),
            driving_s=draw(short),
            stops=(stop,) * draw(st.integers(0, 2)),
            pauses=(Pause(start_s=leave, end_s=back),) * draw(st.integers(0, 1)),
        )

    reasons = st.builds(RideReason, code=ids, message=words, driver=st.none() | ids)
    changes = st.builds(
        RideChange, kind=ids, amount=st.integers(-9, 9999), message=words, on=st.none() | days
    )
    unserved = st.builds(
        UnservedRide,
        request=ids,
        reasons=st.lists(reasons, min_size=1, max_size=2).map(tuple),
        changes=st.lists(changes, max_size=2).map(tuple),
    )
    gaps = st.one_of(st.floats(0, 2), st.just(float("inf")))
    numbers = st.one_of(st.integers(-9, 9), st.floats(allow_nan=False, allow_infinity=False))
    aim = AimReport(aim=draw(ids), cost=draw(short), bound=draw(short), gap=draw(gaps))
    reason = Reason(code="CLOSED", message=draw(words))
    return Plan(
        programme=draw(ids),
        title=draw(labels),
        programme_digest="0" * 64,
        territory="communes",
        horizon=draw(ranges()),
        rounds=tuple(tour(name) for name in draw(st.lists(ids, unique=True, max_size=2))),
        unassigned=(
            Unassigned(kind="permanence", id=draw(ids), due=draw(ranges()), reasons=(reason,)),
        ),
        remarks=(Remark(code="GAP", id=draw(ids), message=draw(words)),),
        indicators=draw(st.dictionaries(words, numbers, max_size=3)),
        solver=SolverReport(
            seed=draw(st.integers(0, 2**31)),
            iterations=draw(short),
            cost=draw(short),
            bound=draw(short),
            gap=draw(gaps),
            wall_s=draw(st.none() | st.floats(0, 1e4)),
            aims=(aim,),
            versions=draw(st.dictionaries(words, words, max_size=2)),
            stopped_by="optimal",
        ),
        generated_at=draw(
            st.none()
            | st.datetimes(datetime(2026, 1, 1), datetime(2026, 3, 1), timezones=st.just(UTC))
        ),
        options=draw(
            st.dictionaries(words, st.none() | st.booleans() | numbers | words, max_size=4)
        ),
        rides=tuple(ride(name) for name in draw(st.lists(ids, unique=True, max_size=2))),
        unserved=tuple(draw(st.lists(unserved, max_size=2))),
    )
