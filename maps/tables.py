"""A plan as tables: what the workbook and the CSV files hold, typed, in the order of reading."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeAlias

from maps.plan_context import PlanContext
from maps.selection import Selection
from maps.views import MemberView, RoundView
from routing.planning.plans import Duty

Value: TypeAlias = str | int | float | date | None


class Column(StrEnum):
    """What the values of a column are."""

    TEXT = "text"
    DATE = "date"
    TIME = "time"
    """Seconds after midnight."""
    DURATION = "duration"
    """Seconds."""
    DISTANCE = "distance"
    """Metres."""
    COUNT = "count"
    NUMBER = "number"


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows under headings; ``summed`` are the numbers of the columns that have a total."""

    key: str
    title: str
    headings: tuple[str, ...]
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]
    summed: tuple[int, ...] = ()


_T, _D, _H = Column.TEXT, Column.DATE, Column.TIME
_L, _KM, _N = Column.DURATION, Column.DISTANCE, Column.COUNT

_Rows: TypeAlias = Callable[[PlanContext, Selection], Iterator[tuple[Value, ...]]]


def _calendar(context: PlanContext, selection: Selection) -> Iterator[tuple[Value, ...]]:
    for view in context.rounds_in(selection):
        for stop in view.stops:
            if selection.village not in (None, stop.site.insee):
                continue
            site = stop.site
            where = site.name, site.address, site.postal_code, site.commune
            times = stop.start_s, stop.end_s, stop.end_s - stop.start_s
            weekday = context.wording.weekday(view.date).split()[0]
            yield (view.date, weekday, *times, stop.permanence.name, *where, view.unit.label)


def _rounds(context: PlanContext, selection: Selection) -> Iterator[tuple[Value, ...]]:
    for view in context.rounds_in(selection):
        held = view.round
        times = held.depart_s, held.return_s, held.duration_s, held.driving_s
        who = view.date, view.code, view.unit.label, view.villages, len(view.stops)
        yield (*who, *times, held.distance_m)


def _rides(context: PlanContext, selection: Selection) -> Iterator[tuple[Value, ...]]:
    for view in context.days_in(selection):
        for trip in view.rides:
            ride = trip.ride
            requests = {call.request.id: call.request for h in trip.halts for call in h.calls}
            goals = dict.fromkeys(context.ride_words.goal(place) for place in trip.goals)
            yield (
                view.date,
                view.code,
                view.driver.label,
                ride.depart_s,
                ride.return_s,
                ride.return_s - ride.depart_s,
                ride.driving_s,
                ", ".join(trip.passengers),
                sum(request.party.people for request in requests.values()),
                ", ".join(goals),
                ride.distance_m,
                trip.empty_m,
            )


def _teams(context: PlanContext, selection: Selection) -> Iterator[tuple[Value, ...]]:
    for view in context.rounds_in(selection):
        for duty, member in zip(view.round.team, view.team, strict=True):
            if selection.member in (None, duty.staff):
                yield _duty(view, duty, member, context)


def _duty(
    view: RoundView, duty: Duty, member: MemberView, context: PlanContext
) -> tuple[Value, ...]:
    joins = context.wording.words["aboard"] if member.aboard else context.wording.words["on_site"]
    villages = ", ".join(member.villages) or view.villages
    hours = duty.depart_s, duty.return_s, duty.return_s - duty.depart_s
    return (
        view.date,
        view.code,
        view.unit.label,
        member.name,
        member.role,
        joins,
        villages,
        *hours,
    )


def _unplanned(context: PlanContext, selection: Selection) -> Iterator[tuple[Value, ...]]:
    if selection.given:
        return
    wording = context.wording
    kinds = wording.words["tables"]["kinds"]
    names = {permanence.id: permanence.name for permanence in context.programme.permanences}
    for item in context.plan.unassigned:
        due = wording.days(item.due)
        for reason in item.reasons:
            name = names.get(item.id, item.id)
            said = wording.say(reason.message)
            yield (kinds["session"], item.id, name, due, reason.code, said, "")
    who = {request.id: request.passenger for request in context.programme.requests}
    drivers = {driver.id: driver.label for driver in context.programme.drivers}
    for unserved in context.plan.unserved:
        helps = wording.semicolon.join(wording.say(change.message) for change in unserved.changes)
        name = who.get(unserved.request, "")
        for why in unserved.reasons:
            driver = drivers.get(why.driver or "", "")
            said = wording.say(why.message)
            said = f"{driver}{wording.colon}{said}" if driver else said
            yield (kinds["ride"], unserved.request, name, "", why.code, said, helps)


def _indicators(context: PlanContext, selection: Selection) -> Iterator[tuple[Value, ...]]:
    if selection.given:
        return
    labels: Mapping[str, str] = context.wording.words["indicators"]
    for key, value in context.plan.indicators.items():
        yield labels.get(key, key), value, key


_TABLES: Mapping[str, tuple[_Rows, Sequence[Column], Sequence[int]]] = {
    "calendar": (_calendar, (_D, _T, _H, _H, _L, _T, _T, _T, _T, _T, _T), (4,)),
    "rounds": (_rounds, (_D, _T, _T, _T, _N, _H, _H, _L, _L, _KM), (4, 7, 8, 9)),
    "rides": (
        _rides,
        (_D, _T, _T, _H, _H, _L, _L, _T, _N, _T, _KM, _KM),
        (5, 6, 8, 10, 11),
    ),
    "teams": (_teams, (_D, _T, _T, _T, _T, _T, _T, _H, _H, _L), (9,)),
    "unplanned": (_unplanned, (_T,) * 7, ()),
    "indicators": (_indicators, (_T, Column.NUMBER, _T), ()),
}

TABLES = tuple(_TABLES)
"""Keys of all tables, in the order in which a workbook shows them."""


def table(key: str, context: PlanContext, selection: Selection) -> Table:
    """Return one of :data:`TABLES` with the rows that are selected; it may have none."""
    rows, columns, summed = _TABLES[key]
    said = context.wording.words["tables"][key]
    return Table(
        key=key,
        title=str(said["title"]),
        headings=tuple(said["headings"]),
        columns=tuple(columns),
        rows=tuple(rows(context, selection)),
        summed=tuple(summed),
    )
