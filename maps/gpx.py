"""Rounds and trips as GPX 1.1 for navigation: stops as waypoints, ways as tracks."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import gpxpy.gpx as gpx
import numpy as np
from gpxpy.gpxfield import AbstractGPXField
from numpy.typing import NDArray

from maps.plan_context import PlanContext
from maps.selection import Selection
from maps.traces import Halt, Trace, traces


def plan_gpx(context: PlanContext, selection: Selection) -> bytes | None:
    """Return what is selected, ``None`` without any; for one driver with the doors' own points.

    A waypoint bears the time of arrival; a track follows the roads and bears none, since nobody
    has driven it yet.
    """
    found = list(traces(context, selection, doors=selection.driver is not None))
    if not found:
        return None
    made = gpx.GPX()
    made.creator = "Tournées"
    made.name = f"{context.title}, {context.period}"
    made.copyright_author = "OpenStreetMap contributors"
    made.copyright_license = "https://opendatacommons.org/licenses/odbl/1-0/"
    made.time = _utc(found[0].depart)
    for trace in found:
        made.waypoints += [_waypoint(halt, trace, context) for halt in trace.halts]
        made.tracks.append(_track(trace, context))
    return made.to_xml(version="1.1").encode()


def _waypoint(halt: Halt, trace: Trace, context: PlanContext) -> gpx.GPXWaypoint:
    hour = context.wording.hour
    arrive = halt.arrive.hour * 3600 + halt.arrive.minute * 60
    return gpx.GPXWaypoint(
        latitude=round(halt.lat, 6),
        longitude=round(halt.lon, 6),
        time=_utc(halt.arrive),
        name=f"{halt.number} {hour(arrive)} {halt.name}",
        description=" – ".join(text for text in (halt.text, trace.name) if text),
        symbol="Flag, Blue" if trace.kind == "round" else "Pin, Blue",
        type=trace.kind,
    )


def _track(trace: Trace, context: PlanContext) -> gpx.GPXTrack:
    track = gpx.GPXTrack(name=f"{context.wording.short_day(trace.date)} {trace.name}")
    track.description = (
        f"{context.wording.distance(trace.distance_m)}, {context.wording.duration(trace.driving_s)}"
    )
    for line in trace.lines:
        track.segments.append(_Segment(line))
    return track


class _Points(AbstractGPXField):
    """Points without time or height, written in one go: a month has a hundred thousand."""

    name = "line"

    def to_xml(
        self,
        value: Any,
        _version: str,
        _nsmap: Mapping[str, str] | None = None,
        prettyprint: bool = True,
        indent: str = "",
    ) -> str:
        """Return an element a point; ``value`` has shape ``(k, 2)``, degrees ``[lon, lat]``."""
        before = f"\n{indent}" if prettyprint else ""
        points = value.round(6).tolist()
        return "".join(f'{before}<trkpt lat="{lat}" lon="{lon}"/>' for lon, lat in points)


class _Segment(gpx.GPXTrackSegment):
    gpx_11_fields = [_Points()]  # noqa: RUF012 - as gpxpy declares them

    def __init__(self, line: NDArray[np.float64]) -> None:
        super().__init__()
        self.line = line


def _utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC)
