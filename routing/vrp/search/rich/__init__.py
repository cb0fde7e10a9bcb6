"""The general search: any mix of features of an instance, by ruin and recreate."""

from __future__ import annotations

from routing.vrp.search.rich.engine import Engine
from routing.vrp.search.rich.express import express
from routing.vrp.search.rich.tables import Tables

__all__ = ["Engine", "Tables", "express"]
