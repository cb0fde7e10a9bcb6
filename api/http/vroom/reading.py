"""From the bytes of a request to a problem, or to what is wrong with it, record by record."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from api.http.vroom.places import Places
from api.http.vroom.problem import Car, Load, Problem, Spot, Task, TaskKind
from api.http.vroom.refusal import Refusal
from api.http.vroom.request import (
    Amounts,
    JobModel,
    RequestModel,
    ShipmentModel,
    TaskModel,
    VehicleModel,
)
from api.http.vroom.travel import Travels
from api.wire.faults import Fault, InputFaults, Issue, pointer, shown
from api.wire.field_faults import validate
from api.wire.json_text import read_document
from routing.sentence import joined, say

_NOUNS = {"jobs": "job", "shipments": "shipment", "vehicles": "vehicle"}


def read_request(body: bytes) -> RequestModel:
    """Return the request, every field of its type.

    Raises
    ------
    Refusal
        Naming each record and field that is wrong.
    """
    try:
        document = _without_nulls(read_document(body, "demande"))
    except InputFaults as found:
        raise Refusal(joined("\n", (fault.line for fault in found.faults))) from None
    request, issues = validate(RequestModel, document)
    if request is None:
        raise Refusal(joined("\n", (_fault(document, issue).line for issue in issues)))
    return request


def _without_nulls(value: Any) -> Any:
    """Leave out fields that are ``null``: to several clients' writers that means absent."""
    if isinstance(value, Mapping):
        return {key: _without_nulls(v) for key, v in value.items() if v is not None}
    if isinstance(value, list) and value and isinstance(value[0], Mapping):
        return [_without_nulls(part) for part in value]
    return value


def _fault(document: Any, issue: Issue) -> Fault:
    return Fault(
        path=pointer(issue.loc),
        value=issue.value,
        message=issue.message,
        code=issue.code,
        record=_record(document, issue.loc),
    )


def _record(document: Any, loc: tuple[str | int, ...]) -> str:
    if len(loc) < 2 or loc[0] not in _NOUNS or not isinstance(loc[1], int):
        return ""
    record = document[loc[0]][loc[1]]
    number = record.get("id") if isinstance(record, Mapping) else None
    return f"{_NOUNS[str(loc[0])]} {shown(number)}" if number is not None else _NOUNS[str(loc[0])]


def problem_of(request: RequestModel, places: Places, travels: Travels) -> Problem:
    """Return the problem of a request whose places are numbered.

    Raises
    ------
    Refusal
        When records contradict each other, or name what is not there.
    """
    dimensions = _dimensions(request)
    _no_id_twice(request)
    tasks = [_job(job, n, places, dimensions) for n, job in enumerate(request.jobs)]
    pairs = [_shipment(s, n, places, dimensions) for n, s in enumerate(request.shipments)]
    # all places first: our roads are measured once, between all of them
    ends = [_ends(vehicle, places) for vehicle in request.vehicles]
    cars = tuple(
        Car(vehicle, start, end, _capacity(vehicle, dimensions), travels.of(vehicle))
        for vehicle, (start, end) in zip(request.vehicles, ends, strict=True)
    )
    return Problem(cars, tuple(tasks), tuple(pairs), dimensions, places.size)


def _dimensions(request: RequestModel) -> int:
    """Return the length of all loads, which the vehicles' capacities set."""
    given = [v.capacity for v in request.vehicles if v.capacity is not None]
    return len(given[0]) if given else 0


def _no_id_twice(request: RequestModel) -> None:
    _unique("vehicle", [vehicle.id for vehicle in request.vehicles])
    _unique("job", [job.id for job in request.jobs])
    _unique("pickup", [shipment.pickup.id for shipment in request.shipments])
    _unique("delivery", [shipment.delivery.id for shipment in request.shipments])
    for vehicle in request.vehicles:
        _unique(f"vehicle {vehicle.id}, break", [pause.id for pause in vehicle.breaks])


def _unique(noun: str, ids: Iterable[int]) -> None:
    seen: set[int] = set()
    for number in ids:
        if number in seen:
            raise Refusal(
                say(
                    "{noun} {number} : cet id se répète ; donnez-en un à chacun.",
                    noun=noun,
                    number=number,
                )
            )
        seen.add(number)


def _load(amounts: Amounts | None, record: str, field: str, dimensions: int) -> Load:
    if amounts is None:
        return (0,) * dimensions
    if len(amounts) != dimensions:
        raise Refusal(
            say(
                "{record}, {field} : {amounts} quantités ; les capacités (capacity) des "
                "véhicules en comptent {dimensions}.",
                record=record,
                field=field,
                amounts=len(amounts),
                dimensions=dimensions,
            )
        )
    return amounts


def _job(job: JobModel, number: int, places: Places, dimensions: int) -> Task:
    record, brought = f"job {job.id}", job.delivery
    if brought is None and job.pickup is None:
        brought = job.amount
    return Task(
        kind="job",
        number=number,
        spot=places.of_task(job, record),
        model=job,
        taken=_load(job.pickup, record, "pickup", dimensions),
        brought=_load(brought, record, "delivery", dimensions),
        skills=job.skills,
        priority=job.priority,
    )


def _shipment(
    shipment: ShipmentModel, number: int, places: Places, dimensions: int
) -> tuple[Task, Task]:
    record = f"shipment {shipment.pickup.id}"
    load = _load(shipment.amount, record, "amount", dimensions)
    nothing = (0,) * dimensions

    def end(kind: TaskKind, model: TaskModel, taken: Load, brought: Load) -> Task:
        spot = places.of_task(model, f"{kind} {model.id}")
        skills, priority = shipment.skills, shipment.priority
        return Task(kind, number, spot, model, taken, brought, skills, priority)

    return (
        end("pickup", shipment.pickup, load, nothing),
        end("delivery", shipment.delivery, nothing, load),
    )


def _ends(vehicle: VehicleModel, places: Places) -> tuple[Spot | None, Spot | None]:
    record = f"vehicle {vehicle.id}"
    start = places.of(vehicle.start, vehicle.start_index, record, "start")
    end = places.of(vehicle.end, vehicle.end_index, record, "end")
    if start is None and end is None:
        remedy = say("indiquez un départ (start), une arrivée (end) ou les deux.")
        raise Refusal(say("{record} : {remedy}", record=record, remedy=remedy))
    return start, end


def _capacity(vehicle: VehicleModel, dimensions: int) -> Load:
    record = f"vehicle {vehicle.id}"
    for pause in vehicle.breaks:
        _load(pause.max_load, f"{record}, break {pause.id}", "max_load", dimensions)
    return _load(vehicle.capacity, record, "capacity", dimensions)
