"""Calendars, read again by another library than the one that wrote them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import vobject

from maps.ics import calendar_ics
from maps.ics_zone import timezone_component
from maps.plan_context import PlanContext
from maps.selection import ALL, Selection
from routing.planning.dates import DateRange
from routing.planning.programme import PerMonth

PARIS = ZoneInfo("Europe/Paris")


@pytest.fixture
def context(rides) -> PlanContext:
    plan, programme, territory, network = rides.arguments
    return PlanContext(plan=plan, programme=programme, territory=territory, network=network)


def read(context: PlanContext, selection: Selection = ALL) -> dict[str, vobject.base.Component]:
    """Return the entries by their names."""
    content = calendar_ics(context, selection)
    assert content is not None
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    calendar = vobject.readOne(content.decode())
    assert calendar.method.value == "PUBLISH"
    return {event.uid.value: event for event in calendar.vevent_list}


def moved(context: PlanContext, days: int, **kept: int) -> PlanContext:
    """Return the context in which people know the plan, and its rounds move by some days."""
    rounds = tuple(
        replace(held, date=held.date + timedelta(days=days)) for held in context.plan.rounds
    )
    plan = replace(context.plan, rounds=rounds)
    return replace(context, plan=plan, before=context.plan, version=2, **kept)


def test_the_calendar_of_all_holds_rounds_and_trips(context):
    events = read(context)
    assert len(events) == len(context.plan.rounds) + len(context.plan.rides)
    held = context.plan.rounds[0]
    starts = sorted(event.dtstart.value for event in events.values())
    first = datetime(held.date.year, held.date.month, held.date.day, tzinfo=PARIS)
    first += timedelta(seconds=held.depart_s // 60 * 60)
    assert first in starts
    assert {event.status.value for event in events.values()} == {"CONFIRMED"}


def test_a_village_hears_of_its_sessions_only(context):
    events = read(context, Selection(village="83001"))
    sessions = [s for held in context.plan.rounds for s in held.stops if s.site == "P1"]
    assert len(events) == len(sessions) > 0
    for event in events.values():
        assert event.summary.value == "Permanence\N{NO-BREAK SPACE}: Permanence de Pierreclos"
        assert "12 rue de l’Église" in event.location.value
        assert event.geo.value == "43.4;6.1"
        assert "Bénévole" not in event.serialize()


def test_a_driver_reads_no_pseudonym_and_no_door(context):
    driver = context.plan.rides[0].driver
    events = read(context, Selection(driver=driver))
    assert len(events) == sum(ride.driver == driver for ride in context.plan.rides)
    for event in events.values():
        text = event.serialize()
        assert "P-0" not in text
        assert "digicode" not in text
        assert "43.4987" not in text


def test_somebody_aboard_has_their_rounds(context):
    member = context.plan.rounds[0].team[0].staff
    events = read(context, Selection(member=member))
    rounds = [r for r in context.plan.rounds if any(d.staff == member for d in r.team)]
    assert len(events) == len(rounds)


def test_nothing_planned_is_no_calendar(context):
    assert (
        calendar_ics(context, Selection(village="83003", unit="unite-2", date=date(2026, 12, 30)))
        is None
    )


def test_an_updated_plan_moves_the_entry(context):
    monthly = tuple(replace(p, frequency=PerMonth(times=1)) for p in context.programme.permanences)
    context = replace(context, programme=replace(context.programme, permanences=monthly))
    before, after = read(context, Selection(village="83001")), moved(context, 1)
    now = read(after, Selection(village="83001"))
    assert set(now) == set(before)
    for uid, event in now.items():
        assert event.dtstart.value == before[uid].dtstart.value + timedelta(days=1)
        assert int(event.sequence.value) > int(before[uid].sequence.value)
        assert event.status.value == "CONFIRMED"


def test_what_is_no_longer_planned_is_cancelled(context):
    before = read(context)
    emptied = replace(context.plan, rounds=context.plan.rounds[1:], rides=())
    now = read(replace(context, plan=emptied, before=context.plan, version=3))
    assert set(now) == set(before)
    gone = {uid for uid, event in now.items() if event.status.value == "CANCELLED"}
    assert len(gone) == 1 + len(context.plan.rides)
    for uid in gone:
        assert now[uid].summary.value.startswith("Annulé")
        assert now[uid].dtstart.value == before[uid].dtstart.value
        assert now[uid].sequence.value == "3"


def test_a_plan_of_other_dates_cancels_nothing(context):
    later = DateRange(date(2027, 1, 1), date(2027, 1, 31))
    none = replace(context.plan, horizon=later, rounds=(), rides=())
    assert calendar_ics(replace(context, plan=none, before=context.plan, version=2), ALL) is None


def test_a_withdrawn_request_can_still_be_cancelled(context):
    programme = replace(context.programme, requests=(), drivers=(), permanences=())
    empty = replace(context.plan, rounds=(), rides=())
    now = read(replace(context, plan=empty, programme=programme, before=context.plan, version=2))
    assert {event.status.value for event in now.values()} == {"CANCELLED"}


@pytest.mark.parametrize(("day", "utc"), [(27, 8), (28, 7), (29, 7)])
def test_nine_is_nine_when_the_clocks_change(context, day, utc):
    """At nine in Paris it is eight in UTC in winter; on 28 March 2027 summer begins."""
    on = date(2027, 3, day)
    held = context.plan.rounds[0]
    stop = replace(held.stops[0], start_s=9 * 3600, end_s=12 * 3600)
    plan = replace(
        context.plan,
        horizon=DateRange(date(2027, 3, 1), date(2027, 3, 31)),
        rounds=(replace(held, date=on, stops=(stop,)),),
        rides=(),
    )
    village = context.territory.site(stop.site).insee
    (event,) = read(replace(context, plan=plan), Selection(village=village)).values()
    assert event.dtstart.value.astimezone(UTC).hour == utc
    assert event.dtend.value - event.dtstart.value == timedelta(hours=3)
    assert b"DTSTART;TZID=Europe/Paris:202703" in (
        calendar_ics(replace(context, plan=plan), ALL) or b""
    )


def test_the_zone_changes_as_the_standard_wants_it():
    text = timezone_component(PARIS, date(2027, 3, 1), date(2027, 3, 31)).to_ical().decode()
    assert "BEGIN:DAYLIGHT\r\nDTSTART:20270328T020000\r\n" in text
    assert "BEGIN:STANDARD\r\nDTSTART:20271031T030000\r\n" in text
    still = timezone_component(ZoneInfo("Africa/Algiers"), date(2027, 1, 1), date(2027, 1, 31))
    assert still.to_ical().count(b"BEGIN:STANDARD") == 1
