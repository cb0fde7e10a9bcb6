"""What must hold between the records of an instance."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence

from routing.vrp.checks import demand
from routing.vrp.demand import Client, Shipment
from routing.vrp.fleet import Vehicle
from routing.vrp.instance import Instance, unique


def check_instance(instance: Instance) -> None:
    """Refuse rows, days, profiles, dimensions and ids that are not there."""
    demand(bool(instance.matrices), "matrices", instance.matrices, "give at least one")
    sizes = {matrix.size for matrix in instance.matrices}
    demand(len(sizes) == 1, "matrices", sorted(sizes), "give matrices of one size")
    demand(instance.days >= 1, "days", instance.days, "give at least one day")
    tasks = [client.id for client in instance.clients]
    unique(tasks + [shipment.id for shipment in instance.shipments], "ids of tasks")
    unique([vehicle.id for vehicle in instance.vehicles], "ids of vehicles")
    for client in instance.clients:
        _one(instance, client)
    for shipment in instance.shipments:
        _one(instance, shipment)
    for vehicle in instance.vehicles:
        _one(instance, vehicle)
    _ties(instance)


def _one(instance: Instance, record: Client | Shipment | Vehicle) -> None:
    where = f"{type(record).__name__.lower()} {record.id}"
    for field, row in _rows(record):
        inside = 0 <= row < instance.matrices[0].size
        demand(inside, f"{where}: {field}", row, "name a row of the matrix")
    for field, day in _days(record):
        demand(0 <= day < instance.days, f"{where}: {field}", day, "name a day of the horizon")
    for field, load in _loads(record):
        fits = len(load) in (0, instance.dimensions)
        demand(fits, f"{where}: {field}", load, f"give {instance.dimensions} numbers")
    if isinstance(record, Vehicle):
        known = record.profile < len(instance.matrices)
        demand(known, f"{where}: profile", record.profile, "name one of the matrices")


def _rows(record: Client | Shipment | Vehicle) -> Iterator[tuple[str, int]]:
    if isinstance(record, Client):
        yield "location", record.location
    elif isinstance(record, Shipment):
        yield "pickup.location", record.pickup.location
        yield "delivery.location", record.delivery.location
    else:
        for field in ("start", "end"):
            row = getattr(record, field)
            if row is not None:
                yield field, row
        yield from (("reloads", reload.location) for reload in record.reloads)


def _days(record: Client | Shipment | Vehicle) -> Iterator[tuple[str, int]]:
    if isinstance(record, Client):
        sets = record.pattern.day_sets if record.pattern else ()
        yield from (("pattern", day) for days in sets for day in days)
    elif isinstance(record, Shipment):
        yield from (("days", day) for day in record.days or ())
    else:
        yield from (("shifts", shift.day) for shift in record.shifts)


def _loads(record: Client | Shipment | Vehicle) -> Iterator[tuple[str, tuple[int, ...]]]:
    if isinstance(record, Client):
        yield "delivery", record.delivery
        yield "pickup", record.pickup
    elif isinstance(record, Shipment):
        yield "load", record.load
    else:
        yield from (("capacities", capacity) for capacity in record.capacities)


def _ties(instance: Instance) -> None:
    shipments, vehicles = instance.shipment_by_id, instance.vehicle_by_id
    tasks = {**instance.client_by_id, **shipments}
    for link in instance.links:
        _known([link.first, link.second], shipments, f"link {link.first}–{link.second}")
    tied = [name for link in instance.links for name in (link.first, link.second)]
    unique(tied, "links: shipments")
    for rule in instance.incompatibilities:
        _known(sorted(rule.shipments), shipments, "incompatibility")
    unique([pin.task for pin in instance.pins], "pins: tasks")
    for pin in instance.pins:
        _known([pin.task], tasks, f"pin of {pin.task}")
        _known(sorted(pin.vehicles), vehicles, f"pin of {pin.task}")
    unique([f"{p.vehicle} on day {p.day}" for p in instance.prefixes], "prefixes")
    for prefix in instance.prefixes:
        where = f"prefix of {prefix.vehicle} on day {prefix.day}"
        _known([prefix.vehicle], vehicles, where)
        _known([stop.task for stop in prefix.stops if stop.kind != "reload"], tasks, where)
        for stop in prefix.stops:
            ends = stop.kind in ("pickup", "delivery")
            fits = stop.kind == "reload" or (stop.task in shipments) == ends
            demand(fits, f"{where}: kind", stop.kind, "pickup and delivery are for shipments")


def _known(names: Sequence[str], known: Container[str], where: str) -> None:
    for name in names:
        demand(name in known, where, name, "name a record of the instance")
