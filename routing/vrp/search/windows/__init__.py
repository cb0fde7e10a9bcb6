"""Ruin and recreate for single time windows: clients, and shipments without ride limit."""

from routing.vrp.search.windows.engine import WindowsEngine
from routing.vrp.search.windows.tables import Tables, express

__all__ = ["Tables", "WindowsEngine", "express"]
