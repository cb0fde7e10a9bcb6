"""Generic vehicle routing: an instance becomes routes. Knows no roads and no health."""

from routing.vrp.enumerate import enumerate_routes
from routing.vrp.instance import Client, Instance, TimeWindow, Vehicle
from routing.vrp.schedule import schedule
from routing.vrp.solution import Pause, Route, Stop

__all__ = [
    "Client",
    "Instance",
    "Pause",
    "Route",
    "Stop",
    "TimeWindow",
    "Vehicle",
    "enumerate_routes",
    "schedule",
]
