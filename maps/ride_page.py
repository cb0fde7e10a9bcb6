"""What the map's page lists of rides: dates with rounds and rides, and who is not served."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from maps.ride_places import RidePlaces
from maps.ride_views import DriverDayView
from maps.views import RoundView
from maps.wording import Wording
from routing.planning.plans import Plan, UnservedRide
from routing.planning.programme import Programme
from routing.planning.territory import Territory


def days_of(rounds: Sequence[RoundView], rides: Sequence[DriverDayView]) -> list[dict[str, Any]]:
    """Return every date on which somebody leaves, with its rounds and its rides."""
    dates = sorted({view.date for view in rounds} | {view.date for view in rides})
    return [
        {
            "date": day,
            "iso": day.isoformat(),
            "rounds": [view for view in rounds if view.date == day],
            "rides": [view for view in rides if view.date == day],
        }
        for day in dates
    ]


def unserved(
    plan: Plan, programme: Programme, territory: Territory, wording: Wording
) -> list[dict[str, Any]]:
    """Return those whom no ride serves; together where the very same stands against them."""
    places = RidePlaces(programme, territory)
    requests = {request.id: request for request in programme.requests}
    labels = {driver.id: driver.label for driver in programme.drivers}
    outside = str(wording.words["rides"]["outside"])
    groups: dict[object, list[UnservedRide]] = {}
    for record in plan.unserved:
        groups.setdefault((record.reasons, record.changes), []).append(record)
    found = []
    for records in groups.values():
        asked = []
        for record in records:
            request = requests.get(record.request)
            if request is None:
                asked.append(record.request)
                continue
            goal, door = places.goal(request), places.door(request)
            to = goal.purpose or goal.name or goal.commune or outside
            asked.append(
                f"{request.passenger} ({record.request}), {door.commune or outside} → {to}"
            )
        reasons = _reasons(records[0], labels, wording)
        changes = [wording.say(change.message) for change in records[0].changes]
        found.append({"asked": asked, "reasons": reasons, "changes": changes})
    return found


def _reasons(record: UnservedRide, labels: dict[str, str], wording: Wording) -> list[str]:
    whom: dict[str, list[str]] = {}
    for reason in record.reasons:
        named = whom.setdefault(reason.message, [])
        if reason.driver is not None:
            named.append(labels.get(reason.driver, reason.driver))
    return [
        f"{', '.join(names)}{wording.colon}{wording.say(message)}"
        if names
        else wording.say(message)
        for message, names in whom.items()
    ]
