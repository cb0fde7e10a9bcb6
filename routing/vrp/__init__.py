"""Generic vehicle routing: an instance becomes routes. Knows no roads and no health."""

from routing.vrp.demand import Client, Shipment, ShipmentStop, SkillRule, VisitPattern
from routing.vrp.fleet import Break, Reload, Shift, Vehicle
from routing.vrp.instance import Instance
from routing.vrp.solution import Cost, Route, Solution, Stop, Unassigned
from routing.vrp.ties import Incompatibility, Link, Pin, Prefix, PrefixStop
from routing.vrp.time_window import TimeWindow

__all__ = [
    "Break",
    "Client",
    "Cost",
    "Incompatibility",
    "Instance",
    "Link",
    "Pin",
    "Prefix",
    "PrefixStop",
    "Reload",
    "Route",
    "Shift",
    "Shipment",
    "ShipmentStop",
    "SkillRule",
    "Solution",
    "Stop",
    "TimeWindow",
    "Unassigned",
    "Vehicle",
    "VisitPattern",
]
