"""From OpenStreetMap to a compiled road network.

The recipe is `routing.roads.builder.recipe.build_network`; this package is heavy to import
(OSMnx, GeoPandas) and only needed to build.
"""
