"""Which OpenStreetMap tags the builder reads: one list for files and for downloads."""

from __future__ import annotations

_MODES = ("access", "vehicle", "motor_vehicle", "motorcar")

WAY_TAGS = (
    "highway", "name", "ref", "junction", "service", "area", "bridge", "tunnel", "toll",
    "toll:motorcar", "surface", "tracktype", "smoothness", "impassable", "ford", "motorroad",
    "living_street", "route", "landuse",
    *_MODES, *(f"{mode}:{way}" for mode in _MODES for way in ("forward", "backward")),
    "oneway", "oneway:vehicle", "oneway:motor_vehicle", "oneway:motorcar",
    "maxspeed", "maxspeed:forward", "maxspeed:backward", "maxspeed:motorcar", "maxspeed:type",
    "source:maxspeed", "zone:maxspeed", "zone:traffic", "traffic_calming",
)  # fmt: skip
NODE_TAGS = (
    "highway", "barrier", "traffic_calming", "railway", "crossing", "direction", "locked",
    "traffic_signals:direction", "traffic_sign:direction", "stop", "bollard", *_MODES,
)  # fmt: skip
NODE_KEYS = ("highway", "barrier", "traffic_calming", "railway")
"""A node is only of interest with one of these."""
