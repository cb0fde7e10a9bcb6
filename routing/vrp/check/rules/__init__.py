"""The rules of the checker, one small file each; ``RULES`` lists them all."""

from __future__ import annotations

from routing.vrp.check.case import Rule
from routing.vrp.check.rules.breaks_due import breaks_due
from routing.vrp.check.rules.breaks_placed import breaks_placed
from routing.vrp.check.rules.capacity import capacity
from routing.vrp.check.rules.cost import cost
from routing.vrp.check.rules.incompatible import incompatible
from routing.vrp.check.rules.legs import legs
from routing.vrp.check.rules.links import links
from routing.vrp.check.rules.loads import loads
from routing.vrp.check.rules.lower_bound import lower_bound
from routing.vrp.check.rules.max_distance import max_distance
from routing.vrp.check.rules.max_duration import max_duration
from routing.vrp.check.rules.max_stops import max_stops
from routing.vrp.check.rules.max_trips import max_trips
from routing.vrp.check.rules.patterns import patterns
from routing.vrp.check.rules.pins import pins
from routing.vrp.check.rules.places import places
from routing.vrp.check.rules.prefixes import prefixes
from routing.vrp.check.rules.references import references
from routing.vrp.check.rules.reload_windows import reload_windows
from routing.vrp.check.rules.ride_times import ride_times
from routing.vrp.check.rules.routes import routes
from routing.vrp.check.rules.same_visitor import same_visitor
from routing.vrp.check.rules.served_once import served_once
from routing.vrp.check.rules.shifts import shifts
from routing.vrp.check.rules.shipment_days import shipment_days
from routing.vrp.check.rules.skills import skills
from routing.vrp.check.rules.stop_times import stop_times
from routing.vrp.check.rules.totals import totals
from routing.vrp.check.rules.unassigned import unassigned
from routing.vrp.check.rules.whole_shipments import whole_shipments
from routing.vrp.check.rules.windows import windows

RULES: tuple[Rule, ...] = (
    # what the answer names
    references, places,
    # what is served, and what is not
    routes, served_once, whole_shipments, unassigned,
    # when and by whom
    patterns, same_visitor, shipment_days, skills, pins, prefixes,
    # what is aboard
    loads, capacity, incompatible, links,
    # times of a route
    legs, totals, stop_times, windows, reload_windows, ride_times, shifts,
    breaks_due, breaks_placed,
    # bounds of a route
    max_distance, max_duration, max_stops, max_trips,
    # what the answer says about itself
    cost, lower_bound,
)  # fmt: skip
