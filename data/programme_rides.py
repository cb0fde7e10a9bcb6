"""The month of ride requests and volunteers that two of the shipped programmes carry.

All of it is made up, drawn by :mod:`routing.planning.generated` from populations and distances to
care. They are about the month that follows the sessions held already. Another one can be planned
too: most requests are for any session of the month; what needs a date of its own (appointments,
events) is then reported as outside the period.
"""

from __future__ import annotations

from dataclasses import replace

from programme_kit import day, days, hours

from routing.planning.generated import Doors, Shares, Wanted, generate
from routing.planning.programme import Programme
from routing.planning.ride_requests import Event
from routing.planning.territory import Territory
from routing.planning.travel import Roads

DECEMBER = days("2026-12-01", "2026-12-31")
ANY_MONTH = Shares(session=0.78, event=0.05, given_dates=0.0, series=0.12)

BREAKFAST = Event(
    id="petit-dejeuner",
    label="Petit-déjeuner santé (fictif)",
    place="MSAP-BARJOLS",
    date=day("2026-12-03"),
    start_s=hours(9.5),
    end_s=hours(11.5),
)
WORKSHOP = Event(
    id="atelier",
    label="Atelier diabète (fictif)",
    place="CSC-VALISSOLE",
    date=day("2026-12-15"),
    start_s=hours(14),
    end_s=hours(16),
)

EVENTS = {"promo-soins": (BREAKFAST,), "extension": (BREAKFAST, WORKSHOP)}
WANTED = {
    "promo-soins": Wanted(rides=60, drivers=12, seed=23, shares=ANY_MONTH),
    "extension": Wanted(rides=250, drivers=30, seed=7, shares=ANY_MONTH),
}


def with_rides(programme: Programme, territory: Territory, doors: Doors, roads: Roads) -> Programme:
    """Return the programme with its events, and with requests and drivers if it carries any."""
    if programme.name not in WANTED:
        return programme
    held = replace(programme, events=EVENTS[programme.name], horizon=DECEMBER)
    return generate(held, territory, DECEMBER, WANTED[programme.name], doors, roads)
