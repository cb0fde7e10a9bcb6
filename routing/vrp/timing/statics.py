"""Rules on an order that have nothing to do with the clock."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from itertools import combinations

from routing.vrp.timing.course import Course, Halt, too_far
from routing.vrp.timing.loads import holds, loads

Fault = tuple[str, str]


def where(halt: Halt) -> str:
    """Name a stop within a sentence."""
    return {
        "visit": halt.task,
        "pickup": f"the pickup of {halt.task}",
        "delivery": f"the delivery of {halt.task}",
        "reload": "a reload",
    }[halt.kind]


def _tasks(course: Course) -> list[str]:
    return list(dict.fromkeys(halt.task for halt in course.halts if halt.kind != "reload"))


def _skills(course: Course) -> Iterator[Fault]:
    instance, skills = course.instance, course.vehicle.skills
    for task in _tasks(course):
        wanted = instance.client_by_id.get(task) or instance.shipment_by_id[task]
        if not wanted.skills.accepts(skills):
            message = f"the skills of {course.vehicle.id} are not those that {task} asks for"
            yield "SKILL_CONSTRAINT", message


def _pins(course: Course) -> Iterator[Fault]:
    tasks = set(_tasks(course))
    for pin in course.instance.pins:
        if pin.task not in tasks:
            continue
        if course.vehicle.id not in pin.vehicles:
            names = ", ".join(sorted(pin.vehicles))
            yield "PIN_CONSTRAINT", f"{pin.task} is pinned to {names}, not to {course.vehicle.id}"
        if pin.day not in (None, course.shift.day):
            message = f"{pin.task} is pinned to day {pin.day}, not to day {course.shift.day}"
            yield "PIN_CONSTRAINT", message


def _prefix(course: Course) -> Iterator[Fault]:
    instance, day = course.instance, course.shift.day
    mine = (course.vehicle.id, day)
    halts = [(halt.kind, halt.task) for halt in course.halts]
    for prefix in instance.prefixes:
        stops = [(s.kind, "" if s.kind == "reload" else s.task) for s in prefix.stops]
        if (prefix.vehicle, prefix.day) == mine and halts[: len(stops)] != stops:
            text = f"{prefix.vehicle} has made {len(stops)} stops on day {day} already"
            yield "PIN_CONSTRAINT", f"{text}, with which the route must begin"


def _days(course: Course) -> Iterator[Fault]:
    instance, day = course.instance, course.shift.day
    for task in _tasks(course):
        client = instance.client_by_id.get(task)
        if client is not None:
            sets = client.pattern.day_sets if client.pattern else ((day,),)
            allowed = any(day in days for days in sets)
        else:
            days = instance.shipment_by_id[task].days
            allowed = days is None or day in days
        if not allowed:
            yield "DAY_CONSTRAINT", f"{task} may not be served on day {day}"


def _reachable(course: Course) -> Iterator[Fault]:
    names = [where(halt) for halt in course.halts]
    for k, leg in enumerate(course.legs):
        if leg is not None and too_far(int(course.matrix.durations_s[leg])):
            origin = names[k - 1] if k else "the start"
            target = names[k] if k < len(names) else "the end"
            yield "REACHABLE_CONSTRAINT", f"no way leads from {origin} to {target}"


def _limits(course: Course) -> Iterator[Fault]:
    vehicle = course.vehicle
    most, far = vehicle.max_distance_m, course.distance_m
    if course.reachable and most is not None and far > most:
        message = f"the route is {far} m long, {far - most} m more than {vehicle.id} may drive"
        yield "MAX_DISTANCE_CONSTRAINT", message
    stops = sum(halt.kind != "reload" for halt in course.halts)
    if vehicle.max_stops is not None and stops > vehicle.max_stops:
        message = f"{stops} stops, and {vehicle.id} may make {vehicle.max_stops}"
        yield "MAX_STOPS_CONSTRAINT", message
    trips = len(course.halts) - stops + 1
    if trips > vehicle.max_trips:
        message = f"{trips} trips, and {vehicle.id} may make {vehicle.max_trips}"
        yield "MAX_TRIPS_CONSTRAINT", message


def _capacity(course: Course) -> Iterator[Fault]:
    for number, along in enumerate(loads(course), 1):
        if not holds(course, along):
            peak = ", ".join(str(max(column)) for column in zip(*along, strict=True))
            room = " or ".join(
                "(" + ", ".join(map(str, capacity)) + ")" for capacity in course.vehicle.capacities
            )
            text = f"up to ({peak}) aboard on trip {number}, not all at once"
            yield "CAPACITY_CONSTRAINT", f"{text}; {course.vehicle.id} holds {room}"


def _precedence(course: Course) -> Iterator[Fault]:
    places = {(halt.kind, halt.task): k for k, halt in enumerate(course.halts)}
    counts = Counter((halt.kind, halt.task) for halt in course.halts if halt.kind != "reload")
    for (kind, task), count in counts.items():
        if count > 1:
            yield "PRECEDENCE_CONSTRAINT", f"the {kind} of {task} is made {count} times"
    for task in _tasks(course):
        if task in course.instance.client_by_id:
            continue
        pickup, delivery = places.get(("pickup", task)), places.get(("delivery", task))
        if pickup is None or delivery is None:
            missing = "pickup" if pickup is None else "delivery"
            yield "PRECEDENCE_CONSTRAINT", f"the {missing} of {task} is missing"
        elif delivery < pickup:
            yield "PRECEDENCE_CONSTRAINT", f"{task} is delivered before it is picked up"
    for link in course.instance.links:
        second, first = places.get(("pickup", link.second)), places.get(("delivery", link.first))
        if second is not None and first is not None and second < first:
            text = f"{link.second} is picked up before {link.first} is delivered"
            yield "PRECEDENCE_CONSTRAINT", text


def _incompatible(course: Course) -> Iterator[Fault]:
    spans: dict[str, list[int]] = {}
    for k, halt in enumerate(course.halts):
        if halt.kind in ("pickup", "delivery"):
            spans.setdefault(halt.task, []).append(k)
    for rule in course.instance.incompatibilities:
        for one, other in combinations(sorted(rule.shipments & spans.keys()), 2):
            apart = spans[one][-1] < spans[other][0] or spans[other][-1] < spans[one][0]
            if rule.scope == "route" or not apart:
                place = "in one route" if rule.scope == "route" else "aboard together"
                message = f"{one} and {other} may not be {place}"
                yield "INCOMPATIBILITY_CONSTRAINT", message


RULES: tuple[Callable[[Course], Iterator[Fault]], ...] = (
    _skills,
    _pins,
    _prefix,
    _days,
    _precedence,
    _incompatible,
    _capacity,
    _limits,
    _reachable,
)


def static_faults(course: Course) -> Iterator[Fault]:
    """Yield what an order breaks whatever its times."""
    for rule in RULES:
        yield from rule(course)
