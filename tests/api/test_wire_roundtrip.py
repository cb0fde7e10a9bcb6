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
from api.wire.programme_xlsx import programme_xlsx, read_programme_xlsx, write_programme_xlsx
from api.wire.scalars import ScalarError, read_id
from routing.planning.dates import DateRange
from routing.planning.drivers import (
    AssociationCar,
    Car,
    Driver,
    ExtraHours,
    Given,
    Hours,
    Lunch,
)
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
from routing.planning.ride_requests import (
    Back,
    Destination,
    Entitlement,
    Event,
    Party,
    Return,
    RideRequest,
    Spot,
    ToAppointment,
    ToEvent,
    ToPermanence,
    Wheelchair,
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


spots = st.builds(
    Spot,
    lon=st.floats(-180, 180),
    lat=st.floats(-90, 90),
    commune=st.none() | st.from_regex(r"\A(\d{2}|2[AB])\d{3}\Z").filter(str.isascii),
    label=words,
)
spans = st.tuples(st.integers(0, 12 * HOUR), st.integers(12 * HOUR + 1, 24 * HOUR))
metres = st.integers(0, 10**6)


@st.composite
def cars(draw: st.DrawFn) -> Car:
    pairs = st.tuples(st.integers(0, 8), st.integers(0, 3))
    return Car(
        configurations=tuple(draw(st.lists(pairs, min_size=1, max_size=3))),
        boot=draw(st.integers(0, 3)),
        child_seats=draw(st.integers(0, 3)),
        fiscal_power=draw(st.none() | st.integers(1, 50)),
        electric=draw(st.booleans()),
    )


@st.composite
def drivers(draw: st.DrawFn, name: str, shared: list[str]) -> Driver:
    own = draw(st.none() | cars())
    week = draw(st.lists(st.tuples(st.integers(0, 6), spans), max_size=4))
    extra = draw(st.lists(st.tuples(days, spans), max_size=2))
    noon = st.integers(0, 24 * HOUR)
    return Driver(
        id=name,
        label=draw(labels),
        home=draw(spots),
        car=own,
        association_car=None if own else draw(st.sampled_from(shared)),
        hours=tuple(Hours(weekday=day, start_s=a, end_s=b) for day, (a, b) in week),
        extra_hours=tuple(ExtraHours(date=day, start_s=a, end_s=b) for day, (a, b) in extra),
        absences=tuple(draw(st.lists(ranges(), max_size=2))),
        max_s_per_day=draw(st.none() | st.integers(0, 24 * HOUR)),
        max_m_per_day=draw(st.none() | metres),
        max_s_per_month=draw(st.none() | st.integers(0, 300 * HOUR)),
        max_m_per_month=draw(st.none() | metres),
        max_wait_s=draw(st.none() | short),
        lunch=draw(
            st.none()
            | st.tuples(noon, noon, st.integers(60, HOUR)).map(
                lambda n: Lunch(from_s=min(n[:2]), until_s=max(n[:2]), length_s=n[2])
            )
        ),
        refused_passengers=draw(st.frozensets(ids, max_size=2)),
        refused_communes=draw(st.frozensets(st.sampled_from(["83012", "83104", "13001"]))),
        metres_this_year=draw(metres),
        given=Given(
            rides=draw(st.integers(0, 99)),
            seconds=draw(st.integers(0, 999 * HOUR)),
            metres=draw(metres),
            evenings=draw(st.integers(0, 9)),
        ),
    )


@st.composite
def events(draw: st.DrawFn, name: str, sites: list[str]) -> Event:
    start, end = draw(spans)
    return Event(
        id=name,
        label=draw(labels),
        place=draw(spots | st.sampled_from(sites)),
        date=draw(days),
        start_s=start,
        end_s=end,
    )


@st.composite
def destinations(
    draw: st.DrawFn, where: tuple[Permanence, ...], there: tuple[Event, ...], sites: list[str]
) -> tuple[Destination, int]:
    """Draw where to, and the last moment before anybody is brought back."""
    kinds = [ToPermanence, ToAppointment, *([ToEvent] if there else [])]
    kind = draw(st.sampled_from(kinds))
    if kind is ToEvent:
        event = draw(st.sampled_from(there))
        return ToEvent(event=event.id), event.start_s
    if kind is ToAppointment:
        at_s, length_s = draw(st.integers(0, 20 * HOUR)), draw(st.integers(60, 3 * HOUR))
        return ToAppointment(
            place=draw(spots | st.sampled_from(sites)),
            date=draw(days),
            at_s=at_s,
            length_s=length_s,
        ), at_s + length_s - 1
    permanence = draw(st.sampled_from(where))
    only_next = draw(st.booleans())
    weekdays = {opening.weekday for opening in permanence.openings}
    good = days.filter(lambda day: only_next or day.weekday() in weekdays)
    return ToPermanence(
        permanence=permanence.id,
        dates=tuple(draw(st.lists(good, unique=True, max_size=1 if only_next else 3))),
        only_next=only_next,
        stay_s=draw(st.integers(60, 3 * HOUR)),
    ), 0


@st.composite
def requests(
    draw: st.DrawFn, name: str, destination: tuple[Destination, int], people: list[str]
) -> RideRequest:
    wanted, before = destination
    kind = draw(st.sampled_from(Back))
    moments = sorted(draw(st.integers(before + 1, 24 * HOUR - 1)) for _ in range(2))
    given = {Back.AT: moments[:1], Back.WHEN_FINISHED: moments}.get(kind, [])
    passengers, companions = draw(st.integers(1, 3)), draw(st.integers(0, 2))
    wished = draw(st.frozensets(st.sampled_from(people)))
    return RideRequest(
        id=name,
        passenger="p" + "".join(chr(97 + ord(c) % 26) for c in name[:60]),  # one a request
        pickup=draw(spots),
        destination=wanted,
        back=Return(
            kind=kind,
            **dict(zip(("from_s", "until_s"), given, strict=False)),
            same_driver_required=draw(st.booleans()),
        ),
        party=Party(
            passengers=passengers,
            companions=companions,
            child_seats=draw(st.integers(0, passengers + companions)),
            wheelchair=draw(st.sampled_from(Wheelchair)),
            walkers=draw(st.integers(0, 2)),
        ),
        boarding_s=draw(short),
        arrive_early_s=(draw(st.integers(0, 900)), draw(st.integers(900, HOUR))),
        max_ride_s=draw(st.none() | st.integers(60, 3 * HOUR)),
        max_wait_s=draw(st.none() | st.integers(60, 3 * HOUR)),
        priority=draw(st.integers(1, 100)),
        wished_drivers=wished,
        refused_drivers=draw(st.frozensets(st.sampled_from(people))) - wished,
        entitlement=Entitlement(
            residence=draw(st.none() | st.sampled_from(["83012", "2A004"])),
            low_income=draw(st.booleans()),
            member=draw(st.booleans()),
            prescription=draw(st.booleans()),
        ),
        series=draw(st.none() | ids),
    )


@st.composite
def with_rides(draw: st.DrawFn, programme: Programme, sites: list[str]) -> Programme:
    def names(least: int) -> list[str]:
        return draw(st.lists(ids, unique=True, min_size=least, max_size=2))

    shared, people = names(1), names(1)
    there = tuple(draw(events(name, sites)) for name in names(0))
    goals = destinations(programme.permanences, there, sites)
    return replace(
        programme,
        events=there,
        cars=tuple(
            AssociationCar(
                id=name, label=draw(labels), site=draw(st.sampled_from(sites)), car=draw(cars())
            )
            for name in shared
        ),
        drivers=tuple(draw(drivers(name, shared)) for name in people),
        requests=tuple(draw(requests(name, draw(goals), people)) for name in names(0)),
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
        content = path.read_bytes()
    again = read_programme_xlsx(content)
    assert programme_digest(again) == programme_digest(programme)
    assert programme_xlsx(again) == content


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
    assert "INVALID_RECORD" not in {fault.code for fault in faults or ()}  # core errors stay inside


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


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(plans())
def test_plan_round_trip(plan: Plan) -> None:
    text = plan_text(plan)
    again = load_plan(text.encode())
    assert again == plan
    assert plan_text(again) == text
