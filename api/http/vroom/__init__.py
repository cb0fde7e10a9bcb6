"""Our vehicle-routing core in VROOM's words, for the programs that already speak to VROOM.

The format is https://github.com/VROOM-Project/vroom/blob/master/docs/API.md, over HTTP as
vroom-express and openrouteservice offer it.
"""
