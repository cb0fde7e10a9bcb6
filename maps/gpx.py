"""Rounds and trips as GPX 1.1 for navigation: stops as waypoints, ways as tracks."""

from __future__ import annotations

from datetime import UTC, datetime

import gpxpy.gpx as gpx

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
        points = [gpx.GPXTrackPoint(round(lat, 6), round(lon, 6)) for lon, lat in line.tolist()]
        track.segments.append(gpx.GPXTrackSegment(points))
    return track


def _utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC)
