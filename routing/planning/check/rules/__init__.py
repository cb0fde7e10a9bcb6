"""The rules of the checker, one small file each; ``RULES`` lists them all."""

from __future__ import annotations

from routing.planning.check.case import Rule
from routing.planning.check.rules.availability import availability
from routing.planning.check.rules.belonging import belonging
from routing.planning.check.rules.breaks import breaks
from routing.planning.check.rules.closed_dates import closed_dates
from routing.planning.check.rules.daily_rest import daily_rest
from routing.planning.check.rules.days_per_week import days_per_week
from routing.planning.check.rules.driver import driver
from routing.planning.check.rules.duties import duties
from routing.planning.check.rules.duty_overlap import duty_overlap
from routing.planning.check.rules.duty_times import duty_times
from routing.planning.check.rules.frequency import frequency
from routing.planning.check.rules.half_days import half_days
from routing.planning.check.rules.horizon import horizon
from routing.planning.check.rules.identifiers import identifiers
from routing.planning.check.rules.indicators import indicators
from routing.planning.check.rules.legs import legs
from routing.planning.check.rules.lunch import lunch
from routing.planning.check.rules.max_gap import max_gap
from routing.planning.check.rules.min_gap import min_gap
from routing.planning.check.rules.once_a_day import once_a_day
from routing.planning.check.rules.openings import openings
from routing.planning.check.rules.pauses import pauses
from routing.planning.check.rules.reasons import reasons
from routing.planning.check.rules.references import references
from routing.planning.check.rules.rides import RIDE_RULES
from routing.planning.check.rules.roles_filled import roles_filled
from routing.planning.check.rules.round_totals import round_totals
from routing.planning.check.rules.seats import seats
from routing.planning.check.rules.solver_figures import solver_figures
from routing.planning.check.rules.staff_sites import staff_sites
from routing.planning.check.rules.stop_sites import stop_sites
from routing.planning.check.rules.stop_times import stop_times
from routing.planning.check.rules.sunday import sunday
from routing.planning.check.rules.unit_kind import unit_kind
from routing.planning.check.rules.unit_maintenance import unit_maintenance
from routing.planning.check.rules.unit_overlap import unit_overlap
from routing.planning.check.rules.unit_shift import unit_shift
from routing.planning.check.rules.working_day import working_day
from routing.planning.check.rules.working_week import working_week

RULES: tuple[Rule, ...] = (
    # what the plan names
    belonging, references, identifiers, horizon, stop_sites,
    # when and along which roads rounds run
    legs, stop_times, round_totals, openings,
    # units
    unit_shift, unit_maintenance, unit_overlap, unit_kind, seats, driver,
    # dates
    closed_dates, once_a_day, frequency, min_gap, max_gap,
    # teams
    roles_filled, duties, availability, staff_sites, duty_times, duty_overlap, half_days,
    # working time
    pauses, breaks, lunch, working_day, daily_rest, working_week, days_per_week, sunday,
    # what the plan says about itself
    indicators, reasons, solver_figures,
    *RIDE_RULES,
)  # fmt: skip
