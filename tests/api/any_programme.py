"""Any programme that the wire can carry, drawn by hypothesis."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from routing.planning.programme import (
    EveryWeeks,
    Frequency,
    Home,
    Joins,
    NthWeekday,
    OnDates,
    Opening,
    PastDuty,
    PastSession,
    Permanence,
    PerMonth,
    Programme,
    Role,
    RoleNeed,
    StaffKind,
    StaffMember,
    Unit,
    WorkingTimeRules,
)
from tests.api.any_rides import with_rides
from tests.api.any_words import (
    HOUR,
    STARTS,
    days,
    halves,
    ids,
    labels,
    ranges,
    short,
)


@st.composite
def openings(draw: st.DrawFn) -> tuple[Opening, ...]:
    slots = draw(
        st.lists(st.tuples(st.integers(0, 6), halves), unique=True, min_size=1, max_size=4)
    )
    made = []
    for weekday, half in slots:
        start = draw(st.integers(*STARTS[half]))
        latest = draw(st.one_of(st.just(start), st.integers(start, 24 * HOUR - 1)))
        made.append(
            Opening(
                weekday=weekday,
                half_day=half,
                start_s=start,
                latest_start_s=latest,
                preference=draw(st.integers(0, 3)),
            )
        )
    return tuple(made)


def frequencies(weekdays: list[int]) -> SearchStrategy[Frequency]:
    ranks = st.lists(st.sampled_from([1, 2, 3, 4, 5, -1]), unique=True, min_size=1, max_size=4)
    dates = st.lists(
        days.filter(lambda day: day.weekday() in weekdays), unique=True, min_size=1, max_size=4
    )
    return st.one_of(
        st.builds(EveryWeeks, weeks=st.integers(1, 52), anchor=days),
        st.builds(PerMonth, times=st.integers(1, 31)),
        st.builds(NthWeekday, nth=ranks.map(tuple), weekday=st.sampled_from(weekdays)),
        st.builds(OnDates, dates=dates.map(tuple)),
    )


@st.composite
def permanences(draw: st.DrawFn, name: str, sites: list[str], roles: list[str]) -> Permanence:
    slots = draw(openings())
    needs = st.builds(
        RoleNeed,
        role=st.sampled_from(roles),
        count=st.integers(1, 4),
        optional=st.booleans(),
    )
    low = draw(st.none() | st.integers(0, 20))
    high = draw(st.none() | st.integers(max(low or 1, 1), 60))
    return Permanence(
        id=name,
        name=draw(labels),
        site=draw(st.sampled_from(sites)),
        frequency=draw(frequencies([slot.weekday for slot in slots])),
        openings=slots,
        duration_s=draw(st.integers(60, 3 * HOUR)),
        setup_s=draw(short),
        packing_s=draw(short),
        roles=tuple(draw(st.lists(needs, max_size=3))),
        unit_required=draw(st.booleans()),
        priority=draw(st.integers(1, 9)),
        min_gap_days=low,
        max_gap_days=high,
        closed=tuple(draw(st.lists(ranges(), max_size=2))),
        closed_in_school_holidays=draw(st.booleans()),
        cancelled=tuple(draw(st.lists(days, max_size=2))),
    )


@st.composite
def members(draw: st.DrawFn, name: str, sites: list[str], roles: tuple[str, ...]) -> StaffMember:
    some_sites = st.frozensets(st.sampled_from(sites))
    home = draw(st.none() | st.builds(Home, lon=st.floats(-180, 180), lat=st.floats(-90, 90)))
    return StaffMember(
        id=name,
        label=draw(labels),
        roles=roles,
        kind=draw(st.sampled_from(StaffKind)),
        availability=draw(st.frozensets(st.tuples(st.integers(0, 6), halves))),
        absences=tuple(draw(st.lists(ranges(), max_size=2))),
        extra_days=tuple(draw(st.lists(days, max_size=3))),
        contract_s_per_week=draw(st.none() | st.integers(0, 60 * HOUR)),
        max_half_days_per_week=draw(st.none() | st.integers(0, 21)),
        max_half_days_per_month=draw(st.none() | st.integers(0, 93)),
        sites_allowed=draw(st.none() | some_sites),
        sites_refused=draw(some_sites),
        authorised_sites=draw(some_sites),
        may_drive_unit=draw(st.booleans()),
        joins=draw(st.sampled_from(Joins)) if home else Joins.DEPOT,
        home=home,
    )


@st.composite
def sessions(draw: st.DrawFn, where: list[str], staff: list[str], roles: list[str]) -> PastSession:
    duties = st.builds(
        PastDuty,
        staff=st.sampled_from(staff),
        role=st.sampled_from(roles),
        work_s=st.integers(0, 24 * HOUR),
    )
    return PastSession(
        permanence=draw(st.sampled_from(where)),
        date=draw(st.dates(date(2025, 1, 1), date(2025, 12, 31))),
        half_day=draw(halves),
        team=tuple(draw(st.lists(duties, max_size=2))),
    )


@st.composite
def programmes(draw: st.DrawFn) -> Programme:
    def names(least: int, most: int) -> list[str]:
        return draw(st.lists(ids, unique=True, min_size=least, max_size=most))

    sites, roles, people, where = names(1, 3), names(1, 3), names(1, 3), names(1, 3)
    unit = Unit(id=draw(ids), label="U", depot=sites[0], seats=3, leave_s=0, return_s=24 * HOUR)
    car = replace(
        unit,
        id=unit.id + "b",
        is_car=True,
        leave_s=draw(st.integers(0, 10 * HOUR)),
        return_s=draw(st.integers(11 * HOUR, 24 * HOUR)),
        maintenance=tuple(draw(st.lists(ranges(), max_size=2))),
    )
    everything = [draw(members(people[0], sites, tuple(roles)))]
    everything += [draw(members(name, sites, (roles[-1],))) for name in people[1:]]
    programme = Programme(
        name=draw(ids),
        title=draw(labels),
        headquarters=draw(st.sampled_from(sites)),
        roles=tuple(Role(id=r, label=draw(labels)) for r in roles),
        permanences=tuple(draw(permanences(name, sites, roles)) for name in where),
        staff=tuple(everything),
        units=(unit, car),
        horizon=draw(st.none() | ranges()),
        past=tuple(
            draw(
                st.lists(
                    sessions(where, people, roles),
                    max_size=3,
                    unique_by=lambda s: (s.permanence, s.date, s.half_day),
                )
            )
        ),
        rules=WorkingTimeRules(
            max_day_s=draw(st.integers(0, 24 * HOUR)), sunday_work=draw(st.booleans())
        ),
        public_holidays_open=draw(st.booleans()),
    )
    return draw(with_rides(programme, sites)) if draw(st.booleans()) else programme
