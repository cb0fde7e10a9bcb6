"""A plan as a calendar (RFC 5545): what calendar programs subscribe to or take in.

It says communes, sites and hours, and how many people; nobody's pseudonym or door. An updated
plan with a larger version moves the entries that are there, and cancels those that are not.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, time

from icalendar import Calendar, Event, vGeo

from maps.calendar_entries import Entry, EntryKind, concerns, entries
from maps.ics_zone import timezone_component
from maps.plan_context import PlanContext
from maps.ride_views import RideView
from maps.selection import Selection
from maps.views import RoundView
from routing.planning.dates import moment_of
from routing.planning.plans import Ride, Round, RoundStop
from routing.planning.territory import Site

_PRODID = "-//Tournées//Calendrier//FR"


def calendar_ics(context: PlanContext, selection: Selection) -> bytes | None:
    """Return the calendar of what is selected, ``None`` where it has no entry.

    Entries of ``context.before`` within the plan's dates that are no longer planned stay in as
    cancelled, so that they go wherever they were taken in.
    """
    found = [e for e in entries(context.plan, context.programme) if _wanted(e, context, selection)]
    gone = list(_gone(context, selection, {entry.uid for entry in found}))
    if not found and not gone:
        return None
    made = Calendar()
    made.add("version", "2.0")
    made.add("prodid", _PRODID)
    made.add("calscale", "GREGORIAN")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", _name(context, selection))
    zone = context.territory.timezone
    made.add("x-wr-timezone", zone.key)
    horizon = context.plan.horizon
    made.add_component(timezone_component(zone, horizon.first, horizon.last))
    texts = _Texts(context)
    for entry in found:
        made.add_component(_event(entry, context, texts, gone=False))
    for entry in gone:
        made.add_component(_event(entry, context, texts, gone=True))
    return bytes(made.to_ical())


def _name(context: PlanContext, selection: Selection) -> str:
    """Return what calendar programs call it: of whom or where, and the months."""
    programme, parts = context.programme, [context.title]
    if selection.driver is not None:
        parts.append(programme.driver(selection.driver).label)
    if selection.unit is not None:
        parts.append(programme.unit(selection.unit).label)
    if selection.member is not None:
        parts.append(programme.member(selection.member).label)
    if selection.village is not None:
        parts.append(context.territory.commune(selection.village).name)
    return ", ".join([" – ".join(parts), context.period])


def _wanted(entry: Entry, context: PlanContext, selection: Selection) -> bool:
    return concerns(entry, selection, context.territory)


def _gone(context: PlanContext, selection: Selection, still: set[str]) -> Iterator[Entry]:
    if context.before is None:
        return
    for entry in entries(context.before, context.programme):
        there = entry.uid in still or entry.date not in context.plan.horizon
        if not there and _wanted(entry, context, selection):
            yield entry


def _event(entry: Entry, context: PlanContext, texts: _Texts, *, gone: bool) -> Event:
    said = context.wording.words["calendar"]
    summary = texts.summary(entry)
    made = Event()
    made.add("uid", f"{entry.uid}@{context.plan.programme}.{context.territory.name}.tournees")
    made.add("dtstamp", _stamp(context))
    made.add("sequence", context.version)
    made.add("summary", said["cancelled"].format(summary=summary) if gone else summary)
    zone, end_s = context.territory.timezone, -(-entry.end_s // 60) * 60
    made.add("dtstart", moment_of(entry.date, entry.start_s // 60 * 60, zone))
    made.add("dtend", moment_of(entry.date, end_s, zone))
    made.add("status", "CANCELLED" if gone else "CONFIRMED")
    made.add("transp", "TRANSPARENT" if gone else "OPAQUE")
    made.add("categories", [said[f"category_{entry.kind}"]])
    site = texts.site(entry)
    if site is not None:
        place = (site.name, site.address, f"{site.postal_code} {site.commune}".strip())
        made.add("location", ", ".join(part for part in place if part))
        made["geo"] = vGeo((round(site.lat, 6), round(site.lon, 6)))
    if not gone:
        made.add("description", "\n".join(texts.description(entry)))
    return made


def _stamp(context: PlanContext) -> datetime:
    """Return when the plan was made: equal plans give equal bytes."""
    made = context.plan.generated_at
    if made is None:
        return datetime.combine(context.plan.horizon.first, time.min, UTC)
    return made.astimezone(UTC)


class _Texts:
    """What entries say."""

    def __init__(self, context: PlanContext) -> None:
        self._context = context
        self._said = context.wording.words["calendar"]
        self._permanences = {p.id: p.name for p in context.programme.permanences}
        self._sites = {site.id: site for site in context.territory.sites}
        self._rounds = {view.round.id: view for view in context.rounds}
        self._trips = {trip.ride.id: trip for view in context.days for trip in view.rides}

    def summary(self, entry: Entry) -> str:
        if entry.kind is EntryKind.SESSION and entry.stop is not None:
            return str(self._said["session"]).format(name=self._permanence(entry.stop))
        if isinstance(entry.record, Round):
            stops = (self._sites.get(stop.site) for stop in entry.record.stops)
            communes = dict.fromkeys(site.commune for site in stops if site is not None)
            return str(self._said["round"]).format(villages=", ".join(communes))
        trip = self._trip(entry.record)
        goals = () if trip is None else dict.fromkeys(p.commune for p in trip.goals if p.commune)
        if not goals:
            return str(self._said["ride_only"])
        return str(self._said["ride"]).format(goals=", ".join(goals))

    def site(self, entry: Entry) -> Site | None:
        """Return where it is, if that is a place that everybody may know."""
        if entry.stop is not None:
            return self._sites.get(entry.stop.site)
        trip = self._trip(entry.record) if isinstance(entry.record, Ride) else None
        goals = () if trip is None else trip.goals
        return next((self._sites[place.id] for place in goals if place.id in self._sites), None)

    def description(self, entry: Entry) -> Iterator[str]:
        if entry.kind is EntryKind.SESSION and entry.stop is not None:
            yield self._held(entry.stop)
        elif isinstance(entry.record, Round):
            yield from self._round(self._rounds[entry.record.id])
        elif (trip := self._trip(entry.record)) is not None:
            yield from self._ride(trip)

    def _round(self, view: RoundView) -> Iterator[str]:
        hour = self._context.wording.hour
        yield str(self._said["departure"]).format(at=hour(view.round.depart_s))
        yield from (self._held(stop) for stop in view.round.stops)
        yield str(self._said["return"]).format(at=hour(view.round.return_s))
        names = ", ".join(f"{member.name} ({member.role})" for member in view.team)
        if names:
            yield str(self._said["team"]).format(names=names)

    def _ride(self, trip: RideView) -> Iterator[str]:
        wording = self._context.wording
        yield str(self._said["departure"]).format(at=wording.hour(trip.ride.depart_s))
        for halt in trip.halts:
            pattern = str(self._said["gets_in" if halt.calls[0].pickup else "gets_out"])
            people = sum(call.party.people for call in halt.calls)
            yield pattern.format(
                at=wording.hour(halt.start_s),
                place=self._context.ride_words.place(halt.place),
                who=wording.count("people", people),
            )
        yield str(self._said["return"]).format(at=wording.hour(trip.ride.return_s))

    def _held(self, stop: RoundStop) -> str:
        hour = self._context.wording.hour
        name = self._permanence(stop)
        return str(self._said["held"]).format(
            start=hour(stop.start_s), end=hour(stop.end_s), name=name
        )

    def _permanence(self, stop: RoundStop) -> str:
        return self._permanences.get(stop.permanence, stop.permanence)

    def _trip(self, record: Round | Ride) -> RideView | None:
        """Return a trip's view; an earlier plan's of the same id is another one."""
        trip = self._trips.get(record.id)
        return trip if trip is not None and trip.ride == record else None
