"""May a car drive here? Ways, directions and barriers, by OpenStreetMap's access rules.

The most particular key wins: ``motorcar`` over ``motor_vehicle`` over ``vehicle`` over
``access``; a key with ``:forward`` or ``:backward`` over the same key without.
"""

from __future__ import annotations

from enum import IntEnum

from routing.roads.builder.raw import Tags
from routing.roads.data import CLASSES

MODES = ("motorcar", "motor_vehicle", "vehicle", "access")


class Access(IntEnum):
    """What the tags allow; of several values in one tag the most generous counts."""

    CLOSED = 0
    LOCAL = 1
    OPEN = 2


_OPEN = {"yes", "permissive", "designated", "public", "official", "toll"}
_LOCAL = {"destination", "customers", "delivery", "residents", "resident", "visitors"}
_CLOSED = {
    "no", "private", "agricultural", "forestry", "agriculture", "permit", "employees", "staff",
    "members", "military", "emergency", "service", "psv", "bus", "taxi", "hov", "restricted",
    "prohibited", "closed", "none", "bicycle", "foot", "destination;private",
}  # fmt: skip


def read_access(value: str) -> Access | None:
    """Read one access value; None where it is not a known one (``unknown``, a typing error).

    Examples
    --------
    >>> read_access("agricultural;destination")
    <Access.LOCAL: 1>
    """
    known = []
    for part in (p.strip().lower() for p in value.split(";")):
        if part in _OPEN:
            known.append(Access.OPEN)
        elif part in _LOCAL:
            known.append(Access.LOCAL)
        elif part in _CLOSED:
            known.append(Access.CLOSED)
    return max(known) if known else None


def car_access(tags: Tags, direction: str = "") -> Access | None:
    """Give what the tags say about a car; None where they say nothing.

    ``direction`` may be ``"forward"`` or ``"backward"``.
    """
    for mode in MODES:
        for key in (f"{mode}:{direction}", mode) if direction else (mode,):
            if key in tags and (found := read_access(tags[key])) is not None:
                return found
    return None


# --- whole ways -------------------------------------------------------------------------

_PATHS = {
    "footway", "path", "cycleway", "bridleway", "steps", "pedestrian", "corridor", "platform",
    "elevator", "via_ferrata", "escalator", "sidewalk", "crossing", "ladder",
}  # fmt: skip
_NOT_BUILT = {"construction", "proposed", "planned", "abandoned", "disused", "razed", "no"}
_SERVICE_LEFT_ASIDE = {
    "parking_aisle", "drive-through", "emergency_access", "slipway", "bus", "busway", "private",
    "car_wash", "fuel", "storage", "emergency", "parking", "route", "crossover",
}  # fmt: skip
_VERY_BAD = {"very_horrible", "impassable"}


def exclusion(tags: Tags) -> str | None:
    """Give why a way is no road for an ordinary car (a code), or None where it is one."""
    highway = tags.get("highway", "")
    if highway not in CLASSES:
        return _unsuitable_class(highway)
    if tags.get("area") == "yes":
        return "area"
    if car_access(tags) is Access.CLOSED and not _one_direction_opened(tags):
        return "access"
    if highway == "service" and tags.get("service") in _SERVICE_LEFT_ASIDE:
        return f"service={tags['service']}"
    if tags.get("impassable") == "yes" or tags.get("smoothness") in _VERY_BAD:
        return "impassable"
    if tags.get("route") in ("ferry", "shuttle_train"):
        return "ferry"
    return None


def _unsuitable_class(highway: str) -> str:
    if highway in _PATHS:
        return "path"
    if highway in _NOT_BUILT:
        return "not built"
    return "track" if highway == "track" else "other highway"


def _one_direction_opened(tags: Tags) -> bool:
    return any((car_access(tags, way) or Access.CLOSED) > 0 for way in ("forward", "backward"))


# --- directions -------------------------------------------------------------------------

_ALONG = {"yes", "true", "1"}
_AGAINST = {"-1", "reverse"}
_BOTH = {"no", "false", "0"}
ONEWAY_KEYS = ("oneway:motorcar", "oneway:motor_vehicle", "oneway:vehicle", "oneway")


def directions(tags: Tags) -> tuple[bool, bool]:
    """Tell whether a car may drive along the way, and against it.

    A reversible road (whose direction changes with the hour) is closed: nobody can promise
    that it is open at the planned time. Alternating one-way traffic is open both ways.
    Roundabouts and motorways are one-way unless they say otherwise.
    """
    along, against = _oneway(tags)
    along = along and car_access(tags, "forward") is not Access.CLOSED
    against = against and car_access(tags, "backward") is not Access.CLOSED
    return along, against


def _oneway(tags: Tags) -> tuple[bool, bool]:
    value = next((tags[key].strip().lower() for key in ONEWAY_KEYS if key in tags), "")
    if value in _ALONG:
        return True, False
    if value in _AGAINST:
        return False, True
    if value == "reversible":
        return False, False
    implied = is_roundabout(tags) or tags.get("highway") == "motorway"
    return True, not implied or value in _BOTH


def is_roundabout(tags: Tags) -> bool:
    """Tell whether a way is part of a roundabout or another one-way circle."""
    return tags.get("junction") in ("roundabout", "circular")


def is_alternating(tags: Tags) -> bool:
    """Tell whether two-way traffic takes turns on one lane."""
    return tags.get("oneway") == "alternating"


# --- barriers ---------------------------------------------------------------------------

_BLOCKING = {
    "block", "bollard", "bus_trap", "barrier_board", "bar", "chain", "cycle_barrier", "debris",
    "full-height_turnstile", "horse_stile", "jersey_barrier", "kissing_gate", "log",
    "motorcycle_barrier", "planter", "rope", "stile", "sump_buster", "turnstile", "wicket_gate",
    "yes",
}  # fmt: skip
_GATES = {"gate", "lift_gate", "swing_gate", "sliding_gate", "hampshire_gate", "sliding_beam"}


def is_blocked(tags: Tags) -> bool:
    """Tell whether a node stops a car: a closed barrier without a permission to pass.

    A gate without any access tag is taken as open (and costs a wait); a locked one is not.
    """
    allowed = car_access(tags)
    if allowed is Access.CLOSED:
        return True
    barrier = tags.get("barrier", "")
    if barrier in _GATES:
        return tags.get("locked") == "yes" and allowed is None
    return barrier in _BLOCKING and allowed is None


def is_gate(tags: Tags) -> bool:
    """Tell whether a node is a gate that has to be opened."""
    return tags.get("barrier") in _GATES


def has_toll(tags: Tags) -> bool:
    """Tell whether a car pays on this way."""
    return tags.get("toll:motorcar", tags.get("toll", "no")) not in ("no", "")
