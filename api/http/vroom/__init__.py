"""Our vehicle-routing core in VROOM's words, for the programs that already speak to VROOM.

The format is https://github.com/VROOM-Project/vroom/blob/master/docs/API.md, over HTTP as
vroom-express and openrouteservice offer it. What differs from VROOM when routes are searched:

- a break lies between two steps, never on the road between them, and one that does not fit is
  said as ``missing_break``;
- ``max_load`` of breaks, and durations by type of vehicle where these differ, are refused; plan
  mode (``options.c``) takes both;
- ``steps`` of vehicles count in plan mode only;
- where costs do not measure a vehicle's ``max_travel_time`` or ``max_distance`` and time windows
  bind, the limits hold but the cost may be above the least.
"""
