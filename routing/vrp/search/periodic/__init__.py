"""Ruin and recreate for clients with day sets over a horizon, and for several depots."""

from routing.vrp.search.periodic.engine import PeriodicSearch
from routing.vrp.search.periodic.express import express

__all__ = ["PeriodicSearch", "express"]
