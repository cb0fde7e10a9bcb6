"""Every route that one vehicle can drive in a day, under the working time of those aboard."""

from routing.vrp.day.enumerate import enumerate_routes
from routing.vrp.day.question import DayClient, DayInstance, DayVehicle
from routing.vrp.day.route import DayRoute, DayStop, Pause
from routing.vrp.day.schedule import schedule
from routing.vrp.time_window import TimeWindow

__all__ = [
    "DayClient",
    "DayInstance",
    "DayRoute",
    "DayStop",
    "DayVehicle",
    "Pause",
    "TimeWindow",
    "enumerate_routes",
    "schedule",
]
