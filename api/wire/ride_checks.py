"""Checks inside one event, car, driver or request: times in order, counts that fit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import pairwise

from api.wire.document_view import View
from api.wire.faults import Issue
from api.wire.limits import DEFAULT_EARLY_S
from api.wire.record_checks import check_ranges, check_repeated, check_week
from api.wire.scalars import read_clock, read_day, read_duration, spoken, write_clock
from routing.planning.dates import DAY_S
from routing.planning.ride_series import MAX_TIMES
from routing.sentence import say

_ID_CHARS = 64
_PHONE = 8
"""Digits from which a pseudonym looks like a telephone number."""


def check_rides(root: View) -> Iterator[Issue]:
    """Yield what contradicts itself inside single records of rides."""
    for event in root["events"]:
        yield from _span(event, "start", "end")
    for driver in root["drivers"]:
        yield from _driver(driver)
    for request in root["requests"]:
        yield from _request(request)
    yield from _at_once(root["requests"])


def _span(record: View, first: str, last: str, *, same: bool = False) -> Iterator[Issue]:
    """Check that one time of day follows another (or, with ``same``, is not before it)."""
    start, end = record[first].read(read_clock), record[last].read(read_clock)
    if start is not None and end is not None and (end < start or (end == start and not same)):
        yield record[last].issue(
            "TIMES_REVERSED",
            say("cette heure doit suivre {start}.", start=write_clock(start)),
        )


def _driver(driver: View) -> Iterator[Issue]:
    own, shared = driver["car"].value, driver["association_car"].value
    if own is None and shared is None:
        yield driver["car"].issue(
            "CAR_MISSING",
            say("décrivez sa propre voiture, ou indiquez le code d’une voiture de l’association."),
        )
    elif own is not None and shared is not None:
        yield driver["association_car"].issue(
            "CAR_TWICE", say("gardez soit sa propre voiture, soit celle de l’association.")
        )
    yield from check_week(driver["hours"])
    for weekday in driver["hours"].value if isinstance(driver["hours"].value, Mapping) else ():
        for span in driver["hours"][weekday]:
            yield from _span(span, "start", "end")
    for span in driver["extra_hours"]:
        yield from _span(span, "start", "end")
    yield from check_ranges(driver["absences"])
    yield from _span(driver["lunch"], "from", "until", same=True)


def _request(request: View) -> Iterator[Issue]:
    name = request["passenger"].value
    if isinstance(name, str) and (sum(map(str.isdigit, name)) >= _PHONE or "@" in name):
        yield request["passenger"].issue(
            "NOT_A_PSEUDONYM",
            say("mettez un pseudonyme ; gardez noms, téléphones et courriels à part."),
            private=True,
        )
    destination = request["destination"]
    if destination["kind"].value == "appointment":
        yield from _appointment(destination)
    elif destination["kind"].value == "permanence":
        yield from check_repeated(list(destination["dates"]))
        if destination["only_next"].value is True and len(list(destination["dates"])) > 1:
            yield destination["only_next"].issue(
                "NEXT_AND_DATES",
                say(
                    "gardez soit plusieurs dates qui conviennent, soit la prochaine séance à "
                    "partir d’une date."
                ),
            )
    yield from _return(request["return"])
    party = request["party"]
    people = (party["passengers"].number(1) or 0) + (party["companions"].number(0) or 0)
    children = party["child_seats"].number(0) or 0
    if children > people > 0:
        yield party["child_seats"].issue(
            "TOO_MANY",
            say("il y a plus de sièges enfant que de personnes ({people}).", people=people),
        )
    yield from _early(request["arrive_early"])
    refused = {driver.id for driver in request["refused_drivers"]} - {None}
    for driver in request["wished_drivers"]:
        if driver.id in refused:
            yield driver.issue(
                "WISHED_AND_REFUSED", say("cette personne est aussi refusée ; choisissez.")
            )
    if isinstance(request["series"].value, Mapping):
        yield from _series(request, request["series"])


def _at_once(requests: View) -> Iterator[Issue]:
    """Check that nobody has two appointments at the same hours."""
    seen: dict[tuple[str, date], list[tuple[int, int, str]]] = {}
    for request in requests:
        wanted, name = request["destination"], request["passenger"].id
        day, at = wanted["date"].read(read_day), wanted["at"].read(read_clock)
        length = wanted["length"].read(read_duration)
        if wanted["kind"].value != "appointment" or None in (name, day, at, length):
            continue
        mine = seen.setdefault((str(name), day), [])  # type: ignore[arg-type]
        begin, end = at or 0, (at or 0) + (length or 0)
        for other_begin, other_end, other in mine:
            if begin < other_end and other_begin < end:
                yield wanted["at"].issue(
                    "TWO_PLACES",
                    say(
                        "la même personne a un rendez-vous à {other_begin} ce jour-là (demande "
                        "{other}) ; changez l’un des deux.",
                        other_begin=write_clock(other_begin),
                        other=other,
                    ),
                )
                break
        mine.append((begin, end, request["id"].id or "?"))


def _appointment(appointment: View) -> Iterator[Issue]:
    at, length = appointment["at"].read(read_clock), appointment["length"].read(read_duration)
    if at is None:
        return
    if at == DAY_S:
        yield appointment["at"].issue("OUT_OF_RANGE", say("un rendez-vous commence avant 24:00."))
    elif length is not None and at + length > DAY_S:
        yield appointment["length"].issue(
            "ENDS_NEXT_DAY",
            say(
                "le rendez-vous de {at} doit finir avant minuit : au plus {spoken}.",
                at=write_clock(at),
                spoken=spoken(DAY_S - at),
            ),
        )


def _return(back: View) -> Iterator[Issue]:
    kind = back["kind"].value
    for name in {"at": ("at",), "when_finished": ("from",)}.get(str(kind), ()):
        if back[name].read(read_clock) == DAY_S:
            yield back[name].issue("OUT_OF_RANGE", say("un retour commence avant 24:00."))
    if kind == "when_finished":
        yield from _span(back, "from", "until", same=True)


def _early(early: View) -> Iterator[Issue]:
    least, most = early["least"].read(read_duration), early["most"].read(read_duration)
    given = "most" if early["most"].value is not None else "least"
    low = DEFAULT_EARLY_S[0] if early["least"].value is None else least
    high = DEFAULT_EARLY_S[1] if early["most"].value is None else most
    if low is not None and high is not None and high < low:
        yield early[given].issue(
            "GAPS_REVERSED",
            say(
                "l’avance va d’au moins {low} à au plus {high} ; échangez les deux, ou "
                "donnez les deux.",
                low=spoken(low),
                high=spoken(high),
            ),
        )


def _series(request: View, series: View) -> Iterator[Issue]:
    times = series["times"].number()
    name = request["id"].id
    if name is not None and times is not None and 1 <= times <= MAX_TIMES:
        longest = len(f"{name}/{times}")
        if len(name) <= _ID_CHARS < longest:
            yield request["id"].issue(
                "TOO_LONG",
                say(
                    "raccourcissez ce code : ceux des dates de la série (« /1 », « /2 »…) "
                    "auraient {longest} caractères, pour {id_chars} au plus.",
                    longest=longest,
                    id_chars=_ID_CHARS,
                ),
            )
    first = _first_day(request["destination"])
    if first is None:
        yield from _dateless(request["destination"], series)
    yield from _edited(series, times, first)


def _first_day(destination: View) -> date | None:
    if destination["kind"].value == "appointment":
        return destination["date"].read(read_day)
    days = [entry.read(read_day) for entry in destination["dates"]]
    return min((day for day in days if day), default=None)


def _dateless(destination: View, series: View) -> Iterator[Issue]:
    if destination["kind"].value == "event":
        yield series.issue(
            "SERIES_WITHOUT_DATE",
            say(
                "un évènement n’a qu’une date ; retirez la série, ou faites une demande "
                "par évènement."
            ),
        )
    elif destination["kind"].value == "permanence" and not list(destination["dates"]):
        yield series.issue(
            "SERIES_WITHOUT_DATE",
            say("indiquez, dans la destination, la date de la première séance de la série."),
        )


def _edited(series: View, times: int | None, first: date | None) -> Iterator[Issue]:
    entries = list(series["dates"])
    if not entries:
        return
    if times is not None and times >= 1 and len(entries) != times:
        yield series["dates"].issue(
            "SERIES_DATES",
            say(
                "il y a {entries} dates pour {times} fois ; accordez les deux, ou "
                "retirez les dates.",
                entries=len(entries),
                times=times,
            ),
        )
    days = [entry.read(read_day) for entry in entries]
    for entry, (earlier, later) in zip(entries[1:], pairwise(days), strict=True):
        if earlier and later and later <= earlier:
            yield entry.issue(
                "DATES_REVERSED",
                say("cette date doit suivre la précédente ({earlier:%d/%m/%Y}).", earlier=earlier),
            )
    if first and days[0] and days[0] != first:
        yield entries[0].issue(
            "SERIES_DATES",
            say(
                "la destination commence le {first:%d/%m/%Y} ; écrivez la même date aux "
                "deux endroits.",
                first=first,
            ),
        )
