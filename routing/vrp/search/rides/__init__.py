"""Dial-a-ride: ruin and recreate with constant-time insertion tests."""

from routing.vrp.search.rides.engine import RidesEngine as Engine
from routing.vrp.search.rides.express import express
from routing.vrp.search.rides.tables import Tables

__all__ = ["Engine", "Tables", "express"]
