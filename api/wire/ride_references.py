"""Checks between rides and other records: codes that exist, places that can be found."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from api.wire.code_checks import duplicates, names, number_of, unknown
from api.wire.document_view import View
from api.wire.faults import Issue, Loc
from api.wire.place_lookup import PlaceLookup, commune_issues, place_issues, site_names
from api.wire.scalars import (
    WEEKDAY_WORDS,
    read_clock,
    read_day,
    read_duration,
    read_weekday,
    write_clock,
)
from routing.planning.dates import DAY_S
from routing.planning.ride_series import MAX_TIMES
from routing.sentence import say


def check_ride_references(root: View, lookup: PlaceLookup) -> Iterator[Issue]:
    """Yield unknown and repeated codes of rides, and places that nobody finds."""
    for plural in ("events", "cars", "drivers"):
        yield from duplicates(root[plural])
    yield from _duplicate_requests(root["requests"])
    sites = site_names(lookup.territory) if lookup.territory else None
    for event in root["events"]:
        yield from place_issues(event["place"], lookup, site_stays=True)
    for car in root["cars"]:
        yield from unknown(car["site"], sites, "UNKNOWN_SITE", "lieu")
    cars = _known(root["cars"], "label")
    for driver in root["drivers"]:
        yield from place_issues(driver["home"], lookup)
        yield from unknown(driver["association_car"], cars, "UNKNOWN_CAR", "voiture")
        for commune in driver["refused_communes"]:
            yield from commune_issues(commune, lookup, anywhere=False)
    yield from _requests(root, lookup)


def _known(records: View, label: str) -> Mapping[str, str] | None:
    """Return the codes of an optional list: what is not there names nothing."""
    return {} if records.value is None else names(records, label)


def _requests(root: View, lookup: PlaceLookup) -> Iterator[Issue]:
    permanences = names(root["permanences"], "name")
    events = _known(root["events"], "label")
    drivers = _known(root["drivers"], "label")
    for request in root["requests"]:
        yield from place_issues(request["pickup"], lookup)
        destination = request["destination"]
        match destination["kind"].value:
            case "permanence":
                wanted = destination["permanence"]
                yield from unknown(wanted, permanences, "UNKNOWN_PERMANENCE", "permanence")
                yield from _session_dates(destination, root["permanences"])
            case "appointment":
                yield from place_issues(destination["place"], lookup, site_stays=True)
            case "event":
                yield from unknown(destination["event"], events, "UNKNOWN_EVENT", "évènement")
        for field in ("wished_drivers", "refused_drivers"):
            for driver in request[field]:
                yield from unknown(driver, drivers, "UNKNOWN_DRIVER", "chauffeur")
        yield from commune_issues(request["entitlement"]["residence"], lookup, anywhere=True)
        yield from _return_hour(request, root["events"])


def _session_dates(destination: View, permanences: View) -> Iterator[Issue]:
    """Check that a session asked for by its date falls on a weekday with an opening."""
    if destination["only_next"].value is True:
        return
    name = destination["permanence"].id
    permanence = next((p for p in permanences if name and p["id"].id == name), None)
    if permanence is None:
        return
    weekdays = {opening["weekday"].read(read_weekday) for opening in permanence["openings"]}
    if not weekdays or None in weekdays:
        return
    for entry in destination["dates"]:
        day = entry.read(read_day)
        if day and day.weekday() not in weekdays:
            yield entry.issue(
                "NO_OPENING_ON_WEEKDAY",
                say(
                    "c’est un {weekday}, or cette permanence n’a aucun créneau ce jour-là.",
                    weekday=WEEKDAY_WORDS[day.weekday()],
                ),
            )


def _return_hour(request: View, events: View) -> Iterator[Issue]:
    """Check that nobody is brought back before an appointment is over or an event has begun."""
    destination, back = request["destination"], request["return"]
    begins = destination["at"].read(read_clock)
    if destination["kind"].value == "event":
        name = destination["event"].id
        found = next((event for event in events if name and event["id"].id == name), None)
        begins = found["start"].read(read_clock) if found else None
    elif destination["kind"].value != "appointment":
        return
    field = {"at": "at", "when_finished": "until"}.get(str(back["kind"].value))
    until = back[field].read(read_clock) if field else None
    if begins is None or begins == DAY_S or not field:
        return
    if until is None:
        return
    length = destination["length"].read(read_duration)
    if destination["kind"].value == "appointment":
        if length is not None and until < begins + length <= DAY_S:
            yield back[field].issue(
                "RETURN_TOO_EARLY",
                say(
                    "le rendez-vous de {begins} finit à {ends} : indiquez cette heure "
                    "ou plus tard, ou raccourcissez-le.",
                    begins=write_clock(begins),
                    ends=write_clock(begins + length),
                ),
            )
    elif until <= begins:
        yield back[field].issue(
            "RETURN_TOO_EARLY",
            say("le retour doit suivre le début, à {begins}.", begins=write_clock(begins)),
        )


def _duplicate_requests(requests: View) -> Iterator[Issue]:
    """Check codes as :func:`duplicates` does, those that the dates of a series get included."""
    seen: dict[str, Loc] = {}
    for request in requests:
        for name in _ids(request):
            if name in seen:
                yield request["id"].issue(
                    "DUPLICATE_ID",
                    say(
                        "« {name} » est déjà le code {of} ; donnez-en un autre.",
                        name=name,
                        of=say("de la demande n° {number}", number=number_of(seen[name])),
                    ),
                    other=seen[name],
                )
                break
        for name in _ids(request):
            seen.setdefault(name, request.loc)


def _ids(request: View) -> list[str]:
    name = request["id"].id
    if name is None:
        return []
    times = request["series"]["times"].number()
    if not isinstance(request["series"].value, Mapping) or not times or times > MAX_TIMES:
        return [name]
    return [f"{name}/{number}" for number in range(1, times + 1)]
