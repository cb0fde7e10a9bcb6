"""Wire instants as seconds after a round's midnight, as the clock on the wall shows them.

Wall-clock seconds keep « 9 h » at nine o'clock on the two days a year when a day has 23 or
25 hours. An instant read with the offset of its time zone is taken as written, even in the
hour that the clocks skip or repeat; any other offset (``Z``) is converted.
"""

from __future__ import annotations

from datetime import date, datetime, time, tzinfo


def seconds_of(day: date, moment: datetime, zone: tzinfo) -> int:
    """Return wall-clock seconds from midnight of ``day`` to an aware ``moment``."""
    wall = moment.replace(tzinfo=None)
    usual = {wall.replace(tzinfo=zone, fold=fold).utcoffset() for fold in (0, 1)}
    if moment.utcoffset() not in usual:
        wall = moment.astimezone(zone).replace(tzinfo=None)
    return round((wall.replace(fold=0) - datetime.combine(day, time.min)).total_seconds())
