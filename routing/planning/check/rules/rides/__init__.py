"""The rules on rides, one small file each; ``RIDE_RULES`` lists them all."""

from __future__ import annotations

from routing.planning.check.case import Rule
from routing.planning.check.rules.rides.both_ways import both_ways
from routing.planning.check.rules.rides.capacity import capacity
from routing.planning.check.rules.rides.car_overlap import car_overlap
from routing.planning.check.rules.rides.car_size import car_size
from routing.planning.check.rules.rides.dates import dates
from routing.planning.check.rules.rides.driver_hours import driver_hours
from routing.planning.check.rules.rides.driver_limits import driver_limits
from routing.planning.check.rules.rides.driver_lunch import driver_lunch
from routing.planning.check.rules.rides.driver_overlap import driver_overlap
from routing.planning.check.rules.rides.entitlement import entitlement
from routing.planning.check.rules.rides.horizon import horizon
from routing.planning.check.rules.rides.identifiers import identifiers
from routing.planning.check.rules.rides.in_and_out import in_and_out
from routing.planning.check.rules.rides.legs import legs
from routing.planning.check.rules.rides.loads import loads
from routing.planning.check.rules.rides.passenger_overlap import passenger_overlap
from routing.planning.check.rules.rides.pauses import pauses
from routing.planning.check.rules.rides.places import places
from routing.planning.check.rules.rides.prescription import prescription
from routing.planning.check.rules.rides.references import references
from routing.planning.check.rules.rides.served_once import served_once
from routing.planning.check.rules.rides.sessions import sessions
from routing.planning.check.rules.rides.stop_times import stop_times
from routing.planning.check.rules.rides.time_aboard import time_aboard
from routing.planning.check.rules.rides.totals import totals
from routing.planning.check.rules.rides.trip_length import trip_length
from routing.planning.check.rules.rides.unserved_reasons import unserved_reasons
from routing.planning.check.rules.rides.waits import waits
from routing.planning.check.rules.rides.windows import windows
from routing.planning.check.rules.rides.wishes import wishes

RIDE_RULES: tuple[Rule, ...] = (
    # what the plan names
    references, identifiers, horizon, places,
    # who is served, and brought back
    served_once, unserved_reasons, in_and_out, both_ways, passenger_overlap,
    # on which date, at what time, along which roads
    sessions, dates, windows, stop_times, legs, totals, pauses, time_aboard,
    # cars
    loads, capacity, car_overlap,
    # drivers
    driver_hours, driver_overlap, driver_limits, driver_lunch, waits, wishes,
    # law
    entitlement, trip_length, prescription, car_size,
)  # fmt: skip
