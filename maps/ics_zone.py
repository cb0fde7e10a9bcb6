"""A time zone as calendars carry it (RFC 5545, 3.6.5): when its clocks change, and to what."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard


def timezone_component(zone: ZoneInfo, first: date, last: date) -> Timezone:
    """Return the zone's changes from a year before ``first`` to a year after ``last``.

    Each begins, as the standard wants it, at the time that the clock shows before it changes.
    """
    made = Timezone()
    made.add("tzid", zone.key)
    begin = datetime.combine(date(first.year - 1, 1, 1), time.min, UTC)
    end = datetime.combine(date(last.year + 2, 1, 1), time.min, UTC)
    for moment in (begin, *_changes(zone, begin, end)):
        made.add_component(_observance(zone, moment))
    return made


def _changes(zone: ZoneInfo, begin: datetime, end: datetime) -> Iterator[datetime]:
    """Yield the moments (UTC, to the minute) from which another offset holds."""
    day = begin
    while day < end:
        after = day + timedelta(days=1)
        if _offset(zone, day) != _offset(zone, after):
            low, high = 0, 24 * 60
            while high - low > 1:
                middle = (low + high) // 2
                same = _offset(zone, day) == _offset(zone, day + timedelta(minutes=middle))
                low, high = (middle, high) if same else (low, middle)
            yield day + timedelta(minutes=high)
        day = after


def _observance(zone: ZoneInfo, moment: datetime) -> TimezoneDaylight | TimezoneStandard:
    local = moment.astimezone(zone)
    before = _offset(zone, moment - timedelta(minutes=1))
    made = TimezoneDaylight() if local.dst() else TimezoneStandard()
    made.add("dtstart", (moment + before).replace(tzinfo=None))
    made.add("tzoffsetfrom", before)
    made.add("tzoffsetto", _offset(zone, moment))
    made.add("tzname", local.tzname() or zone.key)
    return made


def _offset(zone: ZoneInfo, moment: datetime) -> timedelta:
    return moment.astimezone(zone).utcoffset() or timedelta()
