"""What is written reads back as the same, for any programme and any plan."""

from __future__ import annotations

import tempfile
import unicodedata
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from api.wire.faults import Fault, InputFaults
from api.wire.plan_json import load_plan, plan_text
from api.wire.programme_json import (
    dump_programme,
    load_programme,
    programme_digest,
    programme_text,
    validate,
)
from api.wire.programme_xlsx import read_programme_xlsx, write_programme_xlsx
from api.wire.scalars import ScalarError, read_id
from routing.planning.dates import DateRange
from routing.planning.plans import (
    AimReport,
    Duty,
    Pause,
    Plan,
    Reason,
    Remark,
    Round,
    RoundStop,
    SolverReport,
    Unassigned,
)
from routing.planning.programme import (
    EveryWeeks,
    Frequency,
    HalfDay,
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

HOUR = 3600
FIRST, LAST = date(2026, 1, 1), date(2028, 12, 31)


def _readable_id(text: str) -> bool:
    try:
        return read_id(text) == text != ""
    except ScalarError:
        return False


def _clean(text: str) -> str:
    return unicodedata.normalize("NFC", text).strip()


characters = st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff")
ids = (
    st.text(st.one_of(st.sampled_from("aAbé01-=+@' x(fx2)"), characters), min_size=1, max_size=8)
    .map(_clean)
    .filter(_readable_id)
)
words = st.text(characters, max_size=12).map(_clean)
labels = st.one_of(
    st.sampled_from(["=1+1", "+33", "-x", "@a", "#REF!", "12", "oui"]), words
).filter(bool)
days = st.dates(FIRST, LAST)
halves = st.sampled_from(HalfDay)
short = st.integers(0, HOUR)
STARTS = {
    HalfDay.MORNING: (2 * HOUR, 12 * HOUR),
    HalfDay.AFTERNOON: (12 * HOUR, 18 * HOUR),
    HalfDay.EVENING: (17 * HOUR, 20 * HOUR),
}


@st.composite
def ranges(draw: st.DrawFn) -> DateRange:
    first = draw(days)
    return DateRange(first, first + timedelta(days=draw(st.integers(0, 40))), draw(words))


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
    return Programme(
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


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(programmes())
def test_programme_json_round_trip(programme: Programme) -> None:
    text = programme_text(programme)
    again = load_programme(text.encode())
    assert again == programme
    assert programme_text(again) == text
    assert programme_digest(again) == programme_digest(programme)
    assert validate(programme) == []


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(programmes())
def test_programme_xlsx_round_trip(programme: Programme) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "programme.xlsx"
        write_programme_xlsx(programme, path)
        assert read_programme_xlsx(path) == programme


def _faults_of(document: dict[str, object]) -> tuple[Fault, ...] | None:
    try:
        load_programme(document)
    except InputFaults as found:
        return found.faults
    return None


json_values: SearchStrategy[object] = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-5, 50)
    | st.floats(allow_nan=False)
    | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=6,
)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(programmes(), st.data())
def test_any_damage_is_a_fault_or_a_programme_never_a_crash(
    programme: Programme, data: st.DataObject
) -> None:
    document = dump_programme(programme)
    here: object = document
    for _ in range(data.draw(st.integers(0, 5))):
        if isinstance(here, dict) and here:
            here = here[data.draw(st.sampled_from(sorted(here)))]
        elif isinstance(here, list) and here:
            here = data.draw(st.sampled_from(here))
    if isinstance(here, dict) and here:
        here[data.draw(st.sampled_from(sorted(here)))] = data.draw(json_values)
    elif isinstance(here, list):
        here.append(data.draw(json_values))
    faults = _faults_of(document)
    assert faults is None or (faults and "Input should be" not in " ".join(map(str, faults)))


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
    )


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(plans())
def test_plan_round_trip(plan: Plan) -> None:
    text = plan_text(plan)
    again = load_plan(text.encode())
    assert again == plan
    assert plan_text(again) == text
