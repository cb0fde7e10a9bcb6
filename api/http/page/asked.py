"""A change as a form of the page asks for it, as the wire writes it, and in words."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import date
from typing import Any

from api.http.page.forms import Form
from api.http.page.sight import Sight
from api.http.page.words import Words
from api.wire.faults import fold
from routing.planning.territory import Territory

Change = dict[str, Any]
SESSION, EVENT, APPOINTMENT = "session", "event", "appointment"


def change_of(form: Form, sight: Sight, taken: Collection[str]) -> Change:
    """Return the change that a form asks for; ``taken`` are codes of requests already noted."""
    make: Callable[[Form], Change] | None = {
        "cancel": lambda f: {"permanence": f["permanence"], "date": f["date"]},
        "move": lambda f: {"permanence": f["permanence"], "date": f["date"], "to": f["to"]},
        "pin": lambda f: {"driver": f["driver"], "request": f["request"]},
        "drop_ride": lambda f: {"request": f["request"]},
        "remedy": _remedy,
        "add_ride": lambda f: _ride(f, sight, taken),
    }.get(form["do"])
    return {} if make is None else {form["do"]: make(form)}


def _remedy(form: Form) -> Change:
    request, kind, amount, day = [*form["remedy"].split("|"), "", "", ""][:4]
    made: Change = {"request": request, "kind": kind}
    if amount.isdecimal():
        made["amount"] = int(amount)
    return made | ({"on": day} if day else {})


def _ride(form: Form, sight: Sight, taken: Collection[str]) -> Change:
    ride: Change = {
        "id": _free_code(sight, taken),
        "passenger": form["passenger"],
        "pickup": _place(form["pickup"], sight.territory),
        "destination": _goal(form, sight.territory),
    }
    back = form["back_kind"]
    if back in ("none", "after"):
        ride["return"] = {"kind": back}
    elif back == "at":
        ride["return"] = {"kind": "at", "at": form["back_at"]}
    party: Change = {}
    for name in ("passengers", "companions", "walkers"):
        text = form[name]
        if text:
            party[name] = int(text) if text.isdecimal() else text
    if form["wheelchair"] not in ("", "none"):
        party["wheelchair"] = form["wheelchair"]
    return ride | ({"party": party} if party else {})


def _free_code(sight: Sight, taken: Collection[str]) -> str:
    known = {request.id for request in sight.programme.requests} | set(taken)
    number = 1
    while f"ajout-{number}" in known:
        number += 1
    return f"ajout-{number}"


def _place(text: str, territory: Territory) -> Change:
    """Return a commune, a site or an address, whichever somebody typed."""
    wanted = fold(text)
    for commune in territory.communes:
        if wanted == fold(commune.name):
            return {"commune": commune.insee}
    for site in territory.sites:
        if wanted in (fold(site.id), fold(site.name), fold(f"{site.name}, {site.commune}")):
            return {"site": site.id}
    return {"address": text}


def _goal(form: Form, territory: Territory) -> Change:
    kind, _, rest = form["goal"].partition("|")
    if kind == SESSION:
        permanence, _, day = rest.partition("|")
        return {"kind": "permanence", "permanence": permanence, "dates": [day]}
    if kind == EVENT:
        return {"kind": "event", "event": rest}
    minutes = form["length"]
    return {
        "kind": "appointment",
        "place": _place(form["place"], territory),
        "date": form["date"],
        "at": form["at"],
        "length": f"PT{minutes}M" if minutes.isdecimal() and minutes != "0" else minutes,
    }


def in_words(change: Mapping[str, Any], sight: Sight, words: Words) -> str:
    """Return a noted change as a sentence."""
    ((kind, asked),) = change.items()
    tell = {
        "cancel": _told_session,
        "move": _told_session,
        "pin": _told_request,
        "drop_ride": _told_request,
        "remedy": _told_remedy,
        "add_ride": _told_ride,
    }[kind]
    return words(f"noted.{kind}", **tell(asked, sight, words))


def _told_session(asked: Mapping[str, Any], sight: Sight, words: Words) -> dict[str, str]:
    names = {p.id: p.name for p in sight.programme.permanences}
    told = {
        "name": names.get(asked["permanence"], asked["permanence"]),
        "day": _day(asked["date"], words),
    }
    return told | ({"to": _day(asked["to"], words)} if "to" in asked else {})


def _told_request(asked: Mapping[str, Any], sight: Sight, _words: Words) -> dict[str, str]:
    drivers = {driver.id: driver.label for driver in sight.programme.drivers}
    return {
        "who": _who(asked["request"], sight),
        "driver": drivers.get(asked.get("driver", ""), ""),
    }


def _told_remedy(asked: Mapping[str, Any], sight: Sight, words: Words) -> dict[str, str]:
    """Find the plan's own sentence for the change."""
    same = (asked["kind"], asked.get("amount", 0), asked.get("on"))
    for record in sight.plan.unserved:
        for change in record.changes if record.request == asked["request"] else ():
            on = change.on.isoformat() if change.on else None
            if (change.kind, change.amount, on) == same:
                return {"who": _who(asked["request"], sight), "help": words.say(change.message)}
    kind = f"remedies.{asked['kind']}"
    told = words(kind) if words.has(kind) else str(asked["kind"])
    return {"who": _who(asked["request"], sight), "help": told}


def _told_ride(asked: Mapping[str, Any], sight: Sight, words: Words) -> dict[str, str]:
    goal = asked["destination"]
    if goal["kind"] == "permanence":
        names = {p.id: p.name for p in sight.programme.permanences}
        day = _day(goal["dates"][0], words)
        to = f"{names.get(goal['permanence'], goal['permanence'])}, {day}"
    elif goal["kind"] == "event":
        events = {event.id: event.label for event in sight.programme.events}
        to = events.get(goal["event"], goal["event"])
    else:
        to = f"{words('noted.appointment')}, {_day(goal['date'], words)}, {goal['at']}"
    return {"who": asked["passenger"], "to": to}


def _who(request_id: str, sight: Sight) -> str:
    for request in sight.programme.requests:
        if request.id == request_id:
            return f"{request.passenger} ({request.id})"
    return request_id


def _day(text: str, words: Words) -> str:
    return words.wording.weekday(date.fromisoformat(text))
